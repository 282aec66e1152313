import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { ALL_WELL } from '../../../src/problems/markdown.ts';
import { call } from '../io.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-comment-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Note {
  id: number;
  body: string;
  author: { id: number };
}

describe('a merge request of GitLab', () => {
  let server: Server;
  let notes: Note[];
  let asked: string[];

  // As GitLab's interface is described: notes of one merge request, and who owns the token.
  beforeEach(async () => {
    notes = [];
    asked = [];
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const sent = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Note) : undefined;
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
      asked.push(`${request.method} ${pathname}`);
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      if (request.headers['private-token'] !== 'a-token') return answer(401, { message: '401 Unauthorized' });
      if (pathname === '/api/v4/user') return answer(200, { id: 7 });
      if (request.method === 'POST') {
        notes.push({ id: 99, body: sent?.body ?? '', author: { id: 7 } });
        return answer(201, notes.at(-1));
      }
      const changed = notes.find(({ id }) => pathname.endsWith(`/notes/${id}`));
      if (changed) {
        changed.body = sent?.body ?? '';
        return answer(200, changed);
      }
      const page = Number(searchParams.get('page'));
      return answer(200, notes.slice((page - 1) * 100, page * 100));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => void server.close());

  async function comment(text: string, token = 'a-token') {
    const report = join(folder, 'check.md');
    writeFileSync(report, text);
    const { port } = server.address() as AddressInfo;
    return call(['comment', '--report', report, '--json'], {
      env: {
        GITLAB_CI: 'true',
        CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
        CI_PROJECT_ID: '12',
        CI_MERGE_REQUEST_IID: '5',
        CI_COMMIT_SHA: 'a'.repeat(40),
        NIGHTLIGHT_GITLAB_TOKEN: token,
      },
      fetch,
    });
  }

  test('gets one note, which is written anew after the next push and left alone where it says the same', async () => {
    const first = await comment('One thing is wrong.');
    assert.equal(first.code, 0, first.err);
    const { pull, outcome } = JSON.parse(first.out) as { pull: number; outcome: string };
    assert.deepEqual([pull, outcome], [5, 'written']);
    assert.match(
      notes[0]?.body ?? '',
      /^<!-- nightlight check -->\nOne thing is wrong\.\n\nOf commit aaaaaaaaaa\.$/,
    );
    assert.equal(JSON.parse((await comment('One thing is wrong.')).out).outcome, 'as before');
    assert.equal(JSON.parse((await comment(ALL_WELL)).out).outcome, 'written anew');
    assert.equal(notes.length, 1);
    assert.deepEqual(
      new Set(asked.map((one) => one.split('/').slice(0, 4).join('/'))),
      new Set(['GET /api/v4/user', 'GET /api/v4/projects', 'POST /api/v4/projects', 'PUT /api/v4/projects']),
    );
  });

  test('gets none where all is well and nothing was said before', async () => {
    assert.equal(JSON.parse((await comment(ALL_WELL)).out).outcome, 'none needed');
    assert.deepEqual(notes, []);
  });

  test('keeps a note that only looks like it, further down than a hundred', async () => {
    const others = Array.from({ length: 120 }, (_, id) => ({ id, body: 'Hello', author: { id: 1 } }));
    notes = [...others, { id: 500, body: '<!-- nightlight check -->\nNot ours', author: { id: 1 } }];
    assert.equal(JSON.parse((await comment('Wrong.')).out).outcome, 'written');
    assert.match(notes.find(({ id }) => id === 500)?.body ?? '', /Not ours/);
    assert.equal(JSON.parse((await comment('Wronger.')).out).outcome, 'written anew');
  });

  test('is told how a token is made where there is none, and which one is refused', async () => {
    const none = await comment('Wrong.', '');
    assert.equal(none.code, 1);
    assert.match(none.err, /NIGHTLIGHT_GITLAB_TOKEN[\s\S]*Settings, Access tokens/);
    const refused = await comment('Wrong.', 'another');
    assert.equal(refused.code, 1);
    assert.match(refused.err, /401[\s\S]*has not ended/);
  });
});

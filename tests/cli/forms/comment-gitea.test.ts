import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { ALL_WELL } from '../../../src/problems/markdown.ts';
import { editorOf } from '../../../src/cli/proposed.ts';
import { call } from '../io.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-comment-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Comment {
  id: number;
  body: string;
  user: { id: number };
}

/** The job's own user, as Gitea and Forgejo have it. */
const JOB = -2;

/** The event of a pull request, as they leave it. */
function event(pull: object = {}): string {
  const path = join(folder, 'event.json');
  const head = {
    sha: 'c'.repeat(40),
    ref: 'my/branch',
    repo: { html_url: 'https://code.example.org/visitor/page' },
  };
  writeFileSync(
    path,
    JSON.stringify({
      pull_request: { number: 5, head, ...pull },
      repository: { full_name: 'status/page' },
    }),
  );
  return path;
}

for (const [name, variable, paged] of [
  ['Gitea', 'GITEA_ACTIONS', false],
  ['Forgejo', 'FORGEJO_ACTIONS', true],
] as const)
  describe(`a pull request of ${name}`, () => {
    let server: Server;
    let comments: Comment[];
    let asked: string[];

    // As their interface is described: comments of one issue, and who owns the token. One of them answers by pages.
    beforeEach(async () => {
      [comments, asked] = [[], []];
      server = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const said = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Comment).body : '';
        const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
        const at = `${request.method} ${pathname.replace('/api/v1/', '')}`;
        asked.push(at);
        const answer = (status: number, body: unknown) =>
          response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
        if (request.headers.authorization !== 'token a-token')
          return answer(401, { message: 'invalid username, password or token' });
        if (at === 'GET user') return answer(200, { id: JOB });
        if (at === 'POST repos/status/page/issues/5/comments') {
          comments.push({ id: 990, body: said, user: { id: JOB } });
          return answer(201, comments.at(-1));
        }
        const changed = comments.find(({ id }) => at === `PATCH repos/status/page/issues/comments/${id}`);
        if (changed) {
          changed.body = said;
          return answer(200, changed);
        }
        if (at !== 'GET repos/status/page/issues/5/comments') return answer(404, { message: 'not found' });
        const [page, limit] = ['page', 'limit'].map((key) => Number(searchParams.get(key)));
        const [from, to] = paged
          ? [((page ?? 1) - 1) * (limit ?? 0), (page ?? 1) * (limit ?? 0)]
          : [0, Infinity];
        return answer(200, comments.slice(from, to));
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterEach(() => void server.close());

    async function comment(text: string | undefined, token = 'a-token', path = event()) {
      const report = join(folder, 'check.md');
      if (text === undefined) rmSync(report, { force: true });
      else writeFileSync(report, text);
      const { port } = server.address() as AddressInfo;
      return call(['comment', '--report', report, '--json'], {
        env: {
          [variable]: 'true',
          GITHUB_EVENT_PATH: path,
          GITHUB_API_URL: `http://127.0.0.1:${port}/api/v1`,
          GITHUB_TOKEN: token,
        },
        fetch,
      });
    }

    test('gets one comment, which is written anew after the next push and left alone where it says the same', async () => {
      const first = await comment('One thing is wrong.');
      assert.equal(first.code, 0, first.err);
      const { pull, outcome } = JSON.parse(first.out) as { pull: number; outcome: string };
      assert.deepEqual([pull, outcome], [5, 'written']);
      assert.equal(
        comments[0]?.body,
        '<!-- nightlight check -->\nOne thing is wrong.\n\nOf commit cccccccccc.',
      );
      assert.equal(JSON.parse((await comment('One thing is wrong.')).out).outcome, 'as before');
      assert.equal(JSON.parse((await comment(undefined)).out).outcome, 'written anew');
      assert.equal(JSON.parse((await comment(ALL_WELL)).out).outcome, 'written anew');
      assert.equal(comments.length, 1);
    });

    test('gets none where all is well and nothing was said before', async () => {
      assert.equal(JSON.parse((await comment(ALL_WELL)).out).outcome, 'none needed');
      assert.deepEqual(comments, []);
    });

    test('keeps a comment that only looks like it, and finds its own behind a hundred others', async () => {
      comments = Array.from({ length: 120 }, (_, id) => ({ id, body: 'Hello', user: { id: 1 } }));
      comments.push({ id: 500, body: '<!-- nightlight check -->\nNot ours', user: { id: 1 } });
      assert.equal(JSON.parse((await comment('Wrong.')).out).outcome, 'written');
      assert.equal(JSON.parse((await comment('Wronger.')).out).outcome, 'written anew');
      assert.match(comments.find(({ id }) => id === 500)?.body ?? '', /Not ours/);
      assert.equal(comments.length, 122);
    });

    test('is told which token is missing or refused, and what is no event of a pull request', async () => {
      const none = await comment('Wrong.', '');
      assert.deepEqual([none.code, /GITHUB_TOKEN/.test(none.err)], [1, true]);
      const refused = await comment('Wrong.', 'another');
      assert.equal(refused.code, 1);
      assert.match(refused.err, /401[\s\S]*may write issues and read its user/);
      const other = await comment('Wrong.', 'a-token', event({ number: '5/../6' }));
      assert.equal(other.code, 1);
      assert.match(other.err, /no event of a pull request/);
      assert.deepEqual(asked, ['GET user']);
    });

    test('has the links of its report lead to the editor of that forge', async () => {
      const edit = await editorOf(
        {
          [variable]: 'true',
          GITHUB_EVENT_NAME: 'pull_request',
          GITHUB_EVENT_PATH: event(),
          GITHUB_WORKSPACE: folder,
        },
        join(folder, 'status'),
      );
      assert.equal(
        edit?.('incidents/one.md'),
        'https://code.example.org/visitor/page/_edit/my/branch/status/incidents/one.md',
      );
    });
  });

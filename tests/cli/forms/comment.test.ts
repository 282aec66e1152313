import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { call, STACK } from '../io.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-comment-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const COMMIT = 'a'.repeat(40);
const MARK = '<!-- nightlight check -->';
interface Comment {
  id: number;
  body: string;
  user: { login: string };
}

/** A forge of one pull request, and what was asked of it. */
let comments: Comment[];
let pulls: { number: number; head: { sha: string } }[];
let asked: string[];
beforeEach(() => {
  comments = [];
  asked = [];
  pulls = [
    { number: 6, head: { sha: 'b'.repeat(40) } },
    { number: 7, head: { sha: COMMIT } },
  ];
});

const fetch: typeof globalThis.fetch = async (address, { method, body, headers } = {}) => {
  const url = new URL(String(address));
  assert.equal(new Headers(headers).get('authorization'), 'Bearer a-token');
  const path = url.pathname.replace('/repos/status/page/', '');
  asked.push(`${method} ${path}`);
  const said = String(JSON.parse(String(body ?? '{}')).body);
  if (path === 'pulls') {
    assert.deepEqual(
      [url.searchParams.get('head'), url.searchParams.get('state')],
      ['visitor:my/branch', 'open'],
    );
    return Response.json(pulls);
  }
  if (method === 'POST') comments.push({ id: 99, body: said, user: { login: 'github-actions[bot]' } });
  const edited = comments.find(({ id }) => path === `issues/comments/${id}`);
  if (edited) edited.body = said;
  const page = Number(url.searchParams.get('page') ?? 1);
  return Response.json(comments.slice((page - 1) * 100, page * 100));
};

function event(run: object = {}): string {
  const path = join(folder, 'event.json');
  writeFileSync(
    path,
    JSON.stringify({
      workflow_run: {
        event: 'pull_request',
        head_sha: COMMIT,
        head_branch: 'my/branch',
        head_repository: { owner: { login: 'visitor' } },
        ...run,
      },
      repository: { full_name: 'status/page' },
    }),
  );
  return path;
}

async function comment(text: string | undefined, run?: object) {
  const report = join(folder, text === undefined ? 'none.md' : 'check.md');
  if (text !== undefined) writeFileSync(report, text);
  const env = { GITHUB_EVENT_PATH: event(run), GITHUB_TOKEN: 'a-token', NIGHTLIGHT_REPORT: report };
  return call(['comment', '--json'], { env, fetch, cwd: folder });
}

describe('what the check of a pull request said', () => {
  test('is one comment there, written anew after the next push and left where it says the same', async () => {
    const first = await comment('**1 error**\n');
    assert.equal(first.code, 0, first.err);
    assert.deepEqual(JSON.parse(first.out), {
      command: 'comment',
      exit_code: 0,
      pull: 7,
      outcome: 'written',
    });
    assert.equal(comments[0]?.body, `${MARK}\n**1 error**\n\n\nOf commit aaaaaaaaaa.`);
    assert.equal(JSON.parse((await comment('**1 error**\n')).out).outcome, 'as before');
    assert.equal(JSON.parse((await comment('Nothing to mend.\n')).out).outcome, 'written anew');
    assert.equal(comments.length, 1);
    assert.match(comments[0]?.body ?? '', /\nNothing to mend\.\n/);
  });

  test('is no comment where nothing is to be said and nothing was', async () => {
    assert.equal(JSON.parse((await comment('Nothing to mend.\n')).out).outcome, 'none needed');
    assert.deepEqual(comments, []);
  });

  test('never takes the place of what a person wrote, and its own is found behind a hundred others', async () => {
    const person = { login: 'visitor' };
    comments = Array.from({ length: 130 }, (_, id) => ({ id, body: `${MARK}\nmine`, user: person }));
    comments.push({ id: 500, body: `${MARK}\nold`, user: { login: 'github-actions[bot]' } });
    assert.equal(JSON.parse((await comment('new')).out).outcome, 'written anew');
    assert.equal(comments.length, 131);
    assert.match(comments[130]?.body ?? '', /\nnew\n/);
    assert.ok(comments.slice(0, 130).every(({ body }) => body === `${MARK}\nmine`));
  });

  test('is told to nobody where the pull request went on, or is closed', async () => {
    pulls = [{ number: 7, head: { sha: 'c'.repeat(40) } }];
    const { code, out } = await comment('**1 error**');
    assert.deepEqual([code, JSON.parse(out).pull], [0, null]);
    assert.deepEqual(asked, ['GET pulls']);
  });

  test('that left no report is said to have ended before it looked', async () => {
    await comment(undefined);
    assert.match(comments[0]?.body ?? '', /The check could not look at this/);
  });

  test('may be anything: it is cut to what a forge takes, and a link in its place is not followed', async () => {
    await comment('x'.repeat(400_000));
    assert.ok((comments[0]?.body.length ?? 0) < 61_000);
    comments = [];
    writeFileSync(join(folder, 'secret'), 'a secret');
    symlinkSync(join(folder, 'secret'), join(folder, 'link.md'));
    const env = { GITHUB_EVENT_PATH: event(), GITHUB_TOKEN: 'a-token' };
    await call(['comment', '--report', join(folder, 'link.md')], { env, fetch, cwd: folder });
    assert.match(comments[0]?.body ?? '', /The check could not look at this/);
  });

  test('is refused with the way out where something is missing, or the event is another', async () => {
    const none = await call(['comment'], { env: {}, fetch, cwd: folder });
    assert.equal(none.code, 2);
    assert.match(none.err, /--event FILE/);
    const path = event();
    const bare = await call(['comment', '--event', path], { env: {}, fetch, cwd: folder });
    assert.equal(bare.code, 2);
    assert.match(bare.err, /--report FILE/);
    const tokenless = await call(['comment', '--event', path, '--report', path], { fetch, cwd: folder });
    assert.deepEqual([tokenless.code, asked], [1, []]);
    assert.match(tokenless.err, /GITHUB_TOKEN.*variable-missing/);
    for (const run of [{ event: 'push' }, { head_sha: '../x' }, { head_repository: null }]) {
      const { code, out, err } = await comment('x', run);
      assert.equal(code, 1);
      assert.match(err, /is no event of a check of a pull request/);
      assert.doesNotMatch(err + out, STACK);
    }
  });
});

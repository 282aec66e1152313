import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { guarded, type Made } from '../../src/admin/guard.ts';
import { FORGES } from '../../src/domain/site.ts';
import { base64Of, blobOf, startForge, type TestForge, TOKEN } from './forge.ts';

const PATH = 'incidents/2026-03-01-no-alerts.md';
const BASE = 'as both had it: é\n';
const REFUSALS = { changed: 'somebody changed it', begun: 'somebody began it', unreachable: 'no way there' };

let forge: TestForge | undefined;
let ask: typeof fetch | undefined;
const made = new Map<string, Made>();

afterEach(async () => {
  await forge?.close();
  ask = undefined;
  made.clear();
});

/** How the CMS writes a file, by what it believes to be there. */
function requestOf({ kind, origin }: TestForge, text: string, isNew: boolean, branch: string) {
  const action = isNew ? 'create' : 'update';
  const [url, body] = {
    github: [
      `${origin}/api/graphql`,
      {
        query: 'mutation($input: CreateCommitOnBranchInput!) { … }',
        variables: {
          input: {
            branch: { repositoryNameWithOwner: 'example/status', branchName: branch },
            expectedHeadOid: 'what the CMS believes',
            fileChanges: { additions: [{ path: PATH, contents: base64Of(text) }], deletions: [] },
            message: { headline: 'Update' },
          },
        },
      },
    ],
    gitlab: [
      `${origin}/api/v4/projects/example%2Fstatus/repository/commits`,
      {
        branch,
        commit_message: 'Update',
        actions: [{ action, content: text, encoding: 'text', file_path: PATH }],
      },
    ],
    gitea: [
      `${origin}/api/v1/repos/example/status/contents`,
      {
        branch,
        message: 'Update',
        files: [{ operation: action, path: PATH, content: base64Of(text), sha: blobOf(BASE) }],
      },
    ],
  }[kind] as [string, object];
  return { url, body: JSON.stringify(body) };
}

/** Saves a text that was made of another; both together are both, one behind the other, if that may be. */
async function save(
  text: string,
  {
    base = BASE,
    canBoth = true,
    ours = true,
    token = TOKEN,
    branch = 'main',
    isNew = base === '',
  }: {
    base?: string;
    canBoth?: boolean;
    ours?: boolean;
    token?: string;
    branch?: string;
    isNew?: boolean;
  } = {},
): Promise<{ status: number; message?: string; text: string }> {
  const at = forge as TestForge;
  ask ??= guarded(
    fetch,
    { kind: at.kind, repo: 'example/status', branch: 'main' },
    (one) => made.get(one),
    REFUSALS,
  );
  if (ours) made.set(text, { base, together: (versions) => bothOf(versions, canBoth) });
  const { url, body } = requestOf(at, text, isNew, branch);
  const headers = new Headers({ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' });
  const response = await ask(url, { method: 'POST', headers, body });
  const answer = await response.text();
  return {
    status: response.status,
    message: (JSON.parse(answer) as { message?: string }).message,
    text: answer,
  };
}

function bothOf({ base, ours, theirs }: Parameters<Made['together']>[0], canBoth: boolean) {
  if (theirs === base) return ours;
  return canBoth ? theirs + ours.slice(base.length) : undefined;
}

for (const kind of FORGES)
  describe(`a file saved by the form on ${kind}`, () => {
    test('is written where nobody else wrote', async () => {
      forge = await startForge(kind, { [PATH]: BASE });
      const { status } = await save(`${BASE}ours\n`);
      assert.ok(status === 200 || status === 201);
      assert.equal(forge.files.get(PATH), `${BASE}ours\n`);
      assert.equal(forge.commits.length, 1);
    });

    test('is put together with what somebody else wrote, and the form forgets what it believes to be there', async () => {
      forge = await startForge(kind, { [PATH]: BASE });
      forge.push(PATH, `${BASE}theirs\n`);
      const { text } = await save(`${BASE}ours\n`);
      assert.equal(forge.files.get(PATH), `${BASE}theirs\nours\n`);
      assert.doesNotMatch(text, new RegExp(blobOf(`${BASE}theirs\nours\n`)));
    });

    test('is not written where both cannot stand, and that is said', async () => {
      forge = await startForge(kind, { [PATH]: BASE });
      forge.push(PATH, `${BASE}theirs\n`);
      const { status, message } = await save(`${BASE}ours\n`, { canBoth: false });
      assert.deepEqual([status, message], [409, REFUSALS.changed]);
      assert.equal(forge.files.get(PATH), `${BASE}theirs\n`);
      assert.deepEqual(forge.commits, []);
    });

    test('loses nothing that is written between the look and the write', async () => {
      forge = await startForge(kind, { [PATH]: BASE });
      const { push } = forge;
      forge.beforeWrite = () => push(PATH, `${BASE}theirs\n`);
      await save(`${BASE}ours\n`);
      assert.equal(forge.files.get(PATH), `${BASE}theirs\nours\n`);
    });

    test('is written though somebody commits another file in that moment', async () => {
      forge = await startForge(kind, { [PATH]: BASE });
      const { push } = forge;
      forge.beforeWrite = () => push('README.md', 'another');
      await save(`${BASE}ours\n`);
      assert.equal(forge.files.get(PATH), `${BASE}ours\n`);
    });

    test('does not begin what somebody else has just begun', async () => {
      forge = await startForge(kind, {});
      const { push } = forge;
      forge.beforeWrite = () => push(PATH, 'theirs\n');
      const { message } = await save('ours\n', { base: '' });
      assert.equal(message, REFUSALS.begun);
      assert.equal(forge.files.get(PATH), 'theirs\n');
    });

    test('is begun where there is none', async () => {
      forge = await startForge(kind, {});
      await save('ours\n', { base: '' });
      assert.equal(forge.files.get(PATH), 'ours\n');
    });

    test('goes on from what was saved there before, though its form still names the first', async () => {
      forge = await startForge(kind, { [PATH]: BASE });
      await save(`${BASE}ours\n`);
      await save(`${BASE}ours\nmore\n`, { canBoth: false });
      assert.equal(forge.files.get(PATH), `${BASE}ours\nmore\n`);
    });

    test('that was begun here is gone on with', async () => {
      forge = await startForge(kind, {});
      await save('ours\n', { base: '' });
      const { status } = await save('ours\nmore\n', { base: '', isNew: false });
      assert.ok(status < 300);
      assert.equal(forge.files.get(PATH), 'ours\nmore\n');
    });

    test('is not written back where somebody took it away', async () => {
      forge = await startForge(kind, {});
      const { message } = await save(`${BASE}ours\n`);
      assert.equal(message, REFUSALS.changed);
      assert.equal(forge.files.has(PATH), false);
    });

    test('is refused in the words of the forge where the token may not write', async () => {
      forge = await startForge(kind, { [PATH]: BASE });
      const { status, message } = await save(`${BASE}ours\n`, { token: 'another' });
      assert.deepEqual([status, message], [401, 'Bad credentials']);
    });
  });

test('what is no file of ours, and what goes to another branch, is sent as it is', async () => {
  forge = await startForge('gitlab', { [PATH]: BASE });
  await save('a picture', { ours: false });
  assert.equal(forge.files.get(PATH), 'a picture');
  await save('another', { branch: 'proposal' });
  assert.equal(forge.asked.filter((one) => one.includes('/files/')).length, 1);
});

for (const [where, look] of Object.entries({
  'there is no network': () => Promise.reject(new TypeError('Failed to fetch')),
  'the forge is down': () => Promise.resolve(new Response('down', { status: 503 })),
  'something between answers for it': () => Promise.resolve(new Response('<p>Sign in to this network')),
}))
  test(`nothing is written and that is said where ${where}`, async () => {
    const sent: string[] = [];
    const network = guarded(
      (_input, init) => {
        sent.push(String(init?.body));
        return look();
      },
      { kind: 'github', repo: 'example/status', branch: 'main' },
      () => ({ base: '', together: () => undefined }),
      REFUSALS,
    );
    const fileChanges = { additions: [{ path: PATH, contents: base64Of('ours') }] };
    const body = JSON.stringify({ variables: { input: { branch: { branchName: 'main' }, fileChanges } } });
    const response = await network('https://forge.example/api/graphql', { method: 'POST', body });
    assert.deepEqual([response.status, await response.json()], [503, { message: REFUSALS.unreachable }]);
    assert.equal(sent.length, 1);
  });

test('what is no commit that writes, and an answer that no forge gives, are handed on as they are', async () => {
  const guard = (answer: () => Response) => {
    const sent: string[] = [];
    const network = guarded(
      async (_input, init) => {
        const body = String(init?.body);
        sent.push(body);
        return body.includes('query($owner')
          ? Response.json({ data: { repository: { ref: { target: { oid: 'a' } } } } })
          : answer();
      },
      { kind: 'github', repo: 'example/status', branch: 'main' },
      () => undefined,
      REFUSALS,
    );
    const send = async (body: string) =>
      (await network('https://forge.example/api/graphql', { method: 'POST', body })).text();
    return { send, sent };
  };
  const signIn = guard(() => new Response('token=a'));
  assert.equal(await signIn.send('grant_type=code&code=a'), 'token=a');
  assert.equal(await signIn.send('7'), 'token=a');
  const commit = (additions: object[]) =>
    JSON.stringify({
      variables: {
        input: { branch: { branchName: 'main' }, fileChanges: { additions, deletions: [{ path: PATH }] } },
      },
    });
  const taking = guard(() => Response.json({ data: {} }));
  await taking.send(commit([]));
  assert.deepEqual(taking.sent, [commit([])]);
  const between = guard(() => new Response('<p>Sign in to this network'));
  assert.equal(
    await between.send(commit([{ path: 'a.png', contents: base64Of('a') }])),
    '<p>Sign in to this network',
  );
  assert.equal(between.sent.length, 3);
});

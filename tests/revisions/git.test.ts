import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseBatch, readBlobs, readLog, withoutLog } from '../../src/revisions/git.ts';
import { blobName } from '../../src/revisions/index.ts';
import { repository, within } from './repository.ts';

const root = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(root, { recursive: true, force: true }));

test('the bytes of blobs are counted, whatever they hold, and one that is missing is left out', () => {
  const output = Buffer.concat([
    Buffer.from('b1 blob 7\nb9 blob\n\n'),
    Buffer.from('b2 missing\n'),
    Buffer.from('b3 blob 3\n'),
    Buffer.from([0xff, 0x00, 0x0a]),
    Buffer.from('\nb4 blob 0\n\n'),
  ]);
  const found = parseBatch(output);
  assert.deepEqual([...found.keys()], ['b1', 'b3', 'b4']);
  assert.equal(found.get('b1')?.toString(), 'b9 blob');
  assert.deepEqual([...(found.get('b3') ?? [])], [0xff, 0x00, 0x0a]);
  assert.equal(found.get('b4')?.length, 0);
  assert.equal(parseBatch(Buffer.alloc(0)).size, 0);
});

describe('an error of git', () => {
  const said = (stderr: string) => ({ stderr, message: 'Command failed: git log' });
  const missing = Object.assign(new Error('spawn git ENOENT'), { code: 'ENOENT', syscall: 'spawn git' });

  test('is none where nothing was committed yet', () => {
    const reading = withoutLog(
      said("fatal: your current branch 'main' does not have any commits yet"),
      '/r/i',
      '/r',
    );
    assert.equal(reading.kind === 'git' && reading.log.versions.size, 0);
  });

  test('is none where there is no repository, with or without git', () => {
    const words = said('fatal: not a git repository (or any of the parent directories): .git');
    assert.deepEqual(withoutLog(words, '/r/i', undefined), { kind: 'none' });
    assert.deepEqual(withoutLog(missing, '/r/i', undefined), { kind: 'none' });
  });

  const refusal = (error: unknown, inside = true) => {
    let words = '';
    assert.throws(
      () => withoutLog(error, '/r/i', inside ? '/r' : undefined),
      (thrown: Error) => {
        words = thrown.message;
        return true;
      },
    );
    return words.split('\n');
  };

  test('is told in the words of git, with what mends it, where there is a history and it cannot be read', () => {
    const fsck =
      'The repository in /r is broken. "git -C /r fsck --full" says where; a new clone beside it mends it. Nothing is published without its history.';
    const first = 'git cannot tell what was published from /r/i:';
    assert.deepEqual(refusal(said('\nerror: inflate\nfatal: loose object\n')), [
      ...[first, '  error: inflate', '  fatal: loose object', fsck],
    ]);
    assert.deepEqual(refusal(said('fatal: not a git repository: /r/.git')), [
      ...[first, '  fatal: not a git repository: /r/.git', fsck],
    ]);
    assert.deepEqual(refusal(said('fatal: bad'), false).at(-1), fsck.replaceAll('/r', '/r/i'));
    assert.deepEqual(refusal({ message: 'killed', stderr: ' ' }), [first, '  killed', fsck]);
    assert.deepEqual(refusal('no'), [first, '  no', fsck]);
    const endless = Array.from({ length: 20 }, (_, index) => `error ${index}`).join('\n');
    assert.equal(refusal(said(endless)).length, 10, 'eight lines of it are enough');
  });

  test('names the way out where git is missing, or another user owns the repository', () => {
    assert.deepEqual(refusal(missing).slice(1), [
      '  git is not installed.',
      '/r is a git repository: install git, so that its history can be read.',
    ]);
    assert.equal(
      refusal(said("fatal: detected dubious ownership in repository at '/r'")).at(-1),
      'Another user owns /r. Run this as that user, or allow it: git config --global --add safe.directory /r',
    );
    const lost = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' });
    assert.equal(refusal(lost)[1], '  no such file', 'it is another file that is not there');
    assert.equal(
      refusal(Object.assign(new Error('too much'), { code: 'ENOBUFS', syscall: 'spawn git' }))[1],
      '  too much',
    );
  });
});

describe('a repository', () => {
  const folder = join(root, 'ours/incidents');
  const [text, more] = ['Words.\n', 'More words.'];
  const [one, other] = [text, more].map((words) => blobName(Buffer.from(words))) as [string, string];
  const plain = join(root, 'plain');
  const nothing = { PATH: plain };
  before(() => {
    const { write, commit } = repository(root, 'ours');
    write('a.md', text);
    write('b.md', more);
    commit('2026-03-01T03:01:00Z');
    mkdirSync(plain);
  });

  test('tells its log, and the bytes of what is in it', async () => {
    const reading = await readLog(folder, process.env);
    assert.ok(reading.kind === 'git');
    assert.deepEqual([...reading.log.versions.keys()], ['.gitkeep', 'a.md', 'b.md']);
    const blobs = await readBlobs(folder, [one, other, one], process.env);
    assert.deepEqual(
      Array.from(blobs, ([blob, bytes]) => [blob, bytes.toString()]),
      [
        [one, text],
        [other, more],
      ],
    );
  });

  test('is the one that the folder lies in, whatever repository the caller is in', async () => {
    const foreign = { GIT_DIR: join(root, 'elsewhere/.git'), GIT_INDEX_FILE: '/dev/null' };
    assert.equal((await within(foreign, () => readLog(folder, process.env))).kind, 'git');
    assert.equal((await within(foreign, () => readBlobs(folder, [one], process.env))).size, 1);
  });

  test('without a commit has a log, and it is empty', async () => {
    const { folder: young } = repository(root, 'young', false);
    const reading = await readLog(young, process.env);
    assert.equal(reading.kind === 'git' && reading.log.versions.size, 0);
  });

  test('that lacks something it should have is told, and not read as if that had never been said', async () => {
    const gone = '0123456789'.repeat(4);
    await assert.rejects(readBlobs(folder, [one, gone], process.env), ({ message }: Error) => {
      const [first, second] = message.split('\n');
      assert.equal(first, `git cannot tell what was published from ${folder}:`);
      assert.equal(second, `  missing object ${gone}`);
      return message.includes(`"git -C ${join(folder, '..')} fsck --full"`);
    });
    await assert.rejects(
      readBlobs(plain, [one], process.env),
      /not a git repository[\s\S]*\n {2}missing object/,
    );
    await assert.rejects(
      within(nothing, () => readBlobs(folder, [one], process.env)),
      /ENOENT/,
    );
  });

  test('is not asked for nothing', async () => {
    assert.equal((await readBlobs(join(root, 'nowhere'), [], process.env)).size, 0);
  });

  test('is told from a folder that lies in none, with or without git', async () => {
    assert.deepEqual(await readLog(plain, process.env), { kind: 'none' });
    assert.deepEqual(await within(nothing, () => readLog(plain, process.env)), { kind: 'none' });
    await assert.rejects(
      within(nothing, () => readLog(folder, process.env)),
      /git is not installed\.\n.* is a git repository: install git/,
    );
    await assert.rejects(readLog(join(root, 'nowhere'), process.env), /cannot change to/);
  });

  test('that git does not take for one is told all the same, for there it was meant to be', async () => {
    const broken = join(root, 'broken/incidents');
    mkdirSync(join(root, 'broken/.git'), { recursive: true });
    mkdirSync(broken);
    await assert.rejects(
      readLog(broken, process.env),
      /not a git repository[\s\S]*The repository in .*broken is broken/,
    );
  });

  test('that was cloned without its past is told as one', async () => {
    writeFileSync(
      join(folder, '../.git/shallow'),
      `${execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD'])}`,
    );
    assert.deepEqual(await readLog(folder, process.env), { kind: 'shallow' });
    // A second work tree has the folder of the repository elsewhere.
    const beside = join(folder, '../beside');
    execFileSync('git', ['-C', folder, 'worktree', 'add', '-q', '--detach', beside]);
    assert.deepEqual(await readLog(beside, process.env), { kind: 'shallow' });
    rmSync(join(folder, '../.git/shallow'));
    assert.equal((await readLog(beside, process.env)).kind, 'git');
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseBatch, withoutLog } from '../../src/revisions/git.ts';

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

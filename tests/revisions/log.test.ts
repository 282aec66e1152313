import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MINUTE } from '../../src/domain/time.ts';
import { type FileVersion, parseLog } from '../../src/revisions/log.ts';

const NOON = Date.UTC(2026, 2, 1, 12);
/** A time some minutes after noon as git has it, in seconds. */
const seconds = (minutes: number) => String(NOON / 1000 + minutes * 60);

/** A commit as `git log --raw -z` prints it, with what it did to files. */
function commit(id: string, time: string, ...changes: string[]): string {
  return `\x01${id} ${time}\0${changes.length > 0 ? `\n${changes.join('')}` : ''}`;
}

const ZERO = '0'.repeat(40);
const change = (status: string, blob: string, ...paths: string[]) =>
  `:100644 100644 ${ZERO} ${blob} ${status}\0${paths.join('\0')}\0`;
const gone = (path: string) => `:100644 000000 ${ZERO} ${ZERO} D\0${path}\0`;

/** The blobs of each file, oldest first. */
const blobsOf = (files: Map<string, FileVersion[]>) =>
  Object.fromEntries(Array.from(files, ([path, list]) => [path, list.map(({ blob }) => blob).join(' ')]));

function read(...commits: string[]) {
  const { versions, deleted } = parseLog(commits.join(''));
  return { here: blobsOf(versions), gone: blobsOf(deleted) };
}

describe('the versions of a file', () => {
  test('are read oldest first, each with its commit and time', () => {
    const log = parseLog(
      commit('one', seconds(0), change('A', 'b1', 'a.md'), change('A', 'b2', 'b.md')) +
        commit('two', seconds(5), change('M', 'b3', 'a.md')) +
        commit('three', seconds(6), change('M', 'b4', 'b.md')),
    );
    assert.deepEqual(log.versions.get('a.md'), [
      { blob: 'b1', commit: 'one', at: NOON },
      { blob: 'b3', commit: 'two', at: NOON + 5 * MINUTE },
    ]);
    assert.deepEqual(
      log.versions.get('b.md')?.map(({ commit }) => commit),
      ['one', 'three'],
    );
    assert.deepEqual([log.first, log.newest, log.impossible, log.deleted.size], ['one', 'three', [], 0]);
  });

  test('are none where nothing was committed', () => {
    const log = parseLog('');
    assert.deepEqual(
      [log.versions.size, log.deleted.size, log.first, log.newest],
      [0, 0, undefined, undefined],
    );
  });

  test('go with it to its new name, and stay under the old one as what is gone', () => {
    const begun = commit('one', seconds(0), change('A', 'b1', 'a.md'));
    assert.deepEqual(read(begun, commit('two', seconds(1), change('R100', 'b1', 'a.md', 'b.md'))), {
      here: { 'b.md': 'b1' },
      gone: { 'a.md': 'b1' },
    });
    assert.deepEqual(read(begun, commit('two', seconds(1), change('R090', 'b2', 'a.md', 'b.md'))), {
      here: { 'b.md': 'b1 b2' },
      gone: { 'a.md': 'b1' },
    });
  });

  test('stay where they are when it is copied: the copy begins with itself', () => {
    const copied = commit('two', seconds(1), change('C075', 'b2', 'a.md', 'b.md'), change('M', 'b3', 'a.md'));
    assert.deepEqual(read(commit('one', seconds(0), change('A', 'b1', 'a.md')), copied), {
      here: { 'a.md': 'b1 b3', 'b.md': 'b2' },
      gone: {},
    });
  });

  test('go on where they were when it was away', () => {
    const away = [
      commit('one', seconds(0), change('A', 'b1', 'a.md')),
      commit('two', seconds(1), gone('a.md')),
    ];
    assert.deepEqual(read(...away), { here: {}, gone: { 'a.md': 'b1' } });
    assert.deepEqual(read(...away, commit('three', seconds(2), change('A', 'b2', 'a.md'))), {
      here: { 'a.md': 'b1 b2' },
      gone: {},
    });
    assert.deepEqual(read(...away, commit('three', seconds(2), change('A', 'b1', 'a.md'))).here, {
      'a.md': 'b1',
    });
    const other = commit('three', seconds(2), change('A', 'b9', 'b.md'));
    const back = commit('four', seconds(3), change('R100', 'b9', 'b.md', 'a.md'));
    assert.deepEqual(read(...away, other, back), { here: { 'a.md': 'b1 b9' }, gone: { 'b.md': 'b9' } });
  });

  test('count once where a merge is told against each of its parents, and twice where it made another', () => {
    const begun = commit('one', seconds(0), change('A', 'b1', 'a.md'));
    const side = commit('two', seconds(1), change('M', 'b2', 'a.md'));
    const merge = (blob: string) => commit('three', seconds(2), change('M', blob, 'a.md'));
    assert.equal(read(begun, side, merge('b2'), merge('b2')).here['a.md'], 'b1 b2');
    assert.equal(read(begun, side, merge('b3'), merge('b3')).here['a.md'], 'b1 b2 b3');
  });

  test('are of files: a link or a folder of another repository in its place takes it away', () => {
    const begun = commit('one', seconds(0), change('A', 'b1', 'a.md'));
    for (const mode of ['120000', '160000']) {
      const link = `:100644 ${mode} ${ZERO} b2 T\0a.md\0`;
      assert.deepEqual(read(begun, commit('two', seconds(1), link)), { here: {}, gone: { 'a.md': 'b1' } });
    }
    const program = `:100644 100755 ${ZERO} b2 M\0a.md\0`;
    assert.equal(read(begun, commit('two', seconds(1), program)).here['a.md'], 'b1 b2');
    assert.deepEqual(read(commit('one', seconds(0), gone('a.md'))), { here: {}, gone: {} }, 'it never was');
  });

  test('are found whatever the name of another file looks like', () => {
    const names = ['\x01abc 12', ':100644 100644 a b M', ' two words.md', '\n', 'R100'];
    const made = names.map((name, index) => change('A', `n${index}`, name)).join('');
    const { here } = read(commit('one', seconds(0), made, change('A', 'b1', 'a.md')));
    assert.equal(here['a.md'], 'b1');
    assert.deepEqual(Object.keys(here), [...names, 'a.md']);
  });
});

describe('the time of a commit', () => {
  const times = (latest: number | undefined, ...said: string[]) => {
    const output = said
      .map((time, index) => commit(`c${index}`, time, change('M', `b${index}`, 'a.md')))
      .join('');
    const { versions, impossible } = parseLog(output, latest);
    return { at: versions.get('a.md')?.map(({ at }) => (at - NOON) / MINUTE), impossible };
  };

  test('may lie five minutes ahead, for clocks differ', () => {
    assert.deepEqual(times(NOON, seconds(-1), seconds(5)), { at: [-1, 5], impossible: [] });
  });

  test('that cannot be gives way to that of the commit before it, or else of the next', () => {
    for (const wrong of ['0', '-60', '', 'soon', '1e9', ' 12', seconds(6), '8640000000001']) {
      const { at, impossible } = times(NOON, wrong, seconds(-3), wrong);
      assert.deepEqual(at, [-3, -3, -3], wrong);
      const said = wrong === ' 12' ? '' : wrong;
      assert.deepEqual(impossible, [
        { commit: 'c0', said, at: NOON - 3 * MINUTE },
        { commit: 'c2', said, at: NOON - 3 * MINUTE },
      ]);
    }
  });

  test('is that of the clock where no commit has one that can be', () => {
    assert.deepEqual(times(NOON, 'soon').at, [0]);
    assert.deepEqual(parseLog(commit('c0', 'soon')).impossible, [
      { commit: 'c0', said: 'soon', at: 8.64e15 },
    ]);
  });

  test('can be any that a calendar can hold, where nobody says what time it is', () => {
    assert.deepEqual(parseLog(commit('c0', '8640000000000')).impossible, []);
    assert.equal(parseLog(commit('c0', '8640000000001')).impossible.length, 1);
    assert.deepEqual(parseLog(commit('c0', '1')).impossible, []);
  });
});

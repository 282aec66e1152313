import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  damagedGroups,
  isMarked,
  type Mark,
  markOf,
  measure,
  readMark,
  undamagedIn,
  groupOfFile,
  writeMark,
} from '../../src/release/mark.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();

/** A whole second, which any file system gives back as it was set. */
const TIME = 1_772_334_600;

/** A release with these files, and the mark that it got when it went live. */
async function released(files: Record<string, string>): Promise<{ release: string; mark: Mark }> {
  const release = join(fresh(), '00000001-r');
  write(release, files);
  for (const file of Object.keys(files)) utimesSync(join(release, file), TIME, TIME);
  const measured = Object.keys(files).map((file) => [file, measure(join(release, file))]);
  const mark = { history: true, files: Object.fromEntries(measured) as Mark['files'], updates: {} };
  await writeMark(release, mark);
  return { release, mark };
}

/** Writes other bytes of the same length, and leaves the file its time: as a disk does that turns a bit over. */
function flip(path: string, text: string): void {
  writeFileSync(path, text);
  utimesSync(path, TIME, TIME);
}

describe('the mark of a release that is whole', () => {
  test('is read as it was written, beside the release and in one step', async () => {
    const release = join(fresh(), '00000001-r');
    const mark: Mark = { history: false, files: { 'index.html': '1 2 3' }, updates: { a: ['u-1'] } };
    assert.equal(readMark(release), undefined);
    assert.equal(isMarked(release), false);
    await writeMark(release, mark);
    assert.equal(markOf(release), `${release}.whole.json`);
    assert.deepEqual(readMark(release), mark);
    assert.equal(isMarked(release), true);
    assert.equal(existsSync(`${markOf(release)}.next`), false);
  });

  test('is none where it was cut short, emptied, or lacks what a mark says', () => {
    const release = join(fresh(), '00000001-r');
    const whole = '{"history":true,"files":{"a.html":"1 2 3"},"updates":{}}';
    for (const text of [
      whole.slice(0, -1),
      whole.slice(0, 20),
      '',
      '{"history":true,"files":{}}',
      '{"updates":{}}',
    ]) {
      writeFileSync(markOf(release), text);
      assert.equal(readMark(release), undefined, text);
    }
    for (const text of [whole.slice(0, -2), '']) {
      writeFileSync(markOf(release), text);
      assert.equal(isMarked(release), false, text);
    }
  });

  test('says that git told the history only where it says so', () => {
    const release = join(fresh(), '00000001-r');
    for (const [said, history] of [
      ['true', true],
      ['false', false],
      ['"yes"', false],
    ] as const) {
      writeFileSync(markOf(release), `{"history":${said},"files":{},"updates":{}}`);
      assert.equal(readMark(release)?.history, history);
    }
  });
});

test('a file is measured by its size, its time and its bytes', () => {
  const path = join(fresh(), 'x');
  const measured = (text: string, time: number) => {
    writeFileSync(path, text);
    utimesSync(path, time, time);
    return measure(path).split(' ');
  };
  const [size, time, digest] = measured('words', TIME);
  assert.deepEqual([size, time], ['5', String(TIME * 1000)]);
  assert.match(digest ?? '', /^[0-9a-f]{16}$/);
  assert.deepEqual(measured('words', TIME + 1), ['5', String((TIME + 1) * 1000), digest]);
  assert.notEqual(measured('other', TIME)[2], digest);
});

test('a file belongs to the group of its incident or year, in every language, or to none', () => {
  for (const [file, group] of [
    ['incidents/a/index.html', 'incidents/a'],
    ['incidents/a/revisions/b1/index.html', 'incidents/a'],
    ['incidents/a.csl.json', 'incidents/a'],
    ['es/incidents/a.png', 'incidents/a'],
    ['es/history/2025/index.html', 'history/2025'],
    ['history/2025.atom', 'history/2025'],
    ['history.atom', undefined],
    ['incidents.json', undefined],
    ['api/incidents/a.json', undefined],
    ['index.html', undefined],
  ] as const)
    assert.equal(groupOfFile(file), group, file);
});

describe('a group of the release before', () => {
  const FILES = {
    'incidents/a/index.html': 'a page',
    'incidents/a.json': 'a data',
    'es/incidents/b/index.html': 'b page',
    'history/2025/index.html': 'a year',
    'index.html': 'the first page',
  };
  /** The turn in which a file is read although its time is as it was, and one in which it is not. */
  const turns = (mark: Mark, file: string) => {
    const turn = Number.parseInt(mark.files[file]?.at(-1) ?? '', 16);
    return { its: [turn, turn + 16, turn + 160], others: [turn + 1, turn + 15] };
  };
  const anyTurn = Array.from({ length: 16 }, (_, turn) => turn);

  test('is whole while every file is as it was, whenever one looks', async () => {
    const { release, mark } = await released(FILES);
    for (const turn of anyTurn) assert.deepEqual(damagedGroups(release, mark, turn), new Set());
  });

  for (const [what, damage] of [
    ['was emptied', (path: string) => writeFileSync(path, '')],
    ['is gone', (path: string) => rmSync(path)],
    [
      'is a folder now',
      (path: string) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    ['was written over with as many bytes', (path: string) => writeFileSync(path, 'B PAGE')],
    ['has another length, and its old time', (path: string) => flip(path, 'b page, and more')],
  ] as const)
    test(`is damaged where a file of it ${what}, and only that one is`, async () => {
      const { release, mark } = await released(FILES);
      damage(join(release, 'es/incidents/b/index.html'));
      for (const turn of anyTurn)
        assert.deepEqual(damagedGroups(release, mark, turn), new Set(['incidents/b']), `${turn}`);
    });

  test('is whole where a file only has another time', async () => {
    const { release, mark } = await released(FILES);
    utimesSync(join(release, 'incidents/a.json'), TIME + 5, TIME + 5);
    for (const turn of anyTurn) assert.deepEqual(damagedGroups(release, mark, turn), new Set());
  });

  test('is read through once in sixteen releases, for a disk that turns a bit over tells nobody', async () => {
    const { release, mark } = await released(FILES);
    flip(join(release, 'incidents/a/index.html'), 'a pagf');
    const { its, others } = turns(mark, 'incidents/a/index.html');
    for (const turn of its) assert.deepEqual(damagedGroups(release, mark, turn), new Set(['incidents/a']));
    for (const turn of others) assert.deepEqual(damagedGroups(release, mark, turn), new Set());
  });

  test('is not what belongs to none: each build prints that anew', async () => {
    const { release, mark } = await released(FILES);
    writeFileSync(join(release, 'index.html'), '');
    assert.deepEqual(damagedGroups(release, mark, 0), new Set());
  });
});

describe('a file as it was published', () => {
  const FILE = 'incidents/a/revisions/b1/index.html';
  const find = (...releases: { release: string }[]) =>
    undamagedIn(releases.map(({ release }) => release))(FILE);

  test('comes from the first release that has it undamaged', async () => {
    const [one, other] = [await released({ [FILE]: 'words' }), await released({ [FILE]: 'words' })];
    assert.equal(await find(one, other), join(one.release, FILE));
    for (const damage of ['', 'wordz']) {
      flip(join(one.release, FILE), damage);
      assert.equal(await find(one, other), join(other.release, FILE), damage);
    }
    rmSync(join(one.release, FILE));
    assert.equal(await find(one, other), join(other.release, FILE));
    flip(join(other.release, FILE), 'nonsense');
    assert.equal(await find(one, other), undefined);
  });

  test('may have been copied since: its bytes count, and not its time', async () => {
    const one = await released({ [FILE]: 'words' });
    utimesSync(join(one.release, FILE), TIME + 9, TIME + 9);
    assert.equal(await find(one), join(one.release, FILE));
  });

  test('is not what a release has that its mark does not name', async () => {
    const one = await released({ 'index.html': 'x' });
    write(one.release, { [FILE]: 'left over' });
    assert.equal(await find(one), undefined);
  });

  test('is taken as it is from a release without a mark, of which nobody knows how it was', async () => {
    const one = await released({ [FILE]: 'words' });
    rmSync(markOf(one.release));
    flip(join(one.release, FILE), 'other');
    assert.equal(await find(one), join(one.release, FILE));
    rmSync(join(one.release, FILE));
    assert.equal(await find(one), undefined);
    mkdirSync(join(one.release, FILE));
    assert.equal(await find(one), undefined);
    assert.ok(statSync(join(one.release, FILE)).isDirectory());
  });
});

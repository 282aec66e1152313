import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hashOf, type ReplayData, sceneAt, silenceIn, timeIn } from '../../src/browser/replay/replay.ts';
import { wordsOf } from '../../src/i18n/index.ts';

const HOUR = 3_600_000;
const at = (hour: number, minute = 0) => Date.UTC(2019, 10, 30, hour, minute);
const range = { from: at(4, 30), until: at(20) };
const data = {
  locale: 'en-GB',
  silence: '{span} without a word.',
  span: {
    units: wordsOf('en').format.units,
    atMost: 'at most {one}',
    between: 'between {one} and {other}',
  },
} as ReplayData;
const scene = (silentSince?: [number, number]) => ({
  ...{ at: 0, answer: 0, board: 0, said: 0, perhaps: 0 },
  ...(silentSince && { silentSince }),
});

describe('the address of an instant', () => {
  test('names it to the second, and is read back', () => {
    assert.equal(hashOf(at(5, 30)), '#t-20191130T053000Z');
    assert.equal(timeIn(hashOf(at(5, 30)), range), at(5, 30));
  });

  test('of a time beyond the replay is its end or its beginning, and any other names none', () => {
    assert.equal(timeIn(hashOf(at(1)), range), range.from);
    assert.equal(timeIn(hashOf(at(23)), range), range.until);
    for (const other of ['', '#website', '#t-2019', '#t-20191130T0530Z'])
      assert.equal(timeIn(other, range), undefined);
  });
});

test('the instant that stands is the last that had come, and before all of them the first', () => {
  const scenes = [{ at: 10 }, { at: 20 }];
  assert.deepEqual(
    [0, 10, 19, 20, 99].map((time) => sceneAt(scenes, time)),
    [0, 0, 0, 1, 1],
  );
});

describe('silence', () => {
  test('grows as time passes, by both readings of when it began', () => {
    const one = scene([at(5), at(6)]);
    assert.equal(silenceIn(one, at(5), data), '');
    assert.equal(silenceIn(one, at(5, 30), data), 'At most 30 minutes without a word.');
    assert.equal(
      silenceIn(one, at(15, 30), data),
      'Between 9 hours 30 minutes and 10 hours 30 minutes without a word.',
    );
  });

  test('is one number where it is known exactly, and nothing where nothing was owed', () => {
    assert.equal(silenceIn(scene([at(5), at(5)]), at(5) + 2 * HOUR, data), '2 hours without a word.');
    assert.equal(silenceIn(scene(), at(9), data), '');
  });
});

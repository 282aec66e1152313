import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  NO_RESPONSES,
  type ResponseFile,
  responsesIn,
  responsesOf,
  withLook,
} from '../../src/domain/response-file.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NIGHT = Date.parse('2026-03-01T00:00:00Z');

interface Look {
  check: string;
  at: number;
  ok: boolean;
  ms?: number;
}

/** What stands in the file after looks that were heard one after the other, of which the newest 64 are known. */
function after(looks: readonly Look[], before: ResponseFile = NO_RESPONSES): ResponseFile {
  return looks.reduce(
    (file, look, index) => withLook(file, look, looks.slice(Math.max(0, index - 63), index + 1), look.at),
    before,
  );
}

describe('what a watcher measured', () => {
  test('is told for five minutes by the middle and the longest, with what failed', () => {
    const looks = [
      { at: 0, ok: true, ms: 90 },
      { at: 1, ok: true, ms: 110 },
      { at: 2, ok: false },
      { at: 3, ok: true, ms: 4000.4 },
      { at: 6, ok: true, ms: 70 },
    ].map(({ at, ...look }) => ({ check: 'share', at: NIGHT + at * MINUTE, ...look }));
    assert.deepEqual(after(looks), {
      version: 1,
      at: '2026-03-01T00:06:00Z',
      checks: [
        {
          check: 'share',
          minutes: [
            { from: '2026-03-01T00:00:00Z', looks: 4, failures: 1, median: 110, worst: 4000 },
            { from: '2026-03-01T00:05:00Z', looks: 1, failures: 0, median: 70, worst: 70 },
          ],
          days: [{ from: '2026-03-01T00:00:00Z', looks: 5, failures: 1, median: 110, worst: 4000 }],
        },
      ],
    });
  });

  test('stays small: 24 hours of five minutes, and 90 days, of which none loses a look', () => {
    const looks = Array.from({ length: 95 * 24 * 2 }, (_, index) => ({
      check: 'share',
      at: NIGHT + index * 30 * MINUTE,
      ok: index % 48 !== 7,
      ms: 100 + (index % 3),
    }));
    const [one] = after(looks).checks;
    assert.equal(one?.minutes.length, 48);
    assert.equal(one?.days.length, 90);
    assert.ok(
      one?.days.every(({ looks, failures, median }) => looks === 48 && failures === 1 && median === 101),
    );
    assert.equal(one?.days.at(-1)?.from, '2026-06-03T00:00:00Z');
    assert.ok(JSON.stringify(one).length < 30_000, 'a page can read it');
  });

  test('keeps what was reckoned where a report comes so late that not all beside it is known', () => {
    const looks = Array.from({ length: 5 }, (_, index) => ({
      check: 'share',
      at: NIGHT + index * MINUTE,
      ok: true,
      ms: 100,
    }));
    const file = after(looks);
    const late = { check: 'share', at: NIGHT + 4 * MINUTE + 1, ok: false };
    assert.equal(withLook(file, late, [late], NIGHT + HOUR), file);
  });

  test('has each check by itself, in order, and none that is not watched any more', () => {
    const looks = ['b', 'a'].map((check) => ({ check, at: NIGHT, ok: true, ms: 5 }));
    const file = after(looks);
    assert.deepEqual(
      file.checks.map(({ check }) => check),
      ['a', 'b'],
    );
    assert.deepEqual(
      responsesOf(file, new Set(['b'])).checks.map(({ check }) => check),
      ['b'],
    );
  });

  test('is read as it was written, and not where it is something else', () => {
    const file = after([{ check: 'share', at: NIGHT, ok: false }]);
    assert.deepEqual(responsesIn(JSON.parse(JSON.stringify(file))), file);
    for (const other of [
      null,
      [],
      { ...file, version: 2 },
      { ...file, at: 'soon' },
      { ...file, checks: [{ check: 'share', minutes: [{ from: 'x' }], days: [] }] },
      { ...file, checks: [{ check: 'share', minutes: [] }] },
    ])
      assert.equal(responsesIn(other), undefined);
  });
});

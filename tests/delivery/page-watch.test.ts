import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pageAfter, type Hearing, type Watched, watchedAfter } from '../../src/delivery/page-watch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NIGHT = Date.parse('2026-03-01T02:00:00Z');

/** What a process hears: the site's word, and what time it is for the site. */
const heard = (validUntil: number, serverNow: number): Hearing => ({
  heard: { updates: [], validUntil, serverNow, unusable: 0 },
});
const FAILED: Hearing = { failed: 'it answered 503' };

/** What is known of the page after readings at some minutes of the night, and what the last of them says. */
function after(readings: readonly (readonly [minute: number, reading: Hearing])[]) {
  let watched: Watched = {};
  let state: ReturnType<typeof pageAfter>;
  for (const [minute, reading] of readings) {
    const now = NIGHT + minute * MINUTE;
    watched = watchedAfter(watched, reading, now);
    state = pageAfter(reading, watched, now);
  }
  return state;
}

/** A reading that fails at each of these minutes. */
const failing = (...minutes: number[]) => minutes.map((minute) => [minute, FAILED] as const);

describe('a page that does not answer', () => {
  test('is no news before five minutes of it, and cannot be believed from then on', () => {
    assert.equal(after(failing(0)), undefined);
    assert.equal(after(failing(0, 2, 4, 4.99)), undefined);
    assert.deepEqual(after(failing(0, 2, 4, 5)), { since: NIGHT, why: FAILED.failed });
    assert.deepEqual(after(failing(0, 2, 4, 90)), undefined, 'nobody looked for an hour and a half');
  });

  test('counts as failing all the while if somebody looked each half hour, and anew if nobody did', () => {
    assert.deepEqual(after(failing(0, 30)), { since: NIGHT, why: FAILED.failed });
    assert.equal(after(failing(0, 30.1)), undefined);
    assert.deepEqual(after(failing(0, 30.1, 36)), { since: NIGHT + 30.1 * MINUTE, why: FAILED.failed });
  });

  test('begins anew once any process has read it, and after a clock that was set back', () => {
    const well = heard(NIGHT + 99 * HOUR, NIGHT);
    assert.equal(after([...failing(0, 4), [4.5, well], ...failing(5, 9.4)]), undefined);
    assert.deepEqual(after([...failing(0, 4), [4.5, well], ...failing(5, 10)])?.since, NIGHT + 5 * MINUTE);
    assert.equal(after(failing(120, 1)), undefined, 'what was seen in two hours says nothing of now');
    assert.equal(after(failing(120, 1, 6))?.since, NIGHT + MINUTE);
  });
});

describe('the word of a heartbeat', () => {
  test('holds to its last second by the clock of the site, whatever clock a process has', () => {
    const until = NIGHT + HOUR;
    assert.equal(after([[0, heard(until, until)]]), undefined);
    assert.deepEqual(after([[0, heard(until, until + 1000)]]), {
      since: NIGHT - 1000,
      why: 'nobody has renewed its heartbeat since 2026-03-01T03:00:00.000Z',
    });
    assert.deepEqual(after([[0, heard(until, until + 99 * HOUR)]])?.since, NIGHT - 99 * HOUR);
  });

  test('that one process has heard counts for five minutes where another reads an older one', () => {
    const [newer, older] = [heard(NIGHT + HOUR, NIGHT), heard(NIGHT - HOUR, NIGHT)];
    assert.equal(
      after([
        [0, newer],
        [5, older],
      ]),
      undefined,
    );
    assert.notEqual(
      after([
        [0, newer],
        [5.1, older],
      ]),
      undefined,
      'by then it is the site that says so',
    );
    assert.equal(
      after([
        [0, newer],
        [3, older],
        [6, older],
      ])?.why,
      'nobody has renewed its heartbeat since 2026-03-01T01:00:00.000Z',
      'an older word does not keep the newer one alive',
    );
    assert.equal(
      after([
        [0, older],
        [1, newer],
      ]),
      undefined,
      'a newer one counts at once',
    );
  });
});

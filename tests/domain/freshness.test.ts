import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Clocks,
  type Heartbeat,
  holds,
  isPossible,
  type Proof,
  readHeartbeat,
  type ServerTime,
  serverTime,
} from '../../src/domain/freshness.ts';
import { MINUTE } from '../../src/domain/time.ts';

const NOW = Date.UTC(2026, 2, 1, 3, 10);
const heartbeat: Heartbeat = {
  built_at: '2026-03-01T03:09:00Z',
  valid_until: '2026-03-01T03:40:00Z',
  build: 'b1',
  vouched: { by: 'nobody', at: null, until: null },
  changes_at: null,
  source: 's1',
  limits: { validFor: 40 * 60_000, vouchFor: 20 * 60_000 },
  moved_to: null,
};
const date = new Date(NOW).toUTCString();
const exactly = (now: number) => ({ said: now, now, sure: true, steps: 0 });
const clocks = { wall: NOW, steady: 1000 };
const later = (ms: number, from = clocks) => ({ wall: from.wall + ms, steady: from.steady + ms });
const gmt = (now: number) => new Date(now).toUTCString();

const prove = ({ build, valid_until }: Heartbeat, time: ServerTime, heard: Clocks): Proof => ({
  build,
  left: time.sure ? Date.parse(valid_until) - time.now : 0,
  heard,
  time,
});

describe('the server’s time', () => {
  test('is its Date and what a cache says of its age', () => {
    assert.equal(serverTime(date, null, undefined, clocks)?.now, NOW);
    assert.equal(serverTime(date, '600', undefined, later(10 * MINUTE))?.now, NOW + 10 * MINUTE);
  });

  test('is the oldest that a chain of caches may mean, and none where a header is garbage', () => {
    assert.equal(serverTime(date, '21600, 5', undefined, clocks)?.now, NOW + 360 * MINUTE);
    for (const age of ['soon', '-1', '1e9', '6 hours', '', '5,'])
      assert.equal(serverTime(date, age, undefined, clocks), undefined, age);
    for (const wrong of [null, '', '2026-03-01', '1772334600000', 'now'])
      assert.equal(serverTime(wrong, null, undefined, clocks), undefined, String(wrong));
  });

  test('is known at once if the phone says about the same', () => {
    assert.equal(serverTime(date, null, undefined, later(9 * MINUTE))?.sure, true);
    assert.equal(serverTime(date, null, undefined, later(11 * MINUTE))?.sure, false);
  });

  test('is known despite a wrong phone once two answers in a row moved on as time did', () => {
    const wrong = { wall: 0, steady: 0 };
    const first = serverTime(date, null, undefined, wrong);
    assert.ok(first && !first.sure);
    const second = serverTime(gmt(NOW + 2000), null, { time: first, heard: wrong }, later(2000, wrong));
    assert.ok(second && !second.sure);
    const heard = later(2000, wrong);
    const third = serverTime(gmt(NOW + 4000), null, { time: second, heard }, later(4000, wrong));
    assert.deepEqual(third, { said: NOW + 4000, now: NOW + 4000, sure: true, steps: 2 });
  });

  test('is not learned from a cache that repeats itself, nor from two that take turns', () => {
    const wrong = { wall: 0, steady: 0 };
    let time = serverTime(date, null, undefined, wrong);
    for (let asked = 1; asked < 100; asked++) {
      const said = NOW + (asked % 2) * 2000;
      assert.ok(time);
      const before = { time, heard: later((asked - 1) * 2000, wrong) };
      time = serverTime(gmt(said), null, before, later(asked * 2000, wrong));
      assert.equal(time?.sure, false);
    }
  });

  test('is not learned from answers between which the phone slept or was set', () => {
    const wrong = { wall: 0, steady: 0 };
    const time = { said: NOW, now: NOW, sure: false, steps: 1 };
    const moved = (wall: number) => ({ wall, steady: 2000 });
    assert.equal(serverTime(gmt(NOW + 2000), null, { time, heard: wrong }, moved(2000))?.sure, true);
    for (const wall of [MINUTE, -MINUTE])
      assert.equal(serverTime(gmt(NOW + 2000), null, { time, heard: wrong }, moved(wall))?.sure, false);
  });

  test('stays known while it goes on, whatever the clock of the phone says', () => {
    const wrong = { wall: 0, steady: 0 };
    const time = { said: NOW, now: NOW, sure: true, steps: 0 };
    assert.equal(serverTime(date, null, { time, heard: wrong }, later(MINUTE, wrong))?.sure, true);
    const unsure = { time: { ...time, sure: false }, heard: wrong };
    assert.equal(serverTime(date, null, unsure, later(MINUTE, wrong))?.sure, false);
  });

  test('allows for ten minutes between two clocks, and five seconds between two answers, and no more', () => {
    assert.equal(serverTime(date, null, undefined, later(10 * MINUTE))?.sure, true);
    assert.equal(serverTime(date, null, undefined, later(10 * MINUTE + 1))?.sure, false);
    const wrong = { wall: 700, steady: 900 };
    const time = { said: NOW, now: NOW, sure: false, steps: 1 };
    const after = (wall: number, steady: number) =>
      serverTime(gmt(NOW + 10_000), null, { time, heard: wrong }, { wall: 700 + wall, steady: 900 + steady })
        ?.sure;
    assert.deepEqual(
      [after(5000, 5000), after(4999, 4999), after(15_000, 15_000), after(15_001, 15_001)],
      [true, false, true, false],
    );
    assert.deepEqual([after(15_000, 10_000), after(15_001, 10_000)], [true, false]);
  });

  test('does not run back over a reload', () => {
    const remembered = NOW + 9 * MINUTE;
    assert.equal(serverTime(date, null, undefined, clocks, { remembered })?.now, remembered);
    assert.equal(serverTime(date, null, undefined, clocks, { remembered: NOW + 480 * MINUTE })?.sure, false);
  });

  test('does not stand still because a cache repeats one answer', () => {
    const first = prove(heartbeat, exactly(NOW), clocks);
    assert.equal(serverTime(date, null, first, later(20 * MINUTE))?.now, NOW + 20 * MINUTE);
  });
});

describe('a phone', () => {
  const first = prove(heartbeat, exactly(NOW), clocks);
  const at = (minutes: number) => gmt(NOW + minutes * MINUTE);

  test('whose clock is corrected by hours while the page is open leaves the time open', () => {
    const corrected = { wall: clocks.wall + 181 * MINUTE, steady: clocks.steady + MINUTE };
    const time = serverTime(at(1), null, first, corrected);
    assert.equal(time?.now, NOW + MINUTE);
    assert.equal(time?.sure, false);
  });

  test('that slept all night in front of a server hears the server’s time', () => {
    const awake = { wall: clocks.wall + 480 * MINUTE, steady: clocks.steady + 1000 };
    assert.equal(serverTime(at(480), null, first, awake)?.now, NOW + 480 * MINUTE);
  });

  test('that slept all night is not told the time by an answer stored forty seconds after the last one', () => {
    for (const asleep of [1000, 480 * MINUTE]) {
      const awake = { wall: clocks.wall + 480 * MINUTE, steady: clocks.steady + asleep };
      const time = serverTime(gmt(NOW + 40_000), null, first, awake);
      assert.ok(time);
      assert.equal(holds(prove(heartbeat, time, awake), awake), false);
    }
  });
});

describe('proof', () => {
  const proof = prove(heartbeat, exactly(NOW), clocks);
  const after = (wall: number, steady: number) => ({
    wall: clocks.wall + wall * MINUTE,
    steady: clocks.steady + steady * MINUTE,
  });

  test('holds until the heartbeat’s time is up by either clock', () => {
    assert.equal(holds(proof, after(29, 29)), true);
    assert.equal(holds(proof, after(30, 1)), false);
    assert.equal(holds(proof, after(1, 30)), false);
  });

  test('does not hold when the phone’s clock was set back by a minute or more', () => {
    assert.equal(holds(proof, { wall: clocks.wall - 59_999, steady: clocks.steady }), true);
    assert.equal(holds(proof, { wall: clocks.wall - 60_000, steady: clocks.steady }), false);
    assert.equal(holds(proof, after(-2, 1)), false);
  });

  test('never held if the heartbeat was old when it was heard', () => {
    assert.equal(holds(prove(heartbeat, exactly(NOW + 31 * MINUTE), clocks), clocks), false);
  });
});

describe('a heartbeat', () => {
  const limits = { validFor: 40 * MINUTE, vouchFor: 20 * MINUTE };
  const watched = {
    ...heartbeat,
    vouched: { by: 'watch', at: '2026-03-01T03:09:00Z', until: '2026-03-01T03:29:00Z' },
  };
  const possible = (body: unknown) => {
    const beat = readHeartbeat(body);
    return beat && isPossible(beat, NOW, limits);
  };

  test('is read if all of it is there', () => {
    assert.equal(possible(heartbeat), true);
    assert.equal(possible(watched), true);
  });

  test('is none if any part is missing or is not what it should be', () => {
    const broken: unknown[] = [null, 'ok', [], {}, { ...heartbeat, build: '' }, { ...heartbeat, build: 1 }];
    for (const key of ['build', 'built_at', 'valid_until', 'vouched'])
      broken.push({ ...heartbeat, [key]: undefined });
    for (const time of [
      'soon',
      '',
      '2026-03-01',
      '2026-03-01T03:40',
      '2026-02-31T25:00:00Z',
      1772334600,
      null,
    ]) {
      broken.push({ ...heartbeat, built_at: time }, { ...heartbeat, valid_until: time });
      broken.push({ ...watched, vouched: { ...watched.vouched, until: time } });
      broken.push({ ...watched, vouched: { ...watched.vouched, at: time } });
    }
    broken.push({ ...watched, vouched: { ...watched.vouched, by: 'me' } });
    for (const body of broken) assert.equal(readHeartbeat(body), undefined, JSON.stringify(body));
  });

  test('carries the word of a watcher or of a person', () => {
    const person = { ...watched, vouched: { ...watched.vouched, by: 'person' } };
    assert.deepEqual(readHeartbeat(person)?.vouched, {
      by: 'person',
      at: NOW - MINUTE,
      until: NOW + 19 * MINUTE,
    });
    assert.equal(possible(person), true);
  });

  test('may be written by a clock that differs by five minutes, and not by more', () => {
    const one = { build: 'b1', builtAt: NOW - MINUTE, validUntil: NOW + MINUTE, vouched: null };
    for (const [at, isBelieved] of [
      [NOW + 5 * MINUTE, true],
      [NOW + 5 * MINUTE + 1, false],
    ] as const) {
      assert.equal(isPossible({ ...one, builtAt: at }, NOW, limits), isBelieved);
      assert.equal(isPossible({ ...one, validUntil: at + limits.validFor }, NOW, limits), isBelieved);
      assert.equal(isPossible({ ...one, vouched: { by: 'watch', at, until: NOW } }, NOW, limits), isBelieved);
      const until = at + limits.vouchFor;
      assert.equal(isPossible({ ...one, vouched: { by: 'watch', at: NOW, until } }, NOW, limits), isBelieved);
    }
  });

  test('is not believed if the config cannot have written it', () => {
    assert.equal(possible({ ...heartbeat, built_at: '2026-03-02T03:09:00Z' }), false);
    assert.equal(possible({ ...heartbeat, valid_until: '9999-12-31T00:00:00Z' }), false);
    const vouched = { ...watched.vouched, until: '2026-03-01T05:00:00Z' };
    assert.equal(possible({ ...watched, vouched }), false);
    assert.equal(
      possible({ ...watched, vouched: { ...watched.vouched, at: '2026-03-01T04:00:00Z' } }),
      false,
    );
  });
});

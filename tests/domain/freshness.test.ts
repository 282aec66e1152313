import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Heartbeat, holds, prove, serverTime } from '../../src/domain/freshness.ts';
import { MINUTE } from '../../src/domain/time.ts';

const NOW = Date.UTC(2026, 2, 1, 3, 10);
const heartbeat: Heartbeat = {
  built_at: '2026-03-01T03:09:00Z',
  valid_until: '2026-03-01T03:40:00Z',
  build: 'b1',
  vouched: { by: 'nobody', at: null, until: null },
};
const date = new Date(NOW).toUTCString();
const exactly = (now: number) => ({ said: now, now });
const clocks = { wall: 5_000_000, steady: 1000 };

describe('the server’s time', () => {
  test('is its Date and what a cache says of its age; the phone is not asked', () => {
    assert.equal(serverTime(date, null, undefined, clocks)?.now, NOW);
    assert.equal(serverTime(date, '600', undefined, { wall: 0, steady: 0 })?.now, NOW + 10 * MINUTE);
    assert.equal(serverTime(null, null, undefined, clocks), undefined);
  });

  test('does not stand still because a cache repeats one answer', () => {
    const first = prove(heartbeat, exactly(NOW), clocks);
    const later = { wall: clocks.wall + 20 * MINUTE, steady: clocks.steady + 20 * MINUTE };
    assert.equal(serverTime(date, null, first, later)?.now, NOW + 20 * MINUTE);
  });
});

describe('a phone', () => {
  const first = prove(heartbeat, exactly(NOW), clocks);
  const at = (minutes: number) => new Date(NOW + minutes * MINUTE).toUTCString();

  test('whose clock is corrected by hours while the page is open is believed as little as before', () => {
    const corrected = { wall: clocks.wall + 181 * MINUTE, steady: clocks.steady + MINUTE };
    assert.equal(serverTime(at(1), null, first, corrected)?.now, NOW + MINUTE);
  });

  test('that slept all night in front of a server hears the server’s time', () => {
    const awake = { wall: clocks.wall + 480 * MINUTE, steady: clocks.steady + 1000 };
    assert.equal(serverTime(at(480), null, first, awake)?.now, NOW + 480 * MINUTE);
  });

  test('that slept all night in front of a cache that repeats itself does not take the old time for now', () => {
    const awake = { wall: clocks.wall + 480 * MINUTE, steady: clocks.steady + 1000 };
    assert.equal(serverTime(at(0), null, first, awake)?.now, NOW + 480 * MINUTE);
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

  test('does not hold when the phone’s clock was set back', () => {
    assert.equal(holds(proof, after(-2, 1)), false);
  });

  test('never held if the heartbeat was old when it was heard', () => {
    assert.equal(holds(prove(heartbeat, exactly(NOW + 31 * MINUTE), clocks), clocks), false);
  });
});

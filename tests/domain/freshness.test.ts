import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Heartbeat, holds, prove, serverNow } from '../../src/domain/freshness.ts';
import { MINUTE } from '../../src/domain/time.ts';

const NOW = Date.UTC(2026, 2, 1, 3, 10);
const heartbeat: Heartbeat = {
  built_at: '2026-03-01T03:09:00Z',
  valid_until: '2026-03-01T03:40:00Z',
  build: 'b1',
  vouched: { by: 'nobody', at: null },
};
const date = new Date(NOW).toUTCString();
const clocks = { wall: 5_000_000, steady: 1000 };

describe('the server’s time', () => {
  test('is its Date and what a cache says of its age; the phone is not asked', () => {
    assert.equal(serverNow(date, null, undefined, clocks), NOW);
    assert.equal(serverNow(date, '600', undefined, { wall: 0, steady: 0 }), NOW + 10 * MINUTE);
    assert.equal(serverNow(null, null, undefined, clocks), undefined);
  });

  test('does not stand still because a cache repeats one answer', () => {
    const first = prove(heartbeat, NOW, clocks);
    const later = { wall: clocks.wall + 20 * MINUTE, steady: clocks.steady + 20 * MINUTE };
    assert.equal(serverNow(date, null, first, later), NOW + 20 * MINUTE);
  });
});

describe('proof', () => {
  const proof = prove(heartbeat, NOW, clocks);
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
    assert.equal(holds(prove(heartbeat, NOW + 31 * MINUTE, clocks), clocks), false);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarmAt } from '../../src/cli/alarm.ts';

const DAY = 86_400_000;

/** A clock that stands until it is moved, and one timer. */
function clock() {
  const state: { now: number; timer: { at: number; ring: () => void } | undefined } = {
    now: 0,
    timer: undefined,
  };
  const rung: number[] = [];
  const set = alarmAt({
    now: () => state.now,
    begin: (ring, ms) => {
      assert.ok(ms <= 2 ** 31 - 1, 'Node rings at once for more');
      state.timer = { at: state.now + ms, ring };
      return state.timer;
    },
    end: (timer) => {
      if (timer === state.timer) state.timer = undefined;
    },
  });
  /** @param early by how many ms the timer rings before its time, as one may. */
  const moveTo = (to: number, early = 0) => {
    while (state.timer && state.timer.at - early <= to) {
      const { at, ring } = state.timer;
      state.now = at - early;
      state.timer = undefined;
      ring();
      early = 0;
    }
    state.now = to;
  };
  return { set: (at: number | undefined) => set(at, () => rung.push(state.now)), moveTo, rung };
}

test('an alarm rings at its instant, once', () => {
  const { set, moveTo, rung } = clock();
  set(1000);
  moveTo(999);
  assert.deepEqual(rung, []);
  moveTo(5000);
  assert.deepEqual(rung, [1000]);
});

test('an alarm is never early, as a timer may be, and waits for longer than a timer can', () => {
  const { set, moveTo, rung } = clock();
  set(60 * DAY);
  moveTo(60 * DAY - 1, 1);
  assert.deepEqual(rung, []);
  moveTo(61 * DAY);
  assert.deepEqual(rung, [60 * DAY]);
});

test('an alarm that is set anew or taken back does not ring as it was set before', () => {
  const { set, moveTo, rung } = clock();
  set(1000);
  set(2000);
  moveTo(1500);
  assert.deepEqual(rung, []);
  set(undefined);
  moveTo(3000);
  assert.deepEqual(rung, []);
});

import type { Instant } from '../domain/time.ts';

/** The longest that a timer of Node waits, in ms: a longer one rings at once. */
const LONGEST = 2 ** 31 - 1;

/** The clock, and timers that go by it. */
interface Clock<Timer> {
  now(): Instant;
  begin(ring: () => void, ms: number): Timer;
  end(timer: Timer | undefined): void;
}

/**
 * One alarm, which is set anew with each call and rings once, never before its instant: a timer may be early by a
 * little, and cannot wait for a month.
 * @returns what sets it; without an instant it is off.
 */
export function alarmAt<Timer>({ now, begin, end }: Clock<Timer>) {
  let timer: Timer | undefined;
  return function set(instant: Instant | undefined, ring: () => void = () => undefined): void {
    end(timer);
    timer = undefined;
    if (instant === undefined) return;
    const left = instant - now();
    if (left <= 0) ring();
    else timer = begin(() => set(instant, ring), Math.min(left, LONGEST));
  };
}

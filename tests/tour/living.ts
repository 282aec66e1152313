/**
 * The tour's sites were built for an instant long gone, and their servers' clocks run on from it. What speaks of
 * freshness is moved on with the clock, as a timer that never fails would have renewed it: else each of them
 * would turn "unknown" while somebody looks at it.
 */
const TIMES = ['built_at', 'valid_until', 'at', 'until'];

/** The same heartbeat (or banner's file), `ms` later. */
export function movedOn(text: string, ms: number): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    TIMES.includes(key) && typeof value === 'string' ? later(value, ms) : value,
  );
}

function later(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

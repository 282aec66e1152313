/**
 * The tour's sites were built for an instant long gone, and their servers' clocks run on from it. What speaks of
 * freshness is moved on with the clock, as a timer that never fails would have renewed it: else each of them
 * would turn "unknown" while somebody looks at it.
 */
const TIMES = ['built_at', 'valid_until', 'vouched'];

/** The same heartbeat (or banner's file), `ms` later. What was announced for an instant stays announced for it. */
export function movedOn(text: string, ms: number): string {
  const said = JSON.parse(text) as Record<string, unknown>;
  for (const name of TIMES) if (name in said) said[name] = later(said[name], ms);
  return JSON.stringify(said);
}

/** A time, or the times in what somebody vouches for. */
function later(time: unknown, ms: number): unknown {
  if (typeof time === 'object' && time !== null)
    return Object.fromEntries(Object.entries(time).map(([key, one]) => [key, later(one, ms)]));
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) return time;
  return new Date(Date.parse(time) + ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

import type { Instant } from './time.ts';

/** Who confirmed that the service works, and when. A timed rebuild confirms nothing: `nobody`. */
export interface Vouch {
  by: 'watch' | 'person' | 'nobody';
  at: Instant | null;
}

/** What `/heartbeat.json` says, in its own words. Times are ISO 8601 with seconds. */
export interface Heartbeat {
  built_at: string;
  valid_until: string;
  build: string;
  vouched: { by: Vouch['by']; at: string | null };
}

/** The two clocks of a device, in ms. The wall clock can be wrong or be set; the other stops in sleep on some systems. */
export interface Clocks {
  wall: number;
  steady: number;
}

/** What a heartbeat proved when it was heard: for `left` ms from `heard` on, the page is as good as the server's word. */
export interface Proof {
  build: string;
  left: number;
  heard: Clocks;
  /** The server's time when it was heard. */
  now: Instant;
}

/**
 * The server's time from an answer's `Date` and `Age`, never behind what an earlier proof implies:
 * a cache that repeats one old answer cannot stop the clock. The reader's own clock is not asked.
 */
export function serverNow(
  date: string | null,
  age: string | null,
  earlier: Proof | undefined,
  clocks: Clocks,
): Instant | undefined {
  const said = date ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(said)) return undefined;
  const told = said + Math.max(0, Number(age) || 0) * 1000;
  return earlier ? Math.max(told, earlier.now + elapsed(earlier, clocks)) : told;
}

export function prove(heartbeat: Heartbeat, now: Instant, clocks: Clocks): Proof {
  return { build: heartbeat.build, left: Date.parse(heartbeat.valid_until) - now, heard: clocks, now };
}

/** Proof lapses as soon as either clock has moved by more than the time left, and when the wall clock was set back. */
export function holds(proof: Proof, clocks: Clocks): boolean {
  const wall = clocks.wall - proof.heard.wall;
  return proof.left > elapsed(proof, clocks) && wall > -60_000;
}

function elapsed(proof: Proof, clocks: Clocks): number {
  return Math.max(0, clocks.wall - proof.heard.wall, clocks.steady - proof.heard.steady);
}

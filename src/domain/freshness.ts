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
  /** `until` is when that word grows old; from then on nobody vouches. */
  vouched: { by: Vouch['by']; at: string | null; until: string | null };
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
  time: ServerTime;
}

/** What an answer's headers said, and what that is taken to mean. */
export interface ServerTime {
  said: Instant;
  now: Instant;
}

/**
 * The server's time from an answer's `Date` and `Age`. The reader's own clock is not asked, with one
 * exception: a `Date` that has not moved on since the last answer may be a cache that repeats itself, and then
 * time is taken to have passed as far as either clock of the device says.
 */
export function serverTime(
  date: string | null,
  age: string | null,
  earlier: Proof | undefined,
  clocks: Clocks,
): ServerTime | undefined {
  const stamp = date ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(stamp)) return undefined;
  const said = stamp + Math.max(0, Number(age) || 0) * 1000;
  if (!earlier) return { said, now: said };
  const moved = said - earlier.time.said;
  const alive = moved > 0 && moved >= clocks.steady - earlier.heard.steady - SLACK;
  return { said, now: alive ? said : Math.max(said, earlier.time.now + elapsed(earlier, clocks)) };
}

/** `Date` has whole seconds, and answers take their time; in ms. */
const SLACK = 5_000;

export function prove(
  heartbeat: Pick<Heartbeat, 'build' | 'valid_until'>,
  time: ServerTime,
  clocks: Clocks,
): Proof {
  return { build: heartbeat.build, left: Date.parse(heartbeat.valid_until) - time.now, heard: clocks, time };
}

/** Proof lapses as soon as either clock has moved by more than the time left, and when the wall clock was set back. */
export function holds(proof: Proof, clocks: Clocks): boolean {
  const wall = clocks.wall - proof.heard.wall;
  return proof.left > elapsed(proof, clocks) && wall > -60_000;
}

/** The server's time at this moment, as far as either clock of the device has moved since it was heard. */
export function serverNow(proof: Proof, clocks: Clocks): Instant {
  return proof.time.now + elapsed(proof, clocks);
}

function elapsed(proof: Proof, clocks: Clocks): number {
  return Math.max(0, clocks.wall - proof.heard.wall, clocks.steady - proof.heard.steady);
}

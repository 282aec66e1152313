import type { Instant } from './time.ts';

/** Who confirmed that the service works, and when. A timed rebuild confirms nothing: `nobody`. */
export interface Attestation {
  by: 'watch' | 'person' | 'nobody';
  at: Instant | null;
  /** Set where the word was taken back: it holds no longer than until then. */
  until?: Instant | undefined;
  /** When it was taken back: a check of before then says nothing any more, however late its word comes. */
  takenBack?: Instant | undefined;
}

/** What `/heartbeat.json` says, in its own words. Times are ISO 8601 with seconds, in UTC. */
export interface Heartbeat {
  built_at: string;
  valid_until: string;
  build: string;
  /**
   * `until` is when that word grows old; from then on nobody vouches. It stands here alone, so that it can be renewed
   * without a build. `taken_back` is when somebody took it back, where somebody did: only a newer check stands again.
   */
  vouched: { by: Attestation['by']; at: string | null; until: string | null; taken_back?: string };
  /** The next instant at which this build reads differently by itself, whoever vouches; `null` if there is none. */
  changes_at: string | null;
  /** A digest of the incident files and the config that it was made from. */
  source: string;
  /** What a heartbeat of this build can promise, in ms. */
  limits: LeaseLimits;
  /** Where it is renewed, if not here: who finds an address reads what stands there instead. */
  moved_to: string | null;
}

/** What the config allows a heartbeat to promise from now on, in ms. */
export interface LeaseLimits {
  validFor: number;
  vouchFor: number;
}

/** A heartbeat that could be read, with instants. */
export interface Beat {
  build: string;
  builtAt: Instant;
  validUntil: Instant;
  /** When somebody last vouched, and until when that holds; `null` where nobody does. */
  vouched: Word | null;
}

/** Somebody's word that the service works. */
export interface Word {
  by: Exclude<Attestation['by'], 'nobody'>;
  at: Instant;
  until: Instant;
}

/** The two clocks of a device, in ms. The wall clock can be wrong or be set; the other stops in sleep on some systems. */
export interface Clocks {
  wall: number;
  steady: number;
}

/** What an answer's headers said, and what that is taken to mean. */
export interface ServerTime {
  said: Instant;
  /** The server's time at that moment: it may be later, never earlier. */
  now: Instant;
  /** Whether that is known: the answer may come from a cache that repeats itself. */
  sure: boolean;
  /** How many answers in a row moved on as the device's steady clock did. */
  steps: number;
}

/** A server's time, and when it was heard. */
export interface HeardTime {
  time: ServerTime;
  heard: Clocks;
}

/** What a heartbeat proved when it was heard: for `left` ms from `heard` on, the page is as good as the server's word. */
export interface Proof extends HeardTime {
  build: string;
  left: number;
}

/** What a device knows of time besides an answer. */
export interface Witnesses {
  /** The server's time as it was known last, perhaps before a reload. It does not run back. */
  remembered?: Instant | undefined;
  /** Set once the device's wall clock contradicted the server or was set back: it confirms nothing any more. */
  wallDoubted?: boolean;
}

/** `Date` has whole seconds, answers take their time, and clocks are corrected a little; in ms. */
export const SLACK = 5_000;
/** An answer that comes later than this, by any clock, was under way while the device slept: it is old. In ms. */
export const LATE = 20_000;
/** How far two clocks may differ and still confirm each other, in ms. */
export const AGREEMENT = 10 * 60_000;
/** How far the clocks of builder and host may lie apart, in ms. */
const SKEW = 5 * 60_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * The server's time from an answer's `Date` and `Age`. It is known if it goes on from what was known, if the
 * device's clock confirms it, or if two answers in a row moved on as time did. A cache that repeats an old
 * answer does none of these.
 * @returns nothing where the headers do not say a time.
 */
export function serverTime(
  date: string | null,
  age: string | null,
  earlier: HeardTime | undefined,
  clocks: Clocks,
  { remembered, wallDoubted = false }: Witnesses = {},
): ServerTime | undefined {
  const said = saidBy(date, age);
  if (said === undefined) return undefined;
  const steps = earlier && movedOn(earlier, said, clocks) ? earlier.time.steps + 1 : 0;
  if (steps >= 2) return { said, now: said, sure: true, steps };
  // The steady clock never runs ahead of time, so the server's time is at least this.
  const least = earlier ? earlier.time.now + Math.max(0, clocks.steady - earlier.heard.steady) : said;
  const now = Math.max(said, least, remembered ?? said);
  const goesOn = earlier?.time.sure === true && undisturbed(earlier.heard, clocks);
  const confirmed = !wallDoubted && Math.abs(now - clocks.wall) <= AGREEMENT;
  return { said, now, sure: goesOn || confirmed, steps };
}

/** An `Age` that is no number leaves the time open: the answer may be hours old. Of several the largest counts. */
function saidBy(date: string | null, age: string | null): Instant | undefined {
  const stamp = date?.endsWith(' GMT') ? Date.parse(date) : Number.NaN;
  const ages = (age ?? '0').split(',').map((one) => one.trim());
  if (Number.isNaN(stamp) || !ages.every((one) => /^\d{1,9}$/.test(one))) return undefined;
  return stamp + Math.max(...ages.map(Number)) * 1000;
}

function movedOn({ time, heard }: HeardTime, said: Instant, clocks: Clocks): boolean {
  const moved = said - time.said;
  const passed = clocks.steady - heard.steady;
  return moved > 0 && Math.abs(moved - passed) <= SLACK && undisturbed(heard, clocks);
}

/** Whether both clocks of the device moved alike since: nobody set one, and none stood still in sleep. */
export function undisturbed(since: Clocks, clocks: Clocks): boolean {
  return Math.abs(clocks.wall - since.wall - (clocks.steady - since.steady)) <= SLACK;
}

/**
 * A heartbeat as it came over the network.
 * @returns nothing if any part of it is missing or is not what it should be.
 */
export function readHeartbeat(body: unknown): Beat | undefined {
  const { build, built_at, valid_until, vouched } = recordOf(body);
  const { by, at, until } = recordOf(vouched);
  const [builtAt, validUntil] = [instantOf(built_at), instantOf(valid_until)];
  if (typeof build !== 'string' || build === '' || builtAt === undefined || validUntil === undefined)
    return undefined;
  if (by === 'nobody') return { build, builtAt, validUntil, vouched: null };
  const word = { at: instantOf(at), until: instantOf(until) };
  if ((by !== 'watch' && by !== 'person') || word.at === undefined || word.until === undefined)
    return undefined;
  return { build, builtAt, validUntil, vouched: { by, at: word.at, until: word.until } };
}

/** Whether a site with this config can have written it at this time: nothing from tomorrow, no promise beyond its own. */
export function isPossible(
  { builtAt, validUntil, vouched }: Beat,
  now: Instant,
  limits: LeaseLimits,
): boolean {
  return (
    builtAt <= now + SKEW &&
    validUntil <= now + limits.validFor + SKEW &&
    (vouched === null || (vouched.at <= now + SKEW && vouched.until <= now + limits.vouchFor + SKEW))
  );
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A time as the heartbeat writes it; nothing for any other text. */
export function instantOf(text: unknown): Instant | undefined {
  if (typeof text !== 'string' || !INSTANT.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** Proof lapses as soon as either clock has moved by more than the time left, and when the wall clock was set back. */
export function holds(proof: Proof, clocks: Clocks): boolean {
  const wall = clocks.wall - proof.heard.wall;
  return proof.left > elapsed(proof.heard, clocks) && wall > -60_000;
}

/** The server's time at this moment, as far as either clock of the device has moved since it was heard. */
export function serverNow({ time, heard }: HeardTime, clocks: Clocks): Instant {
  return time.now + elapsed(heard, clocks);
}

/** How much time has passed at most, by the two clocks of a device; in ms. */
export function elapsed(since: Clocks, clocks: Clocks): number {
  return Math.max(0, clocks.wall - since.wall, clocks.steady - since.steady);
}

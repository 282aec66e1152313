import {
  AGREEMENT,
  type Beat,
  type Clocks,
  elapsed,
  type HeardTime,
  holds,
  isPossible,
  LATE,
  type LeaseLimits,
  type Proof,
  readHeartbeat,
  serverNow,
  serverTime,
  SLACK,
  undisturbed,
} from './freshness.ts';
import type { Instant } from './time.ts';

/** What stands in front of the reader. */
export interface Shown {
  build: string;
  /**
   * Whether it says that nothing is wrong as far as anybody told: then somebody's word for it makes it green, and
   * one that has lapsed makes it unknown. Trouble needs nobody's word.
   */
  clear: boolean;
  limits: LeaseLimits;
}

/**
 * What may be said of it. `waiting` is no verdict yet and looks neutral; `proved` is what the server says now;
 * `vouched` is that too, nothing is wrong, and somebody's word for it holds: only this may be green. The rest is
 * "unknown", and why: nothing could be heard, another build could not be taken, nobody knows what time it is, or
 * whoever checks the service has fallen silent.
 */
export type Verdict = 'waiting' | 'proved' | 'vouched' | Doubt;
/** What is said where nothing is proved. */
export type Doubt = 'silent' | 'newer' | 'clocks' | 'word';

/** Whether what is shown may be taken for what the server says now. */
export function isKnown(verdict: Verdict): verdict is 'proved' | 'vouched' {
  return verdict === 'proved' || verdict === 'vouched';
}

/** What the page hears and sees. */
export type BeliefEvent =
  | { kind: 'tick' }
  /** The page is looked at again, or the network is back: ask now. */
  | { kind: 'woke' }
  /** `asked` is when the question was put, here and in what follows. */
  | { kind: 'heartbeat'; asked: Clocks; date: string | null; age: string | null; body: unknown }
  /** The question was not answered, or not by our server. */
  | { kind: 'silence'; asked: Clocks }
  /** What became of taking the page that was asked for: what is shown now, or nothing if it could not be taken. */
  | { kind: 'page'; shown: Shown | undefined }
  /** The page switched by itself to what it announced. */
  | { kind: 'reading'; shown: Shown };

/** What to ask the server for. */
export type Question = 'heartbeat' | 'page';

/** How often to ask, in ms: while all is well, and at most as long after failures. */
export interface Pace {
  every: number;
  slowest: number;
}

/** Everything a page believes of itself, and why. */
export interface Belief {
  shown: Shown;
  pace: Pace;
  /** The clocks at the last event. */
  seen: Clocks;
  heard: HeardTime | undefined;
  remembered: Instant | undefined;
  wallDoubted: boolean;
  /** That the build which is shown is the server's, and until when somebody vouches for the service. */
  proof: (Proof & { word: Beat['vouched'] }) | undefined;
  /** Another build that the server speaks of. */
  other: (HeardTime & { beat: Beat }) | undefined;
  doubt: Doubt | undefined;
  /** Until when there may be no verdict. */
  patience: { since: Clocks; ms: number };
  /** The server's time when a heartbeat last confirmed what is shown. */
  confirmed: Instant | undefined;
  /** How many questions in a row brought nothing. */
  failures: number;
  /** Whether the last one was not answered at all. */
  unanswered: boolean;
  asking: Question | undefined;
  /** When the last question was asked. */
  askedAt: Clocks;
  /** When to ask next, by the steady clock. */
  askAt: number;
}

/** The longest that a page may stand without a verdict, in ms. */
const FIRST_VERDICT = 15_000;
/** How long the page of another build may take before its absence is called so, in ms. */
const TAKING = 5_000;
const SOON = 2_000;
/** A clock set back by more than this leaves nothing proved; less is a correction. In ms. */
const SET_BACK = 60_000;
/** The longest between two events, in ms: ages are written anew, and a sleep is noticed. */
const TICK = 30_000;

/**
 * The belief of a page that was just opened.
 * @param kept whether it was kept on the device and came without the network.
 */
export function open(
  shown: Shown,
  clocks: Clocks,
  pace: Pace,
  { remembered, kept = false }: { remembered?: Instant | undefined; kept?: boolean } = {},
): Belief {
  return {
    shown,
    pace,
    seen: clocks,
    heard: undefined,
    remembered,
    wallDoubted: false,
    proof: undefined,
    other: undefined,
    doubt: kept ? 'silent' : undefined,
    patience: { since: clocks, ms: FIRST_VERDICT },
    confirmed: undefined,
    failures: 0,
    unanswered: false,
    asking: undefined,
    askedAt: clocks,
    askAt: clocks.steady,
  };
}

/** What the page believes after an event, and what it asks now. Pure: clock and network are passed in. */
export function after(
  before: Belief,
  event: BeliefEvent,
  clocks: Clocks,
): { belief: Belief; ask: Question | undefined } {
  const belief = settle(before, clocks);
  switch (event.kind) {
    case 'tick':
    case 'woke': {
      const due = event.kind === 'woke' || clocks.steady >= belief.askAt;
      const free = !belief.asking || elapsed(belief.askedAt, clocks) > LATE;
      return due && free ? asks(belief, 'heartbeat', clocks) : { belief, ask: undefined };
    }
    case 'heartbeat':
      if (isOutrun(belief, event)) return { belief, ask: undefined };
      return hear(answered(belief), event, clocks);
    case 'silence':
      if (isOutrun(belief, event)) return { belief, ask: undefined };
      return {
        belief: { ...fail(belief, clocks, belief.doubt ?? 'silent'), unanswered: true },
        ask: undefined,
      };
    case 'page':
      return { belief: take(belief, event.shown, clocks), ask: undefined };
    case 'reading':
      return { belief: { ...belief, shown: event.shown }, ask: undefined };
  }
}

/** What may be said at this moment. */
export function verdictOf({ proof, shown, doubt, patience, other }: Belief, clocks: Clocks): Verdict {
  if (proof && holds(proof, clocks)) {
    if (!shown.clear || proof.word === null) return 'proved';
    return serverNow(proof, clocks) < proof.word.until ? 'vouched' : 'word';
  }
  if (doubt || proof) return doubt ?? 'silent';
  if (elapsed(patience.since, clocks) < patience.ms) return 'waiting';
  return other ? 'newer' : 'silent';
}

/** In how many ms to look again, if nothing is heard before. */
export function lookIn({ proof, patience, asking, askAt }: Belief, clocks: Clocks): number {
  const spans = [TICK, patience.ms - elapsed(patience.since, clocks)];
  if (!asking) spans.push(Math.max(1, askAt - clocks.steady));
  if (proof) spans.push(proof.left - elapsed(proof.heard, clocks));
  if (proof?.word) spans.push(proof.word.until - serverNow(proof, clocks));
  return Math.min(...spans.filter((span) => span > 0)) + 20;
}

/** What to remember over a reload: one number, the server's time as it is known. */
export function toRemember({ heard, remembered }: Belief, clocks: Clocks): Instant | undefined {
  if (!heard?.time.sure) return remembered;
  return heard.time.now + Math.max(0, clocks.steady - heard.heard.steady);
}

/**
 * What is left of what was known, where the clocks of the device did not move alike: it slept, or its clock
 * was set. Time counts as passed, and stays so when the clock is set back.
 */
function settle(belief: Belief, clocks: Clocks): Belief {
  const { seen, proof, other, heard } = belief;
  if (undisturbed(seen, clocks)) return { ...belief, seen: clocks };
  const ahead = clocks.wall - seen.wall - (clocks.steady - seen.steady);
  return {
    ...belief,
    seen: clocks,
    heard: heard && { ...heard, time: { ...heard.time, sure: false, steps: 0 } },
    wallDoubted: belief.wallDoubted || ahead < -SLACK,
    askAt: clocks.steady,
    other: other && { ...other, ...moveOn(other, clocks) },
    proof: proof && {
      ...proof,
      ...moveOn(proof, clocks),
      left: ahead < -SET_BACK ? 0 : proof.left - elapsed(proof.heard, clocks),
    },
  };
}

/** What was heard, as if it were heard now: from here on time is counted anew. */
function moveOn({ time, heard }: HeardTime, clocks: Clocks): HeardTime {
  return { time: { ...time, now: time.now + elapsed(heard, clocks) }, heard: clocks };
}

/** Whether a newer question was asked since: what comes of this one says nothing new, and does not end that one. */
function isOutrun({ askedAt }: Belief, { asked }: { asked: Clocks }): boolean {
  return asked.steady < askedAt.steady;
}

/** Something answers: for how long nothing did is no reason to ask slowly. */
function answered(belief: Belief): Belief {
  const failures = belief.unanswered ? 0 : belief.failures;
  return { ...belief, asking: undefined, failures, unanswered: false };
}

function asks(belief: Belief, ask: Question, clocks: Clocks): { belief: Belief; ask: Question } {
  return { belief: { ...belief, asking: ask, askedAt: clocks }, ask };
}

function hear(
  belief: Belief,
  { asked, date, age, body }: BeliefEvent & { kind: 'heartbeat' },
  clocks: Clocks,
): { belief: Belief; ask: Question | undefined } {
  const late = elapsed(asked, clocks) > LATE;
  const time = late ? undefined : serverTime(date, age, belief.heard, clocks, belief);
  if (!time) return { belief: fail(belief, clocks, belief.doubt ?? 'silent'), ask: undefined };
  const heard = { time, heard: clocks };
  const known: Belief = {
    ...belief,
    heard,
    remembered: time.sure ? time.now : belief.remembered,
    wallDoubted: belief.wallDoubted || Math.abs(time.now - clocks.wall) > AGREEMENT,
  };
  const beat = readHeartbeat(body);
  if (!beat) return { belief: fail({ ...known, proof: undefined }, clocks, 'silent'), ask: undefined };
  if (!time.sure) {
    const isLater = belief.heard !== undefined && time.said > belief.heard.time.said;
    return { belief: unsure(known, isLater, clocks), ask: undefined };
  }
  if (beat.build === known.shown.build) return { belief: accept(known, beat, heard, clocks), ask: undefined };
  const patience = known.proof ? { since: clocks, ms: TAKING } : known.patience;
  const lapsed = known.proof && !holds(known.proof, clocks);
  const doubt = known.doubt ?? (lapsed ? 'silent' : undefined);
  return asks({ ...known, proof: undefined, doubt, other: { beat, ...heard }, patience }, 'page', clocks);
}

/**
 * It may become known in a moment, when the next answers have moved on; until then nothing is said for the worse.
 * @param isLater whether the answer says a later time than the one before: a cache that repeats itself does not.
 */
function unsure(belief: Belief, isLater: boolean, clocks: Clocks): Belief {
  const early = belief.failures < 2 && belief.doubt === undefined;
  const next = fail(belief, clocks, early ? undefined : 'clocks');
  return isLater ? { ...next, askAt: clocks.steady + SOON } : next;
}

function take(belief: Belief, shown: Shown | undefined, clocks: Clocks): Belief {
  const { other } = belief;
  if (!other || shown?.build !== other.beat.build)
    return fail({ ...belief, shown: shown ?? belief.shown, proof: undefined }, clocks, 'newer');
  return accept({ ...belief, shown }, other.beat, other, clocks);
}

/** A heartbeat of the build that is shown. */
function accept(belief: Belief, beat: Beat, { time, heard }: HeardTime, clocks: Clocks): Belief {
  const left = beat.validUntil - time.now;
  const current = { ...belief, other: undefined };
  if (left <= 0 || !isPossible(beat, time.now, belief.shown.limits))
    return fail({ ...current, proof: undefined }, clocks, 'silent');
  const word = beat.vouched;
  const stands = !belief.shown.clear || word === null || word.until > time.now;
  return {
    ...current,
    proof: { build: beat.build, left, heard, time, word },
    doubt: undefined,
    confirmed: stands ? time.now : belief.confirmed,
    failures: 0,
    asking: undefined,
    askAt: clocks.steady + belief.pace.every,
  };
}

/** Nothing was learned. What was proved before holds until it lapses; the next question comes soon, then later and later. */
function fail(belief: Belief, clocks: Clocks, doubt: Doubt | undefined): Belief {
  const failures = belief.failures + 1;
  const pause = Math.min(belief.pace.slowest, SOON * 2 ** Math.max(0, failures - 2));
  return {
    ...belief,
    doubt: belief.proof && holds(belief.proof, clocks) ? undefined : doubt,
    failures,
    asking: undefined,
    askAt: clocks.steady + pause,
  };
}

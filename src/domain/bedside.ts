import { type Beat, isPossible, type LeaseLimits, readHeartbeat } from './freshness.ts';
import { type Hurt, isHurt, isStatus, isWorse, severity, type Status, worst } from './status.ts';
import type { Instant } from './time.ts';

/** `/bedside.json`: how each component is in one build. Heartbeat and file are believed together or not at all. */
export interface BedsideFile {
  build: string;
  demonstration: boolean;
  /** `since_before` stands in the place of `since` where nobody knows the beginning: it was before that. */
  components: { id: string; status: string; since: string | null; since_before: string | null }[];
  /** What was told of each incident that puts a component into trouble now. */
  incidents: BedsideIncident[];
}

/** An incident as the night needs it; components stand in it by their ids. */
export interface BedsideIncident {
  /** What is in trouble by it now. */
  hurts: string[];
  /** What it speaks of at all: whatever works in the meantime by another incident's word is not said to work. */
  touches: string[];
  /** What was confirmed to work. */
  works: string[];
  /** In each language: what to do, with the language that it is really in and whose advice it is, and where more stands. */
  told: Record<string, { advice: BedsideAdvice | null; url: string }>;
}

export interface BedsideAdvice {
  text: string;
  language: string;
  by: string;
}

/** Since when something is so; `before` where only that is known which it was before. */
export interface SinceTold {
  at: Instant;
  before: boolean;
}

/** Whose word "no problem" is: of a watcher or a person, of nobody, or of a record that vouches for nothing. */
export type Calm = 'vouched' | 'nobody' | 'demonstration';

/**
 * What one check heard: the statuses of the chosen components, and for how many ms that holds; or nothing that can
 * be believed. It is `lost` where an answer came and takes back what was known: somebody's word has lapsed, another
 * build that could not be taken, a status nobody here knows.
 */
export type Heard =
  | {
      confirmed: true;
      statuses: Record<string, Status>;
      since: SinceTold | undefined;
      calm: Calm;
      /** What puts the chosen components into trouble. */
      incidents: BedsideIncident[];
      left: number;
    }
  | { confirmed: false; lost: boolean };

/** How the night stands. Times are of a steady clock, in ms; they measure spans, not hours. */
export interface Night {
  /** The statuses as last heard. */
  statuses: Record<string, Status>;
  /** Since when what the word names is so, in ms UTC; `undefined` if nothing is wrong, or if nobody says. */
  since: SinceTold | undefined;
  calm: Calm;
  /** What puts the chosen components into trouble, as last heard. */
  incidents: BedsideIncident[];
  /** When the page was last reached, and said something that can be believed. */
  reachedAt: Instant;
  /** Until when that may be believed, if nothing more is heard. */
  holdsUntil: Instant;
  /** Whether it is known how things stand: `waiting` before the first answer. */
  knowledge: 'waiting' | 'known' | 'lost';
  /** Why the alarm should sound, until somebody stops it. */
  alarm: 'worse' | 'silence' | undefined;
}

/** A sound that a step asks for; `quiet` ends one without another. */
export type Sound = 'alarm' | 'chime' | 'quiet' | undefined;

export function beginNight(at: Instant): Night {
  return {
    statuses: {},
    since: undefined,
    calm: 'nobody',
    incidents: [],
    reachedAt: at,
    holdsUntil: at,
    knowledge: 'waiting',
    alarm: undefined,
  };
}

const LOST: Heard = { confirmed: false, lost: true };

/**
 * What a heartbeat and a file say together about the chosen components. Trouble stands until it is taken back;
 * "no problem" is somebody's word, and needs that it is told whose, from when and until when.
 * @param now the server's time, in ms UTC.
 * @param limits what a heartbeat of this site can promise: one that promises more is not believed.
 */
export function hear(
  heartbeat: unknown,
  file: BedsideFile | undefined,
  chosen: string[],
  now: Instant,
  limits: LeaseLimits,
): Heard {
  const beat = readHeartbeat({ ...(heartbeat as object), vouched: { by: 'nobody' } });
  if (!beat || !isPossible(beat, now, limits) || beat.validUntil <= now) return LOST;
  if (beat.build !== file?.build) return LOST;
  const entries = chosen.map((id) => file.components.find((one) => one.id === id));
  const statuses: [string, Status][] = [];
  for (const entry of entries) {
    if (!entry || !isStatus(entry.status)) return LOST;
    statuses.push([entry.id, entry.status]);
  }
  const status = worst(statuses.map(([, one]) => one));
  const isCalm = status === 'operational';
  const word = wordIn(readHeartbeat(heartbeat), now, limits);
  const calm = file.demonstration ? 'demonstration' : word?.calm;
  if (isCalm && calm === undefined) return LOST;
  const until =
    isCalm && calm === 'vouched' ? Math.min(beat.validUntil, word?.until ?? now) : beat.validUntil;
  return {
    confirmed: true,
    statuses: Object.fromEntries(statuses),
    since: isCalm ? undefined : sinceOf(entries.filter((entry) => entry?.status === status)),
    calm: calm ?? 'nobody',
    // A file of a release before this one has none.
    incidents: (file.incidents ?? []).filter(({ hurts }) => hurts.some((id) => chosen.includes(id))),
    left: until - now,
  };
}

/** Whose word a heartbeat carries at an instant, and until when; `undefined` if it carries none that holds. */
function wordIn(
  beat: Beat | undefined,
  now: Instant,
  limits: LeaseLimits,
): { calm: Calm; until: Instant } | undefined {
  if (!beat || !isPossible(beat, now, limits)) return undefined;
  if (beat.vouched === null) return { calm: 'nobody', until: beat.validUntil };
  return now < beat.vouched.until ? { calm: 'vouched', until: beat.vouched.until } : undefined;
}

/** Since when the first of some components is so; of equals the one that nobody knows the beginning of. */
function sinceOf(entries: (BedsideFile['components'][number] | undefined)[]): SinceTold | undefined {
  return entries
    .map((entry) => ({
      at: Date.parse(entry?.since_before ?? entry?.since ?? ''),
      before: typeof entry?.since_before === 'string',
    }))
    .filter(({ at }) => !Number.isNaN(at))
    .toSorted((one, other) => one.at - other.at || Number(other.before) - Number(one.before))[0];
}

/**
 * What follows from a check. A chosen component that gets worse is an alarm; so is having heard nothing
 * for `patience` ms. When everything chosen works again after trouble there is a chime.
 */
export function afterCheck(
  night: Night,
  heard: Heard,
  at: Instant,
  patience: number,
): { night: Night; sound: Sound } {
  if (!heard.confirmed) {
    const silent = at - night.reachedAt >= patience;
    const begins = silent && night.alarm === undefined;
    return {
      night: {
        ...night,
        knowledge: silent || heard.lost ? 'lost' : night.knowledge,
        alarm: begins ? 'silence' : night.alarm,
      },
      sound: begins ? 'alarm' : undefined,
    };
  }
  const gotWorse = Object.entries(heard.statuses).some(([id, status]) =>
    isWorse(status, Object.hasOwn(night.statuses, id) ? (night.statuses[id] as Status) : 'operational'),
  );
  const still = isTrouble(heard.statuses);
  const over = isTrouble(night.statuses) && !still;
  const found = night.alarm === 'silence' && !gotWorse;
  const good: Sound = found && still ? 'quiet' : over || found ? 'chime' : undefined;
  return {
    night: {
      statuses: heard.statuses,
      since: heard.since,
      calm: heard.calm,
      incidents: heard.incidents,
      reachedAt: at,
      holdsUntil: at + heard.left,
      knowledge: 'known',
      alarm: gotWorse ? 'worse' : good === undefined ? night.alarm : undefined,
    },
    sound: gotWorse ? 'alarm' : good,
  };
}

/** The device slept, or a clock was set: what was heard before it is not known any more. */
export function afterGap(night: Night): Night {
  return { ...night, knowledge: 'lost' };
}

/** What was heard holds no longer than it was promised to. The alarm waits all the same for as long as was chosen. */
export function untilLapse(night: Night, at: Instant): Night {
  return night.knowledge === 'known' && at >= night.holdsUntil ? { ...night, knowledge: 'lost' } : night;
}

/** Somebody is awake and has stopped the alarm; the next reason sounds again. What is lost stays lost. */
export function stopAlarm(night: Night, at: Instant): Night {
  return { ...night, alarm: undefined, reachedAt: night.alarm === 'silence' ? at : night.reachedAt };
}

/** What the one word is made of: the worst status of what was chosen, whose word calm is, or that nothing is known. */
export function wordOfNight({ statuses, calm, knowledge }: Night): Status | Calm | 'waiting' | 'unknown' {
  if (knowledge !== 'known') return knowledge === 'lost' ? 'unknown' : 'waiting';
  const status = worst(Object.values(statuses));
  return status === 'operational' ? calm : status;
}

/** What of the chosen is in trouble as last heard, the worst first; of equals in the order in which they were heard. */
export function troubleOfNight({ statuses }: Pick<Night, 'statuses'>): { id: string; status: Hurt }[] {
  return Object.entries(statuses)
    .flatMap(([id, status]) => (isHurt(status) ? [{ id, status }] : []))
    .toSorted((one, other) => severity(one.status) - severity(other.status));
}

/** What was confirmed to work by some incidents, as ids: nothing that any of them speaks of. */
export function stillWorking(incidents: readonly BedsideIncident[]): string[] {
  const touched = new Set(incidents.flatMap(({ touches }) => touches));
  return [...new Set(incidents.flatMap(({ works }) => works))].filter((id) => !touched.has(id));
}

/** The two clocks of a device at two moments, in ms. */
interface ClockReading {
  wall: number;
  steady: number;
}

/** Longer than this between two looks at the clocks, a second apart, the device was away; in ms. A hidden tab looks once a minute. */
const AWAY = 90_000;

/**
 * How much time passed between two looks at the clocks, by the one that moved more (one of them stops in sleep
 * on some systems); and whether that is a gap: a sleep, or a clock that was set.
 */
export function passed(before: ClockReading, now: ClockReading): { time: number; gap: boolean } {
  const wall = now.wall - before.wall;
  const time = Math.max(0, wall, now.steady - before.steady);
  return { time, gap: time > AWAY || wall < -AWAY };
}

function isTrouble(statuses: Record<string, Status>): boolean {
  return Object.values(statuses).some(isHurt);
}

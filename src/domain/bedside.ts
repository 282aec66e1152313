import type { Heartbeat } from './freshness.ts';
import { isStatus, isWorse, type Status, worst } from './status.ts';
import type { Instant } from './time.ts';

/** `/bedside.json`: how each component is in one build. Heartbeat and file are believed together or not at all. */
export interface BedsideFile {
  build: string;
  demonstration: boolean;
  components: { id: string; status: string; since: string | null }[];
}

/** Whose word "no problem" is: of a watcher or a person, of nobody, or of a record that vouches for nothing. */
export type Calm = 'vouched' | 'nobody' | 'demonstration';

/**
 * What one check heard: the statuses of the chosen components; or nothing that can be believed. It is `lost`
 * where an answer came and takes back what was known: somebody's word has lapsed, a status nobody here knows.
 */
export type Heard =
  | { confirmed: true; statuses: Record<string, Status>; since: Instant | undefined; calm: Calm }
  | { confirmed: false; lost: boolean };

/** How the night stands. Times are of a steady clock, in ms; they measure spans, not hours. */
export interface Night {
  /** The statuses as last heard. */
  statuses: Record<string, Status>;
  /** Since when a chosen component is in trouble, in ms UTC; `undefined` if none is, or if nobody says. */
  since: Instant | undefined;
  calm: Calm;
  /** When the page was last reached, and said something that can be believed. */
  reachedAt: Instant;
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
    reachedAt: at,
    knowledge: 'waiting',
    alarm: undefined,
  };
}

/**
 * What a heartbeat and a file say together about the chosen components. Trouble stands until it is taken back;
 * "no problem" is somebody's word, and needs that it is told whose, from when and until when.
 * @param now the server's time, in ms UTC.
 */
export function hear(
  heartbeat: Partial<Heartbeat>,
  file: BedsideFile,
  chosen: string[],
  now: Instant,
): Heard {
  if (typeof heartbeat.build !== 'string' || heartbeat.build !== file.build)
    return { confirmed: false, lost: false };
  const entries = chosen.map((id) => file.components.find((one) => one.id === id));
  const statuses: [string, Status][] = [];
  for (const entry of entries) {
    if (!entry || !isStatus(entry.status)) return { confirmed: false, lost: true };
    statuses.push([entry.id, entry.status]);
  }
  const hurt = entries.filter((entry) => entry !== undefined && entry.status !== 'operational');
  const calm = file.demonstration ? 'demonstration' : wordOf(heartbeat.vouched, now);
  if (hurt.length === 0 && calm === undefined) return { confirmed: false, lost: true };
  const times = hurt.map((entry) => Date.parse(entry?.since ?? '')).filter((time) => !Number.isNaN(time));
  return {
    confirmed: true,
    statuses: Object.fromEntries(statuses),
    since: times.length > 0 ? Math.min(...times) : undefined,
    calm: calm ?? 'nobody',
  };
}

/** Whose word a heartbeat carries at an instant; `undefined` if it carries none that holds. */
function wordOf(vouched: Partial<Heartbeat['vouched']> | undefined, now: Instant): Calm | undefined {
  if (vouched?.by === 'nobody') return 'nobody';
  if (vouched?.by !== 'watch' && vouched?.by !== 'person') return undefined;
  const [at, until] = [Date.parse(vouched.at ?? ''), Date.parse(vouched.until ?? '')];
  return at <= now + AHEAD && now < until ? 'vouched' : undefined;
}

/** A word may be this far ahead of the server's clock, in ms; one from further ahead is not believed. */
const AHEAD = 5 * 60_000;

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
      reachedAt: at,
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

/** The two clocks of a device at two moments, in ms. */
interface Reading {
  wall: number;
  steady: number;
}

/** Longer than this between two looks at the clocks, a second apart, the device was away; in ms. A hidden tab looks once a minute. */
const AWAY = 90_000;

/**
 * How much time passed between two looks at the clocks, by the one that moved more (one of them stops in sleep
 * on some systems); and whether that is a gap: a sleep, or a clock that was set.
 */
export function passed(before: Reading, now: Reading): { time: number; gap: boolean } {
  const wall = now.wall - before.wall;
  const time = Math.max(0, wall, now.steady - before.steady);
  return { time, gap: time > AWAY || wall < -AWAY };
}

function isTrouble(statuses: Record<string, Status>): boolean {
  return Object.values(statuses).some((status) => status !== 'operational');
}

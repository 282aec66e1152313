import type { ChannelProof, ProofFile, UpdateProof } from './proof-file.ts';
import { DAY, type Instant } from './time.ts';

/** The largest file that is read, in bytes: some ten thousand messages of accounts fit. */
export const LARGEST_PROOF = 2_097_152;

const YEAR = 365 * DAY;

/** What is known of how fast people were told. */
export type Proof =
  | { kind: 'known'; file: ProofFile }
  /** There is no file: nobody is told, or nothing was measured yet. */
  | { kind: 'none' }
  /** There is one that nobody can read: pages say so. */
  | { kind: 'unreadable' };

/** What a file says, or what is wrong with it: where, and what was found there. */
export type ProofReading = { proof: ProofFile } | { fault: string };

/** Reads `/proof.json`. Keys that are not known yet are let by. */
export function readProof(text: string): ProofReading {
  if (text.length > LARGEST_PROOF) return { fault: `more than ${LARGEST_PROOF} bytes` };
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return { fault: 'a file that is not JSON' };
  }
  const fault = faultIn(told, FILE, '');
  return fault === undefined ? { proof: told as ProofFile } : { fault };
}

/** How a channel told of an incident for the first time: the first of its updates that was owed there. */
export interface FirstTold {
  channel: ChannelProof;
  /** From the publication of the update until the first message left, in seconds; `undefined` where none has. */
  after: number | undefined;
}

/** Each channel on which something about an incident was owed, the fastest first. */
export function firstTold({ updates }: ProofFile, incident: string): FirstTold[] {
  const first = new Map<string, FirstTold>();
  const ofIncident = updates
    .filter(({ id }) => id.startsWith(`${incident}/`))
    .toSorted((one, other) => Date.parse(one.published) - Date.parse(other.published));
  for (const update of ofIncident)
    for (const channel of update.channels)
      if (!first.has(channel.channel))
        first.set(channel.channel, { channel, after: secondsIn(update, channel) });
  return [...first.values()].toSorted((one, other) => (one.after ?? Infinity) - (other.after ?? Infinity));
}

/** How fast a channel was in the year before an instant. */
export interface Speed {
  channel: string;
  kind: string;
  /** How many updates were owed there. */
  updates: number;
  /** Of how many of them no message left. */
  untold: number;
  /** The middle of the middles, in seconds; `undefined` where nothing left. */
  usual: number | undefined;
  /** 99 of 100 messages of the slowest update, in seconds. */
  slowest: number | undefined;
}

/** How fast each channel was in the year before `now`. */
export function speedsOf({ updates }: ProofFile, now: Instant): Speed[] {
  const owed = new Map<string, ChannelProof[]>();
  for (const { published, channels } of updates)
    if (Date.parse(published) > now - YEAR)
      for (const one of channels) owed.set(one.channel, [...(owed.get(one.channel) ?? []), one]);
  return [...owed.values()].map((all) => {
    const { channel, kind } = all[0] as ChannelProof;
    const told = all.filter(({ first_at }) => first_at !== null);
    const usual = told
      .flatMap(({ median_seconds: half }) => half ?? [])
      .toSorted((one, other) => one - other);
    const slowest = told.flatMap(({ p99_seconds, median_seconds }) => p99_seconds ?? median_seconds ?? []);
    return {
      channel,
      kind,
      updates: all.length,
      untold: all.length - told.length,
      usual: usual[Math.floor(usual.length / 2)],
      slowest: slowest.length > 0 ? slowest.reduce((one, other) => Math.max(one, other)) : undefined,
    };
  });
}

/** Two clocks wrote these times: a message never left before what it tells was published. */
function secondsIn({ published }: UpdateProof, { first_at }: ChannelProof): number | undefined {
  return first_at === null ? undefined : Math.max(0, (Date.parse(first_at) - Date.parse(published)) / 1000);
}

/** What a value must be, in words and as a test; or the keys of a mapping, or what each entry of a list is. */
type Shape =
  | { called: string; holds(value: unknown): boolean }
  | { keys: Record<string, Shape>; optional?: Record<string, Shape> }
  | { each: Shape };

const TEXT: Shape = {
  called: 'a short text',
  holds: (value) => typeof value === 'string' && value.length > 0 && value.length <= 200,
};
const isTime = (value: unknown) =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) &&
  !Number.isNaN(Date.parse(value));
const TIME: Shape = { called: 'a time such as 2026-03-01T02:11:04Z', holds: isTime };
const TIME_OR_NULL: Shape = { called: 'a time, or null', holds: (value) => value === null || isTime(value) };
const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const SECONDS: Shape = { called: 'seconds, or null', holds: (value) => value === null || isAmount(value) };
const ROUNDED: Shape = {
  called: 'a rounded count',
  holds: (value) => isMapping(value) && (isAmount(value.about) || isAmount(value.fewer_than)),
};
const FILE: Shape = {
  keys: {
    written_at: TIME,
    updates: {
      each: {
        keys: {
          id: TEXT,
          published: TIME,
          channels: {
            each: {
              keys: {
                channel: TEXT,
                kind: TEXT,
                first_at: TIME_OR_NULL,
                median_seconds: SECONDS,
                p99_seconds: SECONDS,
              },
              optional: { owed: ROUNDED, sent: ROUNDED, failed: ROUNDED },
            },
          },
        },
      },
    },
  },
};

/** What is wrong with a value, with the way to it; `undefined` if nothing is. */
function faultIn(value: unknown, shape: Shape, at: string): string | undefined {
  const here = at || 'the file';
  if ('holds' in shape) return shape.holds(value) ? undefined : `${here} is not ${shape.called}`;
  if ('each' in shape) {
    if (!Array.isArray(value)) return `${here} is not a list`;
    return firstOf(value.map((one, index) => () => faultIn(one, shape.each, `${at}[${index}]`)));
  }
  if (!isMapping(value)) return `${here} is not a mapping`;
  const inIt = (key: string, held: Shape) => faultIn(value[key], held, at ? `${at}.${key}` : key);
  return firstOf([
    ...Object.entries(shape.keys).map(
      ([key, held]) =>
        () =>
          inIt(key, held),
    ),
    ...Object.entries(shape.optional ?? {})
      .filter(([key]) => value[key] !== undefined)
      .map(
        ([key, held]) =>
          () =>
            inIt(key, held),
      ),
  ]);
}

function firstOf(looks: (() => string | undefined)[]): string | undefined {
  for (const look of looks) {
    const found = look();
    if (found !== undefined) return found;
  }
  return undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

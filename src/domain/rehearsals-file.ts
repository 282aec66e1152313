import type { Instant } from './time.ts';

/** One step of the way from a failure to the people who asked to be told. */
export interface RehearsedStep {
  step: string;
  /** How long it took, in seconds; null where it was not reached. */
  seconds: number | null;
  /** Whether it was measured now, or follows from the config and depends on the host. */
  known: 'measured' | 'stated';
  /** What stands behind the number, as a sentence. */
  says: string;
}

/** A rehearsal as it is kept. */
export interface Rehearsal {
  /** When it began, in ISO 8601. */
  at: string;
  /** The drill that was told. */
  incident: string | null;
  /** Whether the public page said it, and the all-clear after it. */
  passed: boolean;
  steps: RehearsedStep[];
}

/** `/rehearsals.json`: the newest last. */
export interface RehearsalsFile {
  about: string;
  rehearsals: Rehearsal[];
}

/** The largest file that is read, in bytes: each of those that are kept may have dozens of steps. */
export const LARGEST_REHEARSALS = 2_097_152;

/** The step at which the public page said the first notice, from the command on. */
const NOTICE_LIVE = 'notice live';
/** How the steps begin at which a channel told it, from the publication on. */
export const TOLD_BY = 'told by ';

/** What a page says of a rehearsal. */
export interface RehearsalRow {
  at: Instant;
  incident: string | undefined;
  passed: boolean;
  /** From the command until the public page said it, in ms; `undefined` where it never did. */
  live: number | undefined;
  /** From the command until the last channel had told it, in ms; `undefined` where one did not, or none was asked. */
  told: number | undefined;
}

/** What a file says, the newest first, or what is wrong with it. */
export type RehearsalsReading = { rows: RehearsalRow[] } | { fault: string };

/** Reads `/rehearsals.json`. Steps and keys that are not known yet are let by. */
export function readRehearsals(text: string): RehearsalsReading {
  let file: Partial<RehearsalsFile> | null;
  try {
    file = JSON.parse(text) as Partial<RehearsalsFile> | null;
  } catch {
    return { fault: 'a file that is not JSON' };
  }
  const rehearsals = file?.rehearsals;
  if (!Array.isArray(rehearsals)) return { fault: 'no list of rehearsals' };
  const index = rehearsals.findIndex((one) => !isRehearsal(one));
  if (index >= 0) return { fault: `rehearsals[${index}] is none` };
  return { rows: rehearsals.map(rowOf).toSorted((one, other) => other.at - one.at) };
}

function isRehearsal(one: Partial<Rehearsal> | null): boolean {
  const isStep = ({ step, seconds }: Partial<RehearsedStep>) =>
    typeof step === 'string' && (seconds === null || Number.isFinite(seconds));
  return (
    typeof one === 'object' &&
    Number.isFinite(Date.parse(one?.at ?? '')) &&
    typeof one?.passed === 'boolean' &&
    Array.isArray(one.steps) &&
    one.steps.every((step) => typeof step === 'object' && step !== null && isStep(step))
  );
}

function rowOf({ at, incident, passed, steps }: Rehearsal): RehearsalRow {
  const live = steps.find(({ step }) => step === NOTICE_LIVE)?.seconds ?? undefined;
  const channels = steps.filter(({ step }) => step.startsWith(TOLD_BY));
  const told = channels.map(({ seconds }) => seconds ?? Number.POSITIVE_INFINITY);
  const last = live === undefined || told.length === 0 ? undefined : live + Math.max(...told);
  return {
    at: Date.parse(at),
    incident: typeof incident === 'string' ? incident : undefined,
    passed,
    live: live === undefined ? undefined : live * 1000,
    told: last === undefined || !Number.isFinite(last) ? undefined : last * 1000,
  };
}

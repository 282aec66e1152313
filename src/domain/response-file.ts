import { DAY, type Instant, isoSeconds, MINUTE } from './time.ts';

/** How the looks of a while went, from all places. */
export interface Looks {
  /** When the while began. */
  from: string;
  looks: number;
  /** How many of them found that it does not work. */
  failures: number;
  /** The middle and the longest of the times to an answer, in whole ms; `null` where no look was measured. */
  median: number | null;
  worst: number | null;
}

/** How fast one check was answered. */
interface CheckResponses {
  check: string;
  /** Of five minutes each, the newest 24 hours, oldest first; a while without a look has none. */
  minutes: Looks[];
  /** Of UTC days, the newest 90, oldest first; the middle of a day is the middle of its five minutes. */
  days: Looks[];
}

/** `watch.json`: what a watcher measured, for whoever draws it. It holds no address and no reason. */
export interface ResponseFile {
  version: 1;
  /** When it was written. */
  at: string;
  checks: CheckResponses[];
}

/** What a look says for this: which check, when, whether it works, and how long it took. */
interface Look {
  check: string;
  at: Instant;
  ok: boolean;
  ms?: number;
}

/** How long a while of the newest day is, in ms. */
export const SPAN = 5 * MINUTE;
const DAYS = 90;

/** What was measured where nothing was. */
export const NO_RESPONSES: ResponseFile = { version: 1, at: isoSeconds(0), checks: [] };

/**
 * What stands in a file of what was measured.
 * @returns nothing for what is no such file, or one of another version.
 */
export function responsesIn(value: unknown): ResponseFile | undefined {
  const { version, at, checks } = (value ?? {}) as Partial<ResponseFile>;
  if (version !== 1 || !isTime(at) || !Array.isArray(checks)) return undefined;
  const isWhole = checks.every(
    (one) => typeof one?.check === 'string' && [one.minutes, one.days].every(areLooks),
  );
  return isWhole ? { version, at, checks } : undefined;
}

function areLooks(list: unknown): boolean {
  return Array.isArray(list) && list.every(isLooks);
}

function isLooks(one: Partial<Looks> | null): boolean {
  const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
  return (
    isTime(one?.from) &&
    [one?.looks, one?.failures].every(isCount) &&
    [one?.median, one?.worst].every((value) => value === null || isCount(value))
  );
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && Number.isFinite(Date.parse(value));
}

/**
 * What was measured, with one more look.
 * @param looks those of late, of all checks, the new one among them: its five minutes are reckoned from them, so that
 * a middle is exact and no list of times is kept.
 */
export function withLook(file: ResponseFile, look: Look, looks: readonly Look[], now: Instant): ResponseFile {
  const { check, at } = look;
  const before = file.checks.find((one) => one.check === check) ?? { check, minutes: [], days: [] };
  const from = at - (at % SPAN);
  const beside = looks.filter((one) => one.check === check && one.at >= from && one.at < from + SPAN);
  // Of a report that comes late not all looks beside it may be known any more: what was reckoned then stays.
  const known = before.minutes.find((one) => one.from === isoSeconds(from));
  if (known && known.looks >= beside.length) return file;
  const minutes = put(before.minutes, summary(beside, from)).filter(
    (one) => Date.parse(one.from) > now - DAY && Date.parse(one.from) <= now,
  );
  const day = at - (at % DAY);
  const ofDay = minutes.filter((one) => Date.parse(one.from) >= day && Date.parse(one.from) < day + DAY);
  const whole = together(ofDay, day);
  // Of yesterday the first minutes may have gone by now.
  const isLess = before.days.some((one) => one.from === whole.from && one.looks >= whole.looks);
  const days = isLess || ofDay.length === 0 ? before.days : put(before.days, whole);
  const next = { check, minutes, days: days.filter((one) => Date.parse(one.from) > now - DAYS * DAY) };
  const others = file.checks.filter((one) => one.check !== check);
  const checks = [...others, next].toSorted((one, other) => (one.check < other.check ? -1 : 1));
  return { version: 1, at: isoSeconds(now), checks };
}

/** What was measured without checks that are not watched any more. */
export function responsesOf(file: ResponseFile, checks: ReadonlySet<string>): ResponseFile {
  return { ...file, checks: file.checks.filter(({ check }) => checks.has(check)) };
}

function put(list: readonly Looks[], one: Looks): Looks[] {
  return [...list.filter(({ from }) => from !== one.from), one].toSorted((first, second) =>
    first.from < second.from ? -1 : 1,
  );
}

function summary(looks: readonly Look[], from: Instant): Looks {
  const times = looks.flatMap(({ ms }) => (ms === undefined ? [] : [Math.round(ms)]));
  return {
    from: isoSeconds(from),
    looks: looks.length,
    failures: looks.filter(({ ok }) => !ok).length,
    median: middle(times.map((value) => ({ value, weight: 1 }))),
    worst: times.length === 0 ? null : Math.max(...times),
  };
}

function together(spans: readonly Looks[], day: Instant): Looks {
  const sum = (of: (one: Looks) => number) => spans.reduce((total, one) => total + of(one), 0);
  const medians = spans.flatMap(({ median, looks }) =>
    median === null ? [] : [{ value: median, weight: looks }],
  );
  const worst = spans.flatMap((one) => one.worst ?? []);
  return {
    from: isoSeconds(day),
    looks: sum(({ looks }) => looks),
    failures: sum(({ failures }) => failures),
    median: middle(medians),
    worst: worst.length === 0 ? null : Math.max(...worst),
  };
}

/** The value that half of the weight lies below or at. */
function middle(values: readonly { value: number; weight: number }[]): number | null {
  const sorted = values.toSorted((one, other) => one.value - other.value);
  const half = sorted.reduce((total, { weight }) => total + weight, 0) / 2;
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    if (below >= half) return value;
  }
  return null;
}

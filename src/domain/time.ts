/** Milliseconds since 1970-01-01T00:00Z. Always UTC; the reader's zone is added in the browser only. */
export type Instant = number;

/**
 * A point in time as well as it is known. `earliest` and `latest` are equal when it is known exactly;
 * `wholeDay` when the file gave a bare date, which means that whole UTC day.
 */
export interface TimeRange {
  earliest: Instant;
  latest: Instant;
  wholeDay?: true;
}

/** A duration in ms made from uncertain times: at least `certain`, at most `possible`. */
export interface Span {
  certain: number;
  possible: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function exactly(instant: Instant): TimeRange {
  return { earliest: instant, latest: instant };
}

/** How long from one moment to another, never below 0. */
export function spanBetween(from: TimeRange, to: TimeRange): Span {
  return {
    certain: Math.max(0, to.earliest - from.latest),
    possible: Math.max(0, to.latest - from.earliest),
  };
}

/** `2019-11-30T15:30Z`, with seconds only where there are any. */
export function iso(instant: Instant): string {
  const full = new Date(instant).toISOString();
  return full.slice(17, 19) === '00' ? `${full.slice(0, 16)}Z` : `${full.slice(0, 19)}Z`;
}

/** A time as an incident file has it: exact, `earliest/latest`, or the days that it covers. `readTimeRange` reads it back. */
export function printTimeRange({ earliest, latest, wholeDay }: TimeRange): string {
  const [from, to] = [earliest, latest].map(wholeDay ? dayOf : iso);
  return from === to ? `${from}` : `${from}/${to}`;
}

/** `2019-11-30T15:30:00Z`: whole seconds, for formats that insist on them. */
export function isoSeconds(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** The UTC day of an instant, `2019-11-30`. */
export function dayOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}

export function startOfDay(instant: Instant): Instant {
  return Math.floor(instant / DAY) * DAY;
}

export function yearOf(instant: Instant): number {
  return new Date(instant).getUTCFullYear();
}

/** The first instant of the UTC month that lies `offset` months from the month of `instant`. */
export function startOfMonth(instant: Instant, offset = 0): Instant {
  const date = new Date(instant);
  const start = new Date(0);
  start.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
  return start.getTime();
}

/** `20191130T153000Z`: an instant in letters that may stand in an address. */
export function compact(instant: Instant): string {
  return isoSeconds(instant).replace(/[-:]/g, '');
}

export type TimeFault = 'malformed' | 'without-offset' | 'impossible' | 'interval-backwards';

export type ParsedTime =
  | { ok: true; range: TimeRange }
  | { ok: false; fault: TimeFault; suggestion: string | undefined };

/**
 * Reads `YYYY-MM-DDThh:mm[:ss]` with `Z` or an offset, `earliest/latest`, or a bare date (that UTC day).
 * Anything else is a fault, with a suggestion in the right form where one can be guessed.
 */
export function readTimeRange(written: string): ParsedTime {
  const parts = written.split('/');
  // A date may have been written with slashes.
  if (parts.length > 2) return fault('malformed', nearMiss(written));
  const [first, second] = parts as [string, string?];
  const from = parsePoint(first);
  if (second === undefined) return from;
  const to = parsePoint(second);
  if (!from.ok) return fault(from.fault, suggested(from.suggestion, to.ok ? second : to.suggestion));
  if (!to.ok) return fault(to.fault, suggested(first, to.suggestion));
  if (to.range.latest < from.range.earliest) return fault('interval-backwards', `${second}/${first}`);
  const days = from.range.wholeDay && to.range.wholeDay;
  return {
    ok: true,
    range: {
      earliest: from.range.earliest,
      latest: to.range.latest,
      ...(days && { wholeDay: true as const }),
    },
  };
}

const POINT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?)?$/;

function parsePoint(written: string): ParsedTime {
  const match = POINT.exec(written);
  if (!match) return fault('malformed', nearMiss(written));
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const zone = match[7];
  const hasTime = match[4] !== undefined;
  const local = utc(year, month, day, hour, minute, second);
  if (local === undefined) return fault('impossible');
  if (!hasTime)
    return { ok: true, range: { earliest: local, latest: local + DAY - 1000, wholeDay: true as const } };
  if (zone === undefined) return fault('without-offset', `${written}Z`);
  const offset = offsetMinutes(zone);
  const instant = offset === undefined ? Number.NaN : local - offset * MINUTE;
  // An offset can lead out of the years that four digits write.
  return instant >= YEAR_1 && instant < YEAR_10000
    ? { ok: true, range: exactly(instant) }
    : fault('impossible');
}

const YEAR_1 = Date.parse('0001-01-01T00:00Z');
const YEAR_10000 = Date.UTC(10_000, 0);

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  // A month or a day that is not in the calendar ends up in another month.
  const exists = year > 0 && date.getUTCMonth() === month - 1 && hour < 24 && minute < 60 && second < 60;
  return exists ? date.getTime() : undefined;
}

/** Offsets in use run from -12:00 to +14:00 (IANA time zone database). */
function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const sign = zone[0] === '-' ? -1 : 1;
  const minutes = Number(zone.slice(4, 6));
  const offset = sign * (Number(zone.slice(1, 3)) * 60 + minutes);
  return minutes < 60 && offset >= -720 && offset <= 840 ? offset : undefined;
}

/** A time with spaces to spare; in a longer text nothing is guessed, for the guess looks at each space again. */
const LONGEST_TIME = 60;

/** What somebody probably meant who wrote a space for the T, one digit for an hour, a lower-case z. */
function nearMiss(written: string): string | undefined {
  if (written.length > LONGEST_TIME) return undefined;
  const match =
    /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?\s*$/i.exec(
      written,
    );
  if (!match) return undefined;
  const two = (part: string) => part.padStart(2, '0');
  const [year, month, day, hour, minute, second, zone] = match.slice(1) as string[];
  const date = `${year}-${two(month as string)}-${two(day as string)}`;
  const mended =
    hour === undefined
      ? date
      : `${date}T${two(hour)}:${minute}${second ? `:${second}` : ''}${zone ? offsetOf(zone) : 'Z'}`;
  return parsePoint(mended).ok ? mended : undefined;
}

function offsetOf(zone: string): string {
  return /\d/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
}

function suggested(from: string | undefined, to: string | undefined): string | undefined {
  return from === undefined || to === undefined ? undefined : `${from}/${to}`;
}

function fault(kind: TimeFault, suggestion?: string): ParsedTime {
  return { ok: false, fault: kind, suggestion };
}

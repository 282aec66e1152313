import { DAY, HOUR, type Instant, iso, MINUTE, readTimeRange, type TimeRange } from '../domain/time.ts';
import type { Report } from '../problems/index.ts';
import type { Word } from './brought.ts';

/** How a time of another system reads: a moment, or why it is none. */
export type ForeignTime =
  | { ok: true; range: TimeRange; isTwice?: true }
  | { ok: false; fault: 'malformed' | 'without-zone' | 'impossible' };

const FORM =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s+(?:UTC|GMT))?)?$/i;

/**
 * Reads `2018-04-13 15:54:00` and its neighbours: a T or a space, with an offset or without, seconds and their parts.
 * A time without an offset is one of the zone; an hour that comes twice there is as uncertain as that, and one that
 * the clocks leave out is none. A day is that whole day in the zone.
 */
export function readForeignTime(written: string, zone: string | undefined): ForeignTime {
  const match = FORM.exec(written.trim());
  if (!match) return { ok: false, fault: 'malformed' };
  const [, year, month, day, hour, minute, second, offset] = match;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return dayIn(date, zone);
  const local = `${date}T${hour.padStart(2, '0')}:${minute}:${second ?? '00'}`;
  if (offset === undefined) return localTime(local, zone);
  const end = /\d/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(-2)}` : 'Z';
  const read = readTimeRange(`${local}${end}`);
  return read.ok ? { ok: true, range: read.range } : { ok: false, fault: 'impossible' };
}

/** A time of a zone's clock, `2018-04-13T15:54:00`. */
export function localTime(local: string, zone: string | undefined): ForeignTime {
  const asUtc = readTimeRange(`${local}Z`);
  if (!asUtc.ok) return { ok: false, fault: 'impossible' };
  if (zone === undefined) return { ok: false, fault: 'without-zone' };
  const clock = asUtc.range.earliest;
  // Zones lie within fifteen hours of UTC, and no clock is changed twice in two days.
  const offsets = new Set([clock - DAY, clock + DAY].map((at) => offsetAt(zone, at)));
  const found = [...offsets]
    .map((offset) => clock - offset)
    .filter((at) => at + offsetAt(zone, at) === clock)
    .toSorted((one, other) => one - other);
  const [earliest, latest = earliest] = found;
  if (earliest === undefined || latest === undefined) return { ok: false, fault: 'impossible' };
  const range = { earliest, latest };
  return earliest === latest ? { ok: true, range } : { ok: true, range, isTwice: true };
}

function dayIn(date: string, zone: string | undefined): ForeignTime {
  const read = readTimeRange(date);
  if (!read.ok) return { ok: false, fault: 'impossible' };
  if (zone === undefined) return { ok: false, fault: 'without-zone' };
  if (/^(?:Etc\/)?(?:UTC|GMT)$/i.test(zone)) return { ok: true, range: read.range };
  // A day may begin at one, where the clocks are put on at midnight.
  const first = [0, 1].map((hour) => localTime(`${date}T0${hour}:00:00`, zone)).find(({ ok }) => ok);
  const last = localTime(`${date}T23:59:59`, zone);
  if (!first?.ok || !last.ok) return { ok: false, fault: 'impossible' };
  return { ok: true, range: { earliest: first.range.earliest, latest: last.range.latest } };
}

/** Whether a zone has this name in the IANA database. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** By how many ms a zone's clock is ahead of UTC at an instant. */
export function offsetAt(zone: string, at: Instant): number {
  const quarter = Math.floor(at / (15 * MINUTE));
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const clock = new Date(0);
  clock.setUTCFullYear(parts.year, parts.month - 1, parts.day);
  clock.setUTCHours(parts.hour, parts.minute, parts.second);
  const offset = clock.getTime() - Math.floor(at / 1000) * 1000;
  offsets.set(key, offset);
  return offset;
}

/** Clocks are changed at quarters of an hour only, so one answer holds for the whole of one. */
const offsets = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(timeZone, format);
  return format;
}

/**
 * Reads a time and tells what is wrong with it.
 * @param hint what this system itself makes of a time without a zone.
 */
export function timeOf(
  { text, place }: Word,
  zone: string | undefined,
  report: Report,
  hint = '',
): TimeRange | undefined {
  const read = readForeignTime(text, zone);
  if (read.ok) {
    if (read.isTwice)
      report.add({
        name: 'import-guessed',
        place,
        found: text,
        expected: 'an hour that comes once',
        remedy: `The clocks of ${zone} were put back over it, so it was ${iso(read.range.earliest)} or ${iso(read.range.latest)}: both are written. Correct it where you know which.`,
      });
    return read.range;
  }
  const faults = {
    'without-zone': {
      name: 'time-without-offset',
      expected: 'a time with its zone',
      remedy: `Say in which zone times without one are: --zone Europe/Berlin, or --zone UTC.${hint && ` ${hint}`}`,
    },
    malformed: {
      name: 'time-malformed',
      expected: '2018-04-13 15:54:00, with an offset or without',
      remedy: 'Correct it in the source.',
    },
    impossible: {
      name: 'time-impossible',
      expected: zone === undefined ? 'a time that there was' : `a time that the clocks of ${zone} showed`,
      remedy:
        'No clock showed it: the day is not in the calendar, or the clocks were put on over this hour. Correct it in the source.',
    },
  } as const;
  report.add({ ...faults[read.fault], place, found: text });
  return undefined;
}
/** The offsets of the abbreviations that status pages print; those that two zones share are not here. */
const ABBREVIATIONS: Record<string, number> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  EST: -5,
  EDT: -4,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
};

/** By how many ms a zone of this abbreviation is ahead of UTC, if only one is called so. */
export function abbreviated(name: string): number | undefined {
  const hours = ABBREVIATIONS[name.toUpperCase()];
  return hours === undefined ? undefined : hours * HOUR;
}

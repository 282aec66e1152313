import { filedAt, type Incident } from './incident.ts';
import type { Snapshot } from './snapshot.ts';
import { STATUSES, type Status, worst } from './status.ts';
import { DAY, type Instant, startOfDay, yearOf } from './time.ts';
import { type DayUptime, daysOf, incidentsIn, type StatusHistory } from './uptime.ts';

/** The days of a UTC year as far as they have begun, oldest first, the first of them 1 January. */
export interface Year {
  year: number;
  days: DayUptime[];
}

/** Days in a row that the same incidents touch. */
export interface Run {
  /** At least one, oldest first. */
  days: DayUptime[];
  /** Ids of the incidents, at least one. */
  incidents: string[];
  /** The worst status of any of its days. */
  worst: Status;
}

/** Every year of a history up to `now`, newest first. One that begins only after `now` has its year all the same. */
export function yearsOf(history: StatusHistory, now: Instant): Year[] {
  const first = Math.min(yearOf(history.since), yearOf(now));
  return Array.from({ length: yearOf(now) - first + 1 }, (_, index) =>
    yearIn(history, yearOf(now) - index, now),
  );
}

/** One year of a history up to `now`: of a year that is over, the same whenever it is asked for. */
export function yearIn(history: StatusHistory, year: number, now: Instant): Year {
  const last = Math.min(now, startOfYear(year + 1) - 1);
  const count = Math.max(0, (startOfDay(last) - startOfYear(year)) / DAY + 1);
  return { year, days: count === 0 ? [] : daysOf(history, last, count) };
}

/** The days with an entry, in runs of neighbours that the same incidents touch, oldest first. */
export function runsOfDays(days: DayUptime[]): Run[] {
  const runs: Run[] = [];
  let before: DayUptime | undefined;
  for (const day of days) {
    const run = before && before.incidents.length > 0 ? runs.at(-1) : undefined;
    if (run && isSameSet(run.incidents, day.incidents)) {
      run.days.push(day);
      run.worst = worst([run.worst, day.worst]);
    } else if (day.incidents.length > 0)
      runs.push({ days: [day], incidents: day.incidents, worst: day.worst });
    before = day;
  }
  return runs;
}

/** The statuses that days have, worst first; of days without an entry nothing is said. */
export function statusesIn(days: Iterable<DayUptime>): Status[] {
  const seen = new Set<Status>();
  for (const day of days) if (day.incidents.length > 0) seen.add(day.worst);
  return [...STATUSES.filter((status) => seen.has(status))];
}

/** Ids of the incidents that give a day of a year an entry, by the histories of components. */
export function touchingYear(histories: Iterable<StatusHistory>, year: number, now: Instant): Set<string> {
  const period = { from: startOfYear(year), to: startOfYear(year + 1) };
  if (period.from > now) return new Set();
  return new Set(Array.from(histories).flatMap((history) => incidentsIn(history, period, now)));
}

/** What the list of a year names, each newest first: together every incident of every day of it. */
export interface YearList {
  /** The incidents that are filed under the year. */
  filed: Incident[];
  /** Those of a year before that give one of its days an entry. */
  reaching: Incident[];
}

/** The incidents of a year: those that are filed under it, and those that reach into it. */
export function listOfYear(
  year: number,
  { incidents, histories, now }: Pick<Snapshot, 'incidents' | 'histories' | 'now'>,
): YearList {
  const touching = touchingYear(histories.values(), year, now);
  return {
    filed: incidents.filter((one) => yearOf(filedAt(one)) === year),
    reaching: incidents.filter((one) => yearOf(filedAt(one)) < year && touching.has(one.id)),
  };
}

export function startOfYear(year: number): Instant {
  const start = new Date(0);
  start.setUTCFullYear(year, 0, 1);
  return start.getTime();
}

function isSameSet(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}

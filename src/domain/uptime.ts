import type { Component, Weights } from './site.ts';
import { STATUSES, type Status } from './status.ts';
import { DAY, type Instant, startOfDay, startOfMonth } from './time.ts';
import { flatten, type ImpactInterval, type Interval } from './timeline.ts';

/** Half-open, `[from, to)`. */
export interface Period {
  from: Instant;
  to: Instant;
}

/**
 * The sums of a period. Everything in ms; `ratio` lies between 0 and 1, or is `null` with no time to count.
 * `by` adds up to `inService` and `leftOut` together.
 */
export interface Uptime {
  period: Period;
  /** The time that counts. */
  inService: number;
  /** Time in which nobody knows how it was, where the weights leave that out. */
  leftOut: number;
  by: Record<Status, number>;
  weighted: number;
  ratio: number | null;
  /** The longest time without a break in a status that weighs. */
  longest: Period | null;
  /** Of what is in several regions, and not the same in all of them: those in which it was worst, whose sums these are. */
  regions?: string[];
}

/** How one UTC day of a component is drawn. */
export interface DayUptime {
  day: Instant;
  /** Whether the record speaks of it: `before` and `after` lie outside the component's service. */
  service: 'before' | 'in' | 'after';
  /** The worst status of the day; `operational` where nothing was recorded. */
  worst: Status;
  by: Record<Status, number>;
  /** Ids of the incidents that touch the day, one of no length too. */
  incidents: string[];
}

/** A component's whole history, ready to be asked about any period. */
export interface StatusHistory {
  since: Instant;
  until: Instant;
  intervals: ImpactInterval[];
  flat: Interval[];
  /** Of what is in several regions: what happened in each of them, by its id. `flat` has the worst of all of them. */
  regions?: ReadonlyMap<string, StatusHistory>;
}

/** What happened to a component while it was in service; what lies outside of that is no part of its history. */
export function statusHistoryOf(
  component: Pick<Component, 'since' | 'until'> & { regions?: readonly string[] | undefined },
  intervals: ImpactInterval[],
): StatusHistory {
  const { since, until, regions = [] } = component;
  const ordered = intervals
    .filter((interval) => interval.from < until && (interval.to > since || interval.from >= since))
    .map((interval) => ({
      ...interval,
      from: Math.max(interval.from, since),
      to: Math.min(interval.to, until),
    }))
    .toSorted((one, other) => one.from - other.from || one.to - other.to);
  const history = { since, until, intervals: ordered, flat: flatten(ordered) };
  if (regions.length === 0) return history;
  const inEach = regions.map((region) => {
    const own = ordered.filter((interval) => interval.regions?.includes(region) !== false);
    return [region, statusHistoryOf({ since, until }, own)] as const;
  });
  return { ...history, regions: new Map(inEach) };
}

/**
 * The history of several components seen as one: at each instant the worst of those that are in service then.
 * Overlaps count once. In a region it is that of those that are there, and of those that are everywhere alike.
 */
export function merge(histories: StatusHistory[]): StatusHistory {
  const since = Math.min(...histories.map((history) => history.since));
  const until = Math.max(...histories.map((history) => history.until));
  const merged = statusHistoryOf(
    { since, until },
    histories.flatMap((history) => history.intervals),
  );
  const regions = new Set(histories.flatMap((history) => [...(history.regions?.keys() ?? [])]));
  if (regions.size === 0) return merged;
  const inEach = Array.from(regions, (region) => {
    const there = histories.flatMap((history) => historyIn(history, region) ?? []);
    return [region, merge(there)] as const;
  });
  return { ...merged, regions: new Map(inEach) };
}

/** What happened in a region: to what is everywhere alike the same as elsewhere; nothing to what is not there. */
function historyIn(history: StatusHistory, region: string): StatusHistory | undefined {
  return history.regions ? history.regions.get(region) : history;
}

/**
 * The sums of `period`, as far as it lies in service and not after `now`. Of what is in several regions they are
 * those of the region in which it was worst: the mean of all would make an outage smaller than it was for anybody,
 * and what happened here and there together is more than anybody saw.
 */
export function uptimeOf(history: StatusHistory, period: Period, now: Instant, weights: Weights): Uptime {
  if (!history.regions) return sumsOf(history, period, now, weights);
  const all = Array.from(history.regions, ([region, own]) => ({
    region,
    sums: sumsOf(own, period, now, weights),
  }));
  const [first, ...others] = all.toSorted((one, other) => byHarm(one.sums, other.sums));
  if (!first) return sumsOf(history, period, now, weights);
  const same = others.filter(({ sums }) => byHarm(first.sums, sums) === 0).map(({ region }) => region);
  if (same.length === others.length) return first.sums;
  const worst = new Set([first.region, ...same]);
  return { ...first.sums, regions: [...history.regions.keys()].filter((region) => worst.has(region)) };
}

/** The lower share first; of equals the one that was hurt for longer. No share at all comes last. */
function byHarm(one: Uptime, other: Uptime): number {
  const hurt = ({ inService, leftOut, by }: Uptime) => inService + leftOut - by.operational;
  return (one.ratio ?? 2) - (other.ratio ?? 2) || hurt(other) - hurt(one);
}

function sumsOf(history: StatusHistory, period: Period, now: Instant, weights: Weights): Uptime {
  const from = Math.max(period.from, history.since);
  const to = Math.max(from, Math.min(period.to, history.until, now));
  const by = noMinutes();
  let weighted = 0;
  let longest: Period | null = null;
  let gap: Period = { from, to: from };
  for (let index = firstAfter(history.flat, from); index < history.flat.length; index++) {
    const interval = history.flat[index] as Interval;
    if (interval.from >= to) break;
    const start = Math.max(interval.from, from);
    const end = Math.min(interval.to, to);
    by[interval.status] += end - start;
    const weight = weights[interval.status];
    if (weight === 'left out' || weight === 0) continue;
    weighted += (end - start) * weight;
    gap = gap.to === start ? { from: gap.from, to: end } : { from: start, to: end };
    if (!longest || gap.to - gap.from > longest.to - longest.from) longest = gap;
  }
  by.operational = to - from - STATUSES.reduce((sum, status) => sum + by[status], 0);
  const leftOut = weights.not_known === 'left out' ? by.not_known : 0;
  const inService = to - from - leftOut;
  const ratio = inService > 0 ? Math.min(1, Math.max(0, 1 - weighted / inService)) : null;
  return { period, inService, leftOut, by, weighted, ratio, longest };
}

/**
 * Percent with two decimals, rounded down: a period with an outage never reads 100, nor does one in which
 * time that nobody knows of was counted. `undefined` where there is no number to print.
 */
export function percentOf(uptime: Pick<Uptime, 'ratio' | 'weighted' | 'by' | 'leftOut'>): number | undefined {
  if (uptime.ratio === null) return undefined;
  if (uptime.weighted === 0 && uptime.by.not_known === uptime.leftOut) return 100;
  return Math.min(99.99, Math.floor(uptime.ratio * 10_000 + 1e-9) / 100);
}

/** `count` UTC days, oldest first, the last of them the day of `now`. */
export function daysOf(history: StatusHistory, now: Instant, count: number): DayUptime[] {
  const last = startOfDay(now);
  const first = last - (count - 1) * DAY;
  const days = Array.from({ length: count }, (_, index) => emptyDay(first + index * DAY, history));
  for (const interval of history.intervals) {
    if (interval.status === 'operational' || interval.from > now || interval.to < first) continue;
    const end = Math.min(interval.to, now);
    const lastTouched = end > interval.from ? startOfDay(end - 1) : startOfDay(interval.from);
    for (
      let day = Math.max(first, startOfDay(interval.from));
      day <= Math.min(lastTouched, last);
      day += DAY
    ) {
      const reading = days[(day - first) / DAY] as DayUptime;
      if (!reading.incidents.includes(interval.incident)) reading.incidents.push(interval.incident);
      if (STATUSES.indexOf(interval.status) < STATUSES.indexOf(reading.worst))
        reading.worst = interval.status;
    }
  }
  for (const interval of history.flat.slice(firstAfter(history.flat, first))) {
    if (interval.from > now) break;
    const end = Math.min(interval.to, now);
    for (let day = Math.max(first, startOfDay(interval.from)); day < end; day += DAY) {
      const reading = days[(day - first) / DAY] as DayUptime;
      reading.by[interval.status] += Math.min(end, day + DAY) - Math.max(interval.from, day);
    }
  }
  return days;
}

/** Weeks in UTC from Monday to Monday, oldest first, which cover `period`; the first and the last are cut to it. */
export function weeksIn({ from, to }: Period): Period[] {
  const weeks: Period[] = [];
  for (let start = from; start < to; start = weeks.at(-1)?.to ?? to)
    weeks.push({ from: start, to: Math.min(to, mondayAfter(start)) });
  return weeks;
}

/**
 * Ids of the incidents that touched a period until `now`, one of no length too; the newest first. `now` itself
 * belongs to a period that ends with it: what begins this minute is in every range that reaches to it.
 */
export function incidentsIn({ intervals }: StatusHistory, { from, to }: Period, now: Instant): string[] {
  const hasBegunBy = (instant: Instant) => instant <= now && (instant < to || to === now);
  const touching = intervals.filter(
    (one) => one.status !== 'operational' && hasBegunBy(one.from) && (one.to > from || one.from >= from),
  );
  return [...new Set(touching.toReversed().map(({ incident }) => incident))];
}

/** The first instant of the Monday after `instant`, in UTC. The epoch began on a Thursday. */
function mondayAfter(instant: Instant): Instant {
  const days = Math.floor(instant / DAY);
  return (days + 7 - ((days + 3) % 7)) * DAY;
}

/** Calendar months in UTC, oldest first, the last of them the month of `now`. */
export function monthsUntil(now: Instant, count: number): Period[] {
  return Array.from({ length: count }, (_, index) => {
    const offset = index - count + 1;
    return { from: startOfMonth(now, offset), to: startOfMonth(now, offset + 1) };
  });
}

/** Every calendar month from the one of `since` to the one of `now`. */
export function monthsSince(since: Instant, now: Instant): Period[] {
  const one = new Date(since);
  const other = new Date(now);
  const months =
    (other.getUTCFullYear() - one.getUTCFullYear()) * 12 + other.getUTCMonth() - one.getUTCMonth();
  return monthsUntil(now, Math.max(1, months + 1));
}

function noMinutes(): Record<Status, number> {
  return {
    major_outage: 0,
    partial_outage: 0,
    degraded_performance: 0,
    not_known: 0,
    under_maintenance: 0,
    operational: 0,
  };
}

function emptyDay(day: Instant, history: StatusHistory): DayUptime {
  const service = day + DAY <= history.since ? 'before' : day >= history.until ? 'after' : 'in';
  return { day, service, worst: 'operational', by: noMinutes(), incidents: [] };
}

/** The index of the first interval that ends after `at`; the intervals ascend and do not overlap. */
function firstAfter(flat: Interval[], at: Instant): number {
  let low = 0;
  let high = flat.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((flat[middle] as Interval).to > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

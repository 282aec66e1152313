import type { Language, Localised, Weights } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { HURT, type Hurt } from '../domain/status.ts';
import { DAY, dayOf, type Instant, isoSeconds, MINUTE, startOfDay, startOfMonth } from '../domain/time.ts';
import {
  type StatusHistory,
  monthsSince,
  type Period,
  percentOf,
  type Uptime,
  uptimeOf,
} from '../domain/uptime.ts';
import { formatOf, WORDS } from '../i18n/index.ts';
import { toCsv } from './data/csv.ts';

/** One bar of the chart: a UTC day or month. */
export interface UptimeRow {
  /** `2026-11-22` or `2026-11`. */
  period: string;
  /** Percent of the time that counts, rounded down; `null` where none does. */
  percent: number | null;
  /** Minutes in each status that is not operational, where there were any. */
  minutes: Partial<Record<Hurt, number>>;
  /** Those of them that the percentage leaves out, for nobody knows how it was. */
  left_out_minutes: number;
}

export interface UptimeSeries {
  id: string;
  name: Localised;
  days: UptimeRow[];
  months: UptimeRow[];
}

/** `/uptime.json`: the chart's numbers. The first series is the headline components together. */
export interface UptimeFile {
  built_at: string;
  demonstration: boolean;
  weights: Weights;
  series: UptimeSeries[];
}

/** The periods that every table and chart shows. */
export type Range = 'ninety' | 'twelve' | 'all';

export function uptimeFile(snapshot: Snapshot): UptimeFile {
  const { site } = snapshot;
  return {
    built_at: isoSeconds(snapshot.now),
    demonstration: site.demonstration !== undefined,
    weights: site.weights,
    series: histories(snapshot).map(({ id, name, history }) => ({
      id,
      name,
      days: rows(snapshot, history, lastDays(snapshot.now), dayOf),
      months: rows(snapshot, history, monthsSince(history.since, snapshot.now), monthOf),
    })),
  };
}

/** All components together, then each of them. */
export function histories(snapshot: Snapshot): { id: string; name: Localised; history: StatusHistory }[] {
  const overall = (language: Language) => WORDS[language].uptime.overall;
  return [
    { id: 'overall', name: { en: overall('en'), es: overall('es') }, history: snapshot.overall },
    ...snapshot.site.components.map((component) => ({
      id: component.id,
      name: component.name,
      history: snapshot.histories.get(component.id) as StatusHistory,
    })),
  ];
}

/** The sums of a component over one of the usual ranges. */
export function uptimeIn(snapshot: Snapshot, history: StatusHistory, range: Range): Uptime {
  return uptimeOf(history, rangeOf(history, snapshot.now, range), snapshot.now, snapshot.site.weights);
}

/**
 * An uptime as it is read beside a name: never more than it is. A demonstration knows only what was written
 * down; and where time that nobody knows of was left out, the number says so and names that time.
 */
export function uptimeText(uptime: Uptime, snapshot: Pick<Snapshot, 'site'>, language: Language): string {
  const words = WORDS[language].uptime;
  const value = percentOf(uptime);
  if (uptime.leftOut === 0 || value === undefined) return uptimeNumber(uptime, snapshot, language);
  const number = numberOf(value, snapshot, language);
  return words.ofKnown(number, formatOf(language).duration(uptime.leftOut));
}

/** The same, where the time that nobody knows of stands beside it by itself. */
export function uptimeNumber(uptime: Uptime, snapshot: Pick<Snapshot, 'site'>, language: Language): string {
  const words = WORDS[language].uptime;
  const value = percentOf(uptime);
  if (value === undefined) return uptime.leftOut > 0 ? words.allUnknown : words.noNumber;
  const number = numberOf(value, snapshot, language);
  return uptime.leftOut > 0 ? words.partKnown(number) : number;
}

/** A record that knows of no outage gives no number: "no more than 100%" says nothing. */
function numberOf(value: number, { site }: Pick<Snapshot, 'site'>, language: Language): string {
  const words = WORDS[language].uptime;
  const percent = formatOf(language).percent(value);
  if (!site.demonstration) return percent;
  return value === 100 ? words.noOutage : words.noMoreThan(percent);
}

function rangeOf(history: StatusHistory, now: Instant, range: Range): Period {
  const from = { ninety: startOfDay(now) - 89 * DAY, twelve: startOfMonth(now, -11), all: history.since }[
    range
  ];
  return { from, to: now };
}

function lastDays(now: Instant): Period[] {
  const last = startOfDay(now);
  return Array.from({ length: 90 }, (_, index) => ({
    from: last - (89 - index) * DAY,
    to: last - (88 - index) * DAY,
  }));
}

function monthOf(instant: Instant): string {
  return dayOf(instant).slice(0, 7);
}

function rows(
  { now, site }: Snapshot,
  history: StatusHistory,
  periods: Period[],
  name: (instant: Instant) => string,
): UptimeRow[] {
  return periods.map((period) => {
    const uptime = uptimeOf(history, period, now, site.weights);
    return {
      period: name(period.from),
      percent: percentOf(uptime) ?? null,
      minutes: minutesOf(uptime),
      left_out_minutes: Math.round(uptime.leftOut / MINUTE),
    };
  });
}

export function minutesOf({ by }: Pick<Uptime, 'by'>): Partial<Record<Hurt, number>> {
  const hurt = HURT.filter((status) => by[status] > 0);
  return Object.fromEntries(hurt.map((status) => [status, Math.round(by[status] / MINUTE)]));
}

/** `/uptime.csv`: one row for each component and month. */
export function uptimeCsv(snapshot: Snapshot): string {
  return toCsv(
    ['component', 'month', 'uptime_percent', ...HURT.map((status) => `${status}_minutes`)],
    uptimeFile(snapshot).series.flatMap(({ id, months }) =>
      months.map(({ period, percent, minutes }) => [
        id,
        period,
        percent,
        ...HURT.map((status) => minutes[status] ?? 0),
      ]),
    ),
  );
}

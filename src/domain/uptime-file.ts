import type { Localised, Weights } from './site.ts';
import type { Hurt } from './status.ts';

/** The periods that every table and chart shows: 90 days, 12 calendar months, and since the record began. */
export type Range = 'ninety' | 'twelve' | 'all';

/** What a period comes to. Whole minutes, each rounded by itself. */
interface UptimeNumbers {
  /** Percent of the time that counts, rounded down; `null` where none does. */
  percent: number | null;
  /** Minutes in each status that is not operational, where there were any. */
  minutes: Partial<Record<Hurt, number>>;
  /** Those of them that the percentage leaves out, for nobody knows how it was. */
  left_out_minutes: number;
  /** All minutes of it that the record speaks of; 0 where it lies outside. */
  in_service_minutes: number;
  /** How many incidents touched it. */
  incident_count: number;
  /** Of what is in several regions, and not the same in all: those in which it was worst, whose numbers these are. */
  regions?: string[];
}

/** One bar of the chart: a UTC day, week or month. */
export interface UptimeRow extends UptimeNumbers {
  /** `2026-11-22`, of a week its first day; or `2026-11`. */
  period: string;
  /** Ids of the newest of those incidents, as far as `UptimeFile.incidents` names them. */
  incidents: string[];
}

/** A whole range. */
export interface UptimeTotal extends UptimeNumbers {
  /** Its first day that the record speaks of. */
  since: string;
  /** The longest outage without a break in it; `exact` if both of its ends are known exactly, else it is at most that. */
  longest: { from: string; to: string; minutes: number; exact: boolean } | null;
}

export interface UptimeSeries {
  id: string;
  name: Localised;
  ranges: Record<Range, UptimeTotal>;
  /** The 90 days. */
  days: UptimeRow[];
  /** The weeks of the 12 months, Monday to Sunday; the first and the last are cut to them. */
  weeks: UptimeRow[];
  /** The months of the whole record. */
  months: UptimeRow[];
  /** The same in each of its regions, by their ids; absent where it is everywhere alike. */
  regions?: { id: string; ranges: Record<Range, UptimeTotal>; months: UptimeRow[] }[];
}

/** An incident that bars lead to: the newest 200 are named. */
export interface NamedIncident {
  id: string;
  /** In each language that somebody wrote it in; the one of the file first. */
  title: Localised;
}

/** `/uptime.json`: the chart's numbers. The first series is the headline components together. */
export interface UptimeFile {
  built_at: string;
  /** The site's name. */
  site: Localised;
  /** Absent where the service is everywhere alike. */
  regions?: { id: string; name: Localised }[];
  demonstration: boolean;
  weights: Weights;
  incidents: NamedIncident[];
  series: UptimeSeries[];
}

/** Every range, the shortest first. */
export const RANGES: readonly Range[] = ['ninety', 'twelve', 'all'];

/** The shortest range in which something happened; where nothing did, all of it. */
export function openingRange(ranges: Record<Range, Pick<UptimeTotal, 'incident_count'>>): Range {
  return RANGES.find((range) => ranges[range].incident_count > 0) ?? 'all';
}

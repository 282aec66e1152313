import { beginningOf, endOf, type Incident, isOpen, isReal } from '../domain/incident.ts';
import { regionNames } from '../domain/region.ts';
import { inEach, inLanguage, type Language, type Localised } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { HURT, type Hurt } from '../domain/status.ts';
import {
  DAY,
  dayOf,
  exactly,
  type Instant,
  isoSeconds,
  MINUTE,
  startOfDay,
  startOfMonth,
  type TimeRange,
} from '../domain/time.ts';
import type { NamedIncident, Range, UptimeFile, UptimeRow, UptimeTotal } from '../domain/uptime-file.ts';
import {
  incidentsIn,
  type StatusHistory,
  monthsSince,
  type Period,
  percentOf,
  type Uptime,
  uptimeOf,
  weeksIn,
} from '../domain/uptime.ts';
import { wordingOf } from '../domain/wording.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { toCsv } from './data/csv.ts';

/** How many incidents `/uptime.json` names at most: a long record must not make the chart heavy. */
const NAMED = 200;

export function uptimeFile(snapshot: Snapshot): UptimeFile {
  const { site, now } = snapshot;
  const named = snapshot.incidents.filter(isReal).slice(0, NAMED);
  const ids = new Set(named.map(({ id }) => id));
  return {
    built_at: isoSeconds(now),
    site: site.name,
    ...(site.regions.length > 0 && { regions: site.regions }),
    demonstration: site.demonstration !== undefined,
    weights: site.weights,
    incidents: named.map((incident) => ({ id: incident.id, title: titlesOf(incident, site) })),
    series: histories(snapshot).map(({ id, name, history }) => {
      const rowsOf = (periods: Period[], nameOf: (instant: Instant) => string) =>
        periods.map((period) => row(snapshot, history, period, nameOf(period.from), ids));
      return {
        id,
        name,
        ranges: totalsOf(snapshot, history),
        days: rowsOf(lastDays(now), dayOf),
        weeks: rowsOf(weeksIn(rangeOf(history, now, 'twelve')), dayOf),
        months: rowsOf(monthsSince(history.since, now), monthOf),
        ...(history.regions && {
          regions: Array.from(history.regions, ([region, own]) => ({
            id: region,
            ranges: totalsOf(snapshot, own),
            months: monthsSince(own.since, now).map((period) =>
              row(snapshot, own, period, monthOf(period.from), ids),
            ),
          })),
        }),
      };
    }),
  };
}

/** What each of the usual ranges comes to. */
export function totalsOf(snapshot: Snapshot, history: StatusHistory): Record<Range, UptimeTotal> {
  const totalIn = (range: Range): UptimeTotal => {
    const period = rangeOf(history, snapshot.now, range);
    const uptime = uptimeIn(snapshot, history, range);
    return {
      since: dayOf(Math.max(period.from, history.since)),
      ...numbersOf(uptime, incidentsIn(history, period, snapshot.now)),
      longest: uptime.longest && {
        from: isoSeconds(uptime.longest.from),
        to: isoSeconds(uptime.longest.to),
        minutes: Math.round((uptime.longest.to - uptime.longest.from) / MINUTE),
        exact: isExact(uptime.longest, snapshot, history),
      },
    };
  };
  return { ninety: totalIn('ninety'), twelve: totalIn('twelve'), all: totalIn('all') };
}

/** All components together, then each of them. */
export function histories(snapshot: Snapshot): Named[] {
  const name = inEach(snapshot.site, (language) => wordsOf(language).uptime.overall);
  return [
    { id: 'overall', name, history: snapshot.overall },
    ...snapshot.site.components.map((component) => ({
      id: component.id,
      name: component.name,
      history: snapshot.histories.get(component.id) as StatusHistory,
    })),
  ];
}

/** The same, and below what is in several regions each of them. */
export function inRegions(all: Named[], site: Snapshot['site']): Named[] {
  return all.flatMap((one) => [
    one,
    ...Array.from(one.history.regions ?? [], ([region, history]) => ({
      id: one.id,
      name: inEach(site, (language) => {
        const [where] = regionNames(site, [region], language);
        return `${inLanguage(one.name, language)} (${where})`;
      }),
      region,
      history,
    })),
  ]);
}

/** The history of something, and what that is called. */
interface Named {
  id: string;
  name: Localised;
  history: StatusHistory;
  /** Where it is that of one region. */
  region?: string;
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
  const words = wordsOf(language).uptime;
  const value = percentOf(uptime);
  if (uptime.leftOut === 0 || value === undefined) return uptimeNumber(uptime, snapshot, language);
  const number = numberOf(value, snapshot, language);
  return words.ofKnown(number, formatOf(language).duration(uptime.leftOut));
}

/** The same, where the time that nobody knows of stands beside it by itself. */
export function uptimeNumber(uptime: Uptime, snapshot: Pick<Snapshot, 'site'>, language: Language): string {
  const words = wordsOf(language).uptime;
  const value = percentOf(uptime);
  if (value === undefined) return uptime.leftOut > 0 ? words.allUnknown : words.noNumber;
  const number = numberOf(value, snapshot, language);
  return uptime.leftOut > 0 ? words.partKnown(number) : number;
}

/** A record that knows of no outage gives no number: "no more than 100%" says nothing. */
function numberOf(value: number, { site }: Pick<Snapshot, 'site'>, language: Language): string {
  const words = wordsOf(language).uptime;
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

function row(
  { now, site }: Snapshot,
  history: StatusHistory,
  period: Period,
  name: string,
  named: ReadonlySet<string>,
): UptimeRow {
  const incidents = incidentsIn(history, period, now);
  return {
    period: name,
    ...numbersOf(uptimeOf(history, period, now, site.weights), incidents),
    incidents: incidents.filter((id) => named.has(id)),
  };
}

function numbersOf(uptime: Uptime, incidents: string[]) {
  return {
    percent: percentOf(uptime) ?? null,
    minutes: minutesOf(uptime),
    left_out_minutes: Math.round(uptime.leftOut / MINUTE),
    in_service_minutes: Math.round((uptime.inService + uptime.leftOut) / MINUTE),
    incident_count: incidents.length,
    ...(uptime.regions && { regions: uptime.regions }),
  };
}

/** Whether every time of the incidents that made a gap is known exactly: sums take the longest reading of the others. */
function isExact(gap: Period, { incidents, now }: Snapshot, history: StatusHistory): boolean {
  const making = new Set(incidentsIn(history, gap, now));
  const isKnown = (at: TimeRange | undefined) => at !== undefined && at.earliest === at.latest;
  return incidents
    .filter(({ id }) => making.has(id))
    .every((incident) => {
      const changes = incident.impact.flatMap((one) => ('changes' in one ? one.changes : []));
      const ended = isOpen(incident) && !endOf(incident) ? exactly(now) : endOf(incident);
      return [beginningOf(incident), ended, ...changes.map(({ from }) => from)].every(isKnown);
    });
}

/** The title in each language in which somebody wrote one. */
function titlesOf(incident: Incident, { languages }: Snapshot['site']): NamedIncident['title'] {
  const translated = languages.flatMap((language) => {
    const { text, language: written } = wordingOf(incident, language).title;
    return written === language ? [[language, text] as const] : [];
  });
  return { [incident.language]: incident.title, ...Object.fromEntries(translated) };
}

export function minutesOf({ by }: Pick<Uptime, 'by'>): Partial<Record<Hurt, number>> {
  const hurt = HURT.filter((status) => by[status] > 0);
  return Object.fromEntries(hurt.map((status) => [status, Math.round(by[status] / MINUTE)]));
}

/**
 * `/uptime.csv`: one row for each component and month. Where there are regions, each of them has rows of its own below,
 * and those without one are of the region in which it was worst.
 */
export function uptimeCsv(snapshot: Snapshot): string {
  const isDivided = snapshot.site.regions.length > 0;
  const rowsOf = (id: string, months: UptimeRow[], region: string) =>
    months.map(({ period, percent, minutes }) => [
      id,
      period,
      percent,
      ...HURT.map((status) => minutes[status] ?? 0),
      ...(isDivided ? [region] : []),
    ]);
  return toCsv(
    [
      ...['component', 'month', 'uptime_percent', ...HURT.map((status) => `${status}_minutes`)],
      ...(isDivided ? ['region'] : []),
    ],
    uptimeFile(snapshot).series.flatMap(({ id, months, regions = [] }) => [
      ...rowsOf(id, months, ''),
      ...regions.flatMap((one) => rowsOf(id, one.months, one.id)),
    ]),
  );
}

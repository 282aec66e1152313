import {
  beginningOf,
  type Change,
  closingUpdate,
  countedEnd,
  firstUpdate,
  type Impact,
  type Incident,
  isReal,
  type Maintenance,
  type Outage,
} from './incident.ts';
import { isWorse, STATUSES, type Status, severity } from './status.ts';
import { exactly, type Instant, MINUTE, type TimeRange } from './time.ts';

/** a half-open interval `[from, to)` in one status. `to` is `Infinity` while nobody knows the end. */
export interface Interval {
  from: Instant;
  to: Instant;
  status: Status;
}

/** Since when something is so, as well as it is known. */
export interface Since {
  at: TimeRange;
  /** Nobody knows since when: it was before `at`. */
  before: boolean;
}

/** An interval, the incident that gives it, and since when by the incident's own words. */
export interface ImpactInterval extends Interval {
  incident: string;
  /** The regions in which it is so; absent where it is so everywhere. */
  regions?: readonly string[];
  since: Since;
  /** When it ended, as well as that is known; absent while nobody knows, and where it is known exactly. */
  ended?: TimeRange;
  /** Whether somebody told that it happened; announced work is not told but planned. */
  told: boolean;
}

type Given = Omit<ImpactInterval, 'incident' | 'told' | 'regions'>;

/**
 * What an incident does to each component over time, at the worst reading of every uncertain time:
 * it begins at the earliest and ends at the latest. Nothing counts before `began` or after the end, and
 * drills and withdrawn incidents do nothing.
 */
export function intervalsOf(incident: Incident): Map<string, ImpactInterval[]> {
  const result = new Map<string, ImpactInterval[]>();
  if (!isReal(incident)) return result;
  for (const impact of incident.impact) {
    const given = incident.kind === 'maintenance' ? shielded(incident, impact) : suffered(incident, impact);
    const intervals = given.map((interval) => ({
      ...interval,
      incident: incident.id,
      ...(impact.regions && { regions: impact.regions }),
      told: incident.kind === 'incident',
    }));
    result.set(impact.component, [...(result.get(impact.component) ?? []), ...intervals]);
  }
  return result;
}

/** How far ahead of now a time may lie that says what happened: clocks differ by as much. */
export const CLOCK_SLACK = 5 * MINUTE;

/**
 * Intervals as they are read at `now`: trouble that was told with a time a little ahead of now is a clock that
 * runs fast, and has begun. It does not lie in the past, so sums do not read it so.
 */
export function begunBy(
  intervals: ImpactInterval[],
  now: Instant,
  slack: number = CLOCK_SLACK,
): ImpactInterval[] {
  const isFast = ({ from, to, told }: ImpactInterval) =>
    told && from > now && from - slack <= now && to > from;
  if (!intervals.some(isFast)) return intervals;
  return intervals.map((interval) =>
    isFast(interval) ? { ...interval, from: interval.from - slack } : interval,
  );
}

/** All intervals of all incidents by component. */
export function intervalsByComponent(incidents: Iterable<Incident>): Map<string, ImpactInterval[]> {
  const result = new Map<string, ImpactInterval[]>();
  for (const incident of incidents) {
    for (const [component, intervals] of intervalsOf(incident)) {
      const known = result.get(component);
      if (known) known.push(...intervals);
      else result.set(component, intervals);
    }
  }
  return result;
}

/** The worst status that any interval gives at an instant. */
export function statusAt(intervals: Iterable<Interval>, at: Instant): Status {
  let result: Status = 'operational';
  for (const { from, to, status } of intervals)
    if (from <= at && at < to && isWorse(status, result)) result = status;
  return result;
}

/**
 * The same time without overlaps: ascending intervals, the worst status of each instant, neighbours of
 * one status joined. Operational time and intervals of no length are left out.
 */
export function flatten(intervals: Iterable<Interval>): Interval[] {
  const edges: { at: Instant; rank: number; step: 1 | -1 }[] = [];
  for (const { from, to, status } of intervals) {
    if (to <= from || status === 'operational') continue;
    const rank = severity(status);
    edges.push({ at: from, rank, step: 1 }, { at: to, rank, step: -1 });
  }
  edges.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  const open = STATUSES.map(() => 0);
  const result: Interval[] = [];
  let current: Interval | undefined;
  for (let index = 0; index < edges.length; ) {
    const at = edges[index]?.at as Instant;
    for (; index < edges.length && edges[index]?.at === at; index++) {
      const { rank, step } = edges[index] as (typeof edges)[number];
      open[rank] = (open[rank] as number) + step;
    }
    const rank = open.findIndex((count) => count > 0);
    const status = rank < 0 ? undefined : STATUSES[rank];
    if (status === current?.status) continue;
    if (current) result.push({ ...current, to: at });
    current = status && { from: at, to: at, status };
  }
  return result;
}

function suffered(incident: Outage, impact: Impact): Given[] {
  const began = beginningOf(incident);
  const counted = countedEnd(incident);
  const end = counted?.latest ?? Number.POSITIVE_INFINITY;
  if ('status' in impact) {
    const since = began ? { at: began, before: false } : { at: firstUpdate(incident).at, before: true };
    const from = since.at.earliest;
    return ending([{ from, to: Math.max(from, end), status: impact.status, since }], counted);
  }
  const changes = impact.changes.map(({ from }) => from);
  return ending(within(changing(impact.changes, end), began, end), counted, ...changes);
}

/** The same intervals, with the uncertain times at which they ended. */
function ending(intervals: Given[], ...times: (TimeRange | undefined)[]): Given[] {
  return intervals.map((interval) => {
    const ended = times.find((at) => at && at.latest === interval.to && at.earliest < at.latest);
    return ended ? { ...interval, ended } : interval;
  });
}

/** Getting worse counts from the earliest it can have happened, getting better from the latest. */
function changing(changes: Change[], end: Instant): Given[] {
  const edges: Instant[] = [];
  let before: Status = 'operational';
  for (const { from, status } of changes) {
    const edge = isWorse(status, before) ? from.earliest : from.latest;
    edges.push(Math.max(edge, edges.at(-1) ?? edge));
    before = status;
  }
  return changes.map(({ status, from: at }, index) => {
    const from = edges[index] as Instant;
    return { from, to: Math.max(from, edges[index + 1] ?? end), status, since: { at, before: false } };
  });
}

/** The part of some intervals that lies between a beginning and an end. One of no length stays if it lies there. */
function within(intervals: Given[], began: TimeRange | undefined, end: Instant): Given[] {
  const first = began?.earliest ?? Number.NEGATIVE_INFINITY;
  return intervals.flatMap((interval) => {
    const from = Math.max(interval.from, first);
    const to = Math.min(interval.to, end);
    const isLost = interval.to > interval.from ? to <= from : to < from;
    if (isLost) return [];
    return [
      {
        ...interval,
        from,
        to,
        ...(began && from > interval.from && { since: { at: began, before: false } }),
      },
    ];
  });
}

/** Announced work shields until its `until`; from there to Completed it is an overrun and weighs as an outage. */
function shielded(incident: Maintenance, impact: Impact): Given[] {
  const { until } = incident.scheduled;
  const began = beginningOf(incident) as TimeRange;
  const from = began.earliest;
  const closing = closingUpdate(incident);
  const end = closing?.at.latest ?? Number.POSITIVE_INFINITY;
  if (end <= from) return [];
  const overrun = 'status' in impact ? impact.status : (impact.changes.at(-1)?.status ?? 'major_outage');
  const window: Given = {
    from,
    to: Math.min(end, Math.max(until, from)),
    status: 'under_maintenance',
    since: { at: began, before: false },
  };
  if (end <= until) return [window];
  return [
    window,
    {
      from: window.to,
      to: end,
      status: overrun === 'under_maintenance' ? 'major_outage' : overrun,
      since: { at: exactly(window.to), before: false },
    },
  ];
}

/** Whether announced work goes on past the time it was announced for. */
export function isOverrun(incident: Maintenance, now: Instant): boolean {
  return now >= incident.scheduled.until && !closingUpdate(incident);
}

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
import { exactly, type Instant, MINUTE, type Moment } from './time.ts';

/** A half-open stretch of time `[from, to)` in one status. `to` is `Infinity` while nobody knows the end. */
export interface Stretch {
  from: Instant;
  to: Instant;
  status: Status;
}

/** Since when something is so, as well as it is known. */
export interface Since {
  at: Moment;
  /** Nobody knows since when: it was before `at`. */
  before: boolean;
}

/** A stretch, the incident that gives it, and since when by the incident's own words. */
export interface Segment extends Stretch {
  incident: string;
  since: Since;
  /** Whether somebody told that it happened; announced work is not told but planned. */
  told: boolean;
}

type Given = Omit<Segment, 'incident' | 'told'>;

/**
 * What an incident does to each component over time, at the worst reading of every uncertain time:
 * it begins at the earliest and ends at the latest. Nothing counts before `began` or after the end, and
 * drills and withdrawn incidents do nothing.
 */
export function segmentsOf(incident: Incident): Map<string, Segment[]> {
  const result = new Map<string, Segment[]>();
  if (!isReal(incident)) return result;
  for (const impact of incident.impact) {
    const stretches =
      incident.kind === 'maintenance' ? shielded(incident, impact) : suffered(incident, impact);
    const segments = stretches.map((stretch) => ({
      ...stretch,
      incident: incident.id,
      told: incident.kind === 'incident',
    }));
    result.set(impact.component, [...(result.get(impact.component) ?? []), ...segments]);
  }
  return result;
}

/** How far ahead of now a time may lie that says what happened: clocks differ by as much. */
export const CLOCK_SLACK = 5 * MINUTE;

/**
 * Stretches as they are read at `now`: trouble that was told with a time a little ahead of now is a clock that
 * runs fast, and has begun. It does not lie in the past, so sums do not read it so.
 */
export function begunBy(segments: Segment[], now: Instant): Segment[] {
  const isFast = ({ from, to, told }: Segment) =>
    told && from > now && from - CLOCK_SLACK <= now && to > from;
  if (!segments.some(isFast)) return segments;
  return segments.map((segment) =>
    isFast(segment) ? { ...segment, from: segment.from - CLOCK_SLACK } : segment,
  );
}

/** All segments of all incidents by component. */
export function segmentsByComponent(incidents: Iterable<Incident>): Map<string, Segment[]> {
  const result = new Map<string, Segment[]>();
  for (const incident of incidents) {
    for (const [component, segments] of segmentsOf(incident)) {
      const known = result.get(component);
      if (known) known.push(...segments);
      else result.set(component, segments);
    }
  }
  return result;
}

/** The worst status that any stretch gives at an instant. */
export function statusAt(stretches: Iterable<Stretch>, at: Instant): Status {
  let result: Status = 'operational';
  for (const { from, to, status } of stretches)
    if (from <= at && at < to && isWorse(status, result)) result = status;
  return result;
}

/**
 * The same time without overlaps: ascending stretches, the worst status of each instant, neighbours of
 * one status joined. Operational time and stretches of no length are left out.
 */
export function flatten(stretches: Iterable<Stretch>): Stretch[] {
  const edges: { at: Instant; rank: number; step: 1 | -1 }[] = [];
  for (const { from, to, status } of stretches) {
    if (to <= from || status === 'operational') continue;
    const rank = severity(status);
    edges.push({ at: from, rank, step: 1 }, { at: to, rank, step: -1 });
  }
  edges.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  const open = STATUSES.map(() => 0);
  const result: Stretch[] = [];
  let current: Stretch | undefined;
  for (let index = 0; index < edges.length;) {
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
  const end = countedEnd(incident)?.latest ?? Number.POSITIVE_INFINITY;
  if ('status' in impact) {
    const since = began ? { at: began, before: false } : { at: firstUpdate(incident).at, before: true };
    const from = since.at.earliest;
    return [{ from, to: Math.max(from, end), status: impact.status, since }];
  }
  return within(changing(impact.changes, end), began, end);
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

/** The part of some stretches that lies between a beginning and an end. One of no length stays if it lies there. */
function within(stretches: Given[], began: Moment | undefined, end: Instant): Given[] {
  const first = began?.earliest ?? Number.NEGATIVE_INFINITY;
  return stretches.flatMap((stretch) => {
    const from = Math.max(stretch.from, first);
    const to = Math.min(stretch.to, end);
    const isLost = stretch.to > stretch.from ? to <= from : to < from;
    if (isLost) return [];
    return [
      { ...stretch, from, to, ...(began && from > stretch.from && { since: { at: began, before: false } }) },
    ];
  });
}

/** Announced work shields until its `until`; from there to Completed it is an overrun and weighs as an outage. */
function shielded(incident: Maintenance, impact: Impact): Given[] {
  const { until } = incident.scheduled;
  const began = beginningOf(incident) as Moment;
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

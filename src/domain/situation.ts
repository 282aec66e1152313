import type { Attestation } from './freshness.ts';
import type { Incident, Maintenance, Outage } from './incident.ts';
import type { Component } from './site.ts';
import { type Hurt, isHurt, isWorse, severity, type Status } from './status.ts';
import type { Instant } from './time.ts';
import type { ImpactInterval, Since } from './timeline.ts';
import type { StatusHistory } from './uptime.ts';

/** How a component is doing at `now`. */
export interface ComponentStatus {
  component: Component;
  status: Status;
  /** Since when it has this status; absent where it is operational. */
  since?: Since | undefined;
  /** How it is doing in each of its regions, in their order; absent where it is everywhere alike. */
  regions?: RegionStatus[];
}

/** How a component is doing in a region at `now`. */
export interface RegionStatus {
  region: string;
  status: Status;
  since: Since | undefined;
}

/** The regions in which a component has a status, in their order; nothing where it has it everywhere. */
export function regionsIn({ regions = [] }: ComponentStatus, status: Status): string[] | undefined {
  const there = regions.filter((one) => one.status === status);
  return there.length < regions.length ? there.map(({ region }) => region) : undefined;
}

/** An incident that is open at `now`, and how it stands. */
export interface OpenIncident {
  incident: Outage;
  /**
   * `hurting`: a component in service is in trouble by it. `watched`: one was and none is any more, a fix is in
   * place and is being watched. `reported`: none was so far. `apart`: it touches nothing that is in service.
   */
  standing: 'hurting' | 'watched' | 'reported' | 'apart';
  /** The worst that it does to any component in service now. */
  status: Status;
  due: Instant | undefined;
  overdue: boolean;
}

export interface OpenMaintenance {
  incident: Maintenance;
  phase: 'ahead' | 'active' | 'overrun';
  due: Instant | undefined;
  overdue: boolean;
}

/**
 * What the one sentence at the top is about. `unknown` is a watcher or person whose word has grown old;
 * that a *page* is old is found out in the browser. `affected` is every component in trouble, worst first.
 */
export type Situation =
  | { kind: 'demonstration' }
  | {
      kind: 'incident';
      status: Hurt;
      extent: 'all' | 'some';
      /** Since when what the sentence names is so. */
      since: Since;
      affected: ComponentStatus[];
      /** What puts any component into trouble now, in the order of the snapshot. */
      incidents: Outage[];
    }
  | { kind: 'overrun' | 'maintenance'; incident: Maintenance; affected: ComponentStatus[] }
  | { kind: 'watched' | 'reported'; incidents: Outage[] }
  | { kind: 'unknown'; attestation: Attestation }
  | { kind: 'clear'; attestation: Attestation };

/** What a situation is made from, all of it at the same `now`. */
export interface Standing {
  /** Every component in service. */
  statuses: ComponentStatus[];
  incidents: Incident[];
  histories: ReadonlyMap<string, StatusHistory>;
  open: OpenIncident[];
  maintenance: OpenMaintenance[];
  now: Instant;
}

/**
 * The situation: from the statuses first and from what is open second, so that the sentence at the top and
 * the components under it cannot disagree. `undefined` where there is nothing to tell.
 */
export function troubleOf(standing: Standing): Situation | undefined {
  const affected = standing.statuses
    .filter(({ status }) => isHurt(status))
    .toSorted((one, other) => severity(one.status) - severity(other.status));
  const serious = affected.filter(({ status }) => isWorse(status, 'under_maintenance'));
  return affected.length > 0
    ? hurt(affected, serious.length > 0 ? serious : affected, standing)
    : openOnly(standing);
}

/** The headline's trouble is what the sentence is about; where the headline has none, that of the others. */
function hurt(affected: ComponentStatus[], candidates: ComponentStatus[], standing: Standing): Situation {
  const headline = candidates.filter(({ component }) => component.headline);
  const top = headline.length > 0 ? headline : candidates;
  const status = top[0]?.status as Hurt;
  const named = top.filter((one) => one.status === status);
  const causes = causesOf(named, standing, (segment) => segment.status === status);
  const works = causes.find((incident) => incident.kind === 'maintenance');
  if (works && causes.every(({ kind }) => kind === 'maintenance'))
    return { kind: status === 'under_maintenance' ? 'maintenance' : 'overrun', incident: works, affected };
  const whole = standing.statuses.filter(({ component }) => component.headline);
  return {
    kind: 'incident',
    status,
    extent: headline.length > 0 && whole.every((one) => isEverywhere(one, status)) ? 'all' : 'some',
    since: earliest(named.flatMap(({ since }) => since ?? [])),
    affected,
    incidents: causesOf(affected, standing, ({ status }) => isHurt(status)).filter(isOutage),
  };
}

function isEverywhere(one: ComponentStatus, status: Status): boolean {
  return one.status === status && regionsIn(one, status) === undefined;
}

/** Nothing is in trouble by the statuses: what is left to tell is what is open all the same. */
function openOnly({ open, maintenance, statuses }: Standing): Situation | undefined {
  const inService = new Set(statuses.map(({ component }) => component.id));
  const overrun = maintenance.find(
    ({ phase, incident }) =>
      phase === 'overrun' && incident.impact.some(({ component }) => inService.has(component)),
  );
  if (overrun) return { kind: 'overrun', incident: overrun.incident, affected: [] };
  for (const kind of ['reported', 'watched'] as const) {
    const incidents = open.filter((one) => one.standing === kind).map(({ incident }) => incident);
    if (incidents.length > 0) return { kind, incidents };
  }
  return undefined;
}

/** What gives any of some components its trouble now; closed incidents too, where their end lies ahead. */
function causesOf(
  hurt: ComponentStatus[],
  { incidents, histories, now }: Standing,
  counts: (segment: ImpactInterval) => boolean,
): Incident[] {
  const ids = new Set<string>();
  for (const { component } of hurt)
    for (const segment of histories.get(component.id)?.intervals ?? [])
      if (segment.from <= now && now < segment.to && counts(segment)) ids.add(segment.incident);
  return incidents.filter(({ id }) => ids.has(id));
}

/**
 * Since when a component has the status that it has at `now`, by its history: since when it is told, or since what was
 * worse is over, as well as that is known.
 */
export function sinceOf(
  { flat, intervals }: Pick<StatusHistory, 'flat' | 'intervals'>,
  now: Instant,
): Since | undefined {
  const stretch = flat.findLast(({ from, to }) => from <= now && now < to);
  if (!stretch) return undefined;
  const told = intervals.filter(({ from, status }) => from === stretch.from && status === stretch.status);
  if (told.length > 0) return earliest(told.map(({ since }) => since));
  const ends = intervals
    .filter(({ to }) => to === stretch.from)
    .map(({ ended }) => ended?.earliest ?? stretch.from);
  const there = intervals
    .filter(({ from, to, status }) => status === stretch.status && from < stretch.from && stretch.from < to)
    .map(({ from }) => from);
  const first = Math.max(Math.min(...there), ...ends);
  return { at: { earliest: Math.min(first, stretch.from), latest: stretch.from }, before: false };
}

/** The one that reaches back the furthest; of equals the one that nobody knows the beginning of. */
function earliest(times: Since[]): Since {
  return times.reduce((one, other) => {
    const later = other.at.earliest - one.at.earliest || Number(one.before) - Number(other.before);
    return later < 0 ? other : one;
  });
}

function isOutage(incident: Incident): incident is Outage {
  return incident.kind === 'incident';
}

import type { Vouch } from './freshness.ts';
import {
  beginningOf,
  type Incident,
  isOpen,
  isReal,
  type Maintenance,
  newestFirst,
  type Outage,
} from './incident.ts';
import { type Publication, UNKNOWN_PUBLICATION } from './publication.ts';
import { isOverdue, nextUpdateDue } from './pledge.ts';
import { type Component, findComponent, type Site } from './site.ts';
import { severity, type Status, worst } from './status.ts';
import { type Instant, MINUTE } from './time.ts';
import { isOverrun, type Segment, segmentsByComponent, segmentsOf, statusAt } from './timeline.ts';
import { type History, historyOf, together } from './uptime.ts';

/** An incident that is open at `now`, and how it stands. */
export interface OpenIncident {
  incident: Outage;
  /** Over by its times, not yet Resolved: a fix is in place and is being watched. */
  watched: boolean;
  statuses: ComponentStatus[];
  due: Instant | undefined;
  overdue: boolean;
}

export interface OpenMaintenance {
  incident: Maintenance;
  phase: 'ahead' | 'active' | 'overrun';
  due: Instant | undefined;
  overdue: boolean;
}

export interface ComponentStatus {
  component: Component;
  status: Status;
}

/**
 * What the one sentence at the top is about. `unknown` is a watcher or person whose word has grown old;
 * that a *page* is old is found out in the browser.
 */
export type Situation =
  | { kind: 'demonstration' }
  | { kind: 'incident'; status: Status; extent: 'all' | 'some'; affected: ComponentStatus[] }
  | { kind: 'overrun' | 'maintenance'; incident: Maintenance; affected: ComponentStatus[] }
  | { kind: 'watched' }
  | { kind: 'unknown'; vouch: Vouch }
  | { kind: 'clear'; vouch: Vouch };

/** Everything the public sees at one `now`. Pages, feeds and messages are all printed from it. */
export interface Snapshot {
  now: Instant;
  /** The next instant at which it would read differently without a commit. */
  changesAt: Instant | undefined;
  site: Site;
  vouch: Vouch;
  situation: Situation;
  /** Every component in service, in the config's order. */
  statuses: ComponentStatus[];
  /** Open incidents that are not drills, worst first. */
  open: OpenIncident[];
  /** Announced work that is not finished, soonest first. */
  maintenance: OpenMaintenance[];
  /** Open drills: they have a banner of their own and change no status. */
  drills: Incident[];
  /** What git knows of when things were said. */
  publication: Publication;
  /** Every incident, newest first. */
  incidents: Incident[];
  /** By component id. */
  histories: Map<string, History>;
  /** The headline components seen as one. */
  overall: History;
}

/** The snapshot at `now`. Pure: the same arguments give the same snapshot. */
export function takeSnapshot(
  site: Site,
  read: Incident[],
  vouch: Vouch,
  now: Instant,
  publication: Publication = UNKNOWN_PUBLICATION,
): Snapshot {
  const incidents = read.map((incident) => withCurrentIds(site, incident)).toSorted(newestFirst);
  const segments = segmentsByComponent(incidents);
  const statuses = site.components
    .filter((component) => component.since <= now && now < component.until)
    .map((component) => ({ component, status: statusAt(segments.get(component.id) ?? [], now) }));
  const open = openIncidents(site, incidents, now);
  const maintenance = openMaintenance(site, incidents, now);
  const histories = new Map(
    site.components.map((component) => [
      component.id,
      historyOf(component, segments.get(component.id) ?? []),
    ]),
  );
  const headline = site.components.filter((component) => component.headline);
  return {
    now,
    changesAt: nextChange(site, incidents, vouch, now),
    site,
    vouch,
    situation: situationOf(site, statuses, open, maintenance, vouch, now),
    statuses,
    open,
    maintenance,
    drills: incidents.filter((incident) => incident.drill && isOpen(incident)),
    publication,
    incidents,
    histories,
    overall: together(headline.map((component) => histories.get(component.id) as History)),
  };
}

/** What a component is called now, where an old file still uses a former id. */
function withCurrentIds(site: Site, incident: Incident): Incident {
  const current = (id: string) => findComponent(site, id)?.id ?? id;
  const stale =
    incident.impact.some(({ component }) => current(component) !== component) ||
    incident.works.some((component) => current(component) !== component);
  if (!stale) return incident;
  return {
    ...incident,
    impact: incident.impact.map((impact) => ({ ...impact, component: current(impact.component) })),
    works: incident.works.map(current),
  };
}

function openIncidents(site: Site, incidents: Incident[], now: Instant): OpenIncident[] {
  return incidents
    .filter(
      (incident): incident is Outage => incident.kind === 'incident' && isReal(incident) && isOpen(incident),
    )
    .map((incident) => {
      const statuses = statusesIn(site, segmentsOf(incident), now);
      return {
        incident,
        watched: statuses.every(({ status }) => status === 'operational'),
        statuses,
        due: nextUpdateDue(incident, site.pledge),
        overdue: isOverdue(incident, site.pledge, now),
      };
    })
    .toSorted((one, other) => worstRank(one) - worstRank(other));
}

function worstRank(open: OpenIncident): number {
  return severity(worst(open.statuses.map(({ status }) => status)));
}

function openMaintenance(site: Site, incidents: Incident[], now: Instant): OpenMaintenance[] {
  return incidents
    .filter(
      (incident): incident is Maintenance =>
        incident.kind === 'maintenance' && isReal(incident) && isOpen(incident),
    )
    .map((incident) => ({
      incident,
      phase: phaseOf(incident, now),
      due: nextUpdateDue(incident, site.pledge),
      overdue: isOverdue(incident, site.pledge, now),
    }))
    .toSorted((one, other) => one.incident.scheduled.from - other.incident.scheduled.from);
}

function phaseOf(incident: Maintenance, now: Instant): OpenMaintenance['phase'] {
  if (isOverrun(incident, now)) return 'overrun';
  return (beginningOf(incident)?.earliest ?? incident.scheduled.from) <= now ? 'active' : 'ahead';
}

function statusesIn(site: Site, segments: Map<string, Segment[]>, now: Instant): ComponentStatus[] {
  return site.components
    .filter((component) => segments.has(component.id))
    .map((component) => ({ component, status: statusAt(segments.get(component.id) as Segment[], now) }));
}

function situationOf(
  site: Site,
  statuses: ComponentStatus[],
  open: OpenIncident[],
  maintenance: OpenMaintenance[],
  vouch: Vouch,
  now: Instant,
): Situation {
  if (site.demonstration) return { kind: 'demonstration' };
  const hurt = open.filter((one) => !one.watched);
  if (hurt.length > 0) {
    const hurtIds = new Set(hurt.flatMap((one) => one.statuses.map(({ component }) => component.id)));
    const affected = troubled(statuses).filter(({ component }) => hurtIds.has(component.id));
    const headline = statuses.filter(({ component }) => component.headline);
    const top = headline.some(({ status }) => status !== 'operational') ? headline : statuses;
    const status = worst(top.map((one) => one.status));
    const extent = top.every((one) => one.component.headline && one.status === status) ? 'all' : 'some';
    return { kind: 'incident', status, extent, affected };
  }
  for (const phase of ['overrun', 'active'] as const) {
    const current = maintenance.find((one) => one.phase === phase);
    if (!current) continue;
    const kind = phase === 'active' ? 'maintenance' : 'overrun';
    const ids = new Set(current.incident.impact.map((impact) => impact.component));
    return {
      kind,
      incident: current.incident,
      affected: troubled(statuses).filter(({ component }) => ids.has(component.id)),
    };
  }
  if (open.length > 0) return { kind: 'watched' };
  return vouchLapses(site, vouch) <= now ? { kind: 'unknown', vouch } : { kind: 'clear', vouch };
}

function troubled(statuses: ComponentStatus[]): ComponentStatus[] {
  return statuses
    .filter(({ status }) => status !== 'operational')
    .toSorted((one, other) => severity(one.status) - severity(other.status));
}

/** When the word of a watcher or a person grows old. Nobody's word cannot. */
export function vouchLapses(site: Pick<Site, 'vouchFor'>, vouch: Vouch): Instant {
  if (vouch.by === 'nobody') return Number.POSITIVE_INFINITY;
  return vouch.at === null ? Number.NEGATIVE_INFINITY : vouch.at + site.vouchFor * MINUTE;
}

function nextChange(site: Site, incidents: Incident[], vouch: Vouch, now: Instant): Instant | undefined {
  const instants: (Instant | undefined)[] = [vouchLapses(site, vouch)];
  for (const component of site.components) instants.push(component.since, component.until);
  for (const incident of incidents) {
    if (!isReal(incident) || !isOpen(incident)) continue;
    instants.push(nextUpdateDue(incident, site.pledge));
    for (const segments of segmentsOf(incident).values())
      for (const { from, to } of segments) instants.push(from, to);
    if (incident.kind === 'maintenance') instants.push(incident.scheduled.from, incident.scheduled.until);
  }
  const ahead = instants.filter(
    (instant): instant is Instant => instant !== undefined && instant > now && Number.isFinite(instant),
  );
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}

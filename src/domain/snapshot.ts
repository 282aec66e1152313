import type { Vouch } from './freshness.ts';
import {
  affects,
  filedAt,
  type Incident,
  isOpen,
  isReal,
  type Maintenance,
  newestFirst,
  type Outage,
} from './incident.ts';
import { isOverdue, nextUpdateDue } from './pledge.ts';
import { historyOfIncident, type Publication, UNKNOWN_PUBLICATION } from './git-history.ts';
import { type Component, findComponent, type Site } from './site.ts';
import {
  type ComponentStatus,
  type OpenIncident,
  type OpenMaintenance,
  sinceOf,
  type Situation,
  type Standing,
  troubleOf,
} from './situation.ts';
import { isHurt, severity, worst } from './status.ts';
import { type Instant, MINUTE } from './time.ts';
import {
  begunBy,
  CLOCK_SLACK,
  isOverrun,
  type Segment,
  segmentsByComponent,
  segmentsOf,
  statusAt,
} from './timeline.ts';
import { type History, historyOf, together } from './uptime.ts';

export type { ComponentStatus, OpenIncident, OpenMaintenance, Situation } from './situation.ts';

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
  const histories = new Map(
    site.components.map((component) => [
      component.id,
      historyOf(component, segments.get(component.id) ?? []),
    ]),
  );
  const current = new Map(Array.from(histories, ([id, history]) => [id, currentOf(history, now)]));
  const statuses = statusesAt(site, current, now);
  const open = openIncidents(site, incidents, current, now, publication);
  const maintenance = openMaintenance(site, incidents, now, publication);
  const headline = site.components.filter((component) => component.headline);
  return {
    now,
    changesAt: nextChange(site, incidents, vouch, now, publication),
    site,
    vouch,
    situation: situationOf(site, vouch, { statuses, incidents, histories: current, open, maintenance, now }),
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

/**
 * What will be read from the next announced instant on: a window opens, a promise falls due. A word that
 * holds now is taken to hold then: until when it does is the heartbeat's to say, for it is renewed without a
 * build.
 * @param read the incidents that the snapshot was taken from.
 */
export function nextReading(snapshot: Snapshot, read: Incident[]): Snapshot | undefined {
  const { site, vouch, now, publication } = snapshot;
  const lasting = vouchLapses(site, vouch) > now ? { ...site, vouchFor: Number.POSITIVE_INFINITY } : site;
  const at = nextChange(lasting, snapshot.incidents, vouch, now, publication);
  return at === undefined ? undefined : { ...takeSnapshot(lasting, read, vouch, at, publication), site };
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

function openIncidents(
  site: Site,
  incidents: Incident[],
  current: ReadonlyMap<string, History>,
  now: Instant,
  publication: Publication,
): OpenIncident[] {
  return incidents
    .filter(
      (incident): incident is Outage => incident.kind === 'incident' && isReal(incident) && isOpen(incident),
    )
    .map((incident) => {
      const segments = inService(site, incident, current, now);
      return {
        incident,
        standing: standingOf(segments, now),
        worst: severity(worst(segments.map((list) => statusAt(list, now)))),
        due: nextUpdateDue(incident, site.pledge, historyOfIncident(publication, incident.id)),
        overdue: isOverdue(incident, site.pledge, now, historyOfIncident(publication, incident.id)),
      };
    })
    .toSorted((one, other) => one.worst - other.worst)
    .map(({ worst: _, ...one }) => one);
}

/** What an incident did to each component that it touches and that is in service now, while it was. */
function inService(
  site: Site,
  incident: Incident,
  current: ReadonlyMap<string, History>,
  now: Instant,
): Segment[][] {
  return site.components
    .filter((component) => isInService(component, now) && affects(incident, component.id))
    .map(({ id }) =>
      (current.get(id) as History).segments.filter((segment) => segment.incident === incident.id),
    );
}

/** Only trouble that has ended can be watched; what has not begun has not. */
function standingOf(segments: Segment[][], now: Instant): OpenIncident['standing'] {
  if (segments.length === 0) return 'apart';
  if (segments.some((list) => isHurt(statusAt(list, now)))) return 'hurting';
  const was = segments.flat().some(({ from, status }) => isHurt(status) && from <= now);
  return was ? 'watched' : 'reported';
}

function openMaintenance(
  site: Site,
  incidents: Incident[],
  now: Instant,
  publication: Publication,
): OpenMaintenance[] {
  return incidents
    .filter(
      (incident): incident is Maintenance =>
        incident.kind === 'maintenance' && isReal(incident) && isOpen(incident),
    )
    .map((incident) => ({
      incident,
      phase: phaseOf(incident, now),
      due: nextUpdateDue(incident, site.pledge, historyOfIncident(publication, incident.id)),
      overdue: isOverdue(incident, site.pledge, now, historyOfIncident(publication, incident.id)),
    }))
    .toSorted((one, other) => one.incident.scheduled.from - other.incident.scheduled.from);
}

function phaseOf(incident: Maintenance, now: Instant): OpenMaintenance['phase'] {
  if (isOverrun(incident, now)) return 'overrun';
  return filedAt(incident) <= now ? 'active' : 'ahead';
}

/** Every component in service, with the worst status that any incident gives it. */
function statusesAt(site: Site, histories: Map<string, History>, now: Instant): ComponentStatus[] {
  return site.components
    .filter((component) => isInService(component, now))
    .map((component) => {
      const history = histories.get(component.id) as History;
      return { component, status: statusAt(history.segments, now), since: sinceOf(history, now) };
    });
}

/** A history as it is read at `now`, with what a clock that runs fast put a little ahead of it. */
function currentOf(history: History, now: Instant): History {
  const segments = begunBy(history.segments, now);
  return segments === history.segments ? history : historyOf(history, segments);
}

function isInService({ since, until }: Component, now: Instant): boolean {
  return since <= now && now < until;
}

function situationOf(site: Site, vouch: Vouch, standing: Standing): Situation {
  if (site.demonstration) return { kind: 'demonstration' };
  const kind = vouchLapses(site, vouch) <= standing.now ? 'unknown' : 'clear';
  return troubleOf(standing) ?? { kind, vouch };
}

/** When the word of a watcher or a person grows old. Nobody's word cannot. */
export function vouchLapses(site: Pick<Site, 'vouchFor'>, vouch: Vouch): Instant {
  if (vouch.by === 'nobody') return Number.POSITIVE_INFINITY;
  return vouch.at === null ? Number.NEGATIVE_INFINITY : vouch.at + site.vouchFor * MINUTE;
}

/**
 * Whether nobody can say how a component is doing where no trouble is known: the word of whoever checked has
 * grown old, or this is a demonstration. An open incident elsewhere does not renew that word.
 */
export function isUnconfirmed({ site, vouch, now }: Snapshot): boolean {
  return site.demonstration !== undefined || vouchLapses(site, vouch) <= now;
}

/** Every edge that lies ahead counts, of what is closed too: an end may lie ahead of now. */
function nextChange(
  site: Site,
  incidents: Incident[],
  vouch: Vouch,
  now: Instant,
  publication: Publication,
): Instant | undefined {
  const instants: (Instant | undefined)[] = [vouchLapses(site, vouch)];
  for (const component of site.components) instants.push(component.since, component.until);
  for (const incident of incidents) {
    if (!isReal(incident)) continue;
    const slack = incident.kind === 'incident' ? CLOCK_SLACK : 0;
    for (const segments of segmentsOf(incident).values())
      for (const { from, to } of segments) instants.push(from - slack, from, to);
    instants.push(nextUpdateDue(incident, site.pledge, historyOfIncident(publication, incident.id)));
    if (incident.kind === 'maintenance') instants.push(incident.scheduled.from, incident.scheduled.until);
  }
  let next = Number.POSITIVE_INFINITY;
  for (const instant of instants) if (instant !== undefined && instant > now) next = Math.min(next, instant);
  return Number.isFinite(next) ? next : undefined;
}

import { nextAnnounced } from './announcement.ts';
import type { Attestation } from './freshness.ts';
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
import { historyOfIncident, type GitHistory, NO_GIT_HISTORY } from './git-history.ts';
import { type Component, findComponent, type Site } from './site.ts';
import {
  type ComponentStatus,
  type OpenIncident,
  type OpenMaintenance,
  type RegionStatus,
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
  type ImpactInterval,
  intervalsByComponent,
  intervalsOf,
  statusAt,
} from './timeline.ts';
import { type StatusHistory, statusHistoryOf, merge } from './uptime.ts';

export type { ComponentStatus, OpenIncident, OpenMaintenance, Situation } from './situation.ts';

/** Everything the public sees at one `now`. Pages, feeds and messages are all printed from it. */
export interface Snapshot {
  now: Instant;
  /** The next instant at which it would read differently without a commit, whoever vouches: that a word lapses is the heartbeat's to say. */
  changesAt: Instant | undefined;
  /** The same without announcements: the next at which it says otherwise how things are. */
  turnsAt: Instant | undefined;
  site: Site;
  attestation: Attestation;
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
  git: GitHistory;
  /** Every incident, newest first. */
  incidents: Incident[];
  /** By component id. */
  histories: Map<string, StatusHistory>;
  /** The headline components seen as one. */
  overall: StatusHistory;
}

/**
 * The snapshot at `now`. Pure: the same arguments give the same snapshot.
 * @param slack how far ahead trouble that was told may lie and has begun all the same, in ms: a clock may run fast
 *   while something is told, and has no say when it is told again.
 */
export function takeSnapshot(
  site: Site,
  read: Incident[],
  attestation: Attestation,
  now: Instant,
  git: GitHistory = NO_GIT_HISTORY,
  slack: number = CLOCK_SLACK,
): Snapshot {
  const incidents = read.map((incident) => withCurrentIds(site, incident)).toSorted(newestFirst);
  const segments = intervalsByComponent(incidents);
  const histories = new Map(
    site.components.map((component) => [
      component.id,
      statusHistoryOf(component, segments.get(component.id) ?? []),
    ]),
  );
  const current = new Map(Array.from(histories, ([id, history]) => [id, currentOf(history, now, slack)]));
  const statuses = statusesAt(site, current, now);
  const open = openIncidents(site, incidents, current, now, git);
  const maintenance = openMaintenance(site, incidents, now, git);
  const headline = site.components.filter((component) => component.headline);
  const turnsAt = nextChange(site, incidents, now, git, slack);
  const announcedAt = nextAnnounced(site.announcements, now) ?? Number.POSITIVE_INFINITY;
  return {
    now,
    changesAt: turnsAt === undefined || announcedAt < turnsAt ? finite(announcedAt) : turnsAt,
    turnsAt,
    site,
    attestation,
    situation: situationOf(site, attestation, {
      statuses,
      incidents,
      histories: current,
      open,
      maintenance,
      now,
    }),
    statuses,
    open,
    maintenance,
    drills: incidents.filter((incident) => incident.drill && isOpen(incident)),
    git,
    incidents,
    histories,
    overall: merge(headline.map((component) => histories.get(component.id) as StatusHistory)),
  };
}

/** Nobody's word: pages are printed with it, for whose word holds until when stands in the heartbeat alone. */
export const NOBODY: Attestation = { by: 'nobody', at: null };

/**
 * What will be read from the next announced instant on: a window opens, a promise falls due. That an announcement begins
 * or ends hides none of those from a page: it has a place of its own in it.
 * @param read the incidents that the snapshot was taken from.
 */
export function nextReading({ site, turnsAt, git }: Snapshot, read: Incident[]): Snapshot | undefined {
  return turnsAt === undefined ? undefined : takeSnapshot(site, read, NOBODY, turnsAt, git);
}

/** The same with somebody's word for it, for the files that other programs read: they cannot ask the heartbeat. */
export function vouchedBy(snapshot: Snapshot, attestation: Attestation): Snapshot {
  const { kind } = snapshot.situation;
  const isCalm = kind === 'clear' || kind === 'unknown';
  const situation = isCalm ? calmOf(snapshot.site, attestation, snapshot.now) : snapshot.situation;
  return { ...snapshot, attestation, situation };
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
  current: ReadonlyMap<string, StatusHistory>,
  now: Instant,
  git: GitHistory,
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
        status: worst(segments.map((list) => statusAt(list, now))),
        due: nextUpdateDue(incident, site.pledge, historyOfIncident(git, incident.id)),
        overdue: isOverdue(incident, site.pledge, now, historyOfIncident(git, incident.id)),
      };
    })
    .toSorted((one, other) => severity(one.status) - severity(other.status));
}

/** What an incident did to each component that it touches and that is in service now, while it was. */
function inService(
  site: Site,
  incident: Incident,
  current: ReadonlyMap<string, StatusHistory>,
  now: Instant,
): ImpactInterval[][] {
  return site.components
    .filter((component) => isInService(component, now) && affects(incident, component.id))
    .map(({ id }) =>
      (current.get(id) as StatusHistory).intervals.filter((segment) => segment.incident === incident.id),
    );
}

/** Only trouble that has ended can be watched; what has not begun has not. */
function standingOf(segments: ImpactInterval[][], now: Instant): OpenIncident['standing'] {
  if (segments.length === 0) return 'apart';
  if (segments.some((list) => isHurt(statusAt(list, now)))) return 'hurting';
  const was = segments.flat().some(({ from, status }) => isHurt(status) && from <= now);
  return was ? 'watched' : 'reported';
}

function openMaintenance(
  site: Site,
  incidents: Incident[],
  now: Instant,
  git: GitHistory,
): OpenMaintenance[] {
  return incidents
    .filter(
      (incident): incident is Maintenance =>
        incident.kind === 'maintenance' && isReal(incident) && isOpen(incident),
    )
    .map((incident) => ({
      incident,
      phase: phaseOf(incident, now),
      due: nextUpdateDue(incident, site.pledge, historyOfIncident(git, incident.id)),
      overdue: isOverdue(incident, site.pledge, now, historyOfIncident(git, incident.id)),
    }))
    .toSorted((one, other) => one.incident.scheduled.from - other.incident.scheduled.from);
}

function phaseOf(incident: Maintenance, now: Instant): OpenMaintenance['phase'] {
  if (isOverrun(incident, now)) return 'overrun';
  return filedAt(incident) <= now ? 'active' : 'ahead';
}

/** Every component in service, with the worst status that any incident gives it. */
function statusesAt(site: Site, histories: Map<string, StatusHistory>, now: Instant): ComponentStatus[] {
  return site.components
    .filter((component) => isInService(component, now))
    .map((component) => {
      const history = histories.get(component.id) as StatusHistory;
      const { regions } = history;
      return {
        component,
        ...statusIn(history, now),
        ...(regions && {
          regions: Array.from(regions, ([region, own]) => ({ region, ...statusIn(own, now) })),
        }),
      };
    });
}

function statusIn(history: StatusHistory, now: Instant): Pick<RegionStatus, 'status' | 'since'> {
  return { status: statusAt(history.intervals, now), since: sinceOf(history, now) };
}

/** A history as it is read at `now`, with what a clock that runs fast put a little ahead of it. */
function currentOf(history: StatusHistory, now: Instant, slack: number): StatusHistory {
  const segments = begunBy(history.intervals, now, slack);
  if (segments === history.intervals) return history;
  const { since, until, regions } = history;
  return statusHistoryOf({ since, until, regions: regions && [...regions.keys()] }, segments);
}

function isInService({ since, until }: Component, now: Instant): boolean {
  return since <= now && now < until;
}

function situationOf(site: Site, attestation: Attestation, standing: Standing): Situation {
  if (site.demonstration) return { kind: 'demonstration' };
  return troubleOf(standing) ?? calmOf(site, attestation, standing.now);
}

/** What is said where nothing is wrong as far as anybody told. */
function calmOf(site: Site, attestation: Attestation, now: Instant): Situation {
  return { kind: attestationLapses(site, attestation) <= now ? 'unknown' : 'clear', attestation };
}

/** When the word of a watcher or a person grows old. Nobody's word cannot. */
export function attestationLapses(site: Pick<Site, 'vouchFor'>, attestation: Attestation): Instant {
  if (attestation.by === 'nobody') return Number.POSITIVE_INFINITY;
  if (attestation.at === null) return Number.NEGATIVE_INFINITY;
  return Math.min(attestation.until ?? Number.POSITIVE_INFINITY, attestation.at + site.vouchFor * MINUTE);
}

/**
 * Whether nobody can say how a component is doing where no trouble is known: the word of whoever checked has
 * grown old, or this is a demonstration. An open incident elsewhere does not renew that word.
 */
export function isUnconfirmed({ site, attestation, now }: Snapshot): boolean {
  return site.demonstration !== undefined || attestationLapses(site, attestation) <= now;
}

/** Every edge that lies ahead counts, of what is closed too: an end may lie ahead of now. */
function nextChange(
  site: Site,
  incidents: Incident[],
  now: Instant,
  git: GitHistory,
  clockSlack: number,
): Instant | undefined {
  const instants: (Instant | undefined)[] = [];
  for (const component of site.components) instants.push(component.since, component.until);
  for (const incident of incidents) {
    if (!isReal(incident)) continue;
    const slack = incident.kind === 'incident' ? clockSlack : 0;
    for (const segments of intervalsOf(incident).values())
      for (const { from, to } of segments) instants.push(from - slack, from, to);
    instants.push(nextUpdateDue(incident, site.pledge, historyOfIncident(git, incident.id)));
    if (incident.kind === 'maintenance') instants.push(incident.scheduled.from, incident.scheduled.until);
  }
  let next = Number.POSITIVE_INFINITY;
  for (const instant of instants) if (instant !== undefined && instant > now) next = Math.min(next, instant);
  return finite(next);
}

function finite(instant: Instant): Instant | undefined {
  return Number.isFinite(instant) ? instant : undefined;
}

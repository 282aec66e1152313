import { href, type Origin, paths } from '../../domain/addresses.ts';
import {
  beginningOf,
  closingUpdate,
  firstUpdate,
  type Incident,
  isOpen,
  isWithdrawn,
  newestUpdate,
  type State,
  stateOf,
  type Update,
} from '../../domain/incident.ts';
import {
  changedAt,
  historyOfIncident,
  incidentChangedAt,
  type IncidentHistory,
  publishedAt,
} from '../../domain/publication.ts';
import { ORIGINAL } from '../../domain/site.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type Status, worst } from '../../domain/status.ts';
import { isoSeconds } from '../../domain/time.ts';
import { segmentsOf, statusAt } from '../../domain/timeline.ts';
import { apiStatus, componentOf } from './components.ts';
import { apiId } from './ids.ts';
import type { ApiIncident, ApiUpdate } from './types.ts';

const IMPACT: Record<Status, ApiIncident['impact']> = {
  major_outage: 'critical',
  partial_outage: 'major',
  degraded_performance: 'minor',
  not_known: 'minor',
  under_maintenance: 'maintenance',
  operational: 'none',
};

/** Our states in the API's words; `update`, `correction` and `withdrawn` have none of their own. */
const STATE: Partial<Record<State, string>> = { withdrawn: 'resolved', cancelled: 'completed' };

/**
 * An incident or a maintenance as the API has it. Drills are not for it. `created_at` and `updated_at` are
 * when something was published and last changed here, for clients compare them with their last look;
 * `display_at` is when it was said, `started_at` when it happened.
 */
export function incidentOf(incident: Incident, snapshot: Snapshot, origin: Origin): ApiIncident {
  const { site, statuses } = snapshot;
  const id = apiId('incident', incident.id);
  const history = historyOfIncident(snapshot.publication, incident.id);
  const first = firstUpdate(incident);
  const newest = newestUpdate(incident);
  const over = closingUpdate(incident)?.at ?? (isOpen(incident) ? undefined : newest.at);
  const monitoring = incident.updates.findLast((update) => update.state === 'monitoring');
  const affected = statuses.filter(({ component }) =>
    incident.impact.some((impact) => impact.component === component.id),
  );
  return {
    id,
    name: named(incident.title, snapshot),
    status: isOpen(incident) ? wordOf(stateOf(incident)) : closedWord(incident),
    created_at: isoSeconds(publishedAt(history, first)),
    updated_at: isoSeconds(incidentChangedAt(history, incident)),
    monitoring_at: monitoring ? isoSeconds(monitoring.at.latest) : null,
    resolved_at: over ? isoSeconds(over.latest) : null,
    impact: impactOf(incident),
    shortlink: new URL(href(origin.base, ORIGINAL, paths.incident(incident.id)), origin.url).href,
    started_at: isoSeconds((beginningOf(incident) ?? first.at).earliest),
    page_id: apiId('page', site.tag.authority),
    incident_updates: updatesOf(incident, id, history, snapshot).toReversed(),
    components: affected.map((entry, index) => componentOf(entry, index + 1, snapshot)),
    reminder_intervals: null,
    ...(incident.kind === 'maintenance' && {
      scheduled_for: isoSeconds(incident.scheduled.from),
      scheduled_until: isoSeconds(incident.scheduled.until),
    }),
  };
}

/** A demonstration says so in every name: a client shows names alone. */
function named(title: string, { site }: Snapshot): string {
  return site.demonstration ? `[Demonstration] ${title}` : title;
}

function impactOf(incident: Incident): ApiIncident['impact'] {
  if (isWithdrawn(incident)) return 'none';
  if (incident.kind === 'maintenance') return 'maintenance';
  return IMPACT[
    worst(
      incident.impact.flatMap((impact) =>
        'status' in impact ? impact.status : impact.changes.map(({ status }) => status),
      ),
    )
  ];
}

function closedWord(incident: Incident): string {
  if (incident.kind === 'maintenance') return 'completed';
  return newestUpdate(incident).state === 'postmortem' ? 'postmortem' : 'resolved';
}

function wordOf(state: State): string {
  return STATE[state] ?? state;
}

/** Oldest first. An update that keeps the state has the word of the one before it. */
function updatesOf(
  incident: Incident,
  incidentId: string,
  history: IncidentHistory | undefined,
  snapshot: Snapshot,
): ApiUpdate[] {
  let word = '';
  let before: Update | undefined;
  return incident.updates.map((update) => {
    if (update.state !== 'update' && update.state !== 'correction') word = wordOf(update.state);
    const affected = changesBetween(before, update, incident, snapshot);
    before = update;
    return {
      id: apiId('update', `${incident.id}/${update.id}`),
      status: word,
      body: update.prose.text,
      incident_id: incidentId,
      created_at: isoSeconds(publishedAt(history, update)),
      updated_at: isoSeconds(changedAt(history, update)),
      display_at: isoSeconds(update.at.latest),
      affected_components: affected.length > 0 ? affected : null,
      deliver_notifications: true,
      custom_tweet: null,
      tweet_id: null,
    };
  });
}

function changesBetween(before: Update | undefined, update: Update, incident: Incident, { site }: Snapshot) {
  return [...segmentsOf(incident)].flatMap(([id, segments]) => {
    const component = site.components.find((one) => one.id === id);
    const old_status = before ? apiStatus(statusAt(segments, before.at.latest)) : 'operational';
    const new_status = apiStatus(statusAt(segments, update.at.latest));
    if (!component || old_status === new_status) return [];
    return [{ code: apiId('component', id), name: component.name[ORIGINAL], old_status, new_status }];
  });
}

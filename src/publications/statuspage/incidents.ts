import { href, type Origin, paths } from '../../domain/addresses.ts';
import {
  affects,
  beginningOf,
  closingUpdate,
  countedEnd,
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
} from '../../domain/git-history.ts';
import { impactAsOf, regionsThen, worstOf } from '../../domain/impact.ts';
import { spokenBy } from '../../domain/region.ts';
import type { Language } from '../../domain/site.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type Status, worst } from '../../domain/status.ts';
import { type Instant, isoSeconds, type TimeRange } from '../../domain/time.ts';
import { type Wording, wordingOf } from '../../domain/wording.ts';
import { wordsOf } from '../../i18n/index.ts';
import { nameOf } from '../sentence.ts';
import { API_STATUS, componentOf, componentThen } from './components.ts';
import { apiId } from './ids.ts';
import type { ApiComponent, ApiIncident, ApiUpdate } from './types.ts';

export const API_IMPACT: Record<Status, ApiIncident['impact']> = {
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
 * @param archived whether it is for the file of a year that is over, and holds nothing that depends on now.
 */
export function incidentOf(
  incident: Incident,
  snapshot: Snapshot,
  origin: Origin,
  archived = false,
): ApiIncident {
  const { site } = snapshot;
  const [first] = site.languages;
  const id = apiId('incident', incident.id);
  const history = historyOfIncident(snapshot.git, incident.id);
  const earliest = firstUpdate(incident);
  const wording = wordingOf(incident, first);
  const over = overSince(incident);
  const monitoring = incident.updates.findLast((update) => update.state === 'monitoring');
  return {
    id,
    name: named(wording.title.text, site),
    status: statusOf(incident, snapshot),
    created_at: isoSeconds(publishedAt(history, earliest)),
    updated_at: isoSeconds(incidentChangedAt(history, incident)),
    monitoring_at: monitoring ? isoSeconds(monitoring.at.latest) : null,
    resolved_at: over ? isoSeconds(over.latest) : null,
    impact: impactOf(incident),
    shortlink: new URL(href(site, origin.base, first, paths.incident(incident.id)), origin.url).href,
    started_at: isoSeconds((beginningOf(incident) ?? earliest.at).earliest),
    page_id: apiId('page', site.tag.authority),
    incident_updates: updatesOf(incident, wording, id, history, snapshot).toReversed(),
    components: archived
      ? componentsThen(incident, incidentChangedAt(history, incident), snapshot)
      : componentsNow(incident, snapshot),
    reminder_intervals: null,
    ...(incident.kind === 'maintenance' && {
      scheduled_for: isoSeconds(incident.scheduled.from),
      scheduled_until: isoSeconds(incident.scheduled.until),
    }),
  };
}

/** A demonstration says so in every name: a client shows names alone. */
export function named(title: string, { demonstration }: { demonstration?: unknown }): string {
  return demonstration ? `[Demonstration] ${title}` : title;
}

function impactOf(incident: Incident): ApiIncident['impact'] {
  if (isWithdrawn(incident)) return 'none';
  if (incident.kind === 'maintenance') return 'maintenance';
  return API_IMPACT[worst(incident.impact.map(worstOf))];
}

/**
 * A window that has begun is in progress, whether or not somebody said so. An end that nobody knows is not
 * `resolved`: of the API's two words for what is closed, `postmortem` promises no end, and no client takes it
 * for open; `resolved_at` stays null.
 */
function statusOf(incident: Incident, { maintenance }: Snapshot): string {
  const state = stateOf(incident);
  if (isOpen(incident)) {
    const begun = maintenance.some((one) => one.incident.id === incident.id && one.phase !== 'ahead');
    return state === 'scheduled' && begun ? 'in_progress' : wordOf(state);
  }
  if (incident.kind === 'maintenance') return 'completed';
  return isEndUnknown(incident) || newestUpdate(incident).state === 'postmortem' ? 'postmortem' : 'resolved';
}

function isEndUnknown(incident: Incident): boolean {
  return incident.kind === 'incident' && incident.ended === 'unknown';
}

function overSince(incident: Incident): TimeRange | undefined {
  if (isOpen(incident) || isEndUnknown(incident)) return undefined;
  return closingUpdate(incident)?.at ?? newestUpdate(incident).at;
}

function componentsNow(incident: Incident, snapshot: Snapshot): ApiComponent[] {
  return snapshot.statuses
    .filter(({ component }) => affects(incident, component.id))
    .map((entry, index) => componentOf(entry, index + 1, snapshot));
}

function componentsThen(incident: Incident, changed: Instant, snapshot: Snapshot): ApiComponent[] {
  const all = [...Map.groupBy(incident.impact, ({ component }) => component)];
  return all.flatMap(([id, list], index) => {
    const component = snapshot.site.components.find((one) => one.id === id);
    return component
      ? componentThen({ component, status: worst(list.map(worstOf)) }, index + 1, changed, snapshot)
      : [];
  });
}

/** The API's word for a state. */
export function wordOf(state: State): string {
  return STATE[state] ?? state;
}

/** Oldest first. An update that keeps the state has the word of the one before it. */
function updatesOf(
  incident: Incident,
  wording: Wording,
  incidentId: string,
  history: IncidentHistory | undefined,
  snapshot: Snapshot,
): ApiUpdate[] {
  let word = '';
  let before: Update | undefined;
  return incident.updates.map((update) => {
    if (update.state !== 'update' && update.state !== 'correction') word = wordOf(update.state);
    const affected = affectedBy(before, update, incident, snapshot);
    before = update;
    return {
      id: apiId('update', `${incident.id}/${update.id}`),
      status: word,
      body: bodyOf(update, incident, wording, snapshot),
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

/** What the API has no word for stands at the head of the text. */
function bodyOf(
  update: Update,
  incident: Incident,
  { proseOf }: Wording,
  { site: { languages } }: Snapshot,
): string {
  const isLast = isEndUnknown(incident) && update === newestUpdate(incident);
  const said = { state: update.state, prose: proseOf(update).text };
  return headedBody(said, languages[0], isLast ? endUnknown(incident) : undefined);
}

/** A text of the API, headed by the state where the API has no word for it, and by what else must be said first. */
export function headedBody(
  { state, prose }: { state: State; prose: { text: string } },
  language: Language,
  first?: string,
): string {
  const head = HEADED.includes(state) ? `${wordsOf(language).states[state]}:` : undefined;
  return [head, first, prose.text].filter(Boolean).join(' ');
}

const HEADED: State[] = ['correction', 'cancelled', 'withdrawn'];

function endUnknown(incident: Incident): string {
  const counted = countedEnd(incident);
  return `It is not known when this ended.${counted ? ` It was last known to go on at ${isoSeconds(counted.latest)}.` : ''}`;
}

/** What the update speaks of, also where nothing changed with it. */
function affectedBy(before: Update | undefined, update: Update, incident: Incident, { site }: Snapshot) {
  const was = new Map(
    before && impactAsOf(incident, before).map(({ component, status }) => [component, status]),
  );
  return impactAsOf(incident, update).flatMap((one) => {
    const { component: id, status } = one;
    if (!site.components.some((known) => known.id === id)) return [];
    const spoken = spokenBy(site, { component: id, regions: regionsThen(one) });
    return [
      {
        code: apiId('component', id),
        name: nameOf(spoken, site.languages[0]),
        old_status: API_STATUS[was.get(id) ?? 'operational'],
        new_status: API_STATUS[status],
      },
    ];
  });
}

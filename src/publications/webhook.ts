import type { NotificationFile, RangeTold } from '../domain/notification-file.ts';
import type { State } from '../domain/incident.ts';
import { isHurt, worst } from '../domain/status.ts';
import { wordsOf } from '../i18n/index.ts';
import { API_STATUS } from './statuspage/components.ts';
import { apiId } from './statuspage/ids.ts';
import { API_IMPACT, headedBody, named, wordOf } from './statuspage/incidents.ts';
import { INCIDENT_STATUS } from './statuspage/status.ts';
import type { ApiComponent, ApiIncident, ApiStatus, ApiUpdate } from './statuspage/types.ts';

export interface StatuspageAround {
  unsubscribeUrl: string;
  /** When it is sent, in UTC: `2026-03-01T02:30:00Z`. */
  generatedAt: string;
}

/**
 * Statuspage's webhook body with an incident
 * (https://support.atlassian.com/statuspage/docs/enable-webhook-notifications). It has what the notification has:
 * this one update, and the components as of it.
 */
export interface StatuspageMessage {
  meta: { unsubscribe: string; documentation: string; generated_at: string };
  page: { id: string; status_indicator: ApiStatus['indicator']; status_description: string };
  incident: ApiIncident;
}

/** An update as programs know it that take Statuspage's webhooks; the same ids and words as `/api/v2/`. */
export function statuspageOf(told: NotificationFile, around: StatuspageAround): StatuspageMessage {
  const page = apiId('page', told.authority);
  const { indicator, description } = pageStatus(told);
  return {
    meta: { unsubscribe: around.unsubscribeUrl, documentation: told.about, generated_at: around.generatedAt },
    page: { id: page, status_indicator: indicator, status_description: description },
    incident: incidentOf(told.drill ? played(told) : told, page),
  };
}

/** A drill does nothing to any component, whatever it plays. */
function played(told: NotificationFile): NotificationFile {
  const impact = told.impact.map((one) => ({
    ...one,
    status: 'operational' as const,
    status_before: 'operational' as const,
    worst: 'operational' as const,
  }));
  return { ...told, impact };
}

/**
 * How the page is, as far as one notification tells: a notification knows of no other incident, and a component that
 * it does not name may be in trouble too. So it is never "all": what is lost is a part, and what is over is no
 * word for everything else.
 */
function pageStatus(told: NotificationFile): ApiStatus {
  if (told.demonstration) return { indicator: 'minor', description: 'Demonstration, not a live status' };
  if (told.drill) return { indicator: 'none', description: 'Drill, nothing is wrong' };
  const status = worst(told.impact.map((one) => one.status));
  if (isHurt(status)) return INCIDENT_STATUS[status].some;
  return told.kind === 'incident' && told.open && !told.all_clear && told.state !== 'withdrawn'
    ? { indicator: 'minor', description: 'Minor Service Outage' }
    : { indicator: 'none', description: 'No Problem Reported' };
}

function incidentOf(told: NotificationFile, page: string): ApiIncident {
  const id = apiId('incident', told.incident);
  const { published, changed, scheduled, state } = told;
  return {
    id,
    name: nameOf(told),
    status: statusOf(told),
    created_at: published,
    updated_at: changed,
    monitoring_at: state === 'monitoring' ? told.said_at.latest : null,
    resolved_at: told.all_clear && told.ended !== 'unknown' ? told.said_at.latest : null,
    impact: impactOf(told),
    shortlink: told.incident_url,
    started_at: (beginningOf(told) ?? told.said_at).earliest,
    page_id: page,
    incident_updates: [updateOf(told, id)],
    components: told.impact.map((one, index) => componentOf(told, one, index + 1, page)),
    reminder_intervals: null,
    ...(scheduled && { scheduled_for: scheduled.from, scheduled_until: scheduled.until }),
  };
}

/** With the regions that are spoken of, where those are not all: a client shows names alone. */
function calledIn({ names }: NotificationFile, component: string, where: string | undefined): string {
  const name = names[component] ?? component;
  return where === undefined ? name : `${name} (${where})`;
}

/** A client shows names alone. */
function nameOf(told: NotificationFile): string {
  const name = named(told.title, told);
  return told.drill ? `[Drill] ${name}` : name;
}

function beginningOf({ began, scheduled }: NotificationFile): RangeTold | null {
  return began ?? (scheduled && { earliest: scheduled.from, latest: scheduled.from });
}

/** The worst that it had done by then. */
function impactOf({ kind, state, impact }: NotificationFile): ApiIncident['impact'] {
  if (state === 'withdrawn') return 'none';
  if (kind === 'maintenance') return 'maintenance';
  return API_IMPACT[worst(impact.map((one) => one.worst))];
}

const KEEPING: State[] = ['update', 'correction'];

function statusOf(told: NotificationFile): string {
  return told.kind === 'incident' && told.ended === 'unknown' ? 'postmortem' : wordOf(stateThen(told));
}

/** What was published before `state_then` was told knows only how it stands now. */
function stateThen({ state, state_then, incident_state }: NotificationFile): State {
  return KEEPING.includes(state) ? (state_then ?? incident_state) : state;
}

function updateOf(told: NotificationFile, incident: string): ApiUpdate {
  const affected = told.impact.map(({ component, status, status_before, where }) => ({
    code: apiId('component', component),
    name: calledIn(told, component, where),
    // What was published before it was told does not say it: then none has changed.
    old_status: API_STATUS[status_before ?? (told.first ? 'operational' : status)],
    new_status: API_STATUS[status],
  }));
  return {
    id: apiId('update', told.id),
    status: wordOf(stateThen(told)),
    body: headedBody({ state: told.state, prose: { text: told.text } }, told.language),
    incident_id: incident,
    created_at: told.published,
    updated_at: told.changed,
    display_at: told.said_at.latest,
    affected_components: affected.length > 0 ? affected : null,
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  };
}

function componentOf(
  told: NotificationFile,
  { component, status, since, where, sentence }: NotificationFile['impact'][number],
  position: number,
  page: string,
): ApiComponent {
  return {
    id: apiId('component', component),
    name: told.names[component] ?? component,
    status: told.demonstration && status === 'operational' ? 'degraded_performance' : API_STATUS[status],
    created_at: told.published,
    updated_at: since?.latest ?? told.said_at.latest,
    position,
    description: told.demonstration
      ? `${wordsOf(told.language).feed.demonstration}.`
      : where && sentence
        ? `${sentence}.`
        : null,
    showcase: true,
    start_date: null,
    group_id: null,
    page_id: page,
    group: false,
    only_show_if_degraded: false,
  };
}

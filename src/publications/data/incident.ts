import { href, type Origin, paths } from '../../domain/addresses.ts';
import {
  beginningOf,
  endOf,
  firstUpdate,
  type Incident,
  isOpen,
  stateOf,
  type Translation,
} from '../../domain/incident.ts';
import { type DatedPromise, promiseFor } from '../../domain/promise.ts';
import type { Language } from '../../domain/site.ts';
import { changedAt, historyOfIncident, incidentChangedAt, publishedAt } from '../../domain/git-history.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { isoSeconds, type TimeRange } from '../../domain/time.ts';
import { intervalsOf } from '../../domain/timeline.ts';
import { toCsv } from './csv.ts';

/**
 * `/incidents/<id>.json`: the whole incident. Times are ISO 8601 in UTC; an uncertain one has two bounds. What was
 * `said` was `published` and last `changed` here at two more times, which are what the API says too.
 */
export function incidentFile(
  incident: Incident,
  { site, git }: Pick<Snapshot, 'site' | 'git'>,
  origin: Origin,
) {
  const history = historyOfIncident(git, incident.id);
  const absolute = (path: string) =>
    new URL(href(site, origin.base, site.languages[0], path), origin.url).href;
  return {
    $schema: new URL(`${origin.base}schema/incident.json`, origin.url).href,
    id: incident.id,
    url: absolute(paths.incident(incident.id)),
    kind: incident.kind,
    demonstration: site.demonstration !== undefined,
    drill: incident.drill,
    language: incident.language,
    title: incident.title,
    state: stateOf(incident),
    open: isOpen(incident),
    published: isoSeconds(publishedAt(history, firstUpdate(incident))),
    changed: isoSeconds(incidentChangedAt(history, incident)),
    began: timeRange(beginningOf(incident)),
    ended: timeRange(endOf(incident)),
    ended_unknown: incident.kind === 'incident' && incident.ended === 'unknown',
    last_known: incident.kind === 'incident' ? timeRange(incident.lastKnown) : null,
    scheduled:
      incident.kind === 'maintenance'
        ? { from: isoSeconds(incident.scheduled.from), until: isoSeconds(incident.scheduled.until) }
        : null,
    impact: incident.impact.map((impact) => ({
      component: impact.component,
      ...(impact.regions && { regions: impact.regions }),
      changes:
        'status' in impact
          ? [{ from: timeRange(beginningOf(incident)), status: impact.status }]
          : impact.changes.map(({ from, status }) => ({ from: timeRange(from), status })),
    })),
    counted: [...intervalsOf(incident)].map(([component, intervals]) => ({
      component,
      stretches: intervals.map(({ from, to, status, regions }) => ({
        from: isoSeconds(from),
        to: Number.isFinite(to) ? isoSeconds(to) : null,
        status,
        ...(regions && { regions }),
      })),
    })),
    works: incident.works,
    advice: incident.advice ?? null,
    advice_by: incident.advice === undefined ? null : incident.adviceBy,
    scope: incident.scope ?? null,
    data: incident.data ?? null,
    cause: incident.cause ?? null,
    cause_certainty: incident.causeCertainty ?? null,
    disputed: incident.disputed ?? null,
    reported_by: incident.reportedBy ?? null,
    sources: incident.sources,
    imported: incident.importedFrom ?? null,
    promised: promised(promiseFor(site.pledge, incident)),
    summary: incident.summary ? prose(incident.summary) : null,
    updates: incident.updates.map((update) => ({
      id: update.id,
      url: absolute(paths.update(incident.id, update.id)),
      state: update.state,
      said: timeRange(update.at),
      published: isoSeconds(publishedAt(history, update)),
      changed: isoSeconds(changedAt(history, update)),
      said_by: update.said.speaker,
      place: update.said.place ?? null,
      ...prose(update.prose),
    })),
    translations: Object.fromEntries(
      translationsOf(incident).map(([language, one]) => [
        language,
        {
          url: new URL(href(site, origin.base, language, paths.incident(incident.id)), origin.url).href,
          title: one.title ?? null,
          advice: one.advice ?? null,
          scope: one.scope ?? null,
          cause: one.cause ?? null,
          disputed: one.disputed ?? null,
          summary: one.summary ? prose(one.summary) : null,
          updates: Object.fromEntries(
            Object.entries(one.updates).map(([id, text]) => [
              id,
              { place: Object.hasOwn(one.places, id) ? one.places[id] : null, ...prose(text) },
            ]),
          ),
        },
      ]),
    ),
  };
}

/** `/incidents/<id>.csv`: the timeline, one row an update. New columns come last. */
export function incidentCsv(incident: Incident, { git }: Pick<Snapshot, 'git'>): string {
  const history = historyOfIncident(git, incident.id);
  return toCsv(
    [
      'incident',
      'update',
      'state',
      'said_earliest',
      'said_latest',
      'said_by',
      'place',
      'text',
      'published',
      'changed',
    ],
    incident.updates.map((update) => [
      incident.id,
      update.id,
      update.state,
      isoSeconds(update.at.earliest),
      isoSeconds(update.at.latest),
      update.said.speaker,
      update.said.place ?? null,
      update.prose.text,
      isoSeconds(publishedAt(history, update)),
      isoSeconds(changedAt(history, update)),
    ]),
  );
}

function translationsOf({ translations }: Incident): [Language, Translation][] {
  return Object.entries(translations);
}

/** What the operator had promised when it began, in minutes; `since` is null where the promise has no beginning. */
function promised(promise: DatedPromise | undefined) {
  if (!promise) return null;
  const { since, firstNotice, updateEvery } = promise;
  return {
    since: Number.isFinite(since) ? isoSeconds(since) : null,
    first_notice: firstNotice,
    update_every: updateEvery,
  };
}

function timeRange(range: TimeRange | undefined) {
  return range ? { earliest: isoSeconds(range.earliest), latest: isoSeconds(range.latest) } : null;
}

function prose({ markdown, html, text }: { markdown: string; html: string; text: string }) {
  return { markdown, html, text };
}

import { href, type Origin, paths } from '../domain/addresses.ts';
import type { Incident, Update } from '../domain/incident.ts';
import { type Links, type Notification, notificationOf } from '../domain/notification.ts';
import type { NotificationFile, RangeTold } from '../domain/notification-file.ts';
import type { Language } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isHurt, type Status, severity } from '../domain/status.ts';
import { isoSeconds, type TimeRange } from '../domain/time.ts';
import type { Since } from '../domain/timeline.ts';
import { wordsOf } from '../i18n/index.ts';
import { picturesOfUpdate } from './picture-files.ts';
import { sentenceOf, whereOf } from './sentence.ts';

/** An update as it is told to people in a language, with the addresses that it has on a site. */
export function notificationIn(
  snapshot: Pick<Snapshot, 'site' | 'git' | 'now'>,
  incident: Incident,
  update: Update,
  language: Language,
  origin: Origin,
): Notification {
  const at = (path: string) => new URL(href(snapshot.site, origin.base, language, path), origin.url).href;
  const links: Links = {
    home: at(paths.home),
    incident: at(paths.incident(incident.id)),
    update: at(paths.update(incident.id, update.id)),
    schema: new URL(`${origin.base}schema/notification.json`, origin.url).href,
    pictures: picturesOfUpdate(incident, update, language, snapshot, origin),
  };
  return notificationOf(snapshot, incident, update, language, links);
}

/** A notification as it is published, in each entry of the JSON Feed. */
export function notificationFile(told: Notification): NotificationFile {
  const { title, text, place, advice, scope, links, scheduled } = told;
  const { states, statuses } = wordsOf(told.language);
  const { pictures } = links;
  return {
    about: told.links.schema,
    id: told.id,
    incident: told.incident,
    update: told.update,
    kind: told.kind,
    title: title.text,
    text: text.text.text,
    state: told.state,
    state_name: states[told.state],
    state_then: told.stateThen,
    incident_state: told.incidentState,
    open: told.open,
    first: told.first,
    newest: told.newest,
    closes: told.closes,
    all_clear: told.allClear,
    imported: told.imported,
    said_by: told.speaker,
    said_in: place?.text ?? null,
    said_at: range(told.saidAt),
    published: isoSeconds(told.published),
    changed: isoSeconds(told.changed),
    impact: told.impact
      .toSorted((one, other) => severity(one.status) - severity(other.status))
      .map(({ component, status, worst, since, regions }) => ({
        component,
        status,
        status_name: statuses[status],
        sentence: sentenceThen(told, component, { status, worst }),
        worst,
        status_before: told.before[component] ?? 'operational',
        since: since ? sinceWhen(since) : null,
        ...located(told, component),
        ...(regions && {
          regions: regions.map((one) => ({
            region: one.region,
            name: told.regions[one.region] ?? one.region,
            status: one.status,
            status_name: statuses[one.status],
            worst: one.worst,
            since: one.since ? sinceWhen(one.since) : null,
          })),
        }),
      })),
    works: told.works,
    names: told.names,
    short_names: told.shortNames,
    advice: advice?.text ?? null,
    advice_by: advice ? told.adviceBy : null,
    scope: scope?.text ?? null,
    data: told.data ?? null,
    began: rangeOrNull(told.began),
    ended: told.ended === 'unknown' ? told.ended : rangeOrNull(told.ended),
    last_known: rangeOrNull(told.lastKnown),
    scheduled: scheduled ? { from: isoSeconds(scheduled.from), until: isoSeconds(scheduled.until) } : null,
    next_update: told.nextUpdate === undefined ? null : isoSeconds(told.nextUpdate),
    drill: told.drill,
    demonstration: told.demonstration,
    site: { ...told.site, url: links.home },
    authority: told.authority,
    url: links.update,
    incident_url: links.incident,
    pictures: pictures ? { wide: pictures.wide, tall: pictures.tall ?? null } : null,
    language: told.language,
    languages: {
      title: title.language,
      text: text.language,
      advice: advice?.language ?? null,
      scope: scope?.language ?? null,
      said_in: place?.language ?? null,
      pictures: pictures?.language ?? null,
    },
  };
}

function located({ spoken, language }: Notification, component: string): { where?: string } {
  const where = whereOf(spoken[component] ?? {}, language);
  return where === undefined ? {} : { where };
}

/**
 * How a component was as of the update, without the last stop; nothing where it was not hurt yet. Regions in which it
 * was hurt otherwise have a sentence of their own.
 */
export function sentenceThen(
  { spoken, besides, language }: Pick<Notification, 'spoken' | 'besides' | 'language'>,
  id: string,
  { status, worst }: { status: Status; worst: Status },
): string | null {
  const component = spoken[id];
  if (!component || !isHurt(worst)) return null;
  return [
    sentenceOf(component, isHurt(status) ? status : 'again', language),
    ...(besides[id] ?? []).map((one) => sentenceOf(one.spoken, one.status, language)),
  ].join('. ');
}

function range({ earliest, latest }: TimeRange): RangeTold {
  return { earliest: isoSeconds(earliest), latest: isoSeconds(latest) };
}

function rangeOrNull(known: TimeRange | undefined): RangeTold | null {
  return known ? range(known) : null;
}

function sinceWhen({ at, before }: Since): RangeTold & { before: boolean } {
  return { ...range(at), before };
}

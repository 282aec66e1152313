import { href, type Origin } from '../../domain/addresses.ts';
import type { Language, Site } from '../../domain/site.ts';
import { type Form, FORMS, pictureLanguage, picturePath } from '../picture.ts';
import { type Incident, isOpen, stateOf, type Update } from '../../domain/incident.ts';
import { severity, worst } from '../../domain/status.ts';
import { isoSeconds } from '../../domain/time.ts';
import { wordingOf } from '../../domain/wording.ts';
import type { Entry, Feed } from './entries.ts';

/**
 * JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). `_nightlight` carries all that a message about an
 * update needs: ids, state, impact, what works and what to do as told with it, drill or
 * demonstration, and the pictures of the update if they are drawn (pixels).
 */
export function toJsonFeed(feed: Feed, site: Site, origin: Origin): string {
  return JSON.stringify(
    {
      version: 'https://jsonfeed.org/version/1.1',
      title: feed.title,
      home_page_url: feed.home,
      feed_url: feed.self,
      description: feed.description,
      language: feed.language,
      authors: [{ name: feed.author }],
      items: feed.entries.map((entry) => item(entry, feed, site, origin)),
    },
    null,
    1,
  );
}

function item(
  { id, title, url, incident, update, published, updated, html, text, told }: Entry,
  feed: Feed,
  site: Site,
  origin: Origin,
) {
  const impact = incident.impact.map((one) => ({
    component: one.component,
    status: 'status' in one ? one.status : worst(one.changes.map((change) => change.status)),
  }));
  const { title: own, proseOf, adviceTold } = wordingOf(incident, feed.language);
  const advice = adviceTold(told?.advice);
  const text_language = proseOf(update).language;
  const pictures = site.pictures === 'all' ? picturesOf(incident, update, feed.language, origin) : null;
  return {
    id,
    url,
    title,
    ...(pictures && { image: pictures.wide.url }),
    content_html: html,
    content_text: text,
    date_published: isoSeconds(published),
    date_modified: isoSeconds(updated),
    language: text_language,
    tags: [update.state, ...impact.map(({ component }) => component)],
    _nightlight: {
      about: 'https://nightlight.example/about/',
      incident: incident.id,
      update: update.id,
      kind: incident.kind,
      title: own.text,
      state: update.state,
      incident_state: stateOf(incident),
      open: isOpen(incident),
      said_by: update.said.speaker,
      said_at: { earliest: isoSeconds(update.at.earliest), latest: isoSeconds(update.at.latest) },
      impact: impact.toSorted((one, other) => severity(one.status) - severity(other.status)),
      works: told?.works ?? [],
      advice: advice?.text ?? null,
      advice_by: advice ? incident.adviceBy : null,
      drill: incident.drill,
      demonstration: site.demonstration !== undefined,
      pictures,
      language: feed.language,
      languages: { title: own.language, text: text_language, advice: advice?.language ?? null },
    },
  };
}

function picturesOf(incident: Incident, update: Update, feedLanguage: Language, origin: Origin) {
  const language = pictureLanguage(incident, feedLanguage, update);
  const picture = (form: Form) => {
    const { width, height } = FORMS[form];
    const path = href(origin.base, language, picturePath(form, incident.id, update.id));
    return { url: new URL(path, origin.url).href, width, height };
  };
  return { wide: picture('wide'), tall: picture('tall') };
}

import { href, paths } from '../../domain/addresses.ts';
import { type Incident, type State, stateOf, titleOf, type Update } from '../../domain/incident.ts';
import type { Language } from '../../domain/site.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Instant } from '../../domain/time.ts';
import { WORDS } from '../../i18n/index.ts';

/** One entry a feed: an update, with everything a reader without the site needs. */
export interface Entry {
  /** `tag:` URI (RFC 4151). It survives a move to another domain. */
  id: string;
  title: string;
  url: string;
  state: State;
  published: Instant;
  updated: Instant;
  html: string;
  text: string;
  /** Ids of the components it is about. */
  components: string[];
}

export interface Feed {
  title: string;
  description: string;
  language: Language;
  home: string;
  self: string;
  id: string;
  author: string;
  updated: Instant;
  entries: Entry[];
}

/** Where the site stands: the host's origin and the path below it, which ends with a slash. */
export interface Origin {
  url: string;
  base: string;
}

/** The newest updates that a feed keeps. */
const KEPT = 100;

/** The feed of every update in a language, newest first. Drills are in it, and say so in their title. */
export function feedOf(snapshot: Snapshot, language: Language, origin: Origin, file: string): Feed {
  const { site } = snapshot;
  const words = WORDS[language].feed;
  const absolute = (path: string) => new URL(href(origin.base, language, path), origin.url).href;
  const { authority, year } = site.tag;
  const tag = (rest: string) => `tag:${authority},${year}:${rest}`;
  const entries = snapshot.incidents
    .flatMap((incident) => incident.updates.map((update, index) => ({ incident, update, index })))
    .toSorted(newestSaid)
    .slice(0, KEPT)
    .map(({ incident, update }): Entry => {
      const html = htmlOf(incident, update, snapshot, language);
      return {
        id: tag(`${incident.id}/${update.id}/${language}`),
        title: titleIn(incident, update, snapshot, language),
        url: absolute(paths.update(incident.id, update.id)),
        state: update.state,
        published: update.at.latest,
        updated: update.at.latest,
        html,
        text: textOf(incident, update, language),
        components: incident.impact.map(({ component }) => component),
      };
    });
  const demonstration = site.demonstration ? `${words.demonstration} · ` : '';
  return {
    title: `${demonstration}${words.title(site.name[language])}`,
    description: `${site.demonstration ? `${site.demonstration.notice[language]} ` : ''}${words.description(site.service[language])}`,
    language,
    home: absolute(paths.home),
    self: absolute(file),
    id: tag(`history/${language}`),
    author: site.operator.name,
    updated: entries[0]?.updated ?? Date.UTC(year, 0, 1),
    entries,
  };
}

interface Told {
  incident: Incident;
  update: Update;
  index: number;
}

function newestSaid(one: Told, other: Told): number {
  const ids = one.incident.id < other.incident.id ? 1 : one.incident.id > other.incident.id ? -1 : 0;
  return other.update.at.latest - one.update.at.latest || ids || other.index - one.index;
}

function titleIn(incident: Incident, update: Update, { site }: Snapshot, language: Language): string {
  const words = WORDS[language];
  const marks = [site.demonstration && words.feed.demonstration, incident.drill && words.feed.drill];
  return [...marks, `${words.states[update.state]}: ${titleOf(incident, language)}`]
    .filter(Boolean)
    .join(' · ');
}

function htmlOf(incident: Incident, update: Update, snapshot: Snapshot, language: Language): string {
  const words = WORDS[language].feed;
  const translation = incident.translations[language];
  const newest = update === incident.updates.at(-1) && stateOf(incident) !== 'withdrawn';
  const works = incident.works.map(
    (id) => snapshot.site.components.find((one) => one.id === id)?.name[language] ?? id,
  );
  const advice = translation?.advice ?? incident.advice;
  const parts = [
    snapshot.site.demonstration && `<p>${escapeHtml(snapshot.site.demonstration.notice[language])}</p>`,
    (translation?.updates[update.id] ?? update.prose).html,
    newest && works.length > 0 && `<p><strong>${words.works}:</strong> ${escapeHtml(works.join(', '))}.</p>`,
    newest && advice && `<p><strong>${words.advice}:</strong> ${escapeHtml(advice)}</p>`,
  ];
  return parts.filter(Boolean).join('\n');
}

function textOf(incident: Incident, update: Update, language: Language): string {
  return (incident.translations[language]?.updates[update.id] ?? update.prose).text;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** What XML 1.0 may not hold, taken out: control characters, lone surrogates, U+FFFE and U+FFFF. */
export function xmlText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}

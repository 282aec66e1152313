import { href, type Origin } from './domain/addresses.ts';
import type { Incident } from './domain/incident.ts';
import { type Component, LANGUAGES, type Language, ORIGINAL } from './domain/site.ts';
import { type Format, formatOf, type Words, WORDS } from './i18n/index.ts';
import { toPrint } from './build/reuse.ts';
import { type Badge, toShields, toSvg } from './publications/badge.ts';
import { type About, type Feed, feedOf } from './publications/feeds/entries.ts';
import { type Model, model } from './snapshot.ts';

/** What every page needs: its language, the words and formats of it, addresses, and the model. */
export interface Page extends Model {
  language: Language;
  words: Words;
  format: Format;
  /** The address of a path in the page's language. */
  to(path: string): string;
  base: string;
}

export const BASE = import.meta.env.BASE_URL.replace(/\/?$/, '/');

/** The value of `[...lang]` for every language, for `getStaticPaths`. The original has no prefix. */
export function languagePaths() {
  return LANGUAGES.map((language) => ({
    params: { lang: language === ORIGINAL ? undefined : language },
    props: { language },
  }));
}

/** Every combination of a language and an item, for `getStaticPaths`. */
export function pathsOf<Item>(items: Item[], params: (item: Item) => Record<string, string>) {
  return languagePaths().flatMap(({ params: { lang }, props }) =>
    items.map((item) => ({ params: { lang, ...params(item) }, props: { ...props, item } })),
  );
}

export function pageIn(language: Language): Page {
  return {
    ...model,
    language,
    words: WORDS[language],
    format: formatOf(language),
    to: (path) => href(BASE, language, path),
    base: BASE,
  };
}

/** What a route that is printed once a language is given. */
export interface LanguageRoute {
  props: { language: Language };
}

/** The host and the path below it, for absolute addresses. */
export const ORIGIN: Origin = { url: import.meta.env.SITE ?? model.snapshot.site.url, base: BASE };

/** The feed of a language, to stand at `file`. */
export function feedIn(language: Language, file: string, about?: About): Feed {
  return feedOf(model.snapshot, language, ORIGIN, file, about);
}

let changed: Incident[] | undefined;

/** The incidents whose pages and files this build prints; those of the others lie there already. */
export function changedIncidents(): Incident[] {
  changed ??= toPrint(model.snapshot.incidents, ({ id }) => model.digests.get(id) ?? '');
  return changed;
}

/** Routes of files that are printed once for each incident, in no language. */
export function incidentPaths() {
  return changedIncidents().map((incident) => ({ params: { id: incident.id }, props: { incident } }));
}

/** What such a route is given. */
export interface IncidentRoute {
  props: { incident: Incident };
}

/** What a route of a component's file is given. */
export interface ComponentRoute {
  props: { language: Language; item: Component };
}

/** Routes of files that are printed for each component, in each language. */
export function componentPaths() {
  return pathsOf(model.snapshot.site.components, ({ id }) => ({ id }));
}

/** JSON as a file, read by people too. */
export function json(body: object): Response {
  return new Response(JSON.stringify(body));
}

/** A badge as a picture with its time in words, or as JSON for shields.io. */
export function badgeFile(badge: Badge, format: string, language: Language): Response {
  if (format === 'json') return json(toShields(badge));
  const { now } = model.snapshot;
  return new Response(toSvg(badge, WORDS[language].badge.asOf(formatOf(language).dateTime(now))));
}

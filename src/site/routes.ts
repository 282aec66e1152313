import { href, type Origin } from '../domain/addresses.ts';
import { filedAt, type Incident, isOpen, type Update } from '../domain/incident.ts';
import { yearOf } from '../domain/time.ts';
import { type Component, LANGUAGES, type Language, ORIGINAL } from '../domain/site.ts';
import { type Format, formatOf, type Words, WORDS } from '../i18n/index.ts';
import { alongside, isReused } from '../release/reuse.ts';
import { digestOf } from '../release/page-groups.ts';
import { type Badge, badgeText } from '../publications/badge.ts';
import { type About, closedYears, type Feed, feedOf, toldInYear } from '../publications/feeds/entries.ts';
import {
  type Picture,
  pictureOfIncident,
  pictureOfUpdate,
  pictureText,
  pictureVersion,
} from '../publications/picture.ts';
import { type Form, FORMS, pictureLanguage, picturePath } from '../publications/picture-files.ts';
import { type Placed, placePictures } from '../pictures/keep.ts';
import { picturesFolder } from './environment.ts';
import { type Model, model } from './model.ts';
import { placeOf } from './place.ts';

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
  if (changed) return changed;
  const incidents = model.snapshot.incidents.filter(
    (incident) => isOpen(incident) || !isReused(`incidents/${incident.id}`, digestOfIncident(incident)),
  );
  changed = incidents;
  alongside((out) =>
    placePictures(picturesOf(incidents), picturesFolder(placeOf(process.env, process.cwd())), out),
  );
  return changed;
}

function digestOfIncident({ id }: Incident): string {
  return digestOf(model.digests.get(id) ?? '');
}

const changedByYear = new Map<number, boolean>();

/** Whether the page or the archive of a year must be printed: not while all in it is closed and as it was. */
export function isYearChanged(year: number): boolean {
  const known = changedByYear.get(year);
  if (known !== undefined) return known;
  const { incidents } = model.snapshot;
  const years = closedYears(model.snapshot);
  const told = new Set(toldInYear(model.snapshot, year));
  const inYear = incidents.filter((one) => yearOf(filedAt(one)) === year || told.has(one));
  const digest = digestOf(years.join(), ...inYear.map((one) => `${one.id} ${digestOfIncident(one)}`));
  const result = inYear.some(isOpen) || !years.includes(year) || !isReused(`history/${year}`, digest);
  changedByYear.set(year, result);
  return result;
}

/** Routes of files that are printed once for each incident, in no language. */
export function incidentPaths() {
  return changedIncidents().map((incident) => ({ params: { id: incident.id }, props: { incident } }));
}

/** A picture of an incident, or of one update of it. */
interface PictureOf {
  incident: Incident;
  update: Update | undefined;
  language: Language;
}

/** The pictures of some incidents: of each, and of each update, in the languages in which it is told. */
function* picturesOf(incidents: Incident[]): Generator<Placed> {
  const { pictures } = model.snapshot.site;
  if (pictures === 'none') return;
  for (const incident of incidents)
    for (const language of LANGUAGES)
      for (const update of [undefined, ...(pictures === 'all' ? incident.updates : [])]) {
        if (pictureLanguage(incident, language, update) !== language) continue;
        const picture = pictureOf({ incident, update, language });
        for (const form of Object.keys(FORMS) as Form[])
          yield { picture, form, path: href('', language, picturePath(form, incident.id, update?.id)) };
      }
}

function pictureOf({ incident, update, language }: PictureOf): Picture {
  return update
    ? pictureOfUpdate(incident, update, model.snapshot, language, ORIGIN)
    : pictureOfIncident(incident, model.snapshot, language, ORIGIN);
}

/** Where the pictures of an incident or of an update lie, without their endings, if they are drawn. */
export function picturesAt(incident: Incident, language: Language, update?: Update): string | undefined {
  const { pictures } = model.snapshot.site;
  if (pictures === 'none' || (update && pictures !== 'all')) return undefined;
  const path = picturePath('wide', incident.id, update?.id).slice(0, -`.${FORMS.wide.ending}`.length);
  return href(BASE, pictureLanguage(incident, language, update), path);
}

/** What a shared link to an incident shows; the address changes when the picture does. */
export function sharedPicture(incident: Incident, language: Language) {
  const at = picturesAt(incident, language);
  if (at === undefined) return undefined;
  const picture = pictureOf({
    incident,
    update: undefined,
    language: pictureLanguage(incident, language),
  });
  const address = `${at}.${FORMS.wide.ending}?${pictureVersion(picture)}`;
  return { url: new URL(address, ORIGIN.url).href, alt: pictureText(picture) };
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
  const time = WORDS[language].badge.asOf(formatOf(language).dateTime(model.snapshot.now));
  return new Response(badgeText(badge, format, time));
}

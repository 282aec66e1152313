import { href, type Origin, paths } from '../../domain/addresses.ts';
import { affects, type Incident, isOpen, newestUpdate, type Update } from '../../domain/incident.ts';
import type { Component, Language } from '../../domain/site.ts';
import {
  entryChangedAt,
  historyOfIncident,
  publishedAt,
  type Told,
  toldBeside,
  versionBefore,
} from '../../domain/git-history.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type Instant, MINUTE, yearOf } from '../../domain/time.ts';
import { langOf, type Worded, wordingOf } from '../../domain/wording.ts';
import { formatOf, WORDS } from '../../i18n/index.ts';

/** One entry a feed: an update, with everything a reader without the site needs. */
export interface Entry {
  /** `tag:` URI (RFC 4151). It survives a move to another domain. */
  id: string;
  title: string;
  url: string;
  incident: Incident;
  update: Update;
  published: Instant;
  updated: Instant;
  html: string;
  text: string;
  told: Pick<Told, 'works' | 'advice'> | undefined;
}

export interface Feed {
  title: string;
  description: string;
  language: Language;
  home: string;
  self: string;
  id: string;
  author: string;
  /** The address of the licence, if there is one. */
  license: string | undefined;
  updated: Instant;
  entries: Entry[];
  /** Whether it is an archive that does not change any more (RFC 5005). */
  archive: boolean;
  /** The archive before it, if there is one. */
  previous: string | undefined;
  /** Where the newest updates stand. */
  current: string;
}

/** The newest updates that a feed keeps; what is older stands in the archives. */
const NEWEST = 100;

/**
 * Updates by when they were first published, which never changes: all of a closed year, or of any year the
 * hundred that are its `part`. What was told is in an archive before it leaves the newest ones.
 */
export interface Archive {
  year: number;
  part?: number | undefined;
}

/** Which updates a feed is about. */
export type About = { all: true } | { component: Component } | Archive;

/**
 * A feed in a language, newest first. Drills are in it, and say so in their title. An entry has the same id
 * in every feed it stands in.
 */
export function feedOf(
  snapshot: Snapshot,
  language: Language,
  origin: Origin,
  file: string,
  about: About = { all: true },
): Feed {
  const { site } = snapshot;
  const words = WORDS[language].feed;
  const absolute = (path: string) => new URL(href(origin.base, language, path), origin.url).href;
  const { authority, year } = site.tag;
  const tag = (rest: string) => `tag:${authority},${year}:${rest}`;
  const said = saidIn(snapshot, about);
  const entries = ('year' in about ? said : said.slice(0, NEWEST)).map(({ incident, update }): Entry => ({
    id: tag(`${incident.id}/${update.id}/${language}`),
    title: titleIn(incident, update, snapshot, language),
    url: absolute(paths.update(incident.id, update.id)),
    incident,
    update,
    published: publishedAt(historyOfIncident(snapshot.git, incident.id), update),
    updated: entryChangedAt(historyOfIncident(snapshot.git, incident.id), update, language),
    told: toldWith(snapshot, incident, update),
    html: htmlOf(incident, update, snapshot, language),
    text: textOf(incident, update, snapshot, language),
  }));
  const demonstration = site.demonstration ? `${words.demonstration} · ` : '';
  const scope =
    'component' in about
      ? `${about.component.name[language]} · `
      : 'year' in about
        ? `${nameOf(about)} · `
        : '';
  const before = archiveBefore(snapshot, 'year' in about ? about : undefined);
  return {
    title: `${demonstration}${scope}${words.title(site.name[language])}`,
    description: `${site.demonstration ? `${site.demonstration.notice[language]} ` : ''}${words.description(site.service[language])}`,
    language,
    home: absolute('component' in about ? paths.component(about.component.id) : paths.home),
    self: absolute(file),
    id: tag(
      'component' in about
        ? `components/${about.component.id}/${language}`
        : 'year' in about
          ? `history/${nameOf(about)}/${language}`
          : `history/${language}`,
    ),
    author: site.operator.name,
    license: site.license,
    updated: entries.length > 0 ? Math.max(...entries.map((entry) => entry.updated)) : Date.UTC(year, 0, 1),
    entries,
    archive: 'year' in about,
    previous: 'component' in about || before === undefined ? undefined : absolute(paths.archive(before)),
    current: absolute(paths.atom),
  };
}

/** Years that are over and in which something was published, oldest first. */
export function closedYears(snapshot: Snapshot): number[] {
  const years = everythingSaid(snapshot).map(({ year }) => year);
  return [...new Set(years)]
    .filter((year) => year < yearOf(snapshot.now))
    .toSorted((one, other) => one - other);
}

/** Every archive there is: closed years, and the full parts of each year, which stay when it closes. */
export function archivesOf(snapshot: Snapshot): Archive[] {
  const years = Map.groupBy(everythingSaid(snapshot), ({ year }) => year);
  const parts = [...years].flatMap(([year, said]) =>
    Array.from({ length: Math.floor(said.length / NEWEST) }, (_, index) => ({ year, part: index + 1 })),
  );
  return [...closedYears(snapshot).map((year) => ({ year })), ...parts];
}

/** The incidents of which something was published in a year. */
export function toldInYear(snapshot: Snapshot, year: number): Incident[] {
  return [...new Set(saidIn(snapshot, { year }).map(({ incident }) => incident))];
}

function nameOf({ year, part }: Archive): string {
  return part === undefined ? String(year) : `${year}.${part}`;
}

/** The archive before one, or before the newest updates: the parts of the open year, then the closed years. */
function archiveBefore(snapshot: Snapshot, archive?: Archive): Archive | undefined {
  const year = archive?.year ?? yearOf(snapshot.now);
  const full = Math.floor(saidIn(snapshot, { year }).length / NEWEST);
  const part = archive ? (archive.part ?? 1) - 1 : full;
  if (part > 0) return { year, part };
  const closed = closedYears(snapshot).findLast((one) => one < year);
  return closed === undefined ? undefined : { year: closed };
}

function saidIn(snapshot: Snapshot, about: About): Said[] {
  const said = everythingSaid(snapshot);
  if ('component' in about) return said.filter(({ incident }) => affects(incident, about.component.id));
  if (!('year' in about)) return said;
  const inYear = said.filter(({ year }) => year === about.year);
  if (about.part === undefined) return inYear;
  const end = inYear.length - (about.part - 1) * NEWEST;
  return inYear.slice(end - NEWEST, end);
}

/** Some fifty feeds are printed from one snapshot. */
const saidBefore = new WeakMap<Snapshot, Said[]>();

/** Every update, newest publication first, so that one which came late or was dated back is seen. */
function everythingSaid(snapshot: Snapshot): Said[] {
  const known = saidBefore.get(snapshot);
  if (known) return known;
  const said = snapshot.incidents
    .flatMap((incident) =>
      incident.updates.map((update, index) => {
        const published = publishedAt(historyOfIncident(snapshot.git, incident.id), update);
        return { incident, update, index, published, year: yearOf(published) };
      }),
    )
    .toSorted(newestSaid);
  saidBefore.set(snapshot, said);
  return said;
}

interface Said {
  /** The UTC year in which it was first published. */
  year: number;
  incident: Incident;
  update: Update;
  index: number;
  published: Instant;
}

function newestSaid(one: Said, other: Said): number {
  const ids = one.incident.id < other.incident.id ? 1 : one.incident.id > other.incident.id ? -1 : 0;
  const time = other.update.at.latest - one.update.at.latest;
  return other.published - one.published || time || ids || other.index - one.index;
}

function updateHistoryOf({ git }: Snapshot, incident: Incident, update: Update) {
  return historyOfIncident(git, incident.id)?.updates.get(update.id);
}

function titleIn(incident: Incident, update: Update, { site }: Snapshot, language: Language): string {
  const words = WORDS[language];
  const marks = [site.demonstration && words.feed.demonstration, incident.drill && words.feed.drill];
  return [...marks, `${words.states[update.state]}: ${wordingOf(incident, language).title.text}`]
    .filter(Boolean)
    .join(' · ');
}

/**
 * What worked and what to do, as it was told with an update: what stands there now for the newest one, what
 * stood there last under an older one. An entry does not change when the next one comes. An all-clear has only
 * what was written with it. Without git only the newest one has it, and an all-clear nothing.
 */
export function toldWith(snapshot: Snapshot, incident: Incident, update: Update) {
  if (update.state === 'withdrawn') return undefined;
  const history = historyOfIncident(snapshot.git, incident.id);
  if (update === newestUpdate(incident)) return toldBeside(incident, versionBefore(history, update.id));
  return updateHistoryOf(snapshot, incident, update)?.told;
}

function htmlOf(incident: Incident, update: Update, snapshot: Snapshot, language: Language): string {
  const words = WORDS[language].feed;
  const told = toldWith(snapshot, incident, update);
  const works = namesOf(told?.works ?? [], snapshot, language);
  const { title, proseOf, adviceTold } = wordingOf(incident, language);
  const [prose, advice] = [proseOf(update), adviceTold(told?.advice)];
  const foreign = [title, prose, advice].some((one) => langOf(one, language) !== undefined);
  const said = whenSaid(incident, update, snapshot, language);
  const labels = labelsOf(snapshot, incident, update, language);
  const parts = [
    snapshot.site.demonstration && `<p>${escapeHtml(snapshot.site.demonstration.notice[language])}</p>`,
    foreign && `<p><em>${escapeHtml(words.untranslated)}</em></p>`,
    inItsLanguage('div', prose, language, prose.text.html),
    said && `<p>${escapeHtml(said)}</p>`,
    works.length > 0 && `<p><strong>${labels.works}:</strong> ${escapeHtml(works.join(', '))}.</p>`,
    advice &&
      `<p><strong>${escapeHtml(labels.advice[incident.adviceBy])}:</strong> ${inItsLanguage('span', advice, language, escapeHtml(advice.text))}</p>`,
  ];
  return parts.filter(Boolean).join('\n');
}

/** What heads works and advice. What was brought along of something closed is not news: nothing of it "still" works. */
export function labelsOf(snapshot: Snapshot, incident: Incident, update: Update, language: Language) {
  const { feed, incident: words } = WORDS[language];
  const history = updateHistoryOf(snapshot, incident, update);
  const imported = history?.entered !== undefined && history.firstPublished === undefined;
  return imported && !isOpen(incident) ? { works: words.works, advice: words.advice.closed } : feed;
}

export function namesOf(ids: string[], { site }: Snapshot, language: Language): string[] {
  return ids.map((id) => site.components.find((one) => one.id === id)?.name[language] ?? id);
}

/** HTML that is marked where it stands among words of another language. */
function inItsLanguage(
  element: 'div' | 'span',
  worded: Worded<unknown>,
  language: Language,
  html: string,
): string {
  const lang = langOf(worded, language);
  return lang ? `<${element} lang="${lang}">${html}</${element}>` : html;
}

function textOf(incident: Incident, update: Update, snapshot: Snapshot, language: Language): string {
  const { text } = wordingOf(incident, language).proseOf(update).text;
  return [text, whenSaid(incident, update, snapshot, language)].filter(Boolean).join('\n\n');
}

/** When it was said, where an entry is dated by another time. */
function whenSaid(
  incident: Incident,
  update: Update,
  snapshot: Snapshot,
  language: Language,
): string | undefined {
  const published = updateHistoryOf(snapshot, incident, update)?.firstPublished;
  if (published === undefined || Math.abs(published - update.at.latest) < MINUTE) return undefined;
  return WORDS[language].feed.said(formatOf(language).moment(update.at));
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

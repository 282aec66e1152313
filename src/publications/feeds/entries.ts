import { href, type Origin, paths } from '../../domain/addresses.ts';
import { affects, type Incident, type Update } from '../../domain/incident.ts';
import { incidentsIn } from '../../domain/region.ts';
import { type Component, inLanguage, type Language, type Region } from '../../domain/site.ts';
import { historyOfIncident, publishedAt } from '../../domain/git-history.ts';
import type { Notification } from '../../domain/notification.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type Instant, yearOf } from '../../domain/time.ts';
import { wordsOf } from '../../i18n/index.ts';
import { notificationIn } from '../notification.ts';
import { htmlOf, textOf, titleOf } from './content.ts';

/** One entry a feed: an update, with everything a reader without the site needs. */
export interface Entry {
  /** `tag:` URI (RFC 4151). It survives a move to another domain. */
  id: string;
  title: string;
  /** What it tells, with its addresses and times. */
  told: Notification;
  html: string;
  text: string;
}

export interface Feed {
  title: string;
  description: string;
  language: Language;
  home: string;
  self: string;
  id: string;
  author: string;
  /** What names the states and the components of this site among others' words (RFC 4287, 4.2.2.2). */
  schemes: { state: string; component: string; region: string };
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
export type About = { all: true } | { component: Component } | { region: Region } | Archive;

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
  const words = wordsOf(language).feed;
  const absolute = (path: string) => new URL(href(site, origin.base, language, path), origin.url).href;
  const said = saidIn(snapshot, about);
  const entries = ('year' in about ? said : said.slice(0, NEWEST)).map((one) =>
    entryOf(one, snapshot, language, origin),
  );
  const demonstration = site.demonstration ? ` · ${words.demonstration}` : '';
  const part = partOf(about);
  const scope = part
    ? `${inLanguage(part.of.name, language)} · `
    : 'year' in about
      ? `${nameOf(about)} · `
      : '';
  const before = archiveBefore(snapshot, 'year' in about ? about : undefined);
  return {
    title: `${scope}${words.title(inLanguage(site.name, language))}${demonstration}`,
    description: `${site.demonstration ? `${inLanguage(site.demonstration.notice, language)} ` : ''}${words.description(inLanguage(site.service, language))}`,
    language,
    home: absolute(part?.path ?? paths.home),
    self: absolute(file),
    id: tagIn(
      site,
      part
        ? `${part.path}${language}`
        : 'year' in about
          ? `history/${nameOf(about)}/${language}`
          : `history/${language}`,
    ),
    author: site.operator.name,
    schemes: {
      state: tagIn(site, 'state'),
      component: tagIn(site, 'component'),
      region: tagIn(site, 'region'),
    },
    license: site.license,
    updated:
      entries.length > 0
        ? Math.max(...entries.map(({ told }) => told.changed))
        : Date.UTC(site.tag.year, 0, 1),
    entries,
    archive: 'year' in about,
    previous: part || before === undefined ? undefined : absolute(paths.archive(before)),
    current: absolute(paths.atom),
  };
}

/** The part of the service that a feed is about, and where it has its page; nothing where it is about all. */
function partOf(about: About): { of: Component | Region; path: string } | undefined {
  if ('component' in about) return { of: about.component, path: paths.component(about.component.id) };
  return 'region' in about ? { of: about.region, path: paths.region(about.region.id) } : undefined;
}

/** Some fifty feeds are printed from one snapshot, and most updates stand in several of them. */
const entriesBefore = new WeakMap<Snapshot, Map<string, Entry>>();

function entryOf({ incident, update }: Said, snapshot: Snapshot, language: Language, origin: Origin): Entry {
  const known = entriesBefore.get(snapshot) ?? new Map<string, Entry>();
  entriesBefore.set(snapshot, known);
  const key = [origin.url, origin.base, language, incident.id, update.id].join(' ');
  const entry =
    known.get(key) ?? printed(notificationIn(snapshot, incident, update, language, origin), snapshot);
  known.set(key, entry);
  return entry;
}

function printed(told: Notification, { site }: Snapshot): Entry {
  return {
    id: tagIn(site, `${told.id}/${told.language}`),
    title: titleOf(told),
    told,
    html: htmlOf(told, site),
    text: textOf(told),
  };
}

/** An id for a part of a site (RFC 4151): it survives a move to another domain. */
export function tagIn({ tag: { authority, year } }: Pick<Snapshot['site'], 'tag'>, rest: string): string {
  return `tag:${authority},${year}:${rest}`;
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
  if ('region' in about) {
    const there = new Set(
      incidentsIn(snapshot.site, snapshot.incidents, about.region.id).map(({ id }) => id),
    );
    return said.filter(({ incident }) => there.has(incident.id));
  }
  if (!('year' in about)) return said;
  const inYear = said.filter(({ year }) => year === about.year);
  if (about.part === undefined) return inYear;
  const end = inYear.length - (about.part - 1) * NEWEST;
  return inYear.slice(end - NEWEST, end);
}

/** Some fifty feeds are printed from one snapshot. */
const saidBefore = new WeakMap<Snapshot, Said[]>();

/** Every update, the last published first, so that one which came late or was dated back is seen. */
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

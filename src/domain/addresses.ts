import type { Language, Site } from './site.ts';
import { dayOf, type Instant } from './time.ts';

/** Where the site stands: the host's origin and the path below it, which ends with a slash. */
export interface Origin {
  url: string;
  base: string;
}

/** Addresses below the language's own root, without a leading slash. They are contracts: they never break. */
export const paths = {
  home: '',
  history: 'history/',
  year: (year: number) => `history/${year}/`,
  uptime: 'uptime/',
  pledge: 'pledge/',
  subscribe: 'subscribe/',
  about: 'about/',
  bedside: 'bedside/',
  own: (name: string) => `${name}/`,
  announcements: 'announcements/',
  announcement: (id: string) => `announcements/${id}/`,
  announcementsAtom: 'announcements.atom',
  incident: (id: string) => `incidents/${id}/`,
  update: (id: string, update: string) => `incidents/${id}/#${update}`,
  replay: (id: string) => `replay/${id}/`,
  revision: (id: string, blob: string) => `incidents/${id}/revisions/${blob}/`,
  component: (id: string) => `components/${id}/`,
  region: (id: string) => `regions/${id}/`,
  day: (component: string, day: Instant) => `components/${component}/#d-${dayOf(day)}`,
  rss: 'history.rss',
  atom: 'history.atom',
  json: 'feed.json',
  calendar: 'calendar.ics',
  /** How fast the service answers, which a watcher writes. It stands once, in no language. */
  responses: 'watch.json',
  /** The archive of a closed year, or a part of any year in which much was said. */
  archive: ({ year, part }: { year: number; part?: number | undefined }) =>
    `history/${year}${part === undefined ? '' : `.${part}`}.atom`,
};

/** What stands before the paths of a language: nothing for the first of the site, `es/` for another. */
export function prefixOf({ languages }: Pick<Site, 'languages'>, language: Language): string {
  return language === languages[0] ? '' : `${language}/`;
}

/** The address of a path in a language, from the root of the host: `/repo/es/history/`. `base` ends with a slash. */
export function href(site: Pick<Site, 'languages'>, base: string, language: Language, path: string): string {
  return `${base}${prefixOf(site, language)}${path}`;
}

/** The language of a path below the base, by its prefix; the first of the site where it has none. */
export function languageAt({ languages }: Pick<Site, 'languages'>, path: string): Language {
  return languages.find((one, place) => place > 0 && path.startsWith(`${one}/`)) ?? languages[0];
}

/** The numbers of delivery, which it writes: they come and go without a build. */
export const PROOF = 'proof.json';

/** What rehearsals measured, which a clone has that rehearsed, and others have once it is committed. */
export const REHEARSALS = 'rehearsals.json';

/** The folder of the form for those who write: it is no part of the record, and may come and go. */
export const ADMIN = 'admin/';

/** The folders and files at the root of a site that are ours: no page of an operator's own can be called so. */
export const OURS: readonly string[] = [
  ...[
    'about',
    'admin',
    'announcements',
    'api',
    'bedside',
    'components',
    'embed',
    'history',
    'incidents',
    'pledge',
    'regions',
    'replay',
  ],
  ...['schema', 'stale', 'subscribe', 'uptime', '_astro', '404'],
];

/** Whether an address is one of the site itself, from its root on: `/history/`. */
export function isOfTheSite(written: string): boolean {
  return /^\/(?![/\\])[^\s\\]*$/.test(written);
}

/**
 * An address that an operator wrote, as it stands in a page. One of the site itself that ends with a slash is a page,
 * which is read in the language of the reader, if it is there in that; of others, and where a language is named, nothing
 * is changed.
 */
export function writtenAddress(
  site: Pick<Site, 'languages' | 'beside'>,
  base: string,
  language: Language,
  written: string,
): string {
  if (!isOfTheSite(written)) return written;
  const path = written.slice(1);
  const isInEach = /^(?:[^?#]*\/)?(?:#.*)?$/.test(path) && !path.includes('/revisions/');
  const isNamed = languageAt(site, path) !== site.languages[0];
  const [name = ''] = path.split('/', 1);
  const isThere = Object.hasOwn(site.beside ?? {}, name) ? site.beside?.[name]?.includes(language) : true;
  return isInEach && !isNamed && isThere ? href(site, base, language, path) : base + path;
}

/** The own page that the first one leads to: what to do while nothing can be relied on. */
export const PLAN = 'prepare';

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
  prepare: 'prepare/',
  subscribe: 'subscribe/',
  about: 'about/',
  bedside: 'bedside/',
  incident: (id: string) => `incidents/${id}/`,
  update: (id: string, update: string) => `incidents/${id}/#${update}`,
  replay: (id: string) => `replay/${id}/`,
  revision: (id: string, blob: string) => `incidents/${id}/revisions/${blob}/`,
  component: (id: string) => `components/${id}/`,
  day: (component: string, day: Instant) => `components/${component}/#d-${dayOf(day)}`,
  rss: 'history.rss',
  atom: 'history.atom',
  json: 'feed.json',
  calendar: 'calendar.ics',
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

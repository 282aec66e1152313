import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Neighbours } from '../config/fields.ts';
import { type ParsedConfig, readConfig, siteOf } from '../config/index.ts';
import { standIn } from '../config/stand-in.ts';
import { isOfTheSite } from '../domain/addresses.ts';
import type { Announcement } from '../domain/announcement.ts';
import type { OwnPage } from '../domain/own-page.ts';
import type { Site } from '../domain/site.ts';
import { speakAlso, spokenLanguages, tellTimesIn } from '../i18n/index.ts';
import { UserError } from '../problems/errors.ts';
import { fileOf, hasErrors } from '../problems/index.ts';
import type { LineOf } from '../problems/reporters.ts';
import { notFolders } from './beside.ts';
import { configFile, currentInstant, incidentsFolder } from './environment.ts';
import {
  besideIn,
  isOfDraft,
  datedByGit,
  type LoadedAnnouncements,
  type LoadedPages,
  loadAnnouncements,
  loadOwnPages,
  rootOf,
  withinOf,
} from './own-pages.ts';
import { brokenRedirects } from './old-addresses.ts';
import { brokenPictures } from './own-pictures.ts';
import type { Place } from './place.ts';
import { loadWords } from './words.ts';

/** The config as it lies there, the site's own pages, and what is wrong with those, its announcements, its own words and pictures. */
export interface LoadedConfig extends ParsedConfig {
  /** What pages are printed from; nothing where something is wrong. */
  site: Site | undefined;
  pages: OwnPage[];
  /** Announcements of which nobody may hear yet. */
  heldAnnouncements: Announcement[];
  /** The ids of drafts of announcements, those with mistakes among them. */
  draftAnnouncements: ReadonlySet<string>;
  lineOf: LineOf;
}

/**
 * Reads the config, the site's own pages, its announcements and its own words, which are said from then on, and says what
 * is wrong with them.
 * @throws UserError in a sentence where there is no such file.
 */
export async function loadConfig(place: Place): Promise<LoadedConfig> {
  const path = configFile(place);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new UserError(`There is no file ${path}. NIGHTLIGHT_CONFIG names the config.`);
  const bytes = await readFile(path);
  const file = relative(place.site, path);
  const lines = new TextDecoder().decode(bytes).split(/\r\n?|\n/);
  const now = currentInstant(place.env);
  const latest = Math.max(now, Date.now());
  const words = await loadWords(place);
  // The config may name a language that only the site speaks.
  speakAlso(words.own);
  const root = rootOf(place);
  // Of a language whose file has mistakes these are told, and not that nobody speaks it.
  const spoken = [...new Set([...spokenLanguages(), ...words.languages])];
  const readBeside = (neighbours: Neighbours) =>
    readConfig(bytes, file, latest, spoken, (name) => fileIn(place.site, name), neighbours);
  const first = readBeside(root);
  const within = withinOf(root, first.config && siteOf(first.config));
  // To which of its components, regions and parts a link of the config leads can be told once these are read.
  const read = linksHere(first.config) ? readBeside({ ...root, ...within }) : first;
  const { languages } = read.draft.site ?? {};
  const own = languages ? loadOwnPages(place, { languages }, within) : NO_PAGES;
  const known = standIn(read.draft);
  const announced = known ? loadAnnouncements(place, known, { ...root, ...within }) : NO_ANNOUNCEMENTS;
  const beside = [
    ...notFolders(place.site, incidentsFolder(place)),
    ...words.problems,
    ...own.problems,
    ...announced.problems,
    ...brokenPictures(place),
    ...brokenRedirects(place),
  ];
  const { drafts } = announced;
  const config = hasErrors(beside.filter((one) => !isOfDraft(one, drafts))) ? undefined : read.config;
  tellTimesOf(read.config?.site ?? {});
  return {
    ...read,
    config,
    site: config && {
      ...siteOf(config),
      beside: besideIn(place, config.site.languages, root.pages),
      ownPages: own.pages.map(({ entry }) => entry),
      announcements: await datedByGit(place, announced.announcements, { now, latest }),
    },
    pages: own.pages,
    heldAnnouncements: announced.held,
    draftAnnouncements: drafts,
    problems: [...read.problems, ...beside],
    lineOf: (problem) =>
      fileOf(problem) === file
        ? lines[(problem.place?.line ?? 0) - 1]
        : (words.lineOf(problem) ?? own.lineOf(problem) ?? announced.lineOf(problem)),
  };
}

/** Says times from now on in the zone of a site too, if it has one. */
export function tellTimesOf({ timeZone: zone, clock = 24 }: Pick<Site, 'timeZone' | 'clock'>): void {
  tellTimesIn(zone === undefined ? undefined : { zone, clock });
}

/** Whether a link of a config leads to the site itself. */
function linksHere(config: ParsedConfig['config']): boolean {
  const { header = [], footer = [] } = config?.site.links ?? {};
  return [...header, ...footer].some(({ address }) => isOfTheSite(address));
}

function fileIn(folder: string, name: string): Uint8Array | undefined {
  const path = join(folder, name);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;
}

/** Nobody can tell which there should be. */
const NO_PAGES: LoadedPages = { pages: [], problems: [], lineOf: () => undefined };
const NO_ANNOUNCEMENTS: LoadedAnnouncements = {
  announcements: [],
  held: [],
  drafts: new Set(),
  problems: [],
  lineOf: () => undefined,
};

/**
 * What the config makes of the site.
 * @throws UserError with every mistake in it.
 */
export async function currentSite(place: Place): Promise<Site> {
  const { site, problems, lineOf } = await loadConfig(place);
  // Under `npm start` the heartbeat of the live site would speak of another build.
  if (site) return { ...site, ...(place.env.NIGHTLIGHT_STANDBY !== undefined && { heartbeat: undefined }) };
  throw new UserError(problems, { lineOf });
}

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OURS } from '../domain/addresses.ts';
import type { Announcement } from '../domain/announcement.ts';
import { isUntold } from '../domain/hold.ts';
import type { OwnPage } from '../domain/own-page.ts';
import type { Language, Site } from '../domain/site.ts';
import { incidentOf, untoldIn } from '../incidents/hold.ts';
import { readAnnouncements } from '../own-pages/announcements.ts';
import { readOwnPages } from '../own-pages/index.ts';
import type { Places, Within } from '../problems/dead-link.ts';
import { fileOf, inFolder, type Problem } from '../problems/index.ts';
import type { LineOf } from '../problems/reporters.ts';
import type { Instant } from '../domain/time.ts';
import { readLog } from '../revisions/git.ts';
import {
  ANNOUNCEMENTS,
  announcementFiles,
  announcementsFolder,
  type FileBeside,
  OWN_PAGES,
  ownPageFiles,
} from './beside.ts';
import { currentInstant, incidentsFolder } from './environment.ts';
import type { Place } from './place.ts';

/** What lies at the root of a site, as a link can name it. */
export type Root = Pick<Places, 'pages' | 'own' | 'others' | 'below'>;

/** The operator's own pages, and what is wrong with their files. */
export interface LoadedPages {
  pages: OwnPage[];
  problems: Problem[];
  lineOf: LineOf;
}

/** What is to be said that is no incident, and what is wrong with the files of it. */
export interface LoadedAnnouncements {
  announcements: Announcement[];
  /** Those of which nobody may hear yet. */
  held: Announcement[];
  /** The ids of drafts, those with mistakes among them: they keep nothing from going live. */
  drafts: ReadonlySet<string>;
  problems: Problem[];
  lineOf: LineOf;
}

/** What lies at the root of a site: pages of ours, the operator's own by the names of their files, and the rest. */
export function rootOf(place: Place): Root {
  const { site: folder } = place;
  const files = below(OWN_PAGES, ownPageFiles(folder));
  const own = [...new Set(files.map(({ name }) => name.replace(/\..*$/, '')))];
  return { pages: [...OURS, ...own], own, others: othersIn(folder), below: idsIn(place) };
}

/** The ids of incidents and announcements, by the names of their files, however these read. */
function idsIn(place: Place): Record<string, string[]> {
  const folder = incidentsFolder(place);
  const incidents = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  const announcements = below(ANNOUNCEMENTS, announcementFiles(place.site)).map(({ name }) => name);
  const idsOf = (names: readonly string[]) => [
    ...new Set(names.filter((name) => name.endsWith('.md')).map(incidentOf)),
  ];
  return { incidents: idsOf(incidents), announcements: idsOf(announcements) };
}

/** What the config adds to it: components and regions by their ids, and the parts that it takes away. */
export function withinOf(
  { below: ids = {} }: Root,
  site: Pick<Site, 'components' | 'regions' | 'parts'> | undefined,
): Within {
  if (!site) return { below: ids };
  const { components, regions, parts } = site;
  return {
    below: {
      ...ids,
      components: components.flatMap(({ id, formerly }) => [id, ...formerly]),
      regions: regions.map(({ id }) => id),
    },
    off: Object.entries(parts).flatMap(([part, isThere]) => (isThere || !OURS.includes(part) ? [] : [part])),
  };
}

/** Reads the operator's own pages; a site needs none. */
export function loadOwnPages(
  { site: folder }: Place,
  site: Pick<Site, 'languages'>,
  within: Within,
): LoadedPages {
  const files = ownPageFiles(folder);
  const { pages, problems } = readOwnPages(below(OWN_PAGES, files), site, othersIn(folder), within);
  return { pages, problems: inFolder(OWN_PAGES, problems), lineOf: lineIn(files) };
}

/** Reads the operator's announcements; a site needs none. */
export function loadAnnouncements(
  { site: folder, env }: Place,
  site: Pick<Site, 'languages' | 'components'>,
  places: Omit<Places, 'languages'>,
): LoadedAnnouncements {
  const files = announcementFiles(folder);
  const { announcements, problems } = readAnnouncements(below(ANNOUNCEMENTS, files), site, {
    languages: site.languages,
    ...places,
  });
  const now = currentInstant(env);
  return {
    announcements: announcements.filter((one) => !isUntold(one, now)),
    held: announcements.filter((one) => isUntold(one, now)),
    drafts: new Set(
      [...untoldIn(below(ANNOUNCEMENTS, files), now)].flatMap(([id, { draft }]) => (draft ? [id] : [])),
    ),
    problems: inFolder(ANNOUNCEMENTS, problems),
    lineOf: lineIn(files),
  };
}

/**
 * Announcements with the time at which each text was last changed, as git knows it: that of the newest commit by `now`
 * that left its file as it is. Without git, and in a shallow clone, nobody knows.
 * @param latest the instant after which no commit can have been made.
 * @throws UserError in git's words where there is a history that cannot be read.
 */
export async function datedByGit(
  { site: folder, env }: Place,
  announcements: readonly Announcement[],
  { now, latest }: { now: Instant; latest: Instant },
): Promise<Announcement[]> {
  if (announcements.length === 0) return [];
  const known = await readLog(announcementsFolder(folder), env, latest);
  if (known.kind !== 'git') return [...announcements];
  const changedIn = (name: string) => known.log.versions.get(name)?.findLast(({ at }) => at <= now)?.at;
  return announcements.map((one) => {
    const [original] = one.texts.keys();
    return {
      ...one,
      texts: new Map(
        [...one.texts].map(([language, text]) => [
          language,
          {
            ...text,
            changed: changedIn(language === original ? `${one.id}.md` : `${one.id}.${language}.md`),
          },
        ]),
      ),
    };
  });
}

/** Whether a problem is one of a draft of an announcement. */
export function isOfDraft(problem: Problem, drafts: ReadonlySet<string>): boolean {
  const file = fileOf(problem);
  return (
    file?.startsWith(`${ANNOUNCEMENTS}/`) === true &&
    drafts.has(incidentOf(file.slice(ANNOUNCEMENTS.length + 1)))
  );
}

/** Files as they are called in their folder. */
function below(folder: string, files: readonly FileBeside[]): FileBeside[] {
  return files.map(({ name, bytes }) => ({ name: name.slice(folder.length + 1), bytes }));
}

function lineIn(files: readonly FileBeside[]): LineOf {
  return (problem) => {
    const file = files.find(({ name }) => name === fileOf(problem));
    return file && new TextDecoder().decode(file.bytes).split(/\r\n?|\n/)[(problem.place?.line ?? 0) - 1];
  };
}

/** What else an operator has at the root of the site: what lies in `public/`, and pages of an Astro project. */
function othersIn(folder: string): string[] {
  return [...namesIn(join(folder, 'public')), ...projectPagesIn(folder)];
}

/** Pages of an Astro project, those of every language among them: a folder called `[...lang]` stands for all. */
function projectPagesIn(folder: string): string[] {
  const root = join(folder, 'src/pages');
  const inEach = namesIn(root).filter((name) => name.startsWith('['));
  return [root, ...inEach.map((name) => join(root, name))].flatMap((one) => namesIn(one));
}

/**
 * Folders of `public/` and pages of an Astro project, with the languages in which each has an address of its own: a
 * link to one that has none leads to the one that there is.
 * @param taken the names of pages of ours and of the operator's own, which are there in each: a folder of that name only
 * brings files along.
 */
export function besideIn(
  { site: folder }: Place,
  languages: Site['languages'],
  taken: readonly string[],
): Record<string, readonly Language[]> {
  const [files, pages, others] = [join(folder, 'public'), join(folder, 'src/pages'), languages.slice(1)];
  const inEach = namesIn(pages).filter((name) => name.startsWith('['));
  const names = [...namesIn(files, true), ...namesIn(pages)].filter(
    (name) => !name.startsWith('[') && !languages.includes(name) && !taken.includes(name),
  );
  const isThere = (name: string, language: Language) =>
    namesIn(join(files, language), true).includes(name) || namesIn(join(pages, language)).includes(name);
  return Object.fromEntries([
    ...names.map((name) => [name, others.filter((language) => isThere(name, language))] as const),
    ...inEach.flatMap((one) => namesIn(join(pages, one)).map((name) => [name, others] as const)),
  ]);
}

/** The names in a folder without their endings; none where there is no such folder. */
function namesIn(folder: string, areFolders = false): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => !areFolders || one.isDirectory())
    .map((one) => (one.isDirectory() ? one.name : one.name.replace(/\.[^.]+$/, '')));
}

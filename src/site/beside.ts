import { existsSync, lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { paths, PROOF, REHEARSALS } from '../domain/addresses.ts';
import { mayHold } from '../incidents/may-hold.ts';
import type { Instant } from '../domain/time.ts';
import { join, relative, resolve } from 'node:path';
import { behind, ifThere, publicPaths } from '../release/public-files.ts';
import { UserError } from '../problems/errors.ts';
import { type Problem, problemIn } from '../problems/index.ts';

// A beat asks for these, and is to take no longer for it: nothing else is loaded here.

/** A file of the operator's beside the incidents: its path in the folder of the site, and its bytes. */
export interface FileBeside {
  name: string;
  bytes: Uint8Array;
}

/** Where a site's own words lie. */
export function wordsFolder(site: string): string {
  return resolve(site, 'words');
}

/** Where the operator's own pages lie. */
export function ownPagesFolder(site: string): string {
  return resolve(site, OWN_PAGES);
}

/** The folder of own pages in that of the site. */
export const OWN_PAGES = 'pages';

/** Where announcements lie. */
export function announcementsFolder(site: string): string {
  return resolve(site, ANNOUNCEMENTS);
}

/** The folder of announcements in that of the site. */
export const ANNOUNCEMENTS = 'announcements';

/**
 * Own pages, own words, own sheets, announcements and `public/` as they lie there, in order: what is published besides
 * the record and the config. What lies in `public/` is read when it is asked for, and nobody needs to hold all of it.
 */
export function* filesBeside(site: string): Generator<FileBeside> {
  yield* ownPageFiles(site);
  yield* filesIn(site, 'words', '.json');
  yield* sheetsIn(site);
  yield* announcementFiles(site);
  yield* publicFiles(site);
}

/**
 * The same without announcements that nobody may hear of at `now`: one whose time has come is new, and a deploy tells
 * it. What reads them is fetched only where one may be held, for a beat takes a tenth of a second.
 */
export async function toldBeside(site: string, now: Instant): Promise<Iterable<FileBeside>> {
  const held = announcementFiles(site).filter(({ bytes }) => mayHold(bytes));
  if (held.length === 0) return filesBeside(site);
  const { incidentOf, untoldIn } = await import('../incidents/hold.ts');
  const within = (name: string) => name.slice(ANNOUNCEMENTS.length + 1);
  const untold = untoldIn(
    held.map(({ name, bytes }) => ({ name: within(name), bytes })),
    now,
  );
  return without(
    filesBeside(site),
    ({ name }) => name.startsWith(`${ANNOUNCEMENTS}/`) && untold.has(incidentOf(within(name))),
  );
}

function* without(
  files: Iterable<FileBeside>,
  isLeftOut: (file: FileBeside) => boolean,
): Generator<FileBeside> {
  for (const file of files) if (!isLeftOut(file)) yield file;
}

/**
 * What lies where a site has a folder, and is none: of that nobody would see what it says.
 * @param incidents where incident files lie.
 */
export function notFolders(site: string, incidents: string): Problem[] {
  const folders = [OWN_PAGES, 'words', ANNOUNCEMENTS, PUBLIC].map((name) => join(site, name));
  return [...folders, incidents]
    .filter((path) => (behind(path) ?? lstat(path))?.isDirectory() === false)
    .map((path) =>
      problemIn(
        { file: relative(site, path) },
        {
          name: 'file-not-read',
          found: behind(path) ? 'a file' : NOWHERE,
          expected: 'a folder of that name, or nothing',
          remedy: 'Put it elsewhere; if it is to be a folder, make one and put the file into it.',
        },
      ),
    );
}

const NOWHERE = 'a link that leads to nothing, or to itself';

/** The files of announcements, those of subfolders too, so that a misplaced one is told and not lost. */
export function announcementFiles(site: string): FileBeside[] {
  return filesIn(site, ANNOUNCEMENTS, '');
}

/** The files of own pages, those of subfolders too, so that a misplaced one is told and not lost. */
export function ownPageFiles(site: string): FileBeside[] {
  return filesIn(site, OWN_PAGES, '');
}

/** What programs write into `public/` while nothing is said of the service: a page that does not show it yet is no wrong one. */
const WRITTEN_MEANWHILE = [PROOF, paths.responses, REHEARSALS];

/** What editors, systems and git leave behind. Other hidden files are published: `.well-known/`. */
const LEFT_BEHIND = /~$|^#.*#$|^\..*\.sw[a-z]$|^(?:\.DS_Store|\.gitkeep|Thumbs\.db|desktop\.ini|Icon\r)$/i;

function* publicFiles(site: string): Generator<FileBeside> {
  for (const path of publicPaths(join(site, PUBLIC))) {
    const isLeftOut =
      path.split('/').some((name) => LEFT_BEHIND.test(name)) || WRITTEN_MEANWHILE.includes(path);
    const bytes = isLeftOut ? undefined : ifThere(() => readFileSync(join(site, PUBLIC, path)));
    if (bytes) yield { name: `${PUBLIC}/${path}`, bytes };
  }
}

function lstat(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

const PUBLIC = 'public';

/** Sheets beside the config, one of which may be the site's own. */
function sheetsIn(site: string): FileBeside[] {
  if (!existsSync(site)) return [];
  return readdirSync(site)
    .filter((name) => name.endsWith('.css') && behind(join(site, name))?.isFile())
    .toSorted()
    .map((name) => ({ name, bytes: readFileSync(join(site, name)) }));
}

/** @throws the system's error where something cannot be read. */
function filesIn(site: string, folder: string, ending: string): FileBeside[] {
  return namesIn(resolve(site, folder))
    .filter((name) => name.endsWith(ending) && !/(?:^|\/)(?:\.|README)|~$/.test(name))
    .toSorted()
    .flatMap((path) => {
      const name = `${folder}/${path}`;
      const kind = behind(join(site, name));
      if (kind?.isFile()) return { name, bytes: readFileSync(join(site, name)) };
      // It went while the folder was read.
      if (!kind && !lstat(join(site, name))) return [];
      throw new UserError([
        problemIn(
          { file: name },
          {
            name: 'file-not-read',
            found: kind ? 'a link to a folder' : NOWHERE,
            expected: 'a file',
            remedy: 'Nobody would see what it is to say. Put the file itself there, or take the link out.',
          },
        ),
      ]);
    });
}

function namesIn(folder: string): string[] {
  return (ifThere(() => readdirSync(folder, { recursive: true, withFileTypes: true })) ?? [])
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

import { existsSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { paths, PROOF } from '../domain/addresses.ts';
import { mayHold } from '../incidents/may-hold.ts';
import type { Instant } from '../domain/time.ts';
import { join, resolve } from 'node:path';

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

/** Own pages, own words, own sheets, announcements and `public/` as they lie there, in order: what is published besides the record and the config. */
export function filesBeside(site: string): FileBeside[] {
  return [
    ...ownPageFiles(site),
    ...filesIn(site, 'words', '.json'),
    ...sheetsIn(site),
    ...announcementFiles(site),
    ...publicFiles(site),
  ];
}

/**
 * The same without announcements that nobody may hear of at `now`: one whose time has come is new, and a deploy tells
 * it. What reads them is fetched only where one may be held, for a beat takes a tenth of a second.
 */
export async function toldBeside(site: string, now: Instant): Promise<FileBeside[]> {
  const files = filesBeside(site);
  const held = files.filter(({ name, bytes }) => name.startsWith(`${ANNOUNCEMENTS}/`) && mayHold(bytes));
  if (held.length === 0) return files;
  const { incidentOf, untoldIn } = await import('../incidents/hold.ts');
  const within = (name: string) => name.slice(ANNOUNCEMENTS.length + 1);
  const untold = untoldIn(
    held.map(({ name, bytes }) => ({ name: within(name), bytes })),
    now,
  );
  return files.filter(
    ({ name }) => !name.startsWith(`${ANNOUNCEMENTS}/`) || !untold.has(incidentOf(within(name))),
  );
}

/** The files of announcements, those of subfolders too, so that a misplaced one is told and not lost. */
export function announcementFiles(site: string): FileBeside[] {
  return filesIn(site, ANNOUNCEMENTS, '');
}

/** The files of own pages, those of subfolders too, so that a misplaced one is told and not lost. */
export function ownPageFiles(site: string): FileBeside[] {
  return filesIn(site, OWN_PAGES, '');
}

/** What programs write into `public/` while nothing is said of the service: a page that does not show it yet is no wrong one. */
const WRITTEN_MEANWHILE = [PROOF, paths.responses, 'rehearsals.json'];

/** What editors, systems and git leave behind. Other hidden files are published: `.well-known/`. */
const LEFT_BEHIND = /~$|^#.*#$|^\..*\.sw[a-z]$|^(?:\.DS_Store|\.gitkeep|Thumbs\.db|desktop\.ini|Icon\r)$/i;

/** The files of `public/`, which a build copies as they are, by whichever link they lie there. */
function publicFiles(site: string): FileBeside[] {
  const files: FileBeside[] = [];
  const look = (below: string, above: readonly string[]) => {
    const folder = join(site, below);
    const here = realpathSync(folder);
    // A link to a folder that it lies in.
    if (above.includes(here)) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const name = `${below}/${entry.name}`;
      if (LEFT_BEHIND.test(entry.name) || WRITTEN_MEANWHILE.some((one) => name === `${PUBLIC}/${one}`))
        continue;
      const kind = entry.isSymbolicLink() ? behind(join(site, name)) : entry;
      if (kind?.isDirectory()) look(name, [...above, here]);
      else if (kind?.isFile()) files.push({ name, bytes: readFileSync(join(site, name)) });
    }
  };
  if (existsSync(join(site, PUBLIC))) look(PUBLIC, []);
  return files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** What a link leads to; nothing where it leads nowhere, or to itself. */
function behind(link: string): Stats | undefined {
  try {
    return statSync(link);
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

const PUBLIC = 'public';

/** Sheets beside the config, one of which may be the site's own. */
function sheetsIn(site: string): FileBeside[] {
  if (!existsSync(site)) return [];
  return readdirSync(site)
    .filter((name) => name.endsWith('.css'))
    .toSorted()
    .map((name) => ({ name, bytes: readFileSync(join(site, name)) }));
}

/** @throws the system's error where something cannot be read. */
function filesIn(site: string, folder: string, ending: string): FileBeside[] {
  return namesIn(resolve(site, folder))
    .filter((name) => name.endsWith(ending) && !/(?:^|\/)(?:\.|README)|~$/.test(name))
    .toSorted()
    .map((name) => ({ name: `${folder}/${name}`, bytes: readFileSync(join(site, folder, name)) }));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

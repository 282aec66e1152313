import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** Own pages, own words, own sheets and announcements as they lie there, in order: what is printed besides the record and the config. */
export function filesBeside(site: string): FileBeside[] {
  return [
    ...ownPageFiles(site),
    ...filesIn(site, 'words', '.json'),
    ...sheetsIn(site),
    ...announcementFiles(site),
  ];
}

/** The files of announcements, those of subfolders too, so that a misplaced one is told and not lost. */
export function announcementFiles(site: string): FileBeside[] {
  return filesIn(site, ANNOUNCEMENTS, '');
}

/** The files of own pages, those of subfolders too, so that a misplaced one is told and not lost. */
export function ownPageFiles(site: string): FileBeside[] {
  return filesIn(site, OWN_PAGES, '');
}

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

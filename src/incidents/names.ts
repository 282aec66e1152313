/** How something in a folder of incidents is taken: as an incident, as a record beside them, or as none of these. */
export type Kind = 'file' | 'record' | 'link' | 'other' | 'special';

/** Hidden files, editors' backups and what systems leave behind: nobody writes a notice in them. */
const UNSEEN = /^\.|~$|^#.*#$|^(?:Thumbs\.db|desktop\.ini|Icon\r)$/i;

/** Whether what is named so in a folder of incidents is passed over, a folder with all that is in it. */
export function isUnseen(name: string): boolean {
  return UNSEEN.test(name);
}

/**
 * How an entry that is no folder is taken.
 * @param path where it lies below the folder of incidents.
 */
export function kindOf(path: string, entry: { isSymbolicLink(): boolean; isFile(): boolean }): Kind {
  if (entry.isSymbolicLink()) return 'link';
  if (!entry.isFile()) return 'special';
  if (path === 'README.md' || /^(?:[a-z0-9-]+\.archive|forgotten)\.json$/.test(path)) return 'record';
  return isMarkdown(path) ? 'file' : 'other';
}

/** Whether a file at this path below a folder of incidents is read as an incident. */
export function isIncidentPath(path: string): boolean {
  return isMarkdown(path) && path !== 'README.md' && !path.split('/').some(isUnseen);
}

function isMarkdown(path: string): boolean {
  return /\.(?:md|markdown)$/i.test(path);
}

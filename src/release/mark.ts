import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { groupFolderOf, groupOf } from './page-groups.ts';

/**
 * What says that a release is whole: written last, when all of it has been checked. Without it a release is
 * what a deploy left that was cut off.
 */
export interface Mark {
  /** Whether git told its build what was published before. */
  history: boolean;
  /** Every file, with its size, the time of its last change, and a digest. */
  files: Record<string, string>;
  /** The ids of the updates of every incident: places on its page that are addresses too. */
  updates: Record<string, string[]>;
}

export function markOf(release: string): string {
  return `${release}.whole.json`;
}

/** The mark of a release; `undefined` where there is none, or one that cannot be read. */
export function readMark(release: string): Mark | undefined {
  try {
    const { history, files, updates } = JSON.parse(readFileSync(markOf(release), 'utf8')) as Partial<Mark>;
    return files && updates ? { history: history === true, files, updates } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a release has a mark that ends as one does. Reading all of a large one takes a moment. */
export function isMarked(release: string): boolean {
  try {
    return readFileSync(markOf(release)).at(-1) === CLOSING;
  } catch {
    return false;
  }
}

const CLOSING = '}'.charCodeAt(0);

/** A rename is one step: a mark is there as a whole, or not at all. */
export async function writeMark(release: string, mark: Mark): Promise<void> {
  const path = markOf(release);
  await writeFile(`${path}.next`, JSON.stringify(mark));
  await rename(`${path}.next`, path);
}

/** Size, last change and digest of a file. */
export function measure(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return [size, mtimeMs, digestOfFile(path)].join(' ');
}

/**
 * The groups of a release in which a file is not as it was when it went live: emptied, gone, written over. They
 * are printed anew. A file whose time has changed is read for it, and of the others one in sixteen: so each is
 * read once in as many releases, also one in which a disk turned a bit over.
 * @param turn the number of the release; which files are read depends on it alone.
 */
export function damagedGroups(release: string, { files }: Mark, turn: number): Set<string> {
  const digit = (turn % 16).toString(16);
  const damaged = new Set<string>();
  for (const [path, measured] of Object.entries(files)) {
    const group = groupOfFile(path);
    if (group !== undefined && !damaged.has(group) && !isUntouched(join(release, path), measured, digit))
      damaged.add(group);
  }
  return damaged;
}

/** The group a file belongs to; `undefined` if it is printed by each build. */
export function groupOfFile(path: string): string | undefined {
  const folder = groupFolderOf(path);
  if (folder === undefined) return undefined;
  const [entry = ''] = path.slice(folder.length + 1).split('/', 1);
  return groupOf(folder, entry);
}

/**
 * Finds a file as it was published: in the first of some releases in which it was not damaged since. Of a release
 * without a mark nobody knows how its files were.
 */
export function undamagedIn(releases: string[]): (file: string) => Promise<string | undefined> {
  const marks = new Map<string, Mark | undefined>();
  return async (file) => {
    for (const release of releases) {
      if (!marks.has(release)) marks.set(release, readMark(release));
      const mark = marks.get(release);
      const [path, measured] = [join(release, file), mark?.files[file]];
      if (measured === undefined ? !mark && sizeAndTime(path) : isAsMeasured(path, measured)) return path;
    }
    return undefined;
  };
}

/** Whether a file holds the bytes that were measured. */
function isAsMeasured(path: string, measured: string): boolean {
  const [size = '', , digest] = measured.split(' ');
  return sizeAndTime(path)?.size === size && digestOfFile(path) === digest;
}

/** The same by its size and time alone, unless its digest ends with the digit whose turn it is. */
function isUntouched(path: string, measured: string, digit: string): boolean {
  const [size = '', changed] = measured.split(' ');
  const found = sizeAndTime(path);
  if (found?.size !== size) return false;
  return found.time === changed && !measured.endsWith(digit) ? true : isAsMeasured(path, measured);
}

function sizeAndTime(path: string): { size: string; time: string } | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? { size: String(found.size), time: String(found.mtimeMs) } : undefined;
}

function digestOfFile(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
}

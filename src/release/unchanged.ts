import { createHash } from 'node:crypto';
import { link, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** What a build wrote, by path: a digest of it, and the time of the file in ms. */
export type Written = Record<string, [digest: string, time: number]>;

/**
 * Takes the file of the release before in the place of each new one that has the same bytes. A server tells
 * files apart by their time: a feed in which nothing is new must not be fetched again by everybody.
 */
export async function keepUnchanged(made: string, earlier: string): Promise<void> {
  for (const file of await filesIn(made)) {
    const [fresh, known] = [join(made, file), join(earlier, file)];
    if (!(await isSame(fresh, known))) continue;
    await rm(fresh);
    await link(known, fresh);
  }
}

/**
 * The same where a build writes over its earlier files: those with the same bytes get the time back that they
 * had.
 * @param files paths of what this build wrote.
 * @returns what it wrote, for the next one.
 */
export async function restoreTimes(out: string, files: string[], earlier: Written): Promise<Written> {
  const written: Written = {};
  for (const file of files) {
    const path = join(out, file);
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('base64url');
    const [known, time] = earlier[file] ?? [];
    const { mtimeMs, atimeMs } = await stat(path);
    const same = known === digest && time !== undefined;
    if (same) await utimes(path, atimeMs / 1000, time / 1000);
    written[file] = [digest, same ? time : mtimeMs];
  }
  return written;
}

async function isSame(one: string, other: string): Promise<boolean> {
  const sizes = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  const [fresh, known] = sizes;
  if (!fresh || !known?.isFile() || fresh.size !== known.size || fresh.ino === known.ino) return false;
  const [bytes, before] = await Promise.all([readFile(one), readFile(other)]);
  return bytes.equals(before);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

import {
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { releaseBehind } from './guard.ts';
import { linkGroups } from './links.ts';
import { isMarked, markOf } from './mark.ts';

// The releases that lie beside a live link: `<live>.releases/<number>-<label>`, and the one that is being made.

/** Behind the name of a release, where its build writes; it is gone once all of it has been moved. */
export const MADE = '.made';

/** How many releases stay beside the live one, the live one counted in. */
export const RELEASES_BESIDE = 5;

/** The release that the link names, if it is there. */
export async function liveRelease(live: string): Promise<string | undefined> {
  const target = await readlink(live).catch(() => undefined);
  const folder = target === undefined ? undefined : releaseBehind(live, resolve(dirname(live), target));
  const found = folder === undefined ? undefined : await stat(folder).catch(() => undefined);
  return found?.isDirectory() ? folder : undefined;
}

/** Releases in their order: by number, whatever the clock said. */
export async function releasesIn(releases: string): Promise<string[]> {
  const entries = await readdir(releases, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== PREPARED && !entry.name.endsWith(MADE))
    .map((entry) => entry.name)
    .toSorted((one, other) => numberOf(one) - numberOf(other) || (one < other ? -1 : 1));
}

export async function newestWhole(releases: string): Promise<string | undefined> {
  const newest = (await releasesIn(releases)).findLast((name) => isMarked(join(releases, name)));
  return newest === undefined ? undefined : join(releases, newest);
}

export async function nextNumber(releases: string): Promise<string> {
  const numbers = (await readdir(releases)).map(numberOf);
  return String(Math.max(0, ...numbers) + 1).padStart(8, '0');
}

export function numberOf(name: string): number {
  return Number(/^(\d{8})-/.exec(name)?.[1] ?? 0);
}

/** The mark goes first: what is left of a release that is half removed is not taken for a whole one. */
export async function remove(release: string): Promise<void> {
  for (const path of [
    markOf(release),
    `${markOf(release)}.next`,
    `${release}${MADE}`,
    release,
    `${release}.json`,
  ])
    await rm(path, { recursive: true, force: true });
}

export async function mustBeLinkOrNothing(live: string): Promise<void> {
  const found = await lstat(live).catch(() => undefined);
  if (found?.isFile())
    throw new UserError(
      `${live} is a file, and stays as it is. Name a folder that is not there yet, such as /srv/www/status: it becomes a symbolic link to the newest release.`,
    );
  if (found && !found.isSymbolicLink())
    throw new UserError(
      `${live} is a folder of its own, and nothing in it will be overwritten. Move it away, or name another place: it becomes a symbolic link to the newest release.`,
    );
}

/** What the next release may keep, linked beforehand; the note beside it names the release it is from. */
const PREPARED = 'next';

/** Linking all groups takes as long as a third of a build: it is done after a release has gone live, for the next one. */
export async function prepareNext(releases: string, live: string): Promise<void> {
  const [next, note] = [join(releases, PREPARED), join(releases, `${PREPARED}.of`)];
  await rm(next, { recursive: true, force: true });
  await mkdir(next);
  await linkGroups(live, next);
  await writeFile(note, basename(live));
}

/** What was prepared becomes the new release; what is not from the live one, as after going back, is linked anew. */
export async function takePrepared(releases: string, current: string, folder: string): Promise<void> {
  const [next, note] = [join(releases, PREPARED), join(releases, `${PREPARED}.of`)];
  const of = await readFile(note, 'utf8').catch(() => undefined);
  await rm(note, { force: true });
  const isTaken =
    of === basename(current) &&
    (await rename(next, folder).then(
      () => true,
      () => false,
    ));
  if (!isTaken) await linkGroups(current, folder);
}

/** The file beside the releases that who deploys from another machine locks while it switches the link. */
export const FAR_LOCK = 'ssh.lock';

/** A rename over the old link is one step: no request falls between. */
export async function switchLink(live: string, folder: string): Promise<void> {
  const next = `${live}.next`;
  await rm(next, { force: true });
  await symlink(join(basename(dirname(folder)), basename(folder)), next);
  await rename(next, live);
}

/** What deploys left that were cut off, by a power cut say: whatever is neither whole nor live. */
export async function clearBroken(releases: string, current: string | undefined): Promise<void> {
  // The folder, and whatever lies beside it under the same name.
  const names = (await readdir(releases))
    .filter((name) => numberOf(name) > 0)
    .map((name) => name.split('.', 1)[0]);
  for (const name of new Set(names)) {
    const release = join(releases, name as string);
    if (release !== current && !isMarked(release)) await remove(release);
  }
}

export async function prune(releases: string, newest: string): Promise<void> {
  const names = (await releasesIn(releases)).filter((name) => name !== basename(newest));
  for (const name of names.slice(0, Math.max(0, names.length - (RELEASES_BESIDE - 1))))
    await remove(join(releases, name));
}

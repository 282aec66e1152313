import {
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { dropGuarded, releaseBehind } from './guard.ts';
import { dropUnits, linkUnits, moveInto } from './links.ts';
import { keepUnchanged } from './unchanged.ts';
import { keptUnits, readManifest } from './units.ts';
import { addressesIn, verifySite } from './verify.ts';

/** Behind the name of a release, where its build writes; it is gone once all of it has been moved. */
const MADE = '.made';

/** How many releases stay beside the live one, the live one counted in. */
const KEPT = 5;

export interface ReleaseOptions {
  /** The address of the live folder; it is, or becomes, a symbolic link. */
  to: string;
  /** The path the site is served below, with slashes. */
  base: string;
  /** The name of the new release; it sorts after the older ones. */
  name: string;
  /** Builds the site into an empty folder, without what it keeps of the earlier one. Throws if it fails. */
  build: (folder: string, earlier: Earlier) => Promise<void>;
  /** Whether an address that was published may go; none may, unless this says so. */
  mayGo?: (address: string) => boolean;
  /** Told as soon as the new release is live; tidying, and getting ready for the next, takes a moment more. */
  onLive?: (folder: string) => void;
}

/** What the release before left for a build to reuse. */
export interface Earlier {
  /** Its folder; absent for the first release. */
  folder: string | undefined;
  /** Where the build reads and leaves what can be reused. */
  manifest: string;
}

/**
 * Builds beside the live folder, checks what was built, and only then switches the link, in one step.
 * If anything fails the live site is as it was.
 * @throws Error that says what is wrong and how to mend it.
 */
export async function release({ to, base, name, build, mayGo, onLive }: ReleaseOptions): Promise<void> {
  const live = resolve(to);
  const releases = `${live}.releases`;
  await mkdir(releases, { recursive: true });
  await mustBeLinkOrNothing(live);
  const unlock = await lock(join(releases, 'lock'));
  const folder = join(releases, name);
  const made = `${folder}${MADE}`;
  let isLive = false;
  const manifest = join(releases, `${name}.json`);
  try {
    const current = await readlink(live).then(
      (target) => releaseBehind(live, resolve(dirname(live), target)),
      () => undefined,
    );
    await clearBroken(releases);
    if (current) await copyFile(`${current}.json`, manifest).catch(() => undefined);
    const earlier = readManifest(manifest);
    const [linked, built] = await Promise.allSettled([
      current && takePrepared(releases, current, folder),
      build(made, { folder: current, manifest }),
    ]);
    for (const one of [built, linked]) if (one.status === 'rejected') throw one.reason;
    const kept = keptUnits(earlier, readManifest(manifest));
    await dropUnits(folder, kept);
    if (current) await keepUnchanged(made, current);
    await moveInto(made, folder);
    const before = current ? addressesIn(current, kept).filter((address) => !mayGo?.(address)) : [];
    const mistakes = verifySite(folder, base, before, kept);
    if (mistakes.length > 0)
      throw new Error(
        `The site was built, but it may not go live:\n${mistakes
          .slice(0, 50)
          .map((mistake) => `  - ${mistake}`)
          .join('\n')}\nThe live site is as it was.`,
      );
    await switchLink(live, folder);
    isLive = true;
    onLive?.(folder);
    await dropGuarded(live);
    await prune(releases, name);
    await prepareNext(releases, folder);
  } catch (error) {
    // What is live stays, whatever went wrong in tidying up after it.
    if (!isLive)
      for (const path of [folder, made, manifest]) await rm(path, { recursive: true, force: true });
    throw error;
  } finally {
    await unlock();
  }
}

async function mustBeLinkOrNothing(live: string): Promise<void> {
  const found = await lstat(live).catch(() => undefined);
  if (found && !found.isSymbolicLink())
    throw new Error(
      `${live} is a folder of its own, and nothing in it will be overwritten. Move it away, or name another place: it becomes a symbolic link to the newest release.`,
    );
}

/** What the next release may keep, linked beforehand; the note beside it names the release it is from. */
const PREPARED = 'next';

/** Linking all units takes as long as a third of a build: it is done after a release has gone live, for the next one. */
async function prepareNext(releases: string, live: string): Promise<void> {
  const [next, note] = [join(releases, PREPARED), join(releases, `${PREPARED}.of`)];
  await rm(next, { recursive: true, force: true });
  await mkdir(next);
  await linkUnits(live, next);
  await writeFile(note, basename(live));
}

/** What was prepared becomes the new release; what is not from the live one, as after going back, is linked anew. */
async function takePrepared(releases: string, current: string, folder: string): Promise<void> {
  const [next, note] = [join(releases, PREPARED), join(releases, `${PREPARED}.of`)];
  const of = await readFile(note, 'utf8').catch(() => undefined);
  await rm(note, { force: true });
  const isTaken =
    of === basename(current) &&
    (await rename(next, folder).then(
      () => true,
      () => false,
    ));
  if (!isTaken) await linkUnits(current, folder);
}

/** A rename over the old link is one step: no request falls between. */
async function switchLink(live: string, folder: string): Promise<void> {
  const next = `${live}.next`;
  await rm(next, { force: true });
  await symlink(join(basename(dirname(folder)), basename(folder)), next);
  await rename(next, live);
}

/** What a deploy left that was cut off, by a power cut say: it never went live. */
async function clearBroken(releases: string): Promise<void> {
  for (const made of await readdir(releases))
    if (made.endsWith(MADE))
      for (const path of [made, made.slice(0, -MADE.length), `${made.slice(0, -MADE.length)}.json`])
        await rm(join(releases, path), { recursive: true, force: true });
}

async function prune(releases: string, newest: string): Promise<void> {
  const entries = await readdir(releases, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && ![newest, PREPARED].includes(entry.name))
    .map((entry) => entry.name)
    .toSorted();
  for (const name of names.slice(0, Math.max(0, names.length - (KEPT - 1)))) {
    await rm(join(releases, name), { recursive: true });
    await rm(join(releases, `${name}.json`), { force: true });
  }
}

/** Two pushes at once deploy one after the other. A lock whose process is gone counts for nothing. */
async function lock(path: string): Promise<() => Promise<void>> {
  for (let tries = 0; ; tries++) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
      if (holder && !isAlive(holder)) await rm(path, { force: true });
      else if (tries > 1500)
        throw new Error(
          `Another deploy has been running for five minutes (process ${holder}). If there is none, remove ${path}.`,
        );
      else await new Promise((done) => setTimeout(done, 200));
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { readFileSync } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Instant } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { linkTree } from './links.ts';

export interface GuardOptions {
  /** The live folder, as it was named to `deploy`. */
  to: string;
  now: Instant;
  /** Whether files of a folder that is no link may be exchanged one by one: nobody is served from it. */
  inPlace: boolean;
}

/** `fresh`: what stands there may be believed. `put`: "unknown" was put in its place just now. `standing`: it stood there already. */
export type Guarded = 'fresh' | 'put' | 'standing';

/**
 * Puts what a build printed for this case in the place of its status files once nobody has renewed them: a
 * file cannot turn stale by itself, and a builder that has stopped cannot say so.
 *
 * It waits for no lock, for a builder that hangs holds it. What it needs is made beside the live release, which
 * stays as it is; then the link is switched in one step. The next deploy switches it back.
 * @throws UserError that says what is wrong and how to mend it.
 */
export async function guard({ to, now, inPlace }: GuardOptions): Promise<Guarded> {
  const live = resolve(to);
  const found = await lstat(live).catch(() => undefined);
  if (!found)
    throw new UserError(`There is nothing at ${live}. Name the folder that \`npm run deploy\` puts live.`);
  if (now < (await heldUntil(live))) return 'fresh';
  if (!(await lstat(join(live, STALE)).catch(() => undefined)))
    throw new UserError(
      `${live} may not be believed any more, and it has no folder "${STALE}" to take "unknown" from. Deploy once with this version.`,
    );
  if (found.isSymbolicLink()) return guardLink(live);
  if (!inPlace)
    throw new UserError(
      `${live} is a folder and not a link: whoever reads it meanwhile would get some files from before and some from after. Put it live with \`npm run deploy\`, or say --in-place if it is a copy that is uploaded as a whole afterwards.`,
    );
  return exchangeFiles(live);
}

/** Where a build puts what its files say when they are stale, each at its own path. */
const STALE = 'stale';

/** A file of which "unknown" is always another than what was built: it says when it was made. */
const STATUS = 'api/v2/status.json';

/** Beside the live link: the release with "unknown" in its place. */
const UNKNOWN = '.unknown';

/** The release that a live link leads to, also while a guard's copy of it stands in its place. */
export function releaseBehind(live: string, target: string): string {
  const folder = dirname(target);
  return folder === `${live}${UNKNOWN}` ? join(`${live}.releases`, basename(target)) : target;
}

/**
 * Whether "unknown" stands in the place of what a build printed: in a guard's copy, or in a folder whose files it
 * exchanged one by one.
 */
export function isGuarded(live: string, target: string): boolean {
  if (releaseBehind(live, target) !== target) return true;
  try {
    const [now, then] = ['', STALE].map((below) => readFileSync(join(target, below, STATUS)));
    return now?.equals(then as Buffer) ?? false;
  } catch {
    return false;
  }
}

/** Takes away what a guard made, once something else is live. */
export async function dropGuarded(live: string): Promise<void> {
  await rm(`${live}${UNKNOWN}`, { recursive: true, force: true });
}

/** Until when a release may be believed by its own heartbeat; one that cannot be read is not believed. */
async function heldUntil(live: string): Promise<Instant> {
  try {
    const beat = JSON.parse(await readFile(join(live, 'heartbeat.json'), 'utf8')) as {
      valid_until: string;
      vouched: { until: string | null };
    };
    const times = [beat.valid_until, ...(beat.vouched.until === null ? [] : [beat.vouched.until])];
    const until = Math.min(...times.map((time) => Date.parse(time)));
    return Number.isNaN(until) ? Number.NEGATIVE_INFINITY : until;
  } catch {
    return Number.NEGATIVE_INFINITY;
  }
}

async function guardLink(live: string): Promise<Guarded> {
  const written = await readlink(live);
  const target = resolve(dirname(live), written);
  if (releaseBehind(live, target) !== target) return 'standing';
  const folder = join(`${live}${UNKNOWN}`, basename(target));
  await dropGuarded(live);
  await mkdir(dirname(folder), { recursive: true });
  await linkTree(target, folder);
  for (const file of await staleIn(folder)) await replace(folder, file);
  const next = `${live}.guard`;
  await rm(next, { force: true });
  await symlink(join(basename(dirname(folder)), basename(folder)), next);
  // A deploy has gone live meanwhile: what it brought is fresh.
  if ((await readlink(live)) !== written) {
    await rm(next);
    await dropGuarded(live);
    return 'fresh';
  }
  await rename(next, live);
  return 'put';
}

async function exchangeFiles(folder: string): Promise<Guarded> {
  let result: Guarded = 'standing';
  for (const file of await staleIn(folder)) {
    const [now, then] = [join(folder, file), join(folder, STALE, file)];
    const same = await Promise.all([readFile(now).catch(() => undefined), readFile(then)]);
    if (same[0]?.equals(same[1])) continue;
    result = 'put';
    await replace(folder, file);
  }
  return result;
}

async function staleIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, STALE), { recursive: true, withFileTypes: true });
  const start = join(folder, STALE).length + 1;
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(start));
}

/** A file of its own with a time of its own: the one that was there is shared with other releases, and a server tells files apart by their time. */
async function replace(folder: string, file: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await copyFile(join(folder, STALE, file), `${path}.guard`);
  await rename(`${path}.guard`, path);
}

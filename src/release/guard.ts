import { readFileSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Heartbeat, instantOf } from '../domain/freshness.ts';
import type { Language } from '../domain/site.ts';
import { type Instant, isoSeconds } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { linkTree } from './links.ts';

export interface GuardOptions {
  /** The live folder, as it was named to `deploy`. */
  to: string;
  now: Instant;
  /** What stands at another address where the heartbeat is renewed, and the time of that server; nothing if it cannot be heard. */
  listen: (address: string) => Promise<{ body: unknown; now: Instant } | undefined>;
  /** How an instant stands in a badge of a language; nothing where nobody knows its words. */
  say: (language: Language, instant: Instant) => string | undefined;
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
export async function guard({ to, now, listen, say, inPlace }: GuardOptions): Promise<Guarded> {
  const live = resolve(to);
  const found = await lstat(live).catch(() => undefined);
  if (!found)
    throw new UserError(`There is nothing at ${live}. Name the folder that \`npm run deploy\` puts live.`);
  const held = await heldAt(live, now, listen);
  if (isHeld(held, now)) return 'fresh';
  if (!(await lstat(join(live, STALE)).catch(() => undefined)))
    throw new UserError(
      `${live} may not be believed any more, and it has no folder "${STALE}" to take "unknown" from. Deploy once with this version.`,
    );
  const unknown = (folder: string, file: string) => dated(folder, file, held.until, say);
  if (found.isSymbolicLink())
    return guardLink(live, unknown, async () => isHeld(await heldAt(live, now, listen), now));
  if (!inPlace)
    throw new UserError(
      `${live} is a folder and not a link: whoever reads it meanwhile would get some files from before and some from after. Put it live with \`npm run deploy\`, or say --in-place if it is a copy that is uploaded as a whole afterwards.`,
    );
  return exchangeFiles(live, unknown);
}

/** Where a build puts what its files say when they are stale, each at its own path. */
const STALE = 'stale';

/** A file that says when it was updated. */
const STATUS = 'api/v2/status.json';
const UPDATED = /"updated_at":"([^"]+)"/;

/** Beside the live link: the release with "unknown" in its place. */
const UNKNOWN = '.unknown';

/** The release that a live link leads to, also while a guard's copy of it stands in its place. */
export function releaseBehind(live: string, target: string): string {
  const folder = dirname(target);
  return folder === `${live}${UNKNOWN}` ? join(`${live}.releases`, basename(target)) : target;
}

/**
 * Whether "unknown" stands in the place of what a build printed: in a guard's copy, or in a folder whose files it
 * exchanged one by one. A demonstration says the same before and after: there the time tells.
 */
export function isGuarded(live: string, target: string): boolean {
  if (releaseBehind(live, target) !== target) return true;
  try {
    const [now = '', then = ''] = ['', STALE].map((below) =>
      readFileSync(join(target, below, STATUS), 'utf8'),
    );
    return now.replace(UPDATED, '') === then.replace(UPDATED, '') && updatedIn(now) >= updatedIn(then);
  } catch {
    return false;
  }
}

/** When a file says that it was updated; long ago where it does not. */
function updatedIn(text: string): Instant {
  return instantOf(UPDATED.exec(text)?.[1]) ?? 0;
}

/** Takes away what a guard made, once something else is live. */
export async function dropGuarded(live: string): Promise<void> {
  await rm(`${live}${UNKNOWN}`, { recursive: true, force: true });
}

/** Until when a build may be believed, by the clock of the server that says so. */
interface Held {
  build: string;
  until: Instant;
  /** By how much that clock is ahead of this machine's, in ms. */
  ahead: number;
}

/**
 * By its own heartbeat, or by the one at another address if that is of the same build, and where it cannot be heard
 * by what was heard of it last. One that cannot be read is not believed.
 */
async function heldAt(live: string, now: Instant, listen: GuardOptions['listen']): Promise<Held> {
  const text = await readFile(join(live, 'heartbeat.json'), 'utf8').catch(() => '');
  const own = heldIn(text);
  const address = movedTo(text);
  if (address === undefined || own.build === '') return own;
  const note = `${live}.heard.json`;
  const answer = await listen(address);
  const heard = { ...heldIn(JSON.stringify(answer?.body ?? null)), ahead: (answer?.now ?? now) - now };
  if (heard.build === own.build) {
    await writeFile(note, JSON.stringify(heard));
    return heard;
  }
  const last = JSON.parse(await readFile(note, 'utf8').catch(() => '{}')) as Partial<Held>;
  return last.build === own.build ? { ...own, ...last } : own;
}

function isHeld({ until, ahead }: Held, now: Instant): boolean {
  return now + ahead < until;
}

function heldIn(text: string): Held {
  try {
    const { build = '', valid_until, vouched } = JSON.parse(text) as Partial<Heartbeat>;
    const times = [valid_until, ...(vouched?.until === null ? [] : [vouched?.until])];
    const until = Math.min(...times.map((time) => Date.parse(time ?? '')));
    return { build, until: Number.isNaN(until) ? Number.NEGATIVE_INFINITY : until, ahead: 0 };
  } catch {
    return { build: '', until: Number.NEGATIVE_INFINITY, ahead: 0 };
  }
}

function movedTo(text: string): string | undefined {
  try {
    return (JSON.parse(text) as Partial<Heartbeat>).moved_to ?? undefined;
  } catch {
    return undefined;
  }
}

/** What a file says once nobody has renewed it. */
type Unknown = (folder: string, file: string) => Promise<string>;

/**
 * What a build printed for this case, with the time from which on it is so: a build knows only until when its own
 * heartbeat could be believed, and that has been renewed since. Who compares times with their last look would not
 * hear of it.
 */
async function dated(
  folder: string,
  file: string,
  until: Instant,
  say: GuardOptions['say'],
): Promise<string> {
  const text = await readFile(join(folder, STALE, file), 'utf8');
  const status = await readFile(join(folder, STALE, STATUS), 'utf8').catch(() => '');
  const printed = instantOf(UPDATED.exec(status)?.[1]);
  if (printed === undefined || !(until > printed)) return text;
  const [before, after] = [printed, until].map((at) => `"updated_at":"${isoSeconds(at)}"`) as [
    string,
    string,
  ];
  const language = await languageAt(folder, file);
  const [then, since] = [printed, until].map((at) => language && say(language, at));
  const renewed = text.replaceAll(before, after);
  return then === undefined || since === undefined ? renewed : renewed.replaceAll(then, since);
}

/** The language of a file, as the first page beside it says it: nobody tells a guard those of the site. */
async function languageAt(folder: string, file: string): Promise<Language | undefined> {
  const [first = ''] = file.split('/', 1);
  for (const page of [join(first, 'index.html'), 'index.html']) {
    const html = await readFile(join(folder, page), 'utf8').catch(() => '');
    const [, language] = /<html\b[^>]*\slang="([^"]+)"/.exec(html) ?? [];
    if (language !== undefined && (page === 'index.html' || language === first)) return language;
  }
  return undefined;
}

async function guardLink(live: string, unknown: Unknown, isFresh: () => Promise<boolean>): Promise<Guarded> {
  const written = await readlink(live);
  const target = resolve(dirname(live), written);
  if (releaseBehind(live, target) !== target) return 'standing';
  const folder = join(`${live}${UNKNOWN}`, basename(target));
  await dropGuarded(live);
  await mkdir(dirname(folder), { recursive: true });
  await linkTree(target, folder);
  for (const file of await staleIn(folder)) await replace(folder, file, await unknown(folder, file));
  const next = `${live}.guard`;
  await rm(next, { force: true });
  await symlink(join(basename(dirname(folder)), basename(folder)), next);
  // A deploy has gone live meanwhile, or a beat has renewed what stands there: it is fresh.
  if ((await readlink(live)) !== written || (await isFresh())) {
    await rm(next);
    await dropGuarded(live);
    return 'fresh';
  }
  await rename(next, live);
  return 'put';
}

async function exchangeFiles(folder: string, unknown: Unknown): Promise<Guarded> {
  let result: Guarded = 'standing';
  for (const file of await staleIn(folder)) {
    const text = await unknown(folder, file);
    if ((await readFile(join(folder, file), 'utf8').catch(() => undefined)) === text) continue;
    result = 'put';
    await replace(folder, file, text);
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
async function replace(folder: string, file: string, text: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.guard`, text);
  await rename(`${path}.guard`, path);
}

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { type Addresses, carryOver, isAddress, LIST, printList, sortLost } from './addresses.ts';
import type { Forgotten } from './forgotten.ts';
import { carryWord, HEARTBEAT } from './beat.ts';
import { dropGuarded } from './guard.ts';
import { dropGroups, moveInto } from './links.ts';
import { lock, shellLock } from '../system/lock.ts';
import { damagedGroups, type Mark, measure, readMark, undamagedIn, groupOfFile, writeMark } from './mark.ts';
import { linesOfPages, REDIRECTS } from './redirects.ts';
import { notePace, paceOf, pauseBefore } from './pace.ts';
import type { PublishedSite } from './published.ts';
import { keepUnchanged } from './unchanged.ts';
import { reusedGroups, type Manifest, readManifest } from './page-groups.ts';
import {
  FAR_LOCK,
  MADE,
  clearBroken,
  liveRelease,
  mustBeLinkOrNothing,
  newestWhole,
  nextNumber,
  numberOf,
  prepareNext,
  prune,
  releasesIn,
  remove,
  switchLink,
  takePrepared,
} from './shelf.ts';
import { updatesIn } from './updates.ts';
import { filesIn, verifySite } from './verify.ts';
import { readVersions, VERSIONS } from './versions.ts';

export interface ReleaseOptions {
  /** The clock by which what goes live is dated. */
  clock: () => Instant;
  /** What is asked of the config. */
  site: Pick<Site, 'languages'>;
  /** The address of the live folder; it is, or becomes, a symbolic link. */
  to: string;
  /** The path the site is served below, with slashes. */
  base: string;
  /** What stands behind the number of the new release: its time, for a person. Its place is the number's. */
  label: string;
  /** Builds the site into an empty folder, without what it keeps of the earlier one. Throws if it fails. */
  build: (folder: string, earlier: Earlier) => Promise<Built>;
  /** Addresses that may go, each with the reason. */
  forgotten?: readonly Forgotten[];
  /** The site as it is served, to compare with where no earlier release lies beside. */
  published?: PublishedSite | undefined;
  /** Whether it begins anew: nothing is held to, or handed on from, what was published before. */
  anew?: boolean;
  /** Whether it may go live without a history although the release before had one. */
  withoutHistory?: boolean;
  /** Says on a page that is carried over that it is kept, and no longer part of the record. */
  markCarriedOver?: (html: string, file: string) => string;
  /** Whether a file with that text is one that the operator brought along as it is, such as a page in `public/`. */
  isBrought?: (file: string, text: string) => boolean;
  /** Told of what a person should know and what keeps nothing from going live. */
  tell?: (words: string) => void;
  /** Told as soon as the new release is live; tidying, and getting ready for the next, takes a moment more. */
  onLive?: (folder: string) => void;
}

/** What a build knows besides the files it wrote. */
export interface Built {
  /** Whether git told it what was published before. */
  history: boolean;
  /** Whether an address that was published may go, besides those that are forgotten. */
  mayGo: (address: string) => boolean;
  /** When it began, by the clock. */
  began?: Instant | undefined;
  /** The time at which it says that what is new was published; `undefined` if nothing is. */
  news?: Instant | undefined;
}

/** What the release before left for a build to reuse. */
export interface Earlier {
  /** Its folder; absent for the first release. */
  folder: string | undefined;
  /** Where the build reads and leaves what can be reused. */
  manifest: string;
  /** The list of when each version went live; absent where there is none. */
  versions: string | undefined;
  /** Where the heartbeat lies that is live, whose word the build goes on with; absent where there is none. */
  standing: string | undefined;
  /** How long it takes from the instant of a build to the switch, as far as earlier releases tell, in ms. */
  lead: number;
}

/** What became of the addresses that were published before and are printed no more. */
interface Outcome {
  /** Files that were kept as they were. */
  carried: string[];
  /** Files that were to be kept and could not be found any more. */
  missing: string[];
  /** Files that went, because they may. */
  dropped: string[];
}

/** What went live. */
export interface Released extends Outcome {
  folder: string;
  /** When the link was switched. */
  live: Instant;
  /** The time of publication that is printed for what is new; `undefined` if nothing is. */
  news: Instant | undefined;
}

/**
 * Builds beside the live folder, checks what was built, and only then switches the link, in one step.
 * If anything fails the live site is as it was.
 * @throws UserError that says what is wrong and how to mend it.
 */
export async function release(options: ReleaseOptions): Promise<Released> {
  const live = resolve(options.to);
  const releases = `${live}.releases`;
  await mkdir(releases, { recursive: true });
  await mustBeLinkOrNothing(live);
  const unlock = await lock(join(releases, 'lock'));
  try {
    const current = await liveRelease(live);
    await clearBroken(releases, current);
    return await goLive(options, releases, current);
  } finally {
    unlock();
  }
}

async function goLive(
  options: ReleaseOptions,
  releases: string,
  current: string | undefined,
): Promise<Released> {
  const { to, build, onLive, label, anew = false, clock, tell = () => undefined } = options;
  // A live release that was deleted by hand is made again from the one before it.
  const source = anew ? undefined : (current ?? (await newestWhole(releases)));
  const folder = join(releases, `${await nextNumber(releases)}-${label}`);
  const [made, manifest] = [`${folder}${MADE}`, `${folder}.json`];
  let isLive = false;
  try {
    const mark = source === undefined ? undefined : readMark(source);
    const earlier = await reusable(source, mark, manifest);
    const [linked, built] = await Promise.allSettled([
      source && takePrepared(releases, source, folder),
      Promise.all([
        versionsBefore(releases, source, options),
        heartbeatBefore(releases, source, options),
        paceOf(releases),
      ]).then(([versions, standing, lead]) =>
        build(made, { folder: source, manifest, versions, standing, lead }),
      ),
    ]);
    for (const one of [built, linked]) if (one.status === 'rejected') throw one.reason;
    const facts = built.status === 'fulfilled' ? built.value : undefined;
    const kept = reusedGroups(earlier, readManifest(manifest));
    await dropGroups(folder, kept);
    if (source !== undefined) await keepUnchanged(made, source);
    await moveInto(made, folder);
    const { mark: own, outcome } = await checked(options, { source, mark, folder, kept, facts });
    await writeMark(folder, own);
    const ready = clock();
    await wait(pauseBefore(facts?.news, ready));
    const free = await shellLock(join(releases, FAR_LOCK), PATIENCE);
    try {
      if ((await liveRelease(resolve(to))) !== current) throw new UserError(OTHER_LIVE);
      if (current !== undefined && !anew) carryWord(current, folder);
      await switchLink(resolve(to), folder);
    } finally {
      await free();
    }
    isLive = true;
    const live = clock();
    onLive?.(folder);
    const tidied = await Promise.allSettled([
      facts?.began === undefined ? undefined : notePace(releases, ready - facts.began),
      dropGuarded(resolve(to)),
      prune(releases, folder).then(() => prepareNext(releases, folder)),
    ]);
    for (const one of tidied)
      if (one.status === 'rejected')
        tell(
          `It is live. What comes after it failed: ${(one.reason as Error).message}. The next deploy tries again.`,
        );
    return { ...outcome, folder, live, news: facts?.news };
  } catch (error) {
    // What is live stays, whatever went wrong in tidying up after it.
    if (!isLive) await remove(folder);
    throw error;
  }
}

interface Candidate {
  source: string | undefined;
  mark: Mark | undefined;
  folder: string;
  kept: Set<string>;
  facts: Built | undefined;
}

/**
 * Holds a new release to what was published, carries over what it does not print any more, and checks all of it.
 * @returns its mark, and what became of what it prints no more.
 */
async function checked(
  options: ReleaseOptions,
  candidate: Candidate,
): Promise<{ mark: Mark; outcome: Outcome }> {
  const { site, base, forgotten = [], markCarriedOver = (html) => html, tell = () => undefined } = options;
  const { source, mark, folder, kept, facts } = candidate;
  const history = facts?.history ?? false;
  if (mark?.history && !history && !options.withoutHistory) throw new UserError(HISTORY_LOST);
  const before = await publishedBefore(candidate, options);
  const keptFiles = Object.entries(mark?.files ?? {}).filter(([file]) => kept.has(groupOfFile(file) ?? ''));
  const fresh = filesIn(folder, kept);
  const updates = {
    ...Object.fromEntries(Object.entries(mark?.updates ?? {}).filter(([id]) => kept.has(`incidents/${id}`))),
    ...updatesIn(folder, kept),
  };
  const printed = { files: [...keptFiles.map(([file]) => file), ...fresh], updates };
  const older = (await releasesIn(dirname(folder))).toReversed().map((name) => join(dirname(folder), name));
  const from =
    source === undefined
      ? async (file: string) => options.published?.read(file)
      : undamagedIn([source, ...older.filter((release) => release !== folder)]);
  const redirects = linesOfPages(await textOf(await from(REDIRECTS)), base);
  const lost = sortLost(before, printed, forgotten, facts?.mayGo, redirects);
  const { carried, missing } = await carryOver(lost.carried, from, folder, markCarriedOver);
  const mistakes = [...lost.mistakes, ...verifySite(folder, site, base, kept, carried, options.isBrought)];
  if (mistakes.length > 0) throw new UserError(mistakes, lost.mistakes.length > 0 ? LOSS : REFUSAL);
  if (lost.carried.length > 0) tell(`Kept as they were published before: ${some(lost.carried)}.`);
  if (missing.length > 0) tell(`Published before, and nowhere to be found any more: ${some(missing)}.`);
  const files = [...printed.files, ...carried];
  // What could not be had from the served site is asked for again by the next build.
  const listed = [...files, ...(source === undefined ? missing : [])];
  await writeFile(join(folder, LIST), printList({ files: listed, updates }, forgotten));
  const here = new Set([...files, ...missing]);
  return {
    mark: {
      history,
      files: { ...Object.fromEntries(keptFiles), ...measured(folder, [...fresh, ...carried, LIST]) },
      updates,
    },
    outcome: {
      carried: lost.carried.filter((file) => carried.has(file)),
      missing,
      dropped: [...before.files].filter((file) => isAddress(file) && !here.has(file)),
    },
  };
}

/** What the release before published, or else the site as it is served now. */
async function publishedBefore(
  { source, mark }: Candidate,
  { published, anew, tell = () => undefined }: ReleaseOptions,
): Promise<Addresses> {
  if (anew) return { files: [], updates: {} };
  if (mark) return { files: Object.keys(mark.files), updates: mark.updates };
  if (source !== undefined) return { files: filesIn(source), updates: updatesIn(source) };
  return (await published?.addresses(tell)) ?? { files: [], updates: {} };
}

/**
 * Where the list lies of when each version went live: in the newest release, also where an older one was gone
 * back to, or beside the releases as the site serves it.
 */
async function versionsBefore(
  releases: string,
  source: string | undefined,
  { published, anew, tell = () => undefined }: ReleaseOptions,
): Promise<string | undefined> {
  if (anew) return undefined;
  const own = join((await newestWhole(releases)) ?? source ?? releases, VERSIONS);
  if (source !== undefined) return existsSync(own) ? own : undefined;
  const served = (await published?.read(VERSIONS).catch(() => undefined))?.toString('utf8');
  if (served !== undefined && readVersions(served)) {
    await writeFile(own, served);
    return own;
  }
  if (published) tell(`${VERSIONS} cannot be read there: what is new is dated by its commit.`);
  return undefined;
}

/** Where the heartbeat lies that readers have: in the release before, or beside the releases as the site serves it. */
async function heartbeatBefore(
  releases: string,
  source: string | undefined,
  { published, anew, tell = () => undefined }: ReleaseOptions,
): Promise<string | undefined> {
  if (anew) return undefined;
  if (source !== undefined) return join(source, HEARTBEAT);
  const served = await published?.heartbeat(tell);
  if (served === undefined) return undefined;
  const own = join(releases, HEARTBEAT);
  await writeFile(own, served);
  return own;
}

/** How long it is waited for who switches the link from another machine, in seconds: that takes a moment. */
const PATIENCE = 30;

const OTHER_LIVE =
  'Something else went live there while this was made, by a deploy from another machine for instance, and stays. Deploy again: what it published is held to then.';

const HISTORY_LOST =
  'The live site was built with the history of its incident files, and git gives none now: versions would be gone, and nothing could be held to what was published. Deploy from a whole clone ("git fetch --unshallow" mends a shallow one). To go live without it all the same: --without-history. The live site is as it was.';

function measured(folder: string, files: string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, measure(join(folder, file))]));
}

/** What is said around the problems that keep a site from going live. */
const REFUSAL = {
  heading: 'The site was built, but it may not go live:',
  ending: 'The live site is as it was.',
};

/** Why the page before it may be another's, which nobody can tell but who runs it. */
const LOSS = {
  ...REFUSAL,
  ending: `${REFUSAL.ending} Of a page that is yours let go one address at a time, by --forget as named above. If another page stood there before, such as the demonstration or one that was tried out, let go all of its addresses at once: deploy once more with --anew (on a forge or a host: set the variable NIGHTLIGHT_ANEW to today's UTC day).`,
};

/** The text of a file that is named or brought along; empty where there is none. */
async function textOf(source: string | Buffer | undefined): Promise<string> {
  if (source === undefined) return '';
  return typeof source === 'string' ? readFile(source, 'utf8') : source.toString('utf8');
}

function some(files: string[]): string {
  const more = files.length > 5 ? ` and ${files.length - 5} more` : '';
  return `${files.slice(0, 5).join(', ')}${more}`;
}

/** What the earlier release lets a build keep: nothing of a release that is not whole, and no group in which a file is not as it was. */
async function reusable(
  source: string | undefined,
  mark: Mark | undefined,
  manifest: string,
): Promise<Manifest> {
  if (source === undefined || !mark) return { code: '', groups: {} };
  const { code, groups, written } = readManifest(`${source}.json`);
  const damaged = damagedGroups(source, mark, numberOf(basename(source)));
  const earlier = {
    code,
    written,
    groups: Object.fromEntries(Object.entries(groups).filter(([group]) => !damaged.has(group))),
  };
  await writeFile(manifest, JSON.stringify(earlier));
  return earlier;
}

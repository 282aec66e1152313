import { randomUUID } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { aheadOf, wordIn } from '../domain/attestation.ts';
import { type Attestation, type Heartbeat, instantOf, type LeaseLimits } from '../domain/freshness.ts';
import { type Instant, isoSeconds, MINUTE } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { isGuarded } from './guard.ts';

/** What a beat is given. */
export interface Beat {
  now: Instant;
  /** Who vouches for the service; `undefined` where nothing is said of it: then the word that stands there stays. */
  word: Attestation | undefined;
  /** What the repository says now, as `sourceName` names it; or a sentence that says why nobody can tell. */
  source: () => Promise<{ name: string } | { why: string }>;
}

/** Until when the live build may be believed now; or why its heartbeat was left as it was. */
export type Beaten = { until: Instant } | { why: string };

/** A place where a heartbeat stands that is on no disk of this machine. */
export interface HeartbeatPlace {
  name: string;
  /** @throws UserError where there is none. */
  read(): Promise<StandingHeartbeat>;
}

/** The same, where other files can be put beside the heartbeat. */
export interface FarPlace extends HeartbeatPlace {
  /**
   * Puts a file into what is live, as a whole or not at all.
   * @throws UserError where it could not be put there.
   */
  write(file: string, text: string): Promise<void>;
}

/** What stands there. */
export interface StandingHeartbeat {
  text: string;
  /** Whether a guard has put "unknown" in its place. */
  guarded: boolean;
  /**
   * Puts another in its place, in one step.
   * @returns whether this one was still live before and after.
   */
  put(heartbeat: string): Promise<boolean>;
}

/**
 * Renews the heartbeat of the live build, without a build: only where what is live is what the repository says, and
 * says what is announced for now. It is written in one step, into the very release that was looked at, or nowhere.
 * It waits for no lock, for a builder that hangs holds it.
 * @param to the live folder, as it was named to `deploy`; or one that holds a heartbeat alone; or a place elsewhere.
 * @throws UserError where there is no heartbeat to renew.
 */
export async function beat(to: string | HeartbeatPlace, options: Beat): Promise<Beaten> {
  const place = typeof to === 'string' ? folderAt(resolve(to)) : to;
  for (let tries = 0; tries < 3; tries++) {
    const before = await place.read();
    if (before.guarded)
      return { why: `"unknown" was put in place at ${place.name}, and only the next deploy takes it away.` };
    const { source, ...given } = options;
    const next = await renewed(before.text, given, source);
    if ('why' in next) return next;
    if (await before.put(JSON.stringify(next.heartbeat))) return { until: next.until };
  }
  return { why: `What is live at ${place.name} changes again and again.` };
}

function folderAt(live: string): HeartbeatPlace {
  return {
    name: live,
    read: async () => {
      const standing = standingAt(live);
      return { ...standing, put: async (heartbeat) => put(live, standing, heartbeat) };
    },
  };
}

/** What a heartbeat says, and where it stands. */
interface Standing {
  /** Where the live link leads; absent where the folder is none. */
  link: string | undefined;
  folder: string;
  text: string;
  guarded: boolean;
}

/** The file of a release that says until when it may be believed. */
export const HEARTBEAT = 'heartbeat.json';

/** @throws UserError where there is no heartbeat. */
function standingAt(live: string): Standing {
  const link = linkAt(live);
  const folder = link === undefined ? live : resolve(dirname(live), link);
  try {
    const text = readFileSync(join(folder, HEARTBEAT), 'utf8');
    return { link, folder, text, guarded: isGuarded(live, folder) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError(
      `There is no heartbeat at ${live}. Name the folder that \`npm run deploy\` puts live, or one that the heartbeat of a build was copied to.`,
    );
  }
}

function linkAt(live: string): string | undefined {
  return lstatSync(live, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(live) : undefined;
}

/**
 * Puts a heartbeat in the place of the one that was looked at.
 * @returns whether that one was still live before and after.
 */
function put(live: string, { link, folder, text }: Standing, heartbeat: string): boolean {
  const path = join(folder, HEARTBEAT);
  const next = `${path}.${randomUUID()}`;
  const isStill = (said: string) => linkAt(live) === link && readFileSync(path, 'utf8') === said;
  try {
    writeFileSync(next, heartbeat, { mode: statSync(path).mode });
    if (!isStill(text)) return false;
    renameSync(next, path);
    return isStill(heartbeat);
  } catch (error) {
    // A deploy has taken the release away meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  } finally {
    rmSync(next, { force: true });
  }
}

/**
 * Takes the word that was given, or taken back, for the live release while the next one was built, over to it.
 * @param from the live release; `to` the one that goes live now.
 */
export function carryWord(from: string, to: string): void {
  const [before, after] = [from, to].map((folder) => heartbeatIn(folder));
  const [standing, next] = [wordIn(before), wordIn(after)];
  if (standing.at === null || next.at === null || !after) return;
  const { at, takenBack } = standing;
  const isTakenBack = takenBack !== undefined && (next.at === at || next.at < takenBack);
  if (at <= next.at && !isTakenBack) return;
  const path = join(to, HEARTBEAT);
  writeFileSync(`${path}.next`, JSON.stringify({ ...after, vouched: before?.vouched }));
  renameSync(`${path}.next`, path);
}

function heartbeatIn(folder: string): Heartbeat | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, HEARTBEAT), 'utf8')) as Heartbeat;
  } catch {
    return undefined;
  }
}

/** A heartbeat that could be read. */
interface Read {
  said: Heartbeat;
  builtAt: Instant;
  renewedAt: Instant;
  changesAt: Instant | undefined;
}

async function renewed(
  text: string,
  given: Omit<Beat, 'source'>,
  source: Beat['source'],
): Promise<ReturnType<typeof renewal>> {
  // What the heartbeat refuses by itself needs no look at the folder.
  const next = renewal(text, given);
  if ('why' in next) return next;
  const found = await source();
  return 'why' in found ? found : renewal(text, given, found.name);
}

/**
 * The heartbeat that follows one that stands there; or why none may follow. Pure.
 * @param source what the repository says now, as `sourceName` names it; not compared where it is not given.
 */
export function renewal(
  text: string,
  { now, word }: Omit<Beat, 'source'>,
  source?: string,
): { heartbeat: Heartbeat; until: Instant } | { why: string } {
  const read = readStanding(text);
  if (!read)
    return {
      why: 'The heartbeat that stands there does not say from what it was built. Deploy once with this version.',
    };
  const { said, builtAt, renewedAt, changesAt } = read;
  const latest = Math.max(builtAt, renewedAt);
  if (now < latest)
    return {
      why: `It was renewed at ${isoSeconds(latest)}, and this machine says that it is ${isoSeconds(now)}: one of the two clocks was wrong. Set the clock, or deploy.`,
    };
  if (changesAt !== undefined && changesAt <= now)
    return {
      why: `What was announced for ${isoSeconds(changesAt)} has come, and what is live was built before it. Deploy.`,
    };
  const vouched = wordAfter(said, word, now);
  if (typeof vouched === 'string') return { why: vouched };
  if (source !== undefined && source !== said.source)
    return {
      why: 'The incident files, the config, or what lies beside them (words/, pages/, announcements/, public/, a sheet) are not those that the live build was made from. Deploy.',
    };
  const until = now + said.limits.validFor;
  return { heartbeat: { ...said, valid_until: isoSeconds(until), vouched }, until };
}

function readStanding(text: string): Read | undefined {
  try {
    const said = JSON.parse(text) as Heartbeat;
    const { limits, source, changes_at } = said;
    const [builtAt, validUntil] = [instantOf(said.built_at), instantOf(said.valid_until)];
    const changesAt = instantOf(changes_at);
    const isWhole =
      typeof source === 'string' && isLimits(limits) && (changes_at === null || changesAt !== undefined);
    if (builtAt === undefined || validUntil === undefined || !isWhole || !said.vouched) return undefined;
    return { said, builtAt, renewedAt: validUntil - limits.validFor, changesAt };
  } catch {
    return undefined;
  }
}

function isLimits(limits: LeaseLimits | undefined): boolean {
  return [limits?.validFor, limits?.vouchFor].every((ms) => typeof ms === 'number' && ms > 0);
}

/**
 * Whose word stands after a beat: a newer one, or the one that stood there. Only a word of its own can be taken
 * back, and then it has lapsed: what was built on it still names who vouched. A check of before that time is no
 * newer word, though it may come later.
 * @returns a sentence where the word may not stand.
 */
function wordAfter(
  { vouched, limits }: Heartbeat,
  word: Attestation | undefined,
  now: Instant,
): Heartbeat['vouched'] | string {
  if (word === undefined || (word.by === 'nobody' && vouched.by === 'nobody')) return vouched;
  if (word.at === null) {
    const until = Math.min(instantOf(vouched.until) ?? now, now);
    return { ...vouched, until: isoSeconds(until), taken_back: isoSeconds(now) };
  }
  const ahead = aheadOf(word, now);
  if (ahead !== undefined) return `The word ${ahead}`;
  const before = instantOf(vouched.at);
  if (before !== undefined && word.at < Math.floor(before / 1000) * 1000)
    return `A word of ${isoSeconds(before)} stands there already; this one, of ${isoSeconds(word.at)}, is older.`;
  if (word.at + limits.vouchFor <= now)
    return `The word is of ${isoSeconds(word.at)}, and holds for ${limits.vouchFor / MINUTE} minutes: nobody vouches any more.`;
  const until = instantOf(vouched.until);
  // A word that was taken back stays so, whoever gives the very same one again.
  if (word.at === before && until !== undefined) return vouched;
  const takenBack = instantOf(vouched.taken_back);
  if (takenBack !== undefined && word.at < takenBack)
    return `The word that stood there was taken back at ${isoSeconds(takenBack)}; this one, of ${isoSeconds(word.at)}, is older.`;
  return {
    by: word.by,
    at: isoSeconds(word.at),
    until: isoSeconds(word.at + limits.vouchFor),
  };
}

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { LIST } from './addresses.ts';
import { HEARTBEAT, type StandingHeartbeat } from './beat.ts';
import { type Bucket, type Condition, md5 } from './bucket.ts';
import { filesIn } from './verify.ts';
import { VERSIONS } from './versions.ts';

// A page in storage that speaks S3. Nothing there is exchanged as a whole, so what a page names is there before it, what
// it named before stays until it is gone, and the heartbeat, which says what is to be believed, comes last.

/** What is ours there and belongs to no page: who is putting one live, and which files we put there. */
const LOCK = '.nightlight/lock.json';
const NOTE = '.nightlight/files.json';
/** Never there but for the moment in which a storage is asked whether it minds a condition. */
const ASKED = '.nightlight/asked.json';
/** Files that a page names by what they hold; one that is open may still ask for those of the release before. */
const ASSETS = '_astro/';

/** How long a lock holds of which nothing is heard any more, and how often it is renewed, in ms. */
const HELD = 120_000;
const RENEWED = 30_000;
/** How many files are sent at a time, and how often a beat may come between reading the heartbeat and writing it. */
const AT_ONCE = 8;
const TRIES = 5;

/** What stands there before. */
export interface Standing {
  /** What every deploy needs of it. */
  files: ReadonlyMap<string, Buffer>;
  /** What changes with each deploy that publishes something, by the name of its content. */
  state: string;
  /** Whether it is a page of ours. */
  isOurs: boolean;
  /** Whether a page may begin there: nothing lies in its place but what a first deploy left that was cut off. */
  isFree: boolean;
}

/** Reads what a deploy is held to. */
export async function standingIn(bucket: Bucket): Promise<Standing> {
  const there = await bucket.list();
  const files = new Map<string, Buffer>();
  for (const file of [LIST, VERSIONS, HEARTBEAT]) {
    const stored = there.has(file) ? await bucket.get(file) : undefined;
    if (stored) files.set(file, stored.bytes);
  }
  return {
    files,
    state: stateOf(there, files.get(HEARTBEAT)),
    isOurs: [LIST, HEARTBEAT].every((file) => files.has(file)),
    isFree: there.has(NOTE) || !['index.html', HEARTBEAT].some((file) => there.has(file)),
  };
}

/** A beat changes the heartbeat, and nothing of this. */
function stateOf(there: ReadonlyMap<string, string>, heartbeat: Buffer | undefined): string {
  return [LIST, VERSIONS].map((file) => there.get(file)).join(' ') + buildIn(heartbeat);
}

function buildIn(heartbeat: Buffer | undefined): string {
  try {
    return String((JSON.parse(heartbeat?.toString() ?? '') as { build?: unknown }).build);
  } catch {
    return '';
  }
}

/** A release that is to go live there. */
export interface ForBucket {
  folder: string;
  before: Standing;
  /** Whether it is held to nothing that is there. */
  anew: boolean;
  /** The heartbeat that is to stand in it, by the one that stands there at that moment. */
  heartbeat: (standing: string) => Promise<string>;
  tell: (words: string) => void;
}

/**
 * Sends what is not there already, in an order in which no page names what is not there; then takes away what is printed
 * no more.
 * @returns how many files were sent.
 * @throws UserError that says how far it came.
 */
export async function goLiveIn(
  bucket: Bucket,
  { folder, before, anew, heartbeat, tell }: ForBucket,
): Promise<number> {
  const hold = await held(bucket, tell);
  let done: 'nothing' | 'some' | 'live' = 'nothing';
  try {
    const there = await bucket.list();
    const standing = there.has(HEARTBEAT) ? await bucket.get(HEARTBEAT) : undefined;
    if (stateOf(there, standing?.bytes) !== before.state)
      throw new UserError(
        'Another deploy went live there while this one was made, and stays. Deploy again: what it published is held to then.',
      );
    const files = filesIn(folder, new Set());
    const note = await noteIn(bucket);
    // Written before anything else: a deploy that is cut off leaves nothing that no later one knows of.
    await write(bucket, NOTE, noteOf([...new Set([...note.files, ...files])], note.leaving));
    const steps = stepsFor(folder, files, there);
    done = 'some';
    for (const step of steps)
      await eachOf(step, AT_ONCE, async (file) => {
        hold.mustHold();
        await write(bucket, file, await readFile(join(folder, file)));
      });
    await hold.mustBeOurs();
    await putHeartbeat(bucket, anew ? async () => heartbeat('') : heartbeat);
    done = 'live';
    await takeAway(bucket, note, files, hold);
    return steps.flat().length + 1;
  } catch (error) {
    if (done === 'nothing' || !(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}\n${CUT_OFF[done]}`);
  } finally {
    await hold.end();
  }
}

/** What is said where a deploy ends in the middle. */
const CUT_OFF = {
  some: 'Some files of the new page may be there already; until its heartbeat is there, open pages hold to the page before. Deploy again: what is there is not sent again.',
  live: 'The new page is live. What is printed no more could not all be taken away; the next deploy goes on with that.',
};

/**
 * What has to be sent, step by step: what is new and what has its content in its name, pages after what they load; the
 * lists of what was published; what is no page; the pages, the first ones last.
 */
function stepsFor(folder: string, files: readonly string[], there: ReadonlyMap<string, string>): string[][] {
  const sent = files.filter(
    (file) => file !== HEARTBEAT && there.get(file) !== md5(readFileSync(join(folder, file)), 'hex'),
  );
  const step = (file: string) => {
    const isPage = file.endsWith('.html');
    if (file.startsWith(ASSETS) || !there.has(file)) return isPage ? 1 : 0;
    if (file === LIST || file === VERSIONS) return 2;
    if (!isPage) return 3;
    return /^(?:[^/]+\/)?index\.html$/.test(file) ? 5 : 4;
  };
  return [0, 1, 2, 3, 4, 5].map((number) => sent.filter((file) => step(file) === number));
}

/** The word that is given while a page is sent is kept: it is read and written as one step, where the storage knows how. */
async function putHeartbeat(bucket: Bucket, made: ForBucket['heartbeat']): Promise<void> {
  for (let tries = TRIES; tries > 0; tries--) {
    const stored = await bucket.get(HEARTBEAT);
    const bytes = Buffer.from(await made(stored?.bytes.toString() ?? ''));
    const condition: Condition = { is: stored?.etag ?? 'absent' };
    const put = await bucket.put(HEARTBEAT, bytes, headersOf(HEARTBEAT), condition);
    if ('etag' in put) return;
    if (put.refused === 'unsupported') return write(bucket, HEARTBEAT, bytes);
  }
  throw new UserError('The heartbeat that is live changes again and again. Deploy again.');
}

/**
 * The heartbeat that is live there, to be renewed.
 * @throws UserError where there is none, or where it could be written over one that is newer.
 */
export async function heartbeatIn(bucket: Bucket): Promise<StandingHeartbeat> {
  const stored = await bucket.get(HEARTBEAT);
  if (!stored)
    throw new UserError('There is no heartbeat there. Name the place that `nightlight deploy` puts live.');
  return {
    text: stored.bytes.toString(),
    guarded: false,
    put: async (heartbeat) => {
      if (!(await mindsConditions(bucket))) throw new UserError(UNCONDITIONAL);
      const put = await bucket.put(HEARTBEAT, Buffer.from(heartbeat), headersOf(HEARTBEAT), {
        is: stored.etag,
      });
      if ('etag' in put) return true;
      if (put.refused === 'changed') return false;
      throw new UserError(UNCONDITIONAL);
    },
  };
}

const UNCONDITIONAL =
  'This storage does not write under a condition: a beat could take the place of what a deploy has just written. Let a timer deploy, or let the heartbeat stand at another address (publish.heartbeat).';

/** Whether a storage refuses to write where a condition does not hold; some take no notice of it, and say nothing. */
async function mindsConditions(bucket: Bucket): Promise<boolean> {
  const put = await bucket.put(ASKED, Buffer.from('{}'), JSON_FILE, { is: 'what nobody wrote' });
  if ('etag' in put) await bucket.remove(ASKED);
  return 'refused' in put && put.refused === 'changed';
}

/** Which files we put there, and which of them nothing names any more since the last deploy. */
interface Note {
  files: string[];
  leaving: string[];
}

function noteOf(files: readonly string[], leaving: readonly string[]): Buffer {
  const about =
    'The files that Nightlight put here. A deploy takes away what it prints no more, and nothing else.';
  return Buffer.from(JSON.stringify({ about, files, leaving }));
}

async function noteIn(bucket: Bucket): Promise<Note> {
  try {
    const { files, leaving } = JSON.parse((await bucket.get(NOTE))?.bytes.toString() ?? '') as Note;
    if ([files, leaving].every(Array.isArray)) return { files, leaving };
  } catch (error) {
    if (error instanceof UserError) throw error;
  }
  return { files: [], leaving: [] };
}

async function takeAway(bucket: Bucket, before: Note, files: readonly string[], hold: Hold): Promise<void> {
  const here = new Set(files);
  const gone = before.files.filter((file) => !here.has(file));
  const stays = gone.filter((file) => file.startsWith(ASSETS) && !before.leaving.includes(file));
  await eachOf(
    gone.filter((file) => !stays.includes(file)),
    AT_ONCE,
    async (file) => {
      hold.mustHold();
      await bucket.remove(file);
    },
  );
  await write(bucket, NOTE, noteOf([...files, ...stays], stays));
}

/** Puts a file there, with what the storage is to say of it. */
export async function write(bucket: Bucket, file: string, bytes: Buffer): Promise<void> {
  await bucket.put(file, bytes, headersOf(file));
}

/** The right to put a page live there, as long as nobody else has it. */
interface Hold {
  /** @throws UserError where it could not be renewed, and another may have it by now. */
  mustHold(): void;
  /**
   * Asks the storage itself, for a machine that slept does not know how long.
   * @throws UserError where another has it.
   */
  mustBeOurs(): Promise<void>;
  end(): Promise<void>;
}

const LAPSED = 'The right to deploy there could not be renewed, and has lapsed. Deploy again.';

/**
 * Takes the lock: a file that only one can make. One that was killed leaves it behind; it lapses by the clock of the
 * storage once nobody renews it.
 */
async function held(bucket: Bucket, tell: (words: string) => void): Promise<Hold> {
  const by = randomUUID();
  const body = Buffer.from(JSON.stringify({ by }));
  const put = (condition: Condition) => bucket.put(LOCK, body, JSON_FILE, condition);
  let taken = await put({ is: 'absent' });
  if ('refused' in taken && taken.refused === 'changed') taken = await takenOver(bucket, by, put);
  const isAlone = 'refused' in taken || 'etag' in (await put({ is: 'absent' }));
  if (isAlone) {
    tell(
      'This storage does not write under a condition: two deploys at one moment are not kept apart here. Let one program alone deploy to it.',
    );
    if ('etag' in taken) await bucket.remove(LOCK);
    return { mustHold: () => undefined, mustBeOurs: async () => undefined, end: async () => undefined };
  }
  let etag = 'etag' in taken ? taken.etag : '';
  let until = performance.now() + HELD;
  let renewal: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    const began = performance.now();
    renewal = put({ is: etag })
      .then((next) => {
        if (!('etag' in next)) return;
        etag = next.etag;
        until = began + HELD;
      })
      .catch(() => undefined);
  }, RENEWED);
  return {
    mustHold: () => {
      if (performance.now() >= until) throw new UserError(LAPSED);
    },
    mustBeOurs: async () => {
      const stored = await bucket.get(LOCK);
      if (!stored || !isOf(by, stored.bytes)) throw new UserError(LAPSED);
    },
    end: async () => {
      clearInterval(timer);
      await renewal;
      // A lock that cannot be taken away lapses by itself.
      const stored = await bucket.get(LOCK).catch(() => undefined);
      if (stored && isOf(by, stored.bytes)) await bucket.remove(LOCK).catch(() => undefined);
    },
  };
}

/** @throws UserError where somebody holds it. */
async function takenOver(
  bucket: Bucket,
  by: string,
  put: (condition: Condition) => ReturnType<Bucket['put']>,
): ReturnType<Bucket['put']> {
  const stored = await bucket.get(LOCK);
  // Ours, where the answer to the first request was lost.
  if (stored && isOf(by, stored.bytes)) return { etag: stored.etag };
  if (!stored || stored.age > HELD) {
    const taken = await put({ is: stored?.etag ?? 'absent' });
    if ('etag' in taken) return taken;
  }
  throw new UserError(
    `Another deploy is going live there, and nothing was changed. Deploy again when it is done; where it was killed, its right lapses by itself within ${HELD / 60_000} minutes.`,
  );
}

function isOf(by: string, lock: Buffer): boolean {
  return lock.toString() === JSON.stringify({ by });
}

/**
 * Does the same for each, some at a time. Where one fails no other is begun, and those under way are waited for: who is
 * told that it failed may try again at once.
 */
async function eachOf<One>(
  all: readonly One[],
  atOnce: number,
  work: (one: One) => Promise<void>,
): Promise<void> {
  const waiting = [...all];
  const lane = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
      await work(one).catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      });
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, all.length) }, lane));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.json': 'application/json',
  '.rss': 'application/rss+xml; charset=utf-8',
  '.atom': 'application/atom+xml; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ics': 'text/calendar; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.pdf': 'application/pdf',
  '.webmanifest': 'application/manifest+json',
  '.bib': 'application/x-bibtex; charset=utf-8',
  '.timemap': 'application/link-format',
};

const JSON_FILE = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** What the storage is to say of a file: its kind, and how long a cache may keep it. */
function headersOf(file: string): Record<string, string> {
  return {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': file.startsWith(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

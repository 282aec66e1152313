import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Instant, isoSeconds } from '../domain/time.ts';
import { type Finding, isNewerWord } from './finding.ts';

/** What a watcher knows, and finds again when it was ended in the middle of anything. `V` is a judgement of one check. */
export interface Memory<V = unknown> {
  /** What was found of late, in the order in which it was heard. */
  findings: readonly Finding[];
  /** What was judged last, by the check. */
  verdicts: Readonly<Record<string, V>>;
  /** What the one that tells keeps for itself. */
  teller: unknown;
  /** When the word that all is well was renewed last. */
  renewed: Instant | undefined;
  /** From when on a person is asked again about what goes well and will fail soon, by the check. */
  askAgain?: Readonly<Record<string, Instant>> | undefined;
}

/** What a watcher knows that never ran. */
export const BLANK: Memory<never> = { findings: [], verdicts: {}, teller: undefined, renewed: undefined };

/** How many looks are kept of one check from one place. */
const KEPT = 64;
/** From how many places looks are kept of one check: a place that is begun under a new name each time leaves no end of them. */
const PLACES = 64;
/** How many alerts are kept of one check from one place: as many as one message may hold. */
const WORDS = 1000;

/** The shape that is written. Another one is set aside and not guessed at. */
const VERSION = 1;

/** What a file is kept with, so that a test can take the power away between any two steps. */
export interface Disk {
  /** @returns nothing where there is no such file. */
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  /** Waits until what was written to a file, or to the list of a folder, would outlast the power. */
  sync(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}

/** The disk of this machine. */
export const DISK: Disk = {
  read: async (path) => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
  write: async (path, text) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: 0o600 });
  },
  sync: async (path) => {
    const handle = await open(path, 'r');
    await handle.sync().finally(() => handle.close());
  },
  rename,
};

/** The same, for what everybody may read. */
export const OPEN_DISK: Disk = {
  ...DISK,
  write: async (path, text) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: 0o644 });
  },
};

/**
 * Puts a text in the place of a file: who reads it finds the one before or this one as a whole, whenever the process
 * or the machine ends.
 */
export async function put(path: string, text: string, disk: Disk = DISK): Promise<void> {
  const next = `${path}.next`;
  await disk.write(next, text);
  await disk.sync(next);
  await disk.rename(next, path);
  await disk.sync(dirname(path));
}

/** Keeps what a watcher knows, as a whole or not at all. */
export async function keep(path: string, memory: Memory, disk: Disk = DISK): Promise<void> {
  await put(path, `${JSON.stringify({ version: VERSION, ...memory })}\n`, disk);
}

/**
 * What was known when the last watcher ended. A file that cannot be understood is set aside, where somebody can look
 * at it, and never keeps a watcher from watching.
 * @returns with `said`, a sentence for the operator, where there was such a file.
 */
export async function recall<V>(
  path: string,
  now: Instant,
  disk: Disk = DISK,
): Promise<{ memory: Memory<V>; said?: string }> {
  let why: string;
  try {
    const text = await disk.read(path);
    if (text === undefined) return { memory: BLANK };
    const read = memoryIn<V>(text);
    if (typeof read !== 'string') return { memory: read };
    why = read;
  } catch (error) {
    why = `cannot be read (${(error as Error).message})`;
  }
  const aside = `${path}.aside-${isoSeconds(now).replaceAll(/[-:]/g, '')}`;
  const went = await disk.rename(path, aside).then(
    () => `It was set aside as ${aside}.`,
    (error: Error) => `It could not be set aside either (${error.message}).`,
  );
  return { memory: BLANK, said: `${path} ${why}. ${went} The watcher begins anew and looks at everything.` };
}

function memoryIn<V>(text: string): Memory<V> | string {
  let said: Partial<Memory<V>> & { version?: unknown };
  try {
    said = JSON.parse(text);
  } catch {
    return 'is no JSON, as if it had been written by something else or cut off';
  }
  if (typeof said !== 'object' || said === null) return 'holds no object';
  const { version, findings, verdicts, teller, renewed, askAgain } = said;
  if (version !== VERSION)
    return `is of version ${JSON.stringify(version)}, and this program writes ${VERSION}`;
  const isWhole =
    Array.isArray(findings) &&
    findings.every(isFinding) &&
    typeof verdicts === 'object' &&
    verdicts !== null &&
    (renewed === undefined || Number.isFinite(renewed)) &&
    (askAgain === undefined || (askAgain !== null && Object.values(askAgain).every(Number.isFinite)));
  if (!isWhole) return 'lacks a part of what a watcher keeps';
  return { findings, verdicts, teller, renewed, ...(askAgain && { askAgain }) };
}

function isFinding(one: Partial<Finding> | null): boolean {
  return (
    typeof one?.check === 'string' &&
    typeof one.place === 'string' &&
    Number.isFinite(one.at) &&
    typeof one.ok === 'boolean' &&
    (one.holds === undefined || Number.isFinite(one.holds)) &&
    (one.key === undefined || typeof one.key === 'string') &&
    (one.undated === undefined || one.undated === true)
  );
}

/**
 * What is known after one more finding: of each check and place the newest few looks stay, and of each alert the word
 * that holds. What was heard already, as a report that came twice, changes nothing.
 */
export function remember<M extends Memory>(memory: M, finding: Finding): M {
  const { check, place, at, key, holds } = finding;
  const isWord = holds !== undefined;
  const beside = memory.findings.filter(
    (one) => one.check === check && one.place === place && (one.holds !== undefined) === isWord,
  );
  const known = beside.find((one) => (isWord ? one.key === key : one.at === at));
  if (known && !(isWord && isNewerWord(finding, known))) return memory;
  const others = beside.filter((one) => one !== known);
  const excess = others.length + 1 - (isWord ? WORDS : KEPT);
  const gone = new Set([
    ...(excess > 0 ? leavingFirst(others).slice(0, excess) : []),
    ...(isWord || beside.length > 0 ? [] : longUnheard(memory.findings, check)),
    known,
  ]);
  return { ...memory, findings: [...memory.findings.filter((one) => !gone.has(one)), finding] };
}

/** The looks of the place that was heard of longest ago, where one more would be too many. */
function longUnheard(findings: readonly Finding[], check: string): Finding[] {
  const looks = findings.filter((one) => one.check === check && one.holds === undefined);
  const heard = new Map<string, Instant>();
  for (const { place, at } of looks) heard.set(place, Math.max(at, heard.get(place) ?? at));
  if (heard.size < PLACES) return [];
  const [[silent] = []] = [...heard].toSorted(([, one], [, other]) => one - other);
  return looks.filter(({ place }) => place === silent);
}

/**
 * What is forgotten first: the oldest, and of alerts those that are over, for one that is forgotten while it holds would
 * look like health.
 */
function leavingFirst(findings: readonly Finding[]): Finding[] {
  const isOver = ({ ok, holds }: Finding) => Number(ok && holds !== undefined);
  return findings.toSorted((one, other) => isOver(other) - isOver(one));
}

/** What is known without checks that the config has no more. */
export function withoutOld<M extends Memory>(memory: M, checks: ReadonlySet<string>): M {
  const verdicts = Object.entries(memory.verdicts).filter(([check]) => checks.has(check));
  return {
    ...memory,
    findings: memory.findings.filter(({ check }) => checks.has(check)),
    verdicts: Object.fromEntries(verdicts),
  };
}

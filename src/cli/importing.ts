import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { save } from '../authoring/save.ts';
import type { ForeignFile } from '../import/brought.ts';
import type { NewFile, Redirect } from '../import/index.ts';
import type { System } from '../import/table.ts';
import { UserError, whyOf } from '../problems/errors.ts';

/** What a source is read from: its files, and what each is called to people. */
export interface Source {
  files: ForeignFile[];
  nameOf(file: string): string;
  /** Files of it that say where old addresses lead. */
  redirects: string[];
  /** The host or the folder, for what does not say from where it comes. */
  called: string;
}

/** What no source has its incidents in, and what can be large. */
const UNREAD = /^(?:\..*|node_modules|themes|resources|static|assets|public|graphs|api)$/;
const READ = /\.(?:md|markdown|ya?ml|toml|json|xml|atom|rss)$/i;

/** Where a public API of Statuspage has what is imported. */
const STATUSPAGE = ['components', 'incidents', 'scheduled-maintenances'];

/**
 * Reads a folder, a file, or an address.
 * @throws UserError where there is no such thing.
 */
export async function readSource(
  system: System,
  written: string,
  cwd: string,
  ask: typeof fetch,
): Promise<Source> {
  if (/^https?:\/\//i.test(written)) return readAddress(system, written, ask);
  const path = resolve(cwd, written);
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new UserError(`There is nothing at ${path}. Name the folder or the file that is to be imported.`);
  const shown = relative(cwd, path) || '.';
  if (!found.isDirectory()) {
    const files = [{ name: basename(path), bytes: await readFile(path) }];
    return { files, nameOf: () => shown, redirects: [], called: basename(path) };
  }
  const files = await filesIn(path);
  const nameOf = (file: string) => (shown === '.' ? file : `${shown}/${file}`);
  const redirects = LEADING_ON.filter((name) => existsSync(join(path, name))).map(nameOf);
  return { files, nameOf, redirects, called: basename(path) };
}

/** Where hosts are told how old addresses lead on, in the folders of the systems that are read. */
const LEADING_ON = [
  ...['_redirects', 'static/_redirects', 'public/_redirects', 'content/static/_redirects'],
  ...['netlify.toml', 'vercel.json'],
];

/** The system that a folder is one of, where its own files leave no doubt. */
export function looksLike(files: readonly Pick<ForeignFile, 'name'>[]): System | undefined {
  const has = (pattern: RegExp) => files.some(({ name }) => pattern.test(name));
  if (has(/^\.upptimerc\.yml$/)) return 'upptime';
  return has(/^content\/issues\/.+\.md$/) ? 'cstate' : undefined;
}

/**
 * Where a cState site lies instead, if a folder is none: below it, around it, or nowhere that could be found.
 * @returns what is wrong, in sentences; nothing where it may be one.
 */
export async function notCstate(
  written: string,
  cwd: string,
  files: readonly ForeignFile[],
): Promise<string | undefined> {
  const path = resolve(cwd, written);
  if (!(await stat(path).catch(() => undefined))?.isDirectory()) return undefined;
  const markdown = files.filter(({ name }) => /\.(?:md|markdown)$/i.test(name));
  const isIssue = ({ name, bytes }: ForeignFile) =>
    /^(?:content\/(?:[a-z-]{2,6}\/)?)?issues\//i.test(name) ||
    (!name.includes('/') &&
      /^\s*"?severity"?\s*[:=]/m.test(new TextDecoder().decode(bytes.subarray(0, 4000))));
  if (markdown.some(isIssue)) return undefined;
  const below = markdown
    .map(({ name }) => /^(.+?)\/content\/(?:[a-z-]{2,6}\/)?issues\//i.exec(name)?.[1])
    .find((found) => found !== undefined);
  const around = [1, 2, 3].map((steps) => resolve(path, ...Array.from({ length: steps }, () => '..')));
  const above = around.find((folder) => existsSync(join(folder, 'content/issues')));
  const lies =
    below !== undefined ? `${written.replace(/\/$/, '')}/${below}` : above && (relative(cwd, above) || '.');
  const [first] = markdown;
  if (lies === undefined && first === undefined) return undefined;
  return [
    `${written} is no folder of cState. Such a folder has config.yml, with the systems, and content/issues/*.md, each with title, date, severity, affected and resolved between two lines "---".`,
    lies === undefined
      ? `Here lies ${first?.name}${markdown.length > 1 ? ` and ${markdown.length - 1} more Markdown files` : ''}, and none of them is such an issue. Name the folder that has content/issues/ in it.`
      : `One lies in ${lies}. Call it so: nightlight import cstate ${lies}`,
  ].join(' ');
}

/** @throws UserError where a link leads nowhere: nobody could say what was lost with it. */
async function filesIn(folder: string): Promise<ForeignFile[]> {
  const names: string[] = [];
  const look = async (below: string, above: readonly string[] = []): Promise<void> => {
    const here = await realpath(join(folder, below));
    // A link to a folder that it lies in.
    if (above.includes(here)) return;
    const entries = await readdir(join(folder, below), { withFileTypes: true });
    for (const entry of entries) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      const [isRead, isLookedInto] = [isToRead(entry.name), isToLookInto(entry.name)];
      if (!isRead && !isLookedInto) continue;
      const kind = entry.isSymbolicLink() ? await stat(join(folder, name)).catch(() => undefined) : entry;
      if (kind?.isDirectory() && isLookedInto) await look(name, [...above, here]);
      else if (kind?.isFile() && isRead) names.push(name);
      else if (!kind && isRead)
        throw new UserError(
          `${join(folder, name)} is a link that leads nowhere. Mend it, or take it out: what it led to is not brought along.`,
        );
    }
  };
  await look('');
  names.sort();
  const waiting = names.values();
  const files = new Map<string, Uint8Array>();
  const readOn = async () => {
    for (const name of waiting) files.set(name, await readFile(join(folder, name)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOn));
  return names.map((name) => ({ name, bytes: files.get(name) as Uint8Array }));
}

/** So many files are open at once; some systems allow 256. */
const AT_ONCE = 32;

function isToRead(name: string): boolean {
  return READ.test(name) || name === '.upptimerc.yml';
}

function isToLookInto(name: string): boolean {
  return !UNREAD.test(name) || name === 'api';
}

async function readAddress(system: System, written: string, ask: typeof fetch): Promise<Source> {
  const url = URL.parse(written);
  if (!url) throw new UserError(`${written} is no address. Write it as a browser shows it.`);
  const isFile = /\.(?:json|xml|atom|rss)$/i.test(url.pathname) || system !== 'statuspage';
  const addresses = isFile ? [url.href] : STATUSPAGE.map((name) => new URL(`/api/v2/${name}.json`, url).href);
  const files = await Promise.all(
    addresses.map(async (address) => ({
      name: new URL(address).pathname.slice(1),
      bytes: await answerOf(address, ask),
    })),
  );
  return { files, nameOf: (file) => `${url.origin}/${file}`, redirects: [], called: url.host };
}

async function answerOf(address: string, ask: typeof fetch): Promise<Uint8Array> {
  let why: string;
  try {
    const answer = await ask(address, { signal: AbortSignal.timeout(30_000) });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    why = `it answers ${answer.status}`;
  } catch (error) {
    why = whyOf(error);
  }
  throw new UserError(
    `${address} cannot be read: ${why}. Look at it in a browser, save what it shows, and name that file.`,
  );
}

/** What became of the files of an import. */
export interface Written {
  written: string[];
  unchanged: string[];
  /** Those that lie there with other words, and were left. */
  differing: NewFile[];
}

/**
 * Writes files where none is called so. What lies there is never written over.
 * @param dry whether nothing is written, and only told.
 */
export async function writeAll(folder: string, files: readonly NewFile[], dry: boolean): Promise<Written> {
  const fates = new Map<string, keyof Written>();
  if (!dry && files.length > 0) await mkdir(folder, { recursive: true });
  const waiting = files.values();
  const writeOn = async () => {
    for (const { name, text } of waiting) {
      const path = join(folder, name);
      const lying = await readFile(path, 'utf8').catch(() => undefined);
      if (lying === undefined && !dry) await writeNew(path, text);
      fates.set(name, lying === undefined ? 'written' : lying === text ? 'unchanged' : 'differing');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writeOn));
  const fated = (fate: keyof Written) => files.filter(({ name }) => fates.get(name) === fate);
  return {
    written: fated('written').map(({ name }) => name),
    unchanged: fated('unchanged').map(({ name }) => name),
    differing: fated('differing'),
  };
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
  } catch (error) {
    // Half of it would be taken for other words when this is called again.
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/**
 * Keeps where old addresses lead now, in the form that Netlify, Cloudflare Pages and others read. Lines that are there
 * stay, and an address that one of them begins with is not written again.
 * @param kept files by the address below which they stand now, and other pages.
 */
export async function keepRedirects(
  path: string,
  {
    pages,
    ...files
  }: { incidents: readonly NewFile[]; announcements: readonly NewFile[]; pages: readonly Redirect[] },
): Promise<number> {
  const lying = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const before = lying ?? '';
  const known = new Set(before.split('\n').map((line) => line.trim().split(/\s+/)[0]));
  const told = Object.entries(files).flatMap(([below, all]) =>
    all.flatMap(({ name, addresses }) =>
      addresses.map((from) => ({ from, to: `/${below}/${name.replace(/\.md$/, '')}/` })),
    ),
  );
  const lines = [...told, ...pages]
    .filter(({ from, to }) => from !== to && /^\/[^\s#?]*$/.test(from) && !known.has(from))
    .map(({ from, to }) => `${from} ${to} 301`);
  if (lines.length === 0) return 0;
  const head = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  await save(path, `${head}${lines.join('\n')}\n`, lying);
  return lines.length;
}

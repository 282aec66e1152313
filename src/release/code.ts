import { createHash, hash as hashOf } from 'node:crypto';
// Of a thousand small files each is read at once: to wait for them one by one takes three times as long.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { ENGINE } from './engine.ts';

/** How a page is printed begins at these; the last is for pages of an operator who knows Astro. */
const ENTRIES = ['src/pages', 'src/middleware.ts', 'src/middleware.js', 'src/layouts/OwnPage.astro'];
/** How Astro is set up. */
const SETUP = ['astro.config.mjs', 'src/site/integration.ts', 'src/site/integration.js'];
/**
 * What these read reaches a page as data alone, which is in the digest of the page's text or told beside the code; of
 * a mistake nothing is printed, nor of what messages leave unsaid. That they change prints nothing anew.
 */
const DATA = ['src/archive/', 'src/config/', 'src/problems/', 'src/words/', 'src/site/unsaid.'];
/** What is printed on pages alone that every build prints, such as the one about the site: none of those is kept. */
const ALWAYS_PRINTED = ['src/site/editors.'];
const NEVER_KEPT = [...DATA, ...ALWAYS_PRINTED];

export interface CodeOfPages {
  /** A name for all of it. */
  name: string;
  /** Every module that a page imports, also for data alone: paths in the engine. */
  modules: ReadonlySet<string>;
  /**
   * A name for the program that is made of this code, which prints the pages of any site: every module, also those that
   * are read for data alone, what sets Astro up, and their packages. What the code is told is not in it.
   */
  program: string;
}

/** What is read of the code, whatever it is told and whatever runs it. */
interface Code {
  /** Names what prints what may be kept, and the packages of it. */
  printing: string;
  /** Names all of it, and what sets Astro up. */
  program: string;
  modules: ReadonlySet<string>;
}

let own: Promise<Code> | undefined;

/** The code of this process, which does not change: it is read once, though several sites may be built one after the other. */
function ownCode(): Promise<Code> {
  own ??= readCode(ENGINE);
  return own;
}

/**
 * The code that prints pages: the modules that pages import, directly or not, and their packages in the
 * versions that are installed. A command, a test, a document or a room that no page imports is not in it.
 * @param engine the folder of the engine.
 * @param told what the same code may be told besides, such as the config.
 * @param runtime what runs it: the version of Node, and for what it is set up.
 */
export async function codeOfPages(engine: string, told: string[], runtime: string): Promise<CodeOfPages> {
  const { printing, program, modules } = await (engine === ENGINE ? ownCode() : readCode(engine));
  const name = createHash('sha256').update(printing);
  for (const word of told) name.update(`\0${word}`);
  // It asks Node for modules of the engine by where they lie (`native.ts`).
  const named = hashOf('sha256', `${engine}\0${runtime}\0${program}`);
  return { name: name.digest('hex'), modules, program: named.slice(0, 32) };
}

async function readCode(engine: string): Promise<Code> {
  const entries = await entriesIn(engine);
  const pages = modulesFrom(engine, entries);
  const all = modulesFrom(engine, SETUP, pages);
  const setup = SETUP.flatMap((path) => moduleIn(engine, path) ?? []);
  const tsconfig = join(engine, 'tsconfig.json');
  const installed: Installed = { packages: new Map(), folders: new Map(), places: new Map() };
  /** A name for some modules and the packages of all of these. */
  const nameOf = (words: string[], paths: string[], packages: string[]) => {
    const named = paths.map((path) => `${path}\0${all.get(path)?.digest}`);
    return hashOf('sha256', [...words, ...named, ...versionsOf(packages, engine, installed)].join('\0'));
  };
  const packagesOf = (paths: string[]) => paths.flatMap((path) => all.get(path)?.packages ?? []);
  const printing = reachedFrom(entries, pages);
  const paths = [...all.keys()].toSorted();
  return {
    printing: nameOf(
      setup.map(({ digest }) => digest),
      printing,
      [...setup.flatMap(({ packages }) => packages), ...packagesOf(printing)],
    ),
    program: nameOf([isFile(tsconfig) ? readFileSync(tsconfig, 'utf8') : ''], paths, packagesOf(paths)),
    modules: new Set(pages.keys()),
  };
}

/**
 * Holds what was found in the text of modules to what a build has really bundled.
 * @param bundled ids of modules, as Vite names them.
 * @throws Error that names a module which pages are printed with, and which was not found.
 */
export function mustHold(engine: string, { modules }: CodeOfPages, bundled: Iterable<string>): void {
  for (const id of bundled) {
    const path = relative(engine, id.split('?', 1)[0] ?? '');
    if (path.startsWith('src/') && !modules.has(path))
      throw new Error(
        `${path} is bundled with the pages, and src/release/code.ts does not find who imports it: a change to it would print none of them anew. Import it by a plain "import ... from".`,
      );
  }
}

async function entriesIn(engine: string): Promise<string[]> {
  const [pages = '', ...files] = ENTRIES;
  const entries = await readdir(join(engine, pages), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return [...paths.map((path) => relative(engine, path)).toSorted(), ...files];
}

interface Module {
  /** A name for its text. */
  digest: string;
  /** What it imports from this engine, as paths. */
  own: string[];
  packages: string[];
}

/** Reads a module. Nothing where it names no file: not every import of a path is one of ours. */
function moduleIn(engine: string, path: string): Module | undefined {
  let text = '';
  try {
    text = readFileSync(join(engine, path), 'utf8');
  } catch {
    return undefined;
  }
  const names = importsIn(text);
  return {
    digest: hashOf('sha256', text),
    own: names
      .filter((name) => name.startsWith('.'))
      .map((name) => join(dirname(path), name.split('?', 1)[0] as string)),
    // What markup in a module is made with stands in no import of it.
    packages: [
      ...names.filter((name) => !name.startsWith('.')),
      ...(path.endsWith('.tsx') ? ['preact'] : []),
    ].flatMap(packageOf),
  };
}

/** All that some modules import, directly or not, themselves counted in, beside those that were read before. */
function modulesFrom(
  engine: string,
  entries: string[],
  before: ReadonlyMap<string, Module> = new Map(),
): Map<string, Module> {
  const modules = new Map(before);
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const one = modules.has(path) ? undefined : moduleIn(engine, path);
    if (!one) continue;
    modules.set(path, one);
    waiting.push(...one.own);
  }
  return modules;
}

/** The paths of those that print what may be kept: the rest is left out, and what only that imports. */
function reachedFrom(entries: string[], modules: ReadonlyMap<string, Module>): string[] {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const one = modules.get(path);
    if (!one || reached.has(path) || NEVER_KEPT.some((room) => path?.startsWith(room))) continue;
    reached.add(path);
    waiting.push(...one.own);
  }
  return [...reached].toSorted();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** What a module imports; types leave nothing behind, and are not followed. */
function importsIn(text: string): string[] {
  const all =
    /\b(?:import|export)\b(?<types>\s+type\b)?[^'";]*?\bfrom\s*['"](?<from>[^'"\n]+)['"]|\bimport\s*\(?\s*['"](?<bare>[^'"\n]+)['"]/g;
  return [...text.matchAll(all)].flatMap(({ groups = {} }) =>
    groups.types === undefined ? [groups.from ?? groups.bare ?? ''] : [],
  );
}

function packageOf(name: string): string[] {
  return [/^(?:@[^/]+\/)?[^/:.][^/:]*(?=\/|$)/.exec(name)?.[0] ?? []].flat();
}

/** What a package says of itself, as far as it is read here. */
interface Facts {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** What was read of packages, each once: many need the same. */
interface Installed {
  /** By their folders: the version of each, and the folders of what it needs. */
  packages: Map<string, { version: string | undefined; needed: { name: string; folder: string }[] }>;
  /** Where a package really lies, by where it is looked for; nothing where none is. */
  folders: Map<string, string | undefined>;
  /** Where it is looked for what something needs, by the folder in which that lies. */
  places: Map<string, string[]>;
}

/** Some packages and what they need, each with its version, as they are installed. What is not, prints nothing. */
function versionsOf(names: string[], engine: string, installed: Installed): string[] {
  const [lines, seen] = [new Set<string>(), new Set<string>()];
  const waiting = foldersOf(names, engine, installed);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { name, folder } = next;
    if (seen.has(folder)) continue;
    seen.add(folder);
    const { version, needed } = installed.packages.get(folder) ?? read(folder, installed);
    installed.packages.set(folder, { version, needed });
    lines.add(`${name} ${version}`);
    waiting.push(...needed);
  }
  return [...lines].toSorted();
}

function read(folder: string, installed: Installed) {
  const facts = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Facts;
  const needed = { ...facts.dependencies, ...facts.optionalDependencies, ...facts.peerDependencies };
  return { version: facts.version, needed: foldersOf(Object.keys(needed), folder, installed) };
}

function foldersOf(names: string[], from: string, installed: Installed): { name: string; folder: string }[] {
  const places = placesAround(from, installed);
  return [...new Set(names)].flatMap((name) => {
    for (const place of places) {
      const folder = folderOf(join(place, name), installed);
      if (folder !== undefined) return [{ name, folder }];
    }
    return [];
  });
}

/** Where a package lies that another one needs: beside it, or further out. */
function placesAround(folder: string, installed: Installed): string[] {
  const known = installed.places.get(folder);
  if (known) return known;
  const further = folder === dirname(folder) ? [] : placesAround(dirname(folder), installed);
  const own = join(folder, 'node_modules');
  const isOne = basename(folder) !== 'node_modules' && existsSync(own);
  const places = isOne ? [own, ...further] : further;
  installed.places.set(folder, places);
  return places;
}

/** Where a package really lies. Nothing where none is. */
function folderOf(found: string, { folders }: Installed): string | undefined {
  if (!folders.has(found))
    folders.set(found, isFile(join(found, 'package.json')) ? realpathSync.native(found) : undefined);
  return folders.get(found);
}

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { type Incident, isOpen } from '../domain/incident.ts';
import { LANGUAGES, ORIGINAL } from '../domain/site.ts';

/** What an earlier build left: which code made it, and from which text each closed incident's pages came. */
interface Manifest {
  code: string;
  incidents: Record<string, string>;
}

interface ReuseState {
  manifest: Manifest;
  earlier: Manifest;
  kept: Set<string>;
  /** When the build began, in ms. */
  started: number;
  out: string;
  /** Where the earlier build lies: the same folder, or another whose kept files are linked into this one. */
  from: string;
}

const state: ReuseState = {
  manifest: { code: '', incidents: {} },
  earlier: { code: '', incidents: {} },
  kept: new Set(),
  started: 0,
  out: '',
  from: '',
};

/**
 * Lets a build keep the pages of closed incidents whose text did not change. Those pages hold nothing that
 * depends on now. Anything else is printed anew, and everything is when the code, the config, the
 * installed packages or the base path changed.
 */
export function reuse(): AstroIntegration {
  return {
    name: 'nightlight-reuse',
    hooks: {
      'astro:config:done': async ({ config }) => {
        state.out = fileURLToPath(config.outDir);
        state.from = process.env.NIGHTLIGHT_REUSE_FROM
          ? resolve(process.env.NIGHTLIGHT_REUSE_FROM)
          : state.out;
        state.started = Date.now();
        const code = await codeDigest(fileURLToPath(config.root), [config.base, String(config.site)]);
        state.manifest = { code, incidents: {} };
        const earlier = readManifest(process.env);
        state.earlier = earlier.code === code ? earlier : { code, incidents: {} };
        shared().reuse = state;
      },
      'astro:build:done': async ({ logger }) => {
        if (resolve(state.from) !== resolve(state.out)) linkKept(state.from, state.out, state.kept);
        const removed = await removeStale(state.out, state.started, state.kept);
        const path = manifestPath(process.env);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, JSON.stringify(state.manifest));
        const total = Object.keys(state.manifest.incidents).length;
        logger.info(
          `reused the pages of ${state.kept.size} of ${total} closed incidents; removed ${removed} old files`,
        );
      },
    },
  };
}

/**
 * The incidents whose pages must be printed; the others are kept as they lie in the output folder.
 * Call it once a build, with every incident and a digest of its files.
 */
export function toPrint(incidents: Incident[], digestOf: (incident: Incident) => string): Incident[] {
  const { manifest, earlier, kept, from } = shared().reuse ?? state;
  return incidents.filter((incident) => {
    if (isOpen(incident)) return true;
    const digest = digestOf(incident);
    manifest.incidents[incident.id] = digest;
    const same =
      earlier.incidents[incident.id] === digest &&
      existsSync(join(from, 'incidents', incident.id, 'index.html'));
    if (same) kept.add(incident.id);
    return !same;
  });
}

/** The config and the pages are loaded as two modules of the same file; this is what they share. */
function shared(): { reuse?: ReuseState } {
  const root = globalThis as { nightlight?: { reuse?: ReuseState } };
  root.nightlight ??= {};
  return root.nightlight;
}

/** One manifest for each output folder, unless the caller names one. */
function manifestPath(env: NodeJS.ProcessEnv): string {
  const folder = createHash('sha256').update(resolve(state.out)).digest('hex').slice(0, 12);
  return resolve(env.NIGHTLIGHT_REUSE ?? `.cache/reuse-${folder}.json`);
}

function readManifest(env: NodeJS.ProcessEnv): Manifest {
  try {
    return JSON.parse(readFileSync(manifestPath(env), 'utf8')) as Manifest;
  } catch {
    return { code: '', incidents: {} };
  }
}

async function codeDigest(root: string, more: string[]): Promise<string> {
  const hash = createHash('sha256');
  const config = process.env.NIGHTLIGHT_CONFIG;
  const sources = (await readdir(join(root, 'src'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const files = [
    ...sources,
    join(root, 'package-lock.json'),
    join(root, 'astro.config.mjs'),
    ...(config ? [resolve(root, config)] : []),
  ];
  for (const file of files) hash.update(relative(root, file)).update(await readFile(file));
  for (const word of more) hash.update(word).update('\0');
  return hash.digest('hex');
}

/**
 * Links the files of kept incidents from an earlier release. A release is never written again, so two of
 * them can share a file; a copy would take most of the time of a deploy.
 */
function linkKept(from: string, out: string, kept: Set<string>): void {
  for (const language of LANGUAGES) {
    const below = language === ORIGINAL ? 'incidents' : `${language}/incidents`;
    if (!existsSync(join(from, below))) continue;
    for (const entry of readdirSync(join(from, below), { withFileTypes: true }))
      if (kept.has(entry.name.split('.', 1)[0] as string))
        link(join(from, below, entry.name), join(out, below, entry.name), entry.isDirectory());
  }
}

function link(from: string, to: string, isFolder: boolean): void {
  mkdirSync(isFolder ? to : dirname(to), { recursive: true });
  if (isFolder) {
    for (const entry of readdirSync(from, { withFileTypes: true }))
      link(join(from, entry.name), join(to, entry.name), entry.isDirectory());
    return;
  }
  try {
    linkSync(from, to);
  } catch {
    // Another disk, or one without links.
    copyFileSync(from, to);
  }
}

/** Removes what this build did not write and did not keep: pages of vanished incidents, assets of old code. */
async function removeStale(out: string, started: number, kept: Set<string>): Promise<number> {
  // Some file systems keep whole seconds only.
  const wholeSecond = Math.floor(started / 1000) * 1000;
  let removed = 0;
  const sweep = async (folder: string, below: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (below === 'incidents' && kept.has(entry.name)) continue;
        await sweep(path, entry.name);
      } else if (below === 'incidents' && kept.has(entry.name.slice(0, entry.name.indexOf('.')))) {
      } else if ((await stat(path)).mtimeMs < wholeSecond) {
        await rm(path);
        await rmdir(folder).catch(() => undefined);
        removed++;
      }
    }
  };
  await sweep(out, '');
  return removed;
}

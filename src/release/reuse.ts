import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { restoreTimes } from './unchanged.ts';
import {
  digestOf,
  reusedGroups,
  type Manifest,
  readManifest,
  GROUP_FOLDERS,
  groupOf,
} from './page-groups.ts';

/** Where a build is, as far as it matters here. */
interface Place {
  site: string;
  env: NodeJS.ProcessEnv;
}

interface ReuseState {
  manifest: Manifest;
  earlier: Manifest;
  /** What runs beside the printing of pages; each answers the files it wrote, as paths below `out`. */
  jobs: Promise<string[]>[];
  /** When the build began, in ms. */
  started: number;
  out: string;
  /** Where the earlier build lies: the same folder, or a release beside whose kept files this one will get. */
  from: string;
}

const NOTHING: Manifest = { code: '', groups: {} };
const state: ReuseState = { manifest: NOTHING, earlier: NOTHING, jobs: [], started: 0, out: '', from: '' };

/**
 * Lets a build keep what does not depend on now: the pages and files of closed incidents and of years in
 * which all is closed, as long as their text did not change. Anything else is printed anew, and everything
 * is when the code, the config, the installed packages or the base path changed.
 * @param config what the config says, wherever it has that from.
 * @param place the folder of the site, and what the build was told.
 */
export function reuse(config: string, { site: folder, env }: Place): AstroIntegration {
  /** One manifest for each output folder, unless the caller names one. */
  let manifestPath = '';
  return {
    name: 'nightlight-reuse',
    hooks: {
      'astro:config:done': async ({ config: { outDir, root, base, site } }) => {
        state.out = fileURLToPath(outDir);
        state.from = resolve(folder, env.NIGHTLIGHT_REUSE_FROM || state.out);
        state.started = Date.now();
        state.jobs = [];
        const ownConfig = env.NIGHTLIGHT_CONFIG && resolve(folder, env.NIGHTLIGHT_CONFIG);
        const code = await codeDigest(fileURLToPath(root), ownConfig, [base, String(site), config]);
        state.manifest = { code, groups: {} };
        manifestPath = resolve(
          folder,
          env.NIGHTLIGHT_REUSE ?? `.cache/reuse-${digestOf(resolve(state.out))}.json`,
        );
        const earlier = readManifest(manifestPath);
        state.earlier = earlier.code === code ? earlier : { ...earlier, code, groups: {} };
        shared().reuse = state;
      },
      // A build that is killed leaves pages that no manifest knows: all of them are printed anew.
      'astro:build:start': () => rm(manifestPath, { force: true }),
      'astro:build:done': async ({ logger }) => {
        const kept = reusedGroups(state.earlier, state.manifest);
        const others = (await Promise.all(state.jobs)).flat().map((path) => join(state.out, path));
        const { removed, written } = await removeStale(state.out, state.started, kept, new Set(others));
        state.manifest.written = await restoreTimes(
          state.out,
          written.filter((path) => !isInGroup(path, state.manifest)),
          state.earlier.written ?? {},
        );
        await mkdir(dirname(manifestPath), { recursive: true });
        await writeFile(`${manifestPath}.next`, JSON.stringify(state.manifest));
        await rename(`${manifestPath}.next`, manifestPath);
        const count = (groups: Iterable<string>) =>
          [...groups].filter((group) => group.startsWith('incidents/')).length;
        logger.info(
          `reused the pages of ${count(kept)} of ${count(Object.keys(state.manifest.groups))} closed incidents; removed ${removed} old files`,
        );
      },
    },
  };
}

/**
 * Whether the pages and files of a group lie there already, made from the same text, and need not be printed.
 * Ask it only for what does not depend on now, once a build.
 */
export function isReused(group: string, digest: string): boolean {
  const { manifest, earlier, from } = shared().reuse ?? state;
  const known = earlier.groups[group] === digest && existsSync(join(from, group, 'index.html'));
  // What is not there is printed, and is not taken for kept by whoever compares the two.
  if (!known) delete earlier.groups[group];
  manifest.groups[group] = digest;
  return known;
}

/** A name for the code, config and packages that make this build; `undefined` outside of one. */
export function codeOfBuild(): string | undefined {
  return shared().reuse?.manifest.code;
}

/** Begins what may run beside the printing of pages in a build; the build ends when it has ended too. */
export function alongside(job: (out: string) => Promise<string[]>): void {
  const { reuse } = shared();
  if (!reuse) return;
  const running = job(reuse.out);
  // Whoever waits for it hears of it; until then nobody does.
  running.catch(() => undefined);
  reuse.jobs.push(running);
}

/** The config and the pages are loaded as two modules of the same file; this is what they share. */
function shared(): { reuse?: ReuseState } {
  const root = globalThis as { nightlight?: { reuse?: ReuseState } };
  root.nightlight ??= {};
  return root.nightlight;
}

async function codeDigest(root: string, own: string | undefined, more: string[]): Promise<string> {
  const hash = createHash('sha256');
  const sources = (await readdir(join(root, 'src'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const files = [
    ...sources,
    join(root, 'package-lock.json'),
    join(root, 'astro.config.mjs'),
    ...(!own ? [] : [own]),
  ];
  for (const file of files) hash.update(relative(root, file)).update(await readFile(file));
  for (const word of more) hash.update(word).update('\0');
  return hash.digest('hex');
}

/** Whether a file belongs to a group: those are kept as a whole, and are too many to be told apart one by one. */
function isInGroup(path: string, { groups }: Manifest): boolean {
  const folder = GROUP_FOLDERS.find((one) => path.startsWith(`${one}/`));
  const [entry = ''] = folder === undefined ? [] : path.slice(folder.length + 1).split('/', 1);
  return folder !== undefined && groupOf(folder, entry) in groups;
}

/**
 * Removes what this build did not write and did not keep: pages of vanished incidents, assets of old code.
 * @returns how many files it removed, and the paths of those that the build wrote.
 */
async function removeStale(
  out: string,
  started: number,
  kept: Set<string>,
  others: Set<string>,
): Promise<{ removed: number; written: string[] }> {
  // Some file systems keep whole seconds only.
  const wholeSecond = Math.floor(started / 1000) * 1000;
  let removed = 0;
  const written: string[] = [];
  const sweep = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(out, below), { withFileTypes: true })) {
      if (GROUP_FOLDERS.includes(below) && kept.has(groupOf(below, entry.name))) continue;
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const whole = join(out, path);
      if (entry.isDirectory()) await sweep(path);
      else if (others.has(whole)) continue;
      else if ((await stat(whole)).mtimeMs >= wholeSecond) written.push(path);
      else {
        await rm(whole);
        await rmdir(dirname(whole)).catch(() => undefined);
        removed++;
      }
    }
  };
  await sweep('');
  return { removed, written };
}

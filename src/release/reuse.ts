import type { Instant } from '../domain/time.ts';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { type CodeOfPages, codeOfPages, mustHold } from './code.ts';
import { restoreTimes } from './unchanged.ts';
import {
  digestOf,
  reusedGroups,
  type Manifest,
  readManifest,
  groupFolderOf,
  groupOf,
  isGroupFolder,
} from './page-groups.ts';

/** What a build may keep of an earlier one, and what runs beside the printing of its pages. */
export interface Reuse {
  /** A name for the code, config and packages that make this build; `undefined` outside of one. */
  code(): string | undefined;
  /**
   * Whether the pages and files of a group lie there already, made from the same text, and need not be printed.
   * Ask it only for what does not depend on now, once a build.
   */
  isReused(group: string, digest: string): boolean;
  /**
   * Begins what may run beside the printing of pages; the build ends when it has ended too.
   * @param job answers the files it wrote, as paths below `out`.
   */
  alongside(job: (out: string) => Promise<string[]>): void;
}

/** What Vite has bundled, as far as it is looked at here. */
interface Bundle {
  getModuleIds(): Iterable<string>;
}

/** The steps of a build that reuses. */
export interface ReuseSteps {
  /**
   * Looks at the code and at what lies there.
   * @param out the folder that is built into.
   */
  look(out: string): Promise<void>;
  /** Before anything is written. A build that is killed leaves pages that no manifest knows: all of them are printed anew. */
  begin(): Promise<void>;
  /** Takes away what is not of this build, once all is written. */
  end(logger: { info: (words: string) => void }): Promise<void>;
}

interface Reusing {
  reuse: Reuse;
  /** A name for the program that prints the pages, once that was looked at. */
  program(): string;
  steps: ReuseSteps;
  /** The same steps where Astro builds. */
  integration: AstroIntegration;
}

interface ReuseOptions {
  /** What the config says, as far as it is printed. */
  config: string;
  /** The host that the site is served from, and the path below it. */
  origin: { url: string; base: string };
  /** The folder of the engine, whose code prints. */
  engine: string;
  /** The folder of the site, from which paths count. */
  site: string;
  env: NodeJS.ProcessEnv;
  /** The clock of this machine. */
  clock: () => Instant;
  /** What runs the code, as it is when pages are looked at. */
  runtime: () => string;
  /** By which data numbers, days and time zones are written: pages of one kind must not say them in two ways. */
  writesBy: string;
}

/**
 * Lets a build keep what does not depend on now: the pages and files of closed incidents and of years in
 * which all is closed, as long as their text did not change. Anything else is printed anew, and everything
 * is when the code that prints, what it is told by the config, its packages, the base path or how times are written
 * changed.
 */
export function reuse(options: ReuseOptions): Reusing {
  const {
    env,
    origin: { url, base },
  } = options;
  const nothing: Manifest = { code: '', groups: {} };
  const state = { manifest: nothing, earlier: nothing, started: () => 0, out: '', from: '' };
  const jobs: Promise<string[]>[] = [];
  /** One manifest for each output folder, unless the caller names one. */
  let manifestPath = '';
  let pages: CodeOfPages | undefined;
  const steps: ReuseSteps = {
    look: async (out) => {
      state.out = out;
      // Where the earlier build lies: the same folder, or a release beside whose kept files this one will get.
      state.from = resolve(options.site, env.NIGHTLIGHT_REUSE_FROM || state.out);
      pages = await codeOfPages(
        options.engine,
        [base, url, options.config, options.writesBy],
        options.runtime(),
      );
      const code = pages.name;
      state.manifest = { code, groups: {} };
      manifestPath = resolve(
        options.site,
        env.NIGHTLIGHT_REUSE ?? `.cache/reuse-${digestOf(resolve(state.out))}.json`,
      );
      const earlier = readManifest(manifestPath);
      state.earlier = earlier.code === code ? earlier : { ...earlier, code, groups: {} };
    },
    begin: async () => {
      await rm(manifestPath, { force: true });
      state.started = await startIn(state.out, options.clock);
    },
    end: async (logger) => {
      const kept = reusedGroups(state.earlier, state.manifest);
      const others = (await Promise.all(jobs)).flat().map((path) => join(state.out, path));
      const { removed, written } = await removeStale(state.out, state.started(), kept, new Set(others));
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
  };
  const integration: AstroIntegration = {
    name: 'nightlight-reuse',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        const name = 'nightlight-reuse';
        const buildEnd = function (this: Bundle) {
          if (pages) mustHold(options.engine, pages, this.getModuleIds());
        };
        updateConfig({ vite: { plugins: [{ name, apply: 'build', buildEnd }] } });
      },
      'astro:config:done': ({ config: { outDir } }) => steps.look(fileURLToPath(outDir)),
      'astro:build:start': steps.begin,
      'astro:build:done': ({ logger }) => steps.end(logger),
    },
  };
  return {
    integration,
    steps,
    program: () => pages?.program ?? '',
    reuse: {
      code: () => state.manifest.code,
      isReused: (group, digest) => {
        const { manifest, earlier, from } = state;
        const known = earlier.groups[group] === digest && existsSync(join(from, group, 'index.html'));
        // What is not there is printed, and is not taken for kept by whoever compares the two.
        if (!known) delete earlier.groups[group];
        manifest.groups[group] = digest;
        return known;
      },
      alongside: (job) => {
        const running = job(state.out);
        // Whoever waits for it hears of it; until then nobody does.
        running.catch(() => undefined);
        jobs.push(running);
      },
    },
  };
}

/** Whether a file belongs to a group: those are kept as a whole, and are too many to be told apart one by one. */
function isInGroup(path: string, { groups }: Manifest): boolean {
  const folder = groupFolderOf(path);
  const [entry = ''] = folder === undefined ? [] : path.slice(folder.length + 1).split('/', 1);
  return folder !== undefined && groupOf(folder, entry) in groups;
}

/**
 * When a build began by the clock of the folder that it writes to: that of another machine's disk, or of a container
 * that slept, is not the clock of this process, and what was written would be taken for old.
 * @returns the same in ms; earlier by as much as this machine's clock was set back since.
 */
async function startIn(out: string, clock: () => Instant): Promise<() => number> {
  const mark = join(out, '.nightlight-began');
  await mkdir(out, { recursive: true });
  await writeFile(mark, '');
  const { mtimeMs } = await stat(mark);
  await rm(mark);
  const ahead = clock() - performance.now();
  return () => mtimeMs - Math.max(0, ahead - (clock() - performance.now()));
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
      if (isGroupFolder(below) && kept.has(groupOf(below, entry.name))) continue;
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

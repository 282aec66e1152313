import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AstroIntegration, AstroPrerenderer, RouteData } from 'astro';
import type { Instant } from '../domain/time.ts';
import {
  type BeginThreads,
  countMany,
  type Crew,
  crewOf,
  keyOf,
  PAGES_AT_ONCE,
  type PageThread,
} from './crew.ts';
import { linkPackages } from './engine.ts';

// Most of the time that a small build takes, Astro bundles the code. What it makes of it depends on the code alone: what a
// site says comes by the model, once the pages are printed. So it is kept, and the next build only prints.

/** How long a program is kept that no build asks for, in ms: it was made of other code. */
const UNUSED = 24 * 3_600_000;
/** What Astro calls the file that begins the program. */
const ENTRY = /^prerender-entry.*\.mjs$/;
/** Where the program lies in its folder; packages are looked for in both. */
const CODE = 'code';

/** The program that prints pages, as far as it is used here. Astro calls it the app. */
export interface Program {
  manifest: { routes: { routeData: RouteData; styles: unknown[] }[] };
  routeCache: { clearAll: () => void };
  setInternals: (internals: object) => void;
  setOptions: (options: object) => void;
  render: (request: Request, options: { routeData: RouteData }) => Promise<Response>;
}

/** What Vite writes of a bundle, as far as it is looked at here. */
type Written = Record<string, { type: string }>;

/**
 * Keeps the program that a build by Astro has bundled, and lets other threads print by what was kept.
 * @param folderOf where, once it is known what the program is called.
 * @param clock by which it is told that nobody asked for another one for long.
 */
export function keepProgram(
  folderOf: () => string,
  clock: () => Instant,
  beginThreads: BeginThreads,
): AstroIntegration {
  let bundled = '';
  let isWhole = true;
  const plugin = {
    name: 'nightlight-program',
    enforce: 'post' as const,
    buildApp: {
      order: 'pre' as const,
      handler: async (builder: {
        environments: Record<string, { config: { build: { outDir: string } } }>;
      }) => {
        bundled = builder.environments.prerender?.config.build.outDir ?? '';
      },
    },
    writeBundle(this: { environment: { name: string } }, _: unknown, written: Written) {
      // Files that pages ask for are written beside them by this build alone: a program that needs some is not kept.
      const isOfPages = ([path, { type }]: [string, { type: string }]) =>
        !path.startsWith('.vite/') && (type !== 'chunk' || this.environment.name === 'client');
      if (Object.entries(written).some(isOfPages)) isWhole = false;
    },
  };
  const keeping = (
    own: AstroPrerenderer,
    { info, warn }: Record<'info' | 'warn', (words: string) => void>,
  ): AstroPrerenderer => {
    let crew = crewOf([], warn);
    let copying = Promise.resolve();
    return {
      ...own,
      setup: async () => {
        // What is copied is read meanwhile, and so are the files of the site.
        if (isWhole) copying = keep(bundled, folderOf(), clock());
        await own.setup?.();
      },
      getStaticPaths: async () => {
        const paths = await own.getStaticPaths();
        await copying;
        if (isWhole) crew = crewOf(await beginThreads(folderOf(), countMany(paths)), warn);
        return paths;
      },
      render: (request, options) =>
        crew.print(request, options.routeData, async () => own.render(request, options)),
      teardown: async () => {
        // Also where a mistake in a file has ended the build.
        await copying;
        await crew.end();
        if (crew.printed() > 0) info(`all pages and files printed, ${saidOf(crew)}`);
        await own.teardown?.();
      },
    };
  };
  return {
    name: 'nightlight-program',
    hooks: {
      'astro:config:setup': ({ command, updateConfig }) => {
        if (command === 'build') updateConfig({ vite: { plugins: [plugin] } });
      },
      'astro:build:start': ({ setPrerenderer, logger }) =>
        setPrerenderer((own) =>
          keeping(own, { info: (words) => logger.info(words), warn: (words) => logger.warn(words) }),
        ),
    },
  };
}

/** Copies a program to where the next build looks for it, in one step, and takes away those that nobody asks for. */
async function keep(bundled: string, folder: string, now: Instant): Promise<void> {
  // Another build may be printing by it.
  if (existsSync(folder)) return;
  const next = `${folder}.${randomUUID()}`;
  try {
    await cp(bundled, join(next, CODE), { recursive: true });
    linkPackages(join(next, CODE));
    await rename(next, folder);
    await removeUnused(dirname(folder), now - UNUSED);
  } catch {
    // The next build bundles as this one did: where nothing can be kept, or where another build keeps the same.
    await rm(next, { recursive: true, force: true });
  }
}

async function removeUnused(programs: string, before: number): Promise<void> {
  for (const name of await readdir(programs)) {
    const path = join(programs, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}

/**
 * Loads a program that was kept, and notes that it was asked for.
 * @returns nothing where none is kept, or what is kept cannot be read: it is to be bundled.
 */
export async function loadProgram(folder: string, now: Instant): Promise<Program | undefined> {
  if (!existsSync(join(folder, CODE))) return undefined;
  try {
    const program = await importProgram(folder);
    await utimes(folder, now / 1000, now / 1000);
    return program;
  } catch {
    await forgetProgram(folder);
    return undefined;
  }
}

/**
 * Loads a program that another thread prints by: it stays as it is, also where this one cannot read it.
 * @throws Error where it cannot be read.
 */
export async function importProgram(folder: string): Promise<Program> {
  const code = join(folder, CODE);
  const entry = (await readdir(code)).find((name) => ENTRY.test(name)) ?? '';
  const { app } = (await import(pathToFileURL(join(code, entry)).href)) as { app: Program };
  return app;
}

/** Takes away a program that was kept: where it failed, it may be it that is damaged. */
export async function forgetProgram(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Makes a program ready to print: Astro tells it so much where it builds. */
export function makeReady(program: Program, warn: (message: string) => void): void {
  // A process may print several sites one after the other.
  program.routeCache.clearAll();
  program.setOptions({ settings: { scripts: [] }, logger: { options: { destination: logged(warn) } } });
  program.setInternals({ pagesByKeys: stylesOf(program) });
}

/** Where and below which host pages are printed. */
interface Printing {
  /** The folder that is written, with a slash at its end. */
  out: string;
  /** Whether the site has a file of its own there, which stays: a path below `out`. */
  isOwn: (path: string) => boolean;
  /** Says what is said while a page is printed. */
  warn: (message: string) => void;
  /** Begins what prints beside this thread, for so many pages. */
  beginThreads: (pages: number) => Promise<PageThread[]>;
}

/**
 * Prints all pages and files, as Astro does where it builds.
 * @returns how many, in words.
 * @throws whatever a page throws.
 */
export async function printAll(
  program: Program,
  { out, isOwn, warn, beginThreads }: Printing,
): Promise<string> {
  const { StaticPaths } = await import('astro/runtime/prerender/static-paths.js');
  type App = ConstructorParameters<typeof StaticPaths>[0];
  makeReady(program, warn);
  const known = new Set<string>();
  const waiting = (await new StaticPaths(program as unknown as App).getAll()).filter(({ pathname }) => {
    const path = pathname.replace(/\/$/, '');
    return !known.has(path) && known.add(path);
  });
  const count = waiting.length;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await printOne(next);
  };
  const printOne = async ({ pathname, route }: Path) => {
    const path = fileOf(pathname, route);
    if (isOwn(path)) return;
    const url = `http://localhost/${pathname.replace(/^\//, '')}`;
    const slash = route.type === 'page' && !url.endsWith('/') ? '/' : '';
    const request = new Request(encodeURI(url + slash));
    const response = await crew.print(request, route, () => program.render(request, { routeData: route }));
    if (!response.body) return;
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), Buffer.from(await response.arrayBuffer()));
  };
  const crew = crewOf(await beginThreads(countMany(waiting)), warn);
  try {
    await Promise.all(Array.from({ length: PAGES_AT_ONCE }, worker));
  } finally {
    await crew.end();
  }
  return [`${count} pages and files printed`, ...(crew.printed() > 0 ? [saidOf(crew)] : [])].join(', ');
}

function saidOf(crew: Crew): string {
  return `${crew.printed()} of them by other threads`;
}

interface Path {
  pathname: string;
  route: RouteData;
}

/** What is said while a page is printed goes where all that a build says goes. */
const logged = (tell: (message: string) => void) => ({
  write: ({ level, message }: { level: string; message: string }) => {
    if (level === 'warn' || level === 'error') tell(message);
  },
});

/** The style sheets of each route, by the name that Astro gives it while it builds. */
function stylesOf({ manifest }: Program): Map<string, object> {
  return new Map(
    manifest.routes.map(({ routeData, styles }) => [
      keyOf(routeData),
      { styles: styles.map((sheet, order) => ({ depth: 0, order, sheet })) },
    ]),
  );
}

/** The file of an address: a folder for each page, but for the one that stands for whatever is not there. */
function fileOf(pathname: string, { type }: RouteData): string {
  const path = pathname.replace(/^\/|\/$/g, '');
  if (type !== 'page') return path;
  return path === '404' ? '404.html' : join(path, 'index.html');
}

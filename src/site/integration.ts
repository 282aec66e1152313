import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroConfig, AstroIntegration, InjectedRoute } from 'astro';
import type { Origin } from '../domain/addresses.ts';
import type { Site } from '../domain/site.ts';
import { UserError } from '../problems/errors.ts';
import { endWithCaller } from '../release/caller.ts';
import { PAGES_AT_ONCE } from '../release/crew.ts';
import { ENGINE, moduleFile } from '../release/engine.ts';
import { native } from '../release/native.ts';
import { pageScripts } from '../release/page-script.ts';
import { preact } from '../release/preact.ts';
import { keepProgram } from '../release/program.ts';
import { publicDefaults } from '../release/public.ts';
import { addRedirects } from '../release/redirects.ts';
import { slots } from '../release/slots.ts';
import { standby } from '../release/standby.ts';
import { addAdmin } from './admin.ts';
import { easeMemory, originOf, reuseFor, type Told, toldBy, withSlash } from './build.ts';
import { configFile, incidentsFolder, programFolder } from './environment.ts';
import type { NightlightOptions } from './exported.d.ts';
import { handOverAnew, handOverIn } from './handover.ts';
import { drawnFor } from './identity.ts';
import { type Place, placeOf } from './place.ts';
import { beginThreads } from './threads.ts';

/**
 * The status page as a part of an Astro project. Our own build is one, whose root is a working folder and which has no
 * pages besides ours.
 * @param options see `exported.d.ts`.
 */
export default function nightlight({
  site: folder,
  components = {},
}: NightlightOptions = {}): AstroIntegration {
  const { env } = process;
  // Whoever builds tells nobody else of it. Read before Astro reports anything.
  env.ASTRO_TELEMETRY_DISABLED = '1';
  endWithCaller(process);
  let place: Place;
  return {
    name: 'nightlight',
    hooks: {
      'astro:config:setup': async ({
        config,
        command,
        addMiddleware,
        addWatchFile,
        injectRoute,
        updateConfig,
      }) => {
        const root = fileURLToPath(config.root);
        place = folder === undefined ? placeOf(env, root) : { site: resolve(root, folder), env };
        const told = await readSite(place);
        easeMemory(place);
        const project = digestOfProject(config);
        // Alone our code is bundled for every site, and printed by for any (`src/release/program.ts`): host and base path come
        // to it by the model.
        const isAlone = project === undefined && Object.keys(components).length === 0;
        const configured = originOf(place, told.site);
        const origin = isAlone
          ? configured
          : { url: config.site ?? configured.url, base: withSlash(config.base) };
        const reusing = reuseFor(place, told, origin, isAlone ? [] : [components, project]);
        for (const route of routes()) injectRoute(route);
        addMiddleware({ order: 'pre', entrypoint: moduleFile('src/middleware.ts') });
        addWatchFile(configFile(place));
        updateConfig({
          ...(!isAlone && config.site === undefined && { site: origin.url }),
          ...(isAlone && command !== 'build' && { base: origin.base }),
          integrations: [
            preact(),
            native(),
            pageScripts(),
            slots({ ...components }, root),
            reusing.integration,
            handOverIn({ place, origin, reuse: reusing.reuse }),
            publicDefaults(
              join(ENGINE, 'public'),
              fileURLToPath(config.publicDir),
              drawnFor(place, told.site, origin),
            ),
            adminIn(told.site, origin),
            redirectsIn(origin),
            ...(isAlone
              ? [
                  keepProgram(
                    () => programFolder(place, reusing.program()),
                    Date.now,
                    (kept, pages) => beginThreads(told, kept, pages),
                  ),
                ]
              : []),
            standby(env, process),
          ],
          trailingSlash: 'ignore',
          // Spaces between words and links are part of the sentence.
          compressHTML: true,
          devToolbar: { enabled: false },
          markdown: { syntaxHighlight: false },
          build: { concurrency: PAGES_AT_ONCE, format: 'directory', inlineStylesheets: 'always' },
          // The old pages stay in place until the new ones are written, so that a running server never answers 404.
          vite: {
            build: {
              ...{ emptyOutDir: false, assetsInlineLimit: 16384, reportCompressedSize: false },
              // What a beat loads late is part of a page from the beginning, which is no fault of whoever builds.
              rolldownOptions: { checks: { ineffectiveDynamicImport: false } },
            },
          },
          security: {
            csp: {
              algorithm: 'SHA-256',
              directives: [
                "default-src 'none'",
                "img-src 'self'",
                // That of a heartbeat which is served elsewhere is added to each page (`src/middleware.ts`).
                "connect-src 'self'",
                "worker-src 'self'",
                "manifest-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
              ],
            },
          },
        });
      },
      // Under `astro dev` what was read is read again once a file of the site has changed; the code stays as it was made.
      'astro:server:setup': ({ server }) => {
        const read = [
          incidentsFolder(place),
          ...['pages', 'words', 'announcements'].map((name) => join(place.site, name)),
        ];
        // Astro begins anew once the config has changed, if it looks there: a site may lie elsewhere than the project.
        server.watcher.add([...read, configFile(place)]);
        server.watcher.on('all', (_event, path) => {
          if (!read.some((one) => path.startsWith(`${one}${sep}`))) return;
          handOverAnew();
          for (const environment of Object.values(server.environments)) {
            environment.hot.send({ type: 'full-reload' });
          }
        });
      },
    },
  };
}

/** Writes the form for those who write beside the pages. */
function adminIn(site: Site, origin: Origin): AstroIntegration {
  return {
    name: 'nightlight-admin',
    hooks: { 'astro:build:generated': ({ dir }) => addAdmin(fileURLToPath(dir), site, origin) },
  };
}

/** Writes pages at old addresses, once ours are there. */
function redirectsIn(origin: Origin): AstroIntegration {
  return {
    name: 'nightlight-redirects',
    hooks: {
      'astro:build:generated': async ({ dir }) => {
        await addRedirects(fileURLToPath(dir), origin);
      },
    },
  };
}

/** @throws UserError with what is wrong with the config or a variable: that is all that its operator can mend, and the way through our code says nothing more. */
async function readSite(place: Place): Promise<Told> {
  try {
    return await toldBy(place);
  } catch (error) {
    if (error instanceof UserError) error.stack = '';
    throw error;
  }
}

/** Our pages, at the addresses that their files are named by. */
function routes(): InjectedRoute[] {
  const pages = dirname(moduleFile('src/pages/404.astro'));
  return filesBelow(pages).map((path) => {
    const named = path.slice(0, -extname(path).length).split(sep);
    if (named.at(-1) === 'index') named.pop();
    return { pattern: `/${named.join('/')}`, entrypoint: join(pages, path) };
  });
}

/** A name for what an operator who knows Astro adds to our code, for pages that are kept hold it too; nothing where that is none. */
function digestOfProject({ root, srcDir }: Pick<AstroConfig, 'root' | 'srcDir'>): string | undefined {
  const project = fileURLToPath(root);
  const added = [
    ...filesBelow(fileURLToPath(srcDir)).map((path) => join(fileURLToPath(srcDir), path)),
    ...readdirSync(project)
      .filter((name) => /^astro\.config\.[cm]?[jt]s$/.test(name))
      .map((name) => join(project, name)),
  ].filter((path) => !path.startsWith(`${ENGINE}${sep}`));
  if (added.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const path of added.toSorted()) hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

/** The paths of all files below a folder, which need not be there. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
}

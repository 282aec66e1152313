import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { copyPublic } from './public-files.ts';

/** How a browser must be told what the files are that it looks at under `astro dev`. */
const TYPES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** Vite ends where a link in `public/` leads nowhere, and goes round where it leads to itself. */
const COPIED_BY_US = {
  name: 'nightlight-public',
  configEnvironment: (name: string) => (name === 'client' ? { build: { copyPublicDir: false } } : undefined),
};

/** The bytes of a file that is drawn for this site, by its name; nothing where the engine's serves every site. */
export type Drawn = (name: string) => Promise<Uint8Array | undefined>;

/**
 * Copies into a built site its own `public/` and what every site needs and this one has not there, such as icons, and
 * takes out by what git keeps an empty `public/`.
 * @param defaults the folder of the engine's files.
 * @param own the folder of the site's, which need not be there.
 */
export function publicDefaults(defaults: string, own: string, drawn: Drawn): AstroIntegration {
  const bytesOf = async (name: string) => (await drawn(name)) ?? readFile(join(defaults, name));
  return {
    name: 'nightlight-public',
    hooks: {
      'astro:server:setup': async ({ server }) => {
        const files = new Set(await filesIn(defaults));
        server.middlewares.use((request, response, next) => {
          const path = decodeURI(new URL(request.url ?? '/', 'http://site.invalid').pathname).slice(1);
          const type = TYPES[extname(path)];
          if (type === undefined || !files.has(path) || existsSync(join(own, path))) return next();
          bytesOf(path).then(
            (bytes) => response.setHeader('Content-Type', type).end(bytes),
            (error: Error) => next(error),
          );
        });
      },
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [COPIED_BY_US] } });
      },
      'astro:build:generated': async ({ dir }) => {
        copyPublic(own, fileURLToPath(dir));
        await addDefaults(defaults, own, fileURLToPath(dir), drawn);
      },
    },
  };
}

/** The same for a site that was printed into `out`. */
export async function addDefaults(defaults: string, own: string, out: string, drawn: Drawn): Promise<void> {
  await rm(join(out, '.gitkeep'), { force: true });
  if (defaults === own) return;
  for (const file of await filesIn(defaults)) {
    if (existsSync(join(own, file))) continue;
    const to = join(out, file);
    await mkdir(dirname(to), { recursive: true });
    const bytes = await drawn(file);
    await (bytes ? writeFile(to, bytes) : copyFile(join(defaults, file), to));
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

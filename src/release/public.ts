import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/**
 * Copies into a built site what every site needs and this one has not in a `public/` of its own, such as icons, and
 * takes out by what git keeps an empty `public/`.
 * @param defaults the folder of the engine's files.
 * @param own the folder of the site's, which need not be there.
 */
export function publicDefaults(defaults: string, own: string): AstroIntegration {
  return {
    name: 'nightlight-public',
    hooks: {
      'astro:build:generated': async ({ dir }) => {
        await rm(join(fileURLToPath(dir), '.gitkeep'), { force: true });
        if (defaults === own) return;
        for (const file of await filesIn(defaults)) {
          if (existsSync(join(own, file))) continue;
          const to = join(fileURLToPath(dir), file);
          await mkdir(dirname(to), { recursive: true });
          await copyFile(join(defaults, file), to);
        }
      },
    },
  };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

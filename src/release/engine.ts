import { existsSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';

// A build bundles the pages, and there this module would name another folder: so it is bundled with nothing
// (`native.ts`).

/** The folder of the engine, in which `src/` lies. */
export const ENGINE = resolve(import.meta.dirname, '../..');

/** The sources are TypeScript; the package holds the same files as JavaScript, for Node reads no types in packages. */
export const isPacked = extname(import.meta.filename) === '.js';

/**
 * Where a module of the engine lies.
 * @param path as the sources have it, from the folder of the engine: `src/pictures/draw.ts`.
 */
export function moduleFile(path: string): string {
  return join(ENGINE, isPacked ? path.replace(/\.tsx?$/, '.js') : path);
}

/**
 * The folder of a package that the engine depends on, wherever npm has put it.
 * @throws Error where it is not installed.
 */
export function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

/** The folders in which the engine finds its packages, the nearest first. */
function packageFolders(): string[] {
  const found = createRequire(import.meta.url).resolve.paths('astro') ?? [];
  return found.filter((folder) => existsSync(folder));
}

/** Lets code in a folder find the packages of the engine: those that lie in it, and those beside it, as npm has laid them. */
export function linkPackages(folder: string): void {
  for (const [index, packages] of packageFolders().slice(0, 2).entries()) {
    const link = join([folder, dirname(folder)][index] as string, 'node_modules');
    if (!existsSync(link)) symlinkSync(packages, link, 'junction');
  }
}

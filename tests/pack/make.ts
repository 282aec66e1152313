import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { asJavaScript } from './javascript.ts';

/**
 * Makes the engine as JavaScript in `lib/`, folder by folder as the sources lie, because Node reads no types in a
 * package. npm calls it whenever it packs this folder, also for who installs it from git, and names then what it
 * packs; when it only installs, nothing is made. With `--clear` it takes `lib/` away again: here nothing runs from it.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const LIB = join(ROOT, 'lib');

rmSync(LIB, { recursive: true, force: true });
if (process.env.npm_package_resolved !== undefined && !process.argv.includes('--clear')) {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
  for (const path of ['astro.config.mjs', ...sources].filter(isPacked)) write(path);
  for (const path of [
    'public',
    ...['pages', 'renew', 'check', 'comment', 'form'].map((name) => `.github/workflows/${name}.yml`),
  ])
    cpSync(join(ROOT, path), join(LIB, path), { recursive: true });
  cpSync(join(ROOT, 'src/site/exported.d.ts'), join(LIB, 'astro.d.ts'));
  cpSync(join(ROOT, 'src/config/exported.d.ts'), join(LIB, 'config.d.ts'));
  writeFileSync(join(LIB, 'package.json'), factsOfPackage());
}

/** Types that nothing imports, and what begins a command, which stays where `bin` names it. */
function isPacked(path: string): boolean {
  return !path.endsWith('.d.ts') && path !== 'src/cli/nightlight.mjs';
}

function write(source: string): void {
  const { path, text } = asJavaScript(source, readFileSync(join(ROOT, source), 'utf8'));
  const to = join(LIB, path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
}

/** What the engine asks about itself, and Astro about the engine: which packages it has. */
function factsOfPackage(): string {
  const { name, version, bugs, type, dependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  return `${JSON.stringify({ name, version, bugs, type, private: true, dependencies }, null, 2)}\n`;
}

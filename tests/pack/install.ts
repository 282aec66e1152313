import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** What a clone has that is packed, or that packs. */
const SOURCES = [
  'src',
  'public',
  'docs',
  '.github',
  'tests/pack',
  'astro.config.mjs',
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/**
 * Packs the engine with npm, as for a registry, in a copy of its sources: other tests read this folder meanwhile.
 * @returns the path of the tarball, in a folder of its own below the one that is given.
 */
export function packed(below: string): string {
  const copy = mkdtempSync(join(below, 'sources-'));
  for (const path of SOURCES) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const to = mkdtempSync(join(below, 'packed-'));
  const said = execFileSync('npm', ['pack', '--silent', '--pack-destination', to], {
    cwd: copy,
    encoding: 'utf8',
    // A test may itself be run by a script of npm, which would speak of another package.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
  });
  return join(to, said.trim().split('\n').at(-1) as string);
}

/**
 * Installs a packed engine into a folder as npm would: it, and beside it what it needs, which is taken from the
 * packages of this repository. What only develops it is not there.
 */
export function install(site: string, tarball: string): void {
  const packages = join(site, 'node_modules');
  rmSync(packages, { recursive: true, force: true });
  mkdirSync(join(packages, 'nightlight'), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', join(packages, 'nightlight'), '--strip-components=1']);
  for (const path of productionPackages()) {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    symlinkSync(join(ROOT, path), join(site, path), 'junction');
  }
  mkdirSync(join(packages, '.bin'));
  symlinkSync(process.execPath, join(packages, '.bin/node'));
}

/**
 * Puts a newer engine into the place of the one that is installed, as `npm update` does.
 * @param changed what is otherwise in it, by paths in the engine.
 */
export function update(
  site: string,
  version: string,
  changed: Record<string, (text: string) => string>,
): void {
  const engine = join(site, 'node_modules/nightlight');
  const newer = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), version });
  const inEngine = Object.entries(changed).map(([path, change]) => [`lib/${path}`, change] as const);
  for (const [path, change] of [['package.json', newer], ['lib/package.json', newer], ...inEngine] as const)
    writeFileSync(join(engine, path), change(readFileSync(join(engine, path), 'utf8')));
}

/** The packages beside each other that `npm ci --omit=dev` brings to this machine. */
function productionPackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => !dev && !devOptional && path.lastIndexOf('node_modules/') === 0)
    .map(([path]) => path);
}

/** A folder for all that a file of tests packs and installs. */
export function workplace(): string {
  return mkdtempSync(join(tmpdir(), 'nightlight-pack-'));
}

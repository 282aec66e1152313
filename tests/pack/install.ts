import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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
  const beside = mkdtempSync(join(below, 'sources-'));
  const copy = join(beside, 'engine');
  for (const path of SOURCES) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  // Above it, where Node finds them and npm reads none of them.
  symlinkSync(join(ROOT, 'node_modules'), join(beside, 'node_modules'));
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
 * Packs an engine again as a newer one.
 * @param changed what is otherwise in it, by paths in the engine.
 * @returns the path of the newer tarball.
 */
export function newer(
  tarball: string,
  version: string,
  changed: Record<string, (text: string) => string>,
): string {
  const folder = mkdtempSync(join(dirname(tarball), 'newer-'));
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  const change = (path: string, to: (text: string) => string) =>
    writeFileSync(join(folder, 'package', path), to(readFileSync(join(folder, 'package', path), 'utf8')));
  for (const path of ['package.json', 'lib/package.json'])
    change(path, (text) => {
      const { dependencies, ...facts } = JSON.parse(text) as { dependencies?: object };
      // npm is to bring the engine alone: what it needs lies there already.
      return JSON.stringify({ ...facts, version, ...(path.startsWith('lib/') && { dependencies }) });
    });
  for (const [path, to] of Object.entries(changed)) change(`lib/${path}`, to);
  const packed = join(folder, `nightlight-${version}.tgz`);
  execFileSync('tar', ['-czf', packed, '-C', folder, 'package']);
  return packed;
}

/** Lets npm put a newer engine into the place of the one that is installed. What the engine needs is moved out of its way, beside the site. */
export function upgrade(site: string, tarball: string): void {
  const [packages, beside] = [join(site, 'node_modules'), join(dirname(site), 'node_modules')];
  const engine = join(packages, 'nightlight');
  renameSync(packages, beside);
  mkdirSync(packages);
  renameSync(join(beside, 'nightlight'), engine);
  rmSync(join(site, 'package-lock.json'), { force: true });
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', tarball], {
    cwd: site,
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
  });
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

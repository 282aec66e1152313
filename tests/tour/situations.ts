import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Languages } from '../../src/domain/site.ts';
import { readTimeRange } from '../../src/domain/time.ts';
import { longer, mirrored } from '../invented/languages.ts';
import { makeInventedSite } from '../invented/site.ts';
import { LANGUAGES } from '../languages.ts';
import { startBuilder } from './builds.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
const SITES = join(ROOT, 'tests/fixtures/sites');
export const BUILT = join(ROOT, '.cache/tour');

/** What a build of a site elsewhere keeps where the others do: else each would bundle the same program and draw anew. */
const KEPT = {
  NIGHTLIGHT_PICTURES: join(ROOT, '.cache/pictures'),
  NIGHTLIGHT_PROGRAM: join(ROOT, '.cache/program'),
};

/** A tiny site that shows one situation. */
export interface Situation {
  name: string;
  title: string;
  /** The instant at which it is built, in ms UTC. */
  now: number;
  /** The path it is served below, with slashes. */
  base: string;
  folder: string;
  languages: Languages;
  env: Record<string, string>;
  /** Writes what it is built from, where that lies in no folder of ours. */
  make?: () => void;
}

const found: Situation[] = readdirSync(SITES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const read = JSON.parse(readFileSync(join(SITES, name, 'situation.json'), 'utf8')) as Record<
      string,
      string
    >;
    const moment = readTimeRange(read.now as string);
    if (!moment.ok) throw new Error(`${name}: "now" is not a time`);
    const base = `/${read.base ?? name}/`;
    return {
      name,
      title: read.title as string,
      now: moment.range.earliest,
      base,
      folder: join(BUILT, name),
      languages: LANGUAGES,
      env: {
        NIGHTLIGHT_INCIDENTS: join(SITES, name, 'incidents'),
        NIGHTLIGHT_NOW: read.now as string,
        NIGHTLIGHT_VOUCH: read.vouch ?? '',
        NIGHTLIGHT_CONFIG: join(ROOT, read.config ?? 'nightlight.yaml'),
        NIGHTLIGHT_OUT: join(BUILT, name),
        NIGHTLIGHT_PROOF: join(SITES, name, 'proof.json'),
        BASE_PATH: base,
        ...ownFolder(name),
      },
      make: () => furnish(name),
    };
  });

/** What an operator may have beside the incidents lies in the folder of its site, so a situation that has it is one. */
function ownFolder(name: string): Record<string, string> {
  if (!hasOwn(name)) return {};
  return { NIGHTLIGHT_SITE: join(BUILT, `${name}-site`), ...KEPT };
}

function hasOwn(name: string): boolean {
  return existsSync(join(SITES, name, 'announcements'));
}

function furnish(name: string): void {
  if (!hasOwn(name)) return;
  const folder = join(BUILT, `${name}-site`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of [
    ...['pages', 'words', 'public'].map((one) => [join(ROOT, one), one] as const),
    [join(SITES, name, 'announcements'), 'announcements'] as const,
    [join(SITES, `${name}.yaml`), 'nightlight.yaml'] as const,
  ])
    cpSync(from, join(folder, to), { recursive: true });
}

/** What the site in invented languages has: all is down, work is ahead, and there is a past with a long night. */
const INVENTED_INCIDENTS = {
  past: [
    join(SITES, 'everything-down/incidents/2025-12-20-upload-gap.md'),
    join(SITES, 'everything-down/incidents/2026-01-14-slow-alerts.md'),
  ],
  translated: [
    join(SITES, 'everything-down/incidents/2026-03-01-follow.md'),
    join(SITES, 'maintenance-ahead/incidents/2026-03-02-alert-servers.md'),
    join(ROOT, 'incidents/2019-11-30-follow-outage.md'),
  ],
};

/** In two languages that nobody speaks: one is a third longer, and one goes from right to left. */
const invented: Situation = {
  name: 'invented',
  title: 'Everything is down, in two invented languages',
  now: Date.UTC(2026, 2, 1, 3, 10),
  base: '/invented/',
  folder: join(BUILT, 'invented'),
  languages: [longer.tag, mirrored.tag],
  env: {
    NIGHTLIGHT_SITE: join(BUILT, 'invented-site'),
    NIGHTLIGHT_NOW: '2026-03-01T03:10Z',
    NIGHTLIGHT_OUT: join(BUILT, 'invented'),
    ...KEPT,
    BASE_PATH: '/invented/',
  },
  make: () => {
    const { past, translated } = INVENTED_INCIDENTS;
    makeInventedSite(
      join(BUILT, 'invented-site'),
      join(SITES, 'telling.yaml'),
      [...past, ...translated],
      translated,
    );
  },
};

export const situations: Situation[] = [...found, invented];

/** Those in languages that are shipped: a test reads them in its own process, which has no other words. */
export const spokenSituations: Situation[] = found;

/** The shipped record, at the root of a host. */
export const record: Situation = {
  name: 'record',
  title: 'The shipped record',
  now: Date.UTC(2026, 10, 22, 10),
  base: '/',
  folder: join(BUILT, 'record'),
  languages: LANGUAGES,
  env: { NIGHTLIGHT_NOW: '2026-11-22T10:00Z', NIGHTLIGHT_OUT: join(BUILT, 'record'), BASE_PATH: '/' },
};

export function situation(name: string): Situation {
  const found = situations.find((one) => one.name === name);
  if (!found) throw new Error(`there is no situation "${name}" in tests/fixtures/sites`);
  return found;
}

/** Builds every situation that is not built from this very code and text, `at once` at a time. */
export async function buildSituations(wanted: Situation[] = situations, atOnce = 2): Promise<void> {
  const code = digestOf(
    ['src', 'public', 'pages', 'words', 'nightlight.yaml', 'package-lock.json', 'astro.config.mjs'].map(
      (path) => join(ROOT, path),
    ),
  );
  const rest = wanted
    .map((one) => ({
      ...one,
      stamp: stampOf(one),
      digest: `${code}-${digestOfText(one)}`,
    }))
    .filter(({ stamp, digest }) => !existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest);
  // The first site leaves the program that all others are printed with: until then nobody bundles it a second time.
  const { promise: isBundled, resolve: leave } = Promise.withResolvers<void>();
  const worker = async (_: unknown, at: number) => {
    if (at > 0) await isBundled;
    const builder = startBuilder();
    for (let next = rest.shift(); next; next = rest.shift()) {
      rmSync(next.folder, { recursive: true, force: true });
      next.make?.();
      await builder.build(next.env);
      writeFileSync(next.stamp, next.digest);
      leave();
    }
    leave();
    builder.end();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, rest.length) }, worker));
}

/** The file that says of which code and text a situation was built. */
export function stampOf({ name }: Situation): string {
  return join(BUILT, `${name}.digest`);
}

function digestOfText(one: Situation): string {
  if (one === record) return digestOf([join(ROOT, 'incidents')]);
  if (one === invented) {
    const { past, translated } = INVENTED_INCIDENTS;
    const made = ['languages.ts', 'site.ts'].map((name) => join(ROOT, 'tests/invented', name));
    return digestOf([...made, join(SITES, 'telling.yaml'), ...past, ...translated]);
  }
  const configs = ['live.yaml', 'regions.yaml', 'renamed.yaml', 'telling.yaml', 'furnished.yaml'];
  return digestOf([one.name, ...configs].map((name) => join(SITES, name)));
}

function digestOf(paths: string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    const isFolder = !/\.\w+$/.test(path);
    const files = isFolder
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .toSorted()
      : [path];
    for (const file of files) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

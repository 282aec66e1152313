import type { ChildProcess, StdioOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ENGINE } from '../release/engine.ts';
import { digestOf } from '../release/page-groups.ts';
import { outputFolder } from '../site/environment.ts';
import type { Place } from '../site/place.ts';
import type { Io } from './command.ts';

interface AstroBuild {
  /** The working folder. Astro bundles the code below it, and two builds may not share that bundle. */
  work: string;
  stdio: StdioOptions;
  /** What this build is told besides what its caller was told. */
  env?: Record<string, string>;
  silent?: boolean;
}

/** Begins a build of a site, in a process of its own: a module of the last one would remember its files. */
export function beginBuild(
  { site, env }: Place,
  io: Pick<Io, 'begin'>,
  { work, stdio, env: more, silent }: AstroBuild,
): ChildProcess {
  // Another build for the same place may have taken it away.
  mkdirSync(work, { recursive: true });
  const astro = join(ENGINE, 'node_modules/astro/bin/astro.mjs');
  // Room for young objects: a build makes many that do not last.
  const args = [
    '--max-semi-space-size=64',
    astro,
    'build',
    '--root',
    ENGINE,
    ...(silent ? ['--silent'] : []),
  ];
  return io.begin(args, {
    cwd: work,
    stdio,
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1', NIGHTLIGHT_SITE: site, ...more },
  });
}

/** A folder to work in, and how it is taken away. */
interface WorkFolder {
  path: string;
  remove(): Promise<void>;
}

/**
 * An empty working folder for a build, below the packages that its code needs. What an earlier one for the same place left, that was killed, is taken away.
 * @param target names what is built for: no two builds for one run at once.
 * @param name names the build, for one that was killed may still be ending.
 */
export async function workFolder(target: string, name: string): Promise<WorkFolder> {
  const folder = join(ENGINE, '.cache/builds', digestOf(target));
  const remove = () => rm(folder, { recursive: true, force: true });
  await remove();
  await mkdir(join(folder, name), { recursive: true });
  return { path: join(folder, name), remove };
}

/** Builds into the output folder of a site. Answers the exit code. */
export async function buildOnce(place: Place, silent: boolean, io: Pick<Io, 'begin'>): Promise<number> {
  const work = await workFolder(outputFolder(place), randomUUID());
  const child = beginBuild(place, io, { work: work.path, stdio: 'inherit', silent });
  const code = await new Promise<number>((done) => child.on('close', (ended) => done(ended ?? 1)));
  await work.remove();
  return code;
}

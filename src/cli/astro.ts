import type { ChildProcess, StdioOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ENGINE, linkPackages, moduleFile, packageFolder } from '../release/engine.ts';
import { digestOf } from '../release/page-groups.ts';
import { basePath, DRAFTS, outputFolder, workPlace } from '../site/environment.ts';
import type { Place } from '../site/place.ts';
import type { Io } from './command.ts';

/** A place where drafts are shown, or are not: no variable of whoever calls can say so, for that would outlast a preview. */
export function withDrafts({ site, env }: Place, shown = false): Place {
  return { site, env: { ...env, [DRAFTS]: shown ? '1' : '' } };
}

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
  makeWork(work);
  // Room for young objects: a build makes many that do not last.
  const told = {
    // As in the command that begins it: code that was read once is not compiled again.
    NODE_COMPILE_CACHE: join(ENGINE, '.cache/compiled'),
    ...env,
    ...{ ASTRO_TELEMETRY_DISABLED: '1', NIGHTLIGHT_SITE: site },
    ...more,
  };
  const project = isProject(site);
  const args = [
    '--max-semi-space-size=64',
    // A project of an operator has code of its own: what is bundled of it is not kept.
    project ? join(packageFolder('astro'), 'bin/astro.mjs') : moduleFile('src/cli/build-process.ts'),
    'build',
    ...(project ? projectAt({ site, env: told }) : alone(work)),
    ...(silent ? ['--silent'] : []),
  ];
  return io.begin(args, { cwd: project ? site : work, stdio, env: told });
}

/** A site that is built as we say. */
function alone(work: string): string[] {
  return [
    // Where Astro writes what is of no use afterwards, and from where it looks for packages.
    ...['--root', work],
    ...['--config', relative(work, join(ENGINE, 'astro.config.mjs'))],
  ];
}

/** A site that is an Astro project of its operator, who says there what else is built; where to, the command says. */
function projectAt(place: Place): string[] {
  const { SITE_URL: host } = place.env;
  const base = place.env.BASE_PATH && basePath(place.env);
  return [
    ...['--root', place.site, '--outDir', outputFolder(place)],
    ...(base ? ['--base', base] : []),
    ...(host ? ['--site', host] : []),
  ];
}

/** A clone of ours, in which an operator keeps a site, is none: its config is the one with which we build. */
function isProject(site: string): boolean {
  const isClone = site === ENGINE || existsSync(join(site, 'src/cli/nightlight.mjs'));
  return !isClone && readdirSync(site).some((name) => /^astro\.config\.[cm]?[jt]s$/.test(name));
}

/** A folder to work in, and how it is taken away. */
interface WorkFolder {
  path: string;
  remove(): Promise<void>;
}

/**
 * An empty working folder for a build. It lies in the folder of the site, for the engine may lie where nothing can be
 * written. What an earlier one for the same place left, that was killed, is taken away.
 * @param target names what is built for: no two builds for one run at once.
 * @param name names the build, for one that was killed may still be ending.
 */
export async function workFolder({ site }: Place, target: string, name: string): Promise<WorkFolder> {
  const folder = join(workPlace(site), '.cache/builds', digestOf(target));
  const remove = () => rm(folder, { recursive: true, force: true });
  await remove();
  makeWork(join(folder, name));
  return { path: join(folder, name), remove };
}

/** Makes a working folder in which code finds the packages of the engine. */
function makeWork(work: string): void {
  mkdirSync(work, { recursive: true });
  linkPackages(work);
}

/** Builds into the output folder of a site. Answers the exit code. */
export async function buildOnce(place: Place, silent: boolean, io: Pick<Io, 'begin'>): Promise<number> {
  const work = await workFolder(place, outputFolder(place), randomUUID());
  const child = beginBuild(place, io, { work: work.path, stdio: 'inherit', silent });
  const code = await new Promise<number>((done) => child.on('close', (ended) => done(ended ?? 1)));
  await work.remove();
  return code;
}

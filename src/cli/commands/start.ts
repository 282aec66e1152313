import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as later } from 'node:timers';
import type { Instant } from '../../domain/time.ts';
import { readFolder } from '../../incidents/folder.ts';
import { nextTold } from '../../incidents/hold.ts';
import { ENGINE } from '../../release/engine.ts';
import { BUNDLE_GONE, PRINT } from '../../release/standby.ts';
import { currentSite } from '../../site/config.ts';
import { announcementFiles, announcementsFolder, ownPagesFolder, wordsFolder } from '../../site/beside.ts';
import { basePath, configFile, incidentsFolder, outputFolder } from '../../site/environment.ts';
import type { Place } from '../../site/place.ts';
import { alarmAt } from '../alarm.ts';
import { beginBuild, withDrafts, workFolder } from '../astro.ts';
import { type Build, keepBuilding } from '../builds.ts';
import { type Call, defineCommand, type Environment, type Io } from '../command.ts';
import { type Front, putInFront } from '../front.ts';
import { readPort } from '../port.ts';

const SETTLE = 80;
const WHOLE_SECOND = 1000;

export const command = defineCommand({
  more: ['It goes on until you end it. The page that is open takes over by itself what you save.'],
  flags: {
    drafts: {
      says: 'Shows drafts and what is told later, too, each on a page of its own that says so. It builds into dist-drafts/.',
    },
  },
  ofSite: true,
  variables: {
    PORT: 'The port, 4321 without it; 0 takes any that is free.',
    HOST: 'The address of this machine that it listens at, localhost without it.',
    BASE_PATH: 'The path that the site is served below, if it is not /.',
  },
  examples: [{ when: 'In the folder of your site, while you write', call: 'start' }],
  exits: { 1: 'There is nothing to serve: the first build failed, or the port is taken.' },
  run: async ({ flags, env, io, place, tell }) => {
    const port = readPort(env.PORT, { variable: 'PORT' }, 4321);
    const here = withDrafts(place(), flags.drafts);
    const { rebuildEvery } = await currentSite(here);
    return serve(here, { port, rebuildEvery }, { io, tell });
  },
});

/** Serves the site for as long as the process lives. Returns only where there is nothing to serve. */
async function serve(
  place: Place,
  { port, rebuildEvery }: { port: number; rebuildEvery: number },
  { io, tell }: Pick<Call, 'io' | 'tell'>,
): Promise<{ code: number }> {
  const { env } = place;
  let front: Front | undefined;
  let timer: NodeJS.Timeout | undefined;
  const alarm = alarmAt({ now: io.now, begin: later, end: clearTimeout });
  const out = outputFolder(place);
  const { path: work } = await workFolder(place, `${out} as it is written`, randomUUID());
  const builds = keepBuilding(
    (ahead) => begin(place, io, work, ahead),
    () => io.wait(WHOLE_SECOND),
    (succeeded) => {
      tell(
        succeeded
          ? `Built at ${new Date(io.now()).toISOString()}.`
          : 'Not built; what was built before stays as it is.',
      );
      if (succeeded) front?.tell();
      void nextToldIn(place, io.now()).then((next) => alarm(next, () => void builds.build()));
    },
  );
  const rebuildSoon = () => {
    clearTimeout(timer);
    timer = later(() => void builds.build(), SETTLE);
  };
  const rebuildFromNewCode = () => {
    builds.forget();
    rebuildSoon();
  };

  const first = await builds.build();
  const stopWatching = watchSite(place, rebuildSoon, rebuildFromNewCode);
  const end = () => {
    stopWatching();
    alarm(undefined);
    builds.end();
  };
  if (!first && !existsSync(join(out, 'index.html'))) {
    end();
    return { code: 1 };
  }
  try {
    front = await serveBuilt(out, port, env);
    setInterval(rebuildSoon, rebuildEvery * 60_000);
  } catch (error) {
    end();
    throw error;
  }
  tell(`\nNightlight is at http://localhost:${front.port}${basePath(env)}`);
  tell(`Save a file in ${incidentsFolder(place)} and the open page takes it over by itself.`);
  return new Promise(() => undefined);
}

/** When a file of the site is told next that is held back until then; a folder that cannot be read says nothing. */
async function nextToldIn(place: Place, now: Instant): Promise<Instant | undefined> {
  const folder = await readFolder(incidentsFolder(place)).catch(() => undefined);
  const announcements = announcementFiles(place.site).map(({ name, bytes }) => ({
    name: basename(name),
    bytes,
  }));
  const ahead = [folder?.files ?? [], announcements].flatMap((files) => nextTold(files, now) ?? []);
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}

/**
 * Serves what was built.
 * @throws Error if the port is taken.
 */
async function serveBuilt(out: string, port: number, env: Environment): Promise<Front> {
  // Astro is loaded only by whoever needs it: help and completion ask this file too.
  const { preview } = await import('astro');
  const server = await preview({
    configFile: false,
    root: ENGINE,
    outDir: out,
    base: basePath(env),
    server: { port: 0, host: '127.0.0.1' },
    logLevel: 'warn',
  });
  return putInFront(server.port, port, env.HOST || 'localhost').catch(async (error: Error) => {
    await server.stop();
    throw error;
  });
}

function begin(place: Place, io: Io, work: string, ahead: boolean): Build {
  const child = beginBuild(place, io, {
    work,
    silent: true,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { NIGHTLIGHT_STANDBY: ahead ? '1' : '' },
  });
  // It may have ended before it is told.
  child.stdin?.on('error', () => undefined);
  return {
    print: () => child.stdin?.end(PRINT),
    stop: () => child.kill(),
    ended: new Promise((done) =>
      child.on('exit', (code) => done(code === 0 ? 'built' : code === BUNDLE_GONE ? 'gone' : 'failed')),
    ),
  };
}

/**
 * Calls back when incidents or announcements are saved or committed, and when what a build has bundled ahead is not the code any more.
 * @returns what ends it.
 */
function watchSite(place: Place, onText: () => void, onCode: () => void): () => void {
  const { site } = place;
  const log = commitLog(site);
  const config = configFile(place);
  const code = [join(ENGINE, 'src'), join(site, 'public')];
  // They may be made while somebody looks on.
  const own = new Map([
    [wordsFolder(site), onCode],
    [ownPagesFolder(site), onCode],
    [announcementsFolder(site), onText],
  ]);
  // Editors often put a new file in the place of the old one, so the folder is watched.
  const beside = [
    [ENGINE, ['astro.config.mjs', 'package-lock.json']],
    [dirname(config), [basename(config)]],
  ] as const;
  const watchOwn = new Map<string, FSWatcher>();
  const lookForOwn = () => {
    for (const [folder, onChange] of own)
      if (existsSync(folder) && !watchOwn.has(folder))
        watchOwn.set(folder, watch(folder, { recursive: true }, onChange));
  };
  lookForOwn();
  const watchers = [
    watch(incidentsFolder(place), { recursive: true }, onText),
    ...(log === undefined ? [] : [watch(log, onText)]),
    ...code
      .filter((folder) => existsSync(folder))
      .map((folder) => watch(folder, { recursive: true }, onCode)),
    ...beside.map(([folder, files]) =>
      watch(folder, (_, name) => {
        if (files.some((file) => file === name)) onCode();
      }),
    ),
    watch(site, (_, name) => {
      const [, onChange] = name?.endsWith('.css')
        ? [name, onCode]
        : ([...own].find(([folder]) => basename(folder) === name) ?? []);
      if (!onChange) return;
      lookForOwn();
      onChange();
    }),
  ];
  return () => {
    for (const watcher of [...watchers, ...watchOwn.values()]) watcher.close();
  };
}

/** Where git notes each commit of the repository in which the site lies. */
function commitLog(site: string): string | undefined {
  const { stdout } = spawnSync('git', ['rev-parse', '--git-path', 'logs/HEAD'], {
    cwd: site,
    encoding: 'utf8',
  });
  const log = resolve(site, stdout?.trim() || '.git/logs/HEAD');
  return existsSync(log) ? log : undefined;
}

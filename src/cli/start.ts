import { spawnSync } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as later } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import { preview } from 'astro';
import { BUNDLE_GONE, PRINT } from '../release/standby.ts';
import { type Build, keepBuilding } from './builds.ts';
import { beginBuild, workFolder } from './astro.ts';
import { readCall, run, wrongCall } from './call.ts';
import { putInFront } from './front.ts';
import { problemIn } from '../problems/index.ts';
import { ENGINE } from '../release/engine.ts';
import { currentSite } from '../site/config.ts';
import { configFile, incidentsFolder, outputFolder } from '../site/environment.ts';
import { type Place, placeOf } from '../site/place.ts';

const HELP = `Builds the site, serves it, and builds it again when an incident file is saved or committed.

  npm start     http://localhost:4321; PORT and HOST name another place`;

readCall(HELP, {});
const SETTLE = 80;
const WHOLE_SECOND = 1000;
const port = Number(process.env.PORT || 4321);
if (!Number.isInteger(port) || port < 0 || port > 65535)
  wrongCall(
    [
      problemIn(
        { variable: 'PORT' },
        {
          name: 'variable-value',
          found: String(process.env.PORT),
          expected: 'the number of a port, up to 65535',
          remedy: 'Write one such as PORT=4321, or leave it out.',
        },
      ),
    ],
    HELP,
  );

await run(() => serve(placeOf(process.env, process.cwd())));

async function serve(place: Place): Promise<void> {
  let front: Awaited<ReturnType<typeof putInFront>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const out = outputFolder(place);
  const { path: work } = await workFolder(out, String(process.pid));
  const builds = keepBuilding(
    (ahead) => begin(place, work, ahead),
    () => setTimeout(WHOLE_SECOND),
    (succeeded) => {
      console.log(
        succeeded
          ? `Built at ${new Date().toISOString()}.`
          : 'Not built; what was built before stays as it is.',
      );
      if (succeeded) front?.tell();
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
  if (!first && !existsSync(join(out, 'index.html'))) process.exit(1);
  watchSite(place, rebuildSoon, rebuildFromNewCode);
  const site = await currentSite(place);
  setInterval(rebuildSoon, site.rebuildEvery * 60_000);
  process.env.NIGHTLIGHT_SITE = place.site;
  const server = await preview({ root: ENGINE, server: { port: 0, host: '127.0.0.1' }, logLevel: 'warn' });
  front = await putInFront(server.port, port, process.env.HOST || 'localhost');
  console.log(`\nNightlight is at http://localhost:${front.port}${process.env.BASE_PATH || '/'}`);
  console.log(`Save a file in ${incidentsFolder(place)} and the open page takes it over by itself.`);
}

function begin(place: Place, work: string, ahead: boolean): Build {
  const child = beginBuild(place, {
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

/** Calls back when incidents are saved or committed, and when what a build has bundled ahead is not the code any more. */
function watchSite(place: Place, onText: () => void, onCode: () => void): void {
  const { site } = place;
  watch(incidentsFolder(place), { recursive: true }, onText);
  const log = commitLog(site);
  if (log !== undefined) watch(log, onText);
  for (const folder of [join(ENGINE, 'src'), join(site, 'public')])
    if (existsSync(folder)) watch(folder, { recursive: true }, onCode);
  const config = configFile(place);
  // Editors often put a new file in the place of the old one, so the folder is watched.
  for (const [folder, files] of [
    [ENGINE, ['astro.config.mjs', 'package-lock.json']],
    [dirname(config), [basename(config)]],
  ] as const)
    watch(folder, (_, name) => {
      if (files.some((file) => file === name)) onCode();
    });
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

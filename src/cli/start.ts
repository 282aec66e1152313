import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as later } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import { preview } from 'astro';
import { BUNDLE_GONE, PRINT } from '../release/standby.ts';
import { type Build, keepBuilding } from './builds.ts';
import { readCall, run, wrongCall } from './call.ts';
import { putInFront } from './front.ts';
import { currentSite, incidentsFolder, ROOT } from '../site/environment.ts';

const HELP = `Builds the site, serves it, and builds it again when an incident file is saved or committed.

  npm start     http://localhost:4321; PORT and HOST name another place`;

readCall(HELP, {});
const SETTLE = 80;
const WHOLE_SECOND = 1000;
const folder = incidentsFolder(process.env);
const port = Number(process.env.PORT || 4321);
if (!Number.isInteger(port) || port < 0 || port > 65535)
  wrongCall(`PORT is a number such as 4321, not "${process.env.PORT}".`, HELP);

let front: Awaited<ReturnType<typeof putInFront>> | undefined;
let timer: NodeJS.Timeout | undefined;

const builds = keepBuilding(
  begin,
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

/** A process of its own for each build: a module of the last one would remember its files. */
function begin(ahead: boolean): Build {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/astro/bin/astro.mjs'), 'build', '--silent'],
    {
      cwd: ROOT,
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NIGHTLIGHT_STANDBY: ahead ? '1' : '' },
    },
  );
  // It may have ended before it is told.
  child.stdin.on('error', () => undefined);
  return {
    print: () => child.stdin.end(PRINT),
    stop: () => child.kill(),
    ended: new Promise((done) =>
      child.on('exit', (code) => done(code === 0 ? 'built' : code === BUNDLE_GONE ? 'gone' : 'failed')),
    ),
  };
}

function rebuildSoon(): void {
  clearTimeout(timer);
  timer = later(() => void builds.build(), SETTLE);
}

function rebuildFromNewCode(): void {
  builds.forget();
  rebuildSoon();
}

await run(serve);

async function serve(): Promise<void> {
  const first = await builds.build();
  if (!first && !existsSync(join(ROOT, process.env.NIGHTLIGHT_OUT || 'dist', 'index.html'))) process.exit(1);
  watch(folder, { recursive: true }, rebuildSoon);
  const log = join(ROOT, '.git/logs/HEAD');
  if (existsSync(log)) watch(log, rebuildSoon);
  const config = process.env.NIGHTLIGHT_CONFIG;
  for (const code of ['src', 'public', ...(config ? [dirname(config)] : [])])
    watch(resolve(ROOT, code), { recursive: true }, rebuildFromNewCode);
  watch(ROOT, (_, name) => {
    if (name === 'astro.config.mjs' || name === 'package-lock.json') rebuildFromNewCode();
  });
  const site = await currentSite(process.env);
  setInterval(rebuildSoon, site.rebuildEvery * 60_000);
  const server = await preview({ root: ROOT, server: { port: 0, host: '127.0.0.1' }, logLevel: 'warn' });
  front = await putInFront(server.port, port, process.env.HOST || 'localhost');
  console.log(`\nNightlight is at http://localhost:${front.port}${process.env.BASE_PATH || '/'}`);
  console.log(`Save a file in ${folder} and the open page takes it over by itself.`);
}

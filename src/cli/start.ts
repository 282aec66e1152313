import { readCall, run, wrongCall } from './call.ts';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { preview } from 'astro';
import { putInFront } from './front.ts';
import { currentSite, incidentsFolder, ROOT } from '../edge.ts';

const HELP = `Builds the site, serves it, and builds it again when an incident file is saved or committed.

  npm start     http://localhost:4321; PORT and HOST name another place`;

readCall(HELP, {});
const SETTLE = 80;
const folder = incidentsFolder(process.env);
const port = Number(process.env.PORT ?? 4321);
if (!Number.isInteger(port) || port < 0 || port > 65535)
  wrongCall(`PORT is a number such as 4321, not "${process.env.PORT}".`, HELP);

let front: Awaited<ReturnType<typeof putInFront>> | undefined;
let running: ChildProcess | undefined;
let again = false;
let timer: NodeJS.Timeout | undefined;

/** One build at a time, in a process of its own: a module of the last build would remember its files. */
function build(): Promise<boolean> {
  return new Promise((done) => {
    running = spawn(process.execPath, [join(ROOT, 'node_modules/astro/bin/astro.mjs'), 'build', '--silent'], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
    });
    running.on('exit', (code) => {
      running = undefined;
      console.log(
        code === 0
          ? `Built at ${new Date().toISOString()}.`
          : 'Not built; what was built before stays as it is.',
      );
      if (code === 0) front?.tell();
      done(code === 0);
      if (again) {
        again = false;
        void build();
      }
    });
  });
}

function rebuildSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (running) again = true;
    else void build();
  }, SETTLE);
}

await run(serve);

async function serve(): Promise<void> {
  const first = await build();
  if (!first && !existsSync(join(ROOT, process.env.NIGHTLIGHT_OUT ?? 'dist', 'index.html'))) process.exit(1);
  watch(folder, { recursive: true }, rebuildSoon);
  const log = join(ROOT, '.git/logs/HEAD');
  if (existsSync(log)) watch(log, rebuildSoon);
  const site = await currentSite(process.env);
  setInterval(rebuildSoon, site.rebuildEvery * 60_000);
  const server = await preview({ root: ROOT, server: { port: 0, host: '127.0.0.1' }, logLevel: 'warn' });
  front = await putInFront(server.port, port, process.env.HOST ?? 'localhost');
  console.log(`\nNightlight is at http://localhost:${front.port}${process.env.BASE_PATH ?? '/'}`);
  console.log(`Save a file in ${folder} and the open page takes it over by itself.`);
}

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '../server.ts';
import { ROOT } from '../tour/situations.ts';
import { generate } from './generate.ts';
import { measure } from './measure.ts';

/** How often it is measured; the middle one is told. */
const TIMES = 3;

/** Who commits, and nothing of who runs the bench. */
export const SOMEBODY = {
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.org',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.org',
};

/** A status repository whose pushes are built and served by this machine, as docs/deploying.md says. */
export interface Published {
  /** The clone in which somebody writes. */
  site: string;
  /** Where readers read it. */
  url: string;
  close(): Promise<void>;
}

/**
 * Sets up all of it, with a first push that is live.
 * @param watched lines that stand below `watch` in the config.
 */
export async function published(count: number, work: string, watched = ''): Promise<Published> {
  const folder = join(work, `published-${count}`);
  const [site, bare, clone, live] = ['site', 'bare.git', 'clone', 'live'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  const git = (cwd: string, ...args: string[]) => {
    const { status, stderr } = spawnSync('git', args, {
      cwd,
      env: { ...process.env, ...SOMEBODY },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  };
  generate(join(site, 'incidents'), count);
  rmSync(join(site, 'incidents/.git'), { recursive: true, force: true });
  const config = readFileSync(join(ROOT, 'tests/fixtures/sites/live.yaml'), 'utf8');
  writeFileSync(join(site, 'nightlight.yaml'), config.replace(/^watch:\n/m, `watch:\n${watched}`));
  writeFileSync(join(site, '.gitignore'), '.cache\n.watch\ndist\n');
  git(site, 'init', '-q', '-b', 'main');
  git(site, 'add', '-A');
  git(site, 'commit', '-q', '-m', 'The record');
  git(folder, 'clone', '-q', '--bare', site, bare);
  cpSync(join(ROOT, 'docs/deploying/post-receive'), join(bare, 'hooks/post-receive'));
  const server = await serve({ '/': live }, Date.now());
  writeFileSync(
    join(bare, 'hooks/post-receive.conf'),
    `NIGHTLIGHT_WORK=${clone}\nNIGHTLIGHT_ENGINE=${ROOT}\nNIGHTLIGHT_LIVE=${live}\nSITE_URL=${server.url}\n`,
  );
  git(site, 'remote', 'add', 'origin', bare);
  git(site, 'commit', '-q', '--allow-empty', '-m', 'Begin');
  git(site, 'push', '-q', '-u', 'origin', 'main');
  return {
    site,
    url: server.url,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * From `nightlight update --publish` to the page that a reader loads, by way of the hook of a bare repository: what is
 * written, committed, pushed, built, checked and switched, until the public feed has it.
 * @returns a row of the report.
 */
export async function updateToLive(count: number, work: string): Promise<string> {
  const page = await published(count, work);
  try {
    const program = join(ROOT, 'src/cli/nightlight.mjs');
    const env = { ...SOMEBODY, SITE_URL: page.url };
    const call = (...argv: string[]) => measure([program, ...argv, '--json'], page.site, env);
    await call(
      'new',
      '--impact',
      'follow-alerts',
      '--began=-50m',
      '--at=-40m',
      '--works',
      'device-alarms',
      '--publish',
    );
    const runs: number[] = [];
    for (let time = 1; time <= TIMES; time++) {
      const said = `We know more, for the ${['first', 'second', 'third'][time - 1]} time, and go on.`;
      const { seconds, output } = await call(
        'update',
        '--text',
        said,
        `--at=-${30 - 10 * time}m`,
        '--works',
        'device-alarms',
        '--publish',
      );
      const report = JSON.parse(output.slice(output.indexOf('{'))) as { live_after: number | null };
      if (report.live_after === null) throw new Error(`It is not live: ${output}`);
      runs.push(seconds);
    }
    const middle = runs.toSorted((one, other) => one - other)[Math.floor(TIMES / 2)] as number;
    return `| ${count.toLocaleString('en')} | ${middle.toFixed(1)} s |`;
  } finally {
    await page.close();
  }
}

/** How long a watcher may take, in ms: what it promises, and some for a busy machine. */
const PATIENCE = 300_000;

/**
 * From the moment in which a round trip fails to the page that says so: `nightlight watch` with what goes without
 * saying in the config, a service that answers and loses what is written, and the hook of a bare repository.
 * @returns a row of the report.
 */
export async function failureToLive(count: number, work: string): Promise<string> {
  let [written, loses] = ['', false];
  const service = createServer((request, response) => {
    if (request.method === 'GET') return void response.end(loses ? '' : written);
    request.on('data', (part: Buffer) => {
      written = String(part);
    });
    request.on('end', () => response.end());
  });
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
  const at = `http://127.0.0.1:${(service.address() as AddressInfo).port}/`;
  const trip = `{ write: { url: '${at}', method: POST, body: '{token}' }, read: { url: '${at}' }, within: 10 }`;
  const page = await published(
    count,
    work,
    `  checks:\n    - { id: sharing, round_trip: ${trip}, fails: [follow-alerts] }\n`,
  );
  const watcher = spawn(process.execPath, [join(ROOT, 'src/cli/nightlight.mjs'), 'watch'], {
    cwd: page.site,
    env: { ...process.env, ...SOMEBODY, SITE_URL: page.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    // Once it began to look, it is well for a while, as on most nights.
    await once(watcher.stdout, 'data');
    await new Promise((done) => setTimeout(done, 20_000));
    loses = true;
    const failed = performance.now();
    for (;;) {
      const passed = performance.now() - failed;
      const feed = await fetch(`${page.url}/feed.json`, { cache: 'no-store' });
      if ((await feed.text()).includes('wrote this notice'))
        return `| ${count.toLocaleString('en')} | ${(passed / 1000).toFixed(0)} s |`;
      if (passed > PATIENCE) throw new Error(`After ${PATIENCE / 1000} s the page does not say it.`);
      await new Promise((done) => setTimeout(done, 250));
    }
  } finally {
    watcher.kill();
    await once(watcher, 'exit');
    service.closeAllConnections();
    service.close();
    await page.close();
  }
}

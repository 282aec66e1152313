import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright';
import { parse } from 'yaml';
import { startForge } from '../admin/forge.ts';
import { cloneInto, fillNotice, formIn, handOn, signIn } from '../admin/steps.ts';
import { findOrGetChromium } from '../chromium.ts';
import { SOMEBODY } from './live.ts';

/**
 * `npm run bench:phone`: from the first tap in the form at `/admin/` to files that can go live. The phone is Chromium
 * with the network that Lighthouse calls slow 4G and a processor of a quarter; forge and site answer on this machine,
 * the site as GitHub Pages does, compressed and kept for ten minutes. What follows the commit are the steps that the
 * workflow itself runs, in a clone of this repository, with packages of production alone.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

const rows = [...(await onThePhone()), ...(await inTheWorkflow())];
console.log('| step | taps | requests | kB | seconds |\n|---|--:|--:|--:|--:|');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);

/** What somebody does and waits for, as far as the commit. */
async function onThePhone(): Promise<string[][]> {
  const work = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const forge = await startForge('github', {
    'nightlight.yaml': readFileSync(join(ROOT, 'tests/fixtures/sites/live.yaml'), 'utf8'),
  });
  cloneInto(work, forge);
  await formIn(work);
  const site = await serveAsPages(join(work, 'dist'));
  const browser = await chromium.launch({ executablePath: findOrGetChromium(), args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-US' });
  const page = await context.newPage();
  const fetched = await slowed(page);
  const counted = { taps: 0, letters: 0 };
  const hand = handOn(page, counted);
  const found: string[][] = [];
  const step = async (name: string, act: () => Promise<void>) => {
    Object.assign(counted, { taps: 0, letters: 0 });
    Object.assign(fetched, { requests: 0, bytes: 0 });
    const begun = performance.now();
    await act();
    const seconds = (performance.now() - begun) / 1000;
    const letters = counted.letters > 0 ? `, ${counted.letters} letters` : '';
    found.push([
      name,
      `${counted.taps}${letters}`,
      String(fetched.requests),
      (fetched.bytes / 1000).toFixed(0),
      seconds.toFixed(1),
    ]);
  };
  const ready = () => page.getByRole('treeitem', { name: 'Incidents' }).waitFor({ timeout: 120_000 });
  await step('the first opening on this phone, until it can be signed in to', async () => {
    await page.goto(`${site.url}/admin/`);
    await page.getByRole('button', { name: 'Sign In Using Access Token' }).waitFor({ timeout: 120_000 });
  });
  await step('signing in, once for each phone', async () => {
    await signIn(hand);
    await ready();
  });
  // As at night: another day, another page, the files of the form still kept by the browser.
  await page.goto('about:blank');
  await step('opening it at night', async () => {
    await page.goto(`${site.url}/admin/`);
    await ready();
  });
  await step('writing (a program types; a thumb takes its time)', async () => {
    await hand.tap('treeitem', 'Incidents');
    await hand.tap('button', 'Create New Entry');
    await page.getByRole('textbox', { name: 'Words' }).waitFor();
    await fillNotice(page, hand);
  });
  await step('from the tap on Save to the commit', async () => {
    await hand.tap('button', 'Save');
    await page.getByText('Entry saved.').waitFor({ timeout: 60_000 });
  });
  if (forge.commits.length !== 1) throw new Error(`${forge.commits.length} commits`);
  await browser.close();
  await site.close();
  await forge.close();
  rmSync(work, { recursive: true, force: true });
  return found;
}

async function slowed(page: Page): Promise<{ requests: number; bytes: number }> {
  const fetched = { requests: 0, bytes: 0 };
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    if (encodedDataLength > 0) fetched.requests++;
    fetched.bytes += encodedDataLength;
  });
  return fetched;
}

/** Files as GitHub Pages serves them: compressed, and a browser may keep each for ten minutes. */
async function serveAsPages(folder: string) {
  const kept = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (!existsSync(path)) return void response.writeHead(404).end();
    const body = kept.get(path) ?? gzipSync(readFileSync(path));
    kept.set(path, body);
    response.writeHead(200, {
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Encoding': 'gzip',
      'Cache-Control': 'max-age=600',
    });
    response.end(body);
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Step {
  run?: string;
  if?: string;
}

/** What the workflow runs of ours, in a clone: with nothing kept, and with what the run before has left. */
async function inTheWorkflow(): Promise<string[][]> {
  const work = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const clone = join(work, 'clone');
  const git = (...argv: string[]) =>
    spawnSync('git', argv, { cwd: clone, env: { ...process.env, ...SOMEBODY } });
  const found: string[][] = [];
  const clock = (name: string, act: () => void) => {
    const begun = performance.now();
    act();
    found.push([name, '', '', '', ((performance.now() - begun) / 1000).toFixed(1)]);
  };
  clock('the whole history is fetched (from this disk)', () => {
    spawnSync('git', ['clone', '-q', `file://${ROOT}`, clone]);
  });
  const pages = parse(readFileSync(join(clone, '.github/workflows/pages.yml'), 'utf8')) as {
    jobs: { build: { steps: Step[] } };
  };
  const commands = pages.jobs.build.steps.flatMap(({ run }) => run ?? []);
  const install = commands.find((one) => one.startsWith('npm ci')) ?? '';
  const build = commands.find((one) => one.startsWith('npm run build')) ?? '';
  const site = await serveAsPages(join(work, 'live'));
  const env = {
    ...process.env,
    npm_config_cache: join(work, 'npm'),
    NIGHTLIGHT_PUBLISH: 'github-pages',
    SITE_URL: site.url,
    BASE_PATH: '/',
  };
  const run = (command: string) => () => {
    const { status, stderr, stdout } = spawnSync(command, { cwd: clone, env, shell: true, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command}: ${stdout}${stderr}`);
  };
  clock(`\`${install}\`, with nothing kept`, run(install));
  clock(`\`${build}\`, with nothing kept`, run(build));
  renameSync(join(clone, 'dist'), join(work, 'live'));
  const archive = join(work, 'packages.tar');
  spawnSync('tar', ['-cf', archive, 'node_modules'], { cwd: clone });
  rmSync(join(clone, 'node_modules'), { recursive: true });
  clock('the packages out of the archive that the run before left', run(`tar -xf ${archive}`));
  cpSync(
    join(ROOT, 'tests/fixtures/sites/one-incident/incidents/2025-12-20-upload-gap.md'),
    join(clone, 'incidents/2025-12-20-upload-gap.md'),
  );
  git('add', '-A', 'incidents');
  git('commit', '-qm', 'A notice');
  clock(`\`${build}\` of the notice, with what the run before left`, run(build));
  await site.close();
  rmSync(work, { recursive: true, force: true });
  return found;
}

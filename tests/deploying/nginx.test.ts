import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findOrGetNginx } from '../nginx.ts';
import { buildSituations, record, ROOT } from '../tour/situations.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');

describe('nginx, set up as the guide says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const nginx = findOrGetNginx();
  const live = join(folder, 'live');
  let server: ChildProcess;
  let port: number;
  let plain: number;

  const ask = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
    new Promise<{ answer: IncomingMessage; bytes: number }>((done, fail) => {
      const options = { host: '127.0.0.1', port, path, method, headers, rejectUnauthorized: false };
      const asking = request(options, (answer) => {
        let bytes = 0;
        answer.on('data', (data: Buffer) => (bytes += data.length));
        answer.on('end', () => done({ answer, bytes }));
      });
      asking.on('error', fail).end();
    });
  const headersOf = async (path: string) => (await ask(path)).answer.headers;

  before(async () => {
    await buildSituations([record]);
    symlinkSync(record.folder, live);
    [port, plain] = [await freePort(), await freePort()];
    certify(folder);
    writeFileSync(join(folder, 'nginx.conf'), configured(GUIDE, { folder, live, port, plain }));
    server = spawn(nginx, [...inFolder(folder), '-g', 'daemon off;'], { stdio: 'inherit' });
    while (!(await ask('/').catch(() => undefined))) await new Promise((done) => setTimeout(done, 50));
  });
  after(async () => {
    const ended = new Promise((done) => server?.on('exit', done));
    if (server?.kill('SIGTERM')) await ended;
    // It lies in the site of the tour, which is kept.
    rmSync(join(live, '_astro'), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  test('finds nothing wrong with the text', () => {
    const { status, stderr } = spawnSync(nginx, [...inFolder(folder), '-t'], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  test('sends the first page in one round trip', async () => {
    const { answer, bytes } = await ask('/', 'GET', { 'accept-encoding': 'gzip' });
    assert.equal(answer.headers['content-encoding'], 'gzip');
    assert.match(answer.headers.vary ?? '', /Accept-Encoding/);
    assert.ok(bytes < 14_000, `${bytes} bytes`);
  });

  test('leads from port 80 to the address with a certificate', async () => {
    const answer = await fetch(`http://127.0.0.1:${plain}/history/`, { redirect: 'manual' });
    assert.equal(answer.status, 301);
    assert.match(answer.headers.get('location') ?? '', /^https:\/\/.*\/history\/$/);
  });

  for (const [path, type] of [
    ['/', 'text/html; charset=utf-8'],
    ['/history.rss', 'application/rss+xml; charset=utf-8'],
    ['/history.atom', 'application/atom+xml; charset=utf-8'],
    ['/calendar.ics', 'text/calendar; charset=utf-8'],
    ['/uptime.csv', 'text/csv; charset=utf-8'],
    ['/embed.js', 'text/javascript; charset=utf-8'],
    ['/manifest.webmanifest', 'application/manifest+json'],
    ['/api/v2/summary.json', 'application/json'],
    ['/badge.svg', 'image/svg+xml'],
  ] as const)
    test(`calls ${path} ${type}`, async () => {
      assert.equal((await headersOf(path))['content-type'], type);
    });

  test('lets a foreign page frame the banner, and nothing else', async () => {
    for (const path of ['/', '/es/', '/subscribe/', '/nowhere'])
      assert.equal((await headersOf(path))['content-security-policy'], "frame-ancestors 'self'", path);
    for (const path of ['/embed/', '/es/embed/'])
      assert.equal((await headersOf(path))['content-security-policy'], undefined, path);
  });

  test('lets programs of others read what is for them, and answers what a browser asks first', async () => {
    for (const path of [
      '/api/v2/status.json',
      '/heartbeat.json',
      '/feed.json',
      '/history.atom',
      '/embed.js',
      '/badge.svg',
    ]) {
      const headers = await headersOf(path);
      assert.equal(headers['access-control-allow-origin'], '*', path);
      assert.equal(headers['access-control-expose-headers'], 'Date, Age', path);
      assert.equal(headers['strict-transport-security'], 'max-age=31536000', path);
    }
    assert.equal((await headersOf('/'))['access-control-allow-origin'], undefined);
    const { answer } = await ask('/api/v2/status.json', 'OPTIONS', {
      origin: 'https://app.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-requested-with',
    });
    assert.equal(answer.statusCode, 204);
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    assert.equal(answer.headers['access-control-allow-headers'], '*');
    assert.equal(answer.headers['access-control-allow-methods'], 'GET, HEAD, OPTIONS');
  });

  test('has pages asked for each time, and keeps what is named by its content', async () => {
    assert.equal((await headersOf('/'))['cache-control'], 'no-cache');
    assert.equal((await headersOf('/later.js'))['cache-control'], 'no-cache');
    mkdirSync(join(live, '_astro'), { recursive: true });
    writeFileSync(join(live, '_astro/a.1.js'), '1');
    assert.match((await headersOf('/_astro/a.1.js'))['cache-control'] ?? '', /immutable/);
  });
});

/** The guide's text, with the places and ports of this test. */
function configured(
  guide: string,
  { folder, live, port, plain }: { folder: string; live: string; port: number; plain: number },
): string {
  const texts = [...guide.matchAll(/```nginx\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const text = texts.find((one) => one.includes('server {')) ?? '';
  const here = text
    .replaceAll(/listen \[::\]:.*;/g, '')
    .replace('listen 80;', `listen 127.0.0.1:${plain};`)
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`)
    .replace(/ssl_certificate [^;]*;/, `ssl_certificate ${folder}/cert.pem;`)
    .replace(/ssl_certificate_key [^;]*;/, `ssl_certificate_key ${folder}/key.pem;`)
    .replace(/root [^;]*;/, `root ${live};`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temporary = paths.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  return `${user}pid ${folder}/nginx.pid;\nerror_log stderr error;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${here}\n}\n`;
}

function inFolder(folder: string): string[] {
  return ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
}

function certify(folder: string): void {
  const { status, error } = spawnSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=status.example.org',
      '-keyout',
      'key.pem',
      '-out',
      'cert.pem',
    ],
    { cwd: folder },
  );
  if (status !== 0 || !existsSync(join(folder, 'cert.pem')))
    throw new Error(
      `This test needs the program openssl for a certificate: ${error?.message ?? 'it failed'}.`,
    );
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

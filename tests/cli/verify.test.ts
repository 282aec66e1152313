import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, describe, test } from 'node:test';
import { isoSeconds, MINUTE } from '../../src/domain/time.ts';
import { seal } from '../../src/domain/whole.ts';
import { serve, type TestServer } from '../server.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';
import { smallSite } from './small.ts';

const NOW = Date.parse('2026-03-01T03:10:00Z');
const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  build?: string;
  built?: number;
  until?: number;
  source?: string;
  answer?: string;
  /** Where the heartbeat is renewed, if not here. */
  moved?: string;
  /** What stands in the place of a file; nothing leaves it out. */
  instead?: Record<string, string | undefined>;
}

let count = 0;

/** A small page in a folder: what others read of it, as a build writes it. */
function page({ build = 'b1', built = NOW - MINUTE, until = NOW + 20 * MINUTE, ...rest }: Told = {}): string {
  const { source = 's1', answer = 'All Systems Operational', moved = null, instead = {} } = rest;
  const indicator = answer === 'All Systems Operational' ? 'none' : 'major';
  const status = JSON.stringify({
    page: { updated_at: isoSeconds(built) },
    status: { indicator, description: answer },
  });
  const files: Record<string, string | undefined> = {
    'index.html': seal(`<html><meta name="nightlight-build" content="${build}"><body></body></html>`),
    'heartbeat.json': JSON.stringify({
      build,
      source,
      built_at: isoSeconds(built),
      valid_until: isoSeconds(until),
      vouched: { by: 'nobody', at: null, until: null },
      changes_at: null,
      limits: { validFor: 30 * MINUTE, vouchFor: 10 * MINUTE },
      moved_to: moved,
    }),
    'history.atom': '<feed></feed>',
    'history.rss': '<rss></rss>\n',
    'feed.json': '{}',
    'embed.json': '{}',
    'api/v2/status.json': status,
    'api/v2/summary.json': status,
    'addresses.txt': '# Every address of this site. None of them goes.\n/\n# addresses 1\n',
    ...instead,
  };
  const at = join(folder, String(++count));
  for (const [file, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(at, file)), { recursive: true });
    writeFileSync(join(at, file), text);
  }
  return at;
}

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function at(site: string, headers: Record<string, string> = {}): Promise<TestServer> {
  const server = await serve({ '/': site }, NOW);
  server.headers = headers;
  servers.push(server);
  return server;
}

const verify = (...argv: string[]) => call(['verify', ...argv], { fetch, now: () => NOW });

describe('one address of a page', () => {
  test('is fresh and whole where all of it is, below a path too', async () => {
    const server = await serve({ '/status/': page() }, NOW);
    servers.push(server);
    const { code, out } = await verify(`${server.url}/status`);
    assert.equal(code, 0, out);
    assert.equal(
      out,
      `${server.url}/status/: fresh, whole, build b1 of 2026-03-01T03:09:00Z. It answers "All Systems Operational".\n`,
    );
  });

  test('is whole as a build writes it, and not fresh a day later', async () => {
    const out = join(folder, 'built');
    await sharedBuilder().build({
      ...process.env,
      ...smallSite(join(folder, 'site'), {}),
      NIGHTLIGHT_OUT: out,
      NIGHTLIGHT_NOW: isoSeconds(NOW),
      NIGHTLIGHT_VOUCH: `watch@${isoSeconds(NOW)}`,
    });
    const server = await at(out);
    const { code, out: said } = await verify(server.url);
    assert.equal(code, 0, said);
    assert.match(said, /: fresh, whole, build \S+ of 2026-03-01T03:10:00Z\. It answers "/);
    server.setClock(NOW + 24 * 60 * MINUTE);
    const later = await call(['verify', server.url], { fetch, now: () => NOW + 24 * 60 * MINUTE });
    assert.equal(later.code, 3);
    assert.match(later.out, /not fresh, whole/);
  });

  test('is stale once its word is past by the time of its own answer, and is told since when', async () => {
    const server = await at(page({ until: NOW - 5 * MINUTE }));
    const { code, out } = await verify(server.url);
    assert.equal(code, 3);
    assert.match(out, /: not fresh, whole,/);
    assert.match(
      out,
      /Its word held until 2026-03-01T03:05:00Z, 5 minutes ago: its readers are told "unknown"\. Since 2026-03-01T03:05:00Z\.\n {2}To do: Deploy there/,
    );
  });

  test('is as old as its Age says where a cache answers', async () => {
    const old = { Date: new Date(NOW - 8 * MINUTE).toUTCString() };
    const site = page({ built: NOW - 20 * MINUTE, until: NOW - 2 * MINUTE });
    // By its Date alone it would still hold.
    assert.equal((await verify((await at(site, old)).url)).code, 0);
    const aged = await verify((await at(site, { ...old, Age: '480' })).url);
    assert.equal(aged.code, 3);
    assert.match(aged.out, /Its word held until 2026-03-01T03:08:00Z, 2 minutes ago/);
  });

  test('is not believed where a cache repeats an answer of long ago', async () => {
    const server = await at(page(), { Date: new Date(NOW - 60 * MINUTE).toUTCString() });
    const { code, out } = await verify(server.url);
    assert.equal(code, 3);
    assert.match(
      out,
      /says that it is 2026-03-01T02:10:00Z, and this machine that it is 2026-03-01T03:10:00Z/,
    );
  });

  test('is fresh by the heartbeat that is renewed elsewhere, and not by its own', async () => {
    const beat = await at(page());
    const moved = `${beat.url}/heartbeat.json`;
    const server = await at(page({ until: NOW - 5 * MINUTE, moved }));
    const { code, out } = await verify(server.url);
    assert.equal(code, 0, out);
    beat.up = false;
    const silent = await verify(server.url);
    assert.equal(silent.code, 3);
    assert.match(silent.out, /Its heartbeat cannot be read \(/);
  });

  test('that names no address for its heartbeat is held to the one that it has', async () => {
    const { code, out } = await verify((await at(page({ moved: 'file:///etc/passwd' }))).url);
    assert.equal(code, 0, out);
  });

  test('is told half a page, each file with what came instead', async () => {
    const instead = {
      'index.html': '<html><meta name="nightlight-build" content="b1"><body>Welcome to our wifi',
      'history.rss': undefined,
      'feed.json': '{"items": [',
    };
    const { code, out } = await verify((await at(page({ instead }))).url);
    assert.equal(code, 3);
    assert.match(out, /: fresh, not whole,/);
    assert.match(
      out,
      /Of 9 files .*: \/ \(not whole, or not ours\), \/history\.rss \(answer 404\), \/feed\.json \(not whole, or not ours\)\./,
    );
  });

  test('is told a page of one build beside the heartbeat of another, and whether a cache may be why', async () => {
    const index = seal('<html><meta name="nightlight-build" content="b0"><body></body></html>');
    const site = page({ instead: { 'index.html': index } });
    const upload = await verify((await at(site)).url);
    assert.equal(upload.code, 3);
    assert.match(
      upload.out,
      /first page is of build b0, and its heartbeat of build b1\.\n {2}To do: An upload/,
    );
    const cached = await verify((await at(site, { Age: '30' })).url);
    assert.match(cached.out, /To do: A cache has kept the page for 30 s\./);
  });

  test('is told unreachable where nothing answers', async () => {
    const server = await at(page());
    server.up = false;
    const { code, out } = await verify(server.url);
    assert.equal(code, 3);
    assert.match(
      out,
      /: cannot be reached\.\n {2}It does not answer: \S+.*\n {2}To do: Ask from another network/,
    );
  });

  test('is waited for no longer than is said where it takes the question and hangs', async () => {
    const hung = createServer(() => undefined);
    await new Promise<void>((done) => hung.listen(0, '127.0.0.1', done));
    const { port } = hung.address() as AddressInfo;
    const { code, out } = await verify(`http://127.0.0.1:${port}/`, '--patience', '0.05');
    hung.closeAllConnections();
    hung.close();
    assert.equal(code, 3);
    assert.match(out, /It does not answer: no answer within 0\.05 s\./);
  });

  test('is not read to the end where what answers goes on and on, and its config is named as it is written', async () => {
    const part = new Uint8Array(1024 * 1024);
    let read = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            read++;
            controller.enqueue(part);
          },
        }),
      );
    const real = await at(page());
    const { code, out } = await call(['verify', real.url], {
      now: () => NOW,
      fetch: async (address, init) =>
        String(address).endsWith('/feed.json') ? endless() : fetch(address, init),
    });
    assert.equal(code, 3);
    assert.match(
      out,
      /these are not as they should be: \/feed\.json \(more than 32 MB\)\.\n {2}To do: .* "url" of "site" in nightlight\.yaml/,
    );
    assert.ok(read < 40);
  });

  test('is a demonstration, which vouches for nothing and is nothing wrong', async () => {
    const { code, out } = await verify((await at(page({ answer: 'Demonstration, not a live status.' }))).url);
    assert.equal(code, 0);
    assert.match(out, /It is a demonstration, and vouches for nothing\./);
  });
});

describe('two addresses of a page', () => {
  test('tell the same, also where each was built for itself from the same files', async () => {
    const [one, other] = [await at(page()), await at(page({ build: 'b2', built: NOW }))];
    const { code, out } = await verify(one.url, other.url);
    assert.equal(code, 0, out);
    assert.match(out, /\nBoth tell the same\.\n$/);
  });

  test('do not where one has other files: which is behind, since when, and what to do', async () => {
    const newer = { build: 'b2', built: NOW, source: 's2', answer: 'Partial System Outage' };
    const [one, other] = [await at(page(newer)), await at(page())];
    const { code, out } = await verify(one.url, other.url);
    assert.equal(code, 4);
    assert.ok(
      out.includes(`  ${other.url}/: It was built at 2026-03-01T03:09:00Z from other incident files`),
    );
    assert.match(out, /Since 2026-03-01T03:10:00Z\.\n {2}To do: Deploy to/);
    assert.match(out, /It answers "All Systems Operational", and \S+ answers "Partial System Outage"\./);
    assert.match(out, /\nThey do not tell the same\.\n$/);
  });

  test('are not called the same where one cannot be read', async () => {
    const [one, other] = [await at(page()), await at(page())];
    other.up = false;
    const { code, out } = await verify(one.url, other.url, '--json');
    assert.equal(code, 3);
    const { pages, same, findings } = JSON.parse(out) as {
      pages: { url: string; reached: boolean; build: string | null }[];
      same: boolean | null;
      findings: { kind: string; at: string }[];
    };
    assert.equal(same, null);
    assert.deepEqual(
      pages.map(({ url, reached, build }) => [url, reached, build]),
      [
        [`${one.url}/`, true, 'b1'],
        [`${other.url}/`, false, null],
      ],
    );
    assert.deepEqual(
      findings.map(({ kind, at: where }) => [kind, where]),
      [['unreachable', `${other.url}/`]],
    );
  });
});

test('what is no address, and a patience that is no number, are told at once', async () => {
  const { code, err } = await verify('status.example.org', '--patience', 'long');
  assert.equal(code, 2);
  assert.match(err, /expected: an address such as[\s\S]*expected: a number above 0/);
});

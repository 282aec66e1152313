import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { speakAlso } from '../../src/i18n/index.ts';
import { serve, type TestServer } from '../server.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';
import { smallSite } from './small.ts';

interface Status {
  page: { updated_at: string };
  status: { indicator: string; description: string };
  components?: { status: string }[];
}

describe('a builder that stops', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const live = join(folder, 'live');
  const site = smallSite(join(folder, 'site'), {});
  let server: TestServer;

  const run = async (command: string, now: string, ...args: string[]) => {
    const { code, out, err } = await call([command, ...args], {
      cwd: folder,
      begin: sharedBuilder().begin,
      env: {
        ...process.env,
        ...site,
        NIGHTLIGHT_NOW: now,
        NIGHTLIGHT_VOUCH: `watch@${now}`,
      },
    });
    return { status: code, output: out + err, out, err };
  };
  /** Over a connection of its own: a deploy outlasts one that is kept. */
  const get = async (path: string) =>
    (await fetch(`${server.url}/${path}`, { headers: { connection: 'close' } })).text();
  const api = async (name: string) => JSON.parse(await get(`api/v2/${name}.json`)) as Status;
  const built = (release: string) =>
    readFileSync(join(`${live}.releases`, release, 'api/v2/status.json'), 'utf8');
  const releases = () =>
    readdirSync(`${live}.releases`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(entry.parentPath, entry.name, 'index.html')))
      .map(({ name }) => name);

  before(async () => {
    const deployed = await run('deploy', '2026-03-01T03:10Z', '--to', live);
    assert.equal(deployed.status, 0, deployed.output);
    server = await serve({ '/': live }, Date.now());
  });
  after(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is called where the files lie, and says how for a page elsewhere', async () => {
    for (const [to, said] of [
      [
        'ssh://www@example.org:22/srv/the%20page',
        /on example\.org, by a timer there: nightlight guard --to "\/srv\/the page"/,
      ],
      ['s3://status/page', /nightlight guard --to COPY --in-place/],
      ['ssh://nowhere', /nightlight guard --to COPY --in-place/],
    ] as const) {
      const { status, output } = await run('guard', '2026-03-01T03:29Z', '--to', to);
      assert.equal(status, 2, to);
      assert.match(output, /--to {2}error {2}flag-value/);
      assert.match(output, said);
    }
    assert.equal(existsSync(join(folder, 's3:')), false);
  });

  test('changes nothing while its word holds', async () => {
    const { status, output } = await run('guard', '2026-03-01T03:29Z', '--to', live);
    assert.deepEqual([status, output], [0, '']);
    assert.equal((await api('status')).status.description, 'All Systems Operational');
  });

  test('is told of by every file that others read once its word has lapsed, and no page is lost', async () => {
    const [release = ''] = releases();
    const original = built(release);
    const { status, output } = await run('guard', '2026-03-01T03:30Z', '--to', live);
    assert.equal(status, 3, output);
    assert.match(output, /its files say "unknown" now/);
    const unknown = { indicator: 'minor', description: 'Status Unknown' };
    assert.deepEqual((await api('status')).status, unknown);
    assert.deepEqual((await api('summary')).status, unknown);
    assert.equal((await api('status')).page.updated_at, '2026-03-01T03:30:00Z');
    const components = (await api('components')).components ?? [];
    assert.ok(components.length > 0);
    assert.deepEqual([...new Set(components.map((one) => one.status))], ['degraded_performance']);
    assert.match(await get('badge.svg'), /Unknown \(as of/);
    assert.match(await get('es/components/follow-alerts/badge.json'), /Desconocido \(/);
    assert.match(await get('embed.json'), /"tone":"unknown"/);
    assert.match(await get(''), /<\/html>/);
    assert.match(await get('history.atom'), /<\/feed>/);
    assert.equal(built(release), original, 'the release itself is as it was');
  });

  test('is told of once, however often the guard looks', async () => {
    const { mtimeMs } = statSync(join(live, 'api/v2/status.json'));
    const { status, output } = await run('guard', '2026-03-01T03:31Z', '--to', live);
    assert.deepEqual([status, output], [3, '']);
    assert.equal(statSync(join(live, 'api/v2/status.json')).mtimeMs, mtimeMs);
  });

  test('and starts again takes all of it away', async () => {
    const deployed = await run('deploy', '2026-03-01T04:00Z', '--to', live, '--json');
    assert.equal(deployed.status, 0, deployed.output);
    const {
      live: folder,
      live_at,
      published_at,
      kept,
      missing,
      dropped,
      forgotten,
    } = JSON.parse(deployed.out);
    assert.equal(folder, realpathSync(live));
    assert.ok(Date.parse(live_at) > Date.now() - 60_000);
    assert.deepEqual([published_at, kept, missing, dropped, forgotten], [null, [], [], [], []]);
    assert.match(deployed.err, /^Live after /m);
    assert.equal((await api('status')).status.description, 'All Systems Operational');
    assert.equal(existsSync(`${live}.unknown`), false);
    assert.equal(releases().filter((name) => !name.startsWith('next')).length, 2);
    assert.equal((await run('guard', '2026-03-01T04:01Z', '--to', live)).status, 0);
  });

  test('is looked at by a path that counts from where the guard is called, and told to a program', async () => {
    const { status, output } = await run('guard', '2026-03-01T04:01Z', '--to', 'live', '--json');
    assert.deepEqual([status, output], [0, '{"command":"guard","exit_code":0,"state":"fresh"}\n']);
  });

  test('leaves a copy to be uploaded, whose files are exchanged only if one says so', async () => {
    const copy = join(folder, 'copy');
    cpSync(live, copy, { recursive: true, dereference: true });
    const late = '2026-03-01T09:00Z';
    const refused = await run('guard', late, '--to', copy);
    assert.equal(refused.status, 1);
    assert.match(refused.output, /is a folder and not a link/);
    assert.equal((await run('guard', late, '--to', copy, '--in-place')).status, 3);
    assert.match(readFileSync(join(copy, 'api/v2/status.json'), 'utf8'), /Status Unknown/);
    assert.equal((await run('guard', late, '--to', copy, '--in-place')).output, '');
  });

  test('of which nothing is there is told in a sentence', async () => {
    const { status, output } = await run('guard', '2026-03-01T04:01Z', '--to', 'nowhere');
    assert.equal(status, 1);
    assert.match(output, /^There is nothing at .*nowhere\./);
  });
});

test('a guard beside a site says times in the words that the site has of its own, and elsewhere in ours', async () => {
  const site = mkdtempSync(join(tmpdir(), 'nightlight-guarded-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), text);
  };
  try {
    const until = '2026-03-01T03:30:00Z';
    write('nightlight.yaml', 'site:\n');
    write('words/en.json', '{ "language": { "locale": "en-US" } }');
    write('words/es.json', 'a broken file keeps nobody from being told');
    write('live/index.html', '<html lang="en">');
    write(
      'live/heartbeat.json',
      JSON.stringify({ build: 'b', valid_until: until, vouched: { until: null } }),
    );
    write('live/stale/api/v2/status.json', '{"updated_at":"2026-03-01T03:10:00Z"}');
    write('live/stale/badge.svg', 'Unknown (as of March 1, 2026, 03:10 UTC)');
    const guarded = () =>
      call(['guard', '--to', join(site, 'live'), '--in-place'], {
        cwd: site,
        env: { ...process.env, NIGHTLIGHT_SITE: '', NIGHTLIGHT_NOW: '2026-03-01T09:00Z' },
      });
    const { code, err } = await guarded();
    assert.equal(code, 3, err);
    assert.equal(
      readFileSync(join(site, 'live/badge.svg'), 'utf8'),
      'Unknown (as of March 1, 2026, 03:30 UTC)',
    );
    rmSync(join(site, 'nightlight.yaml'));
    assert.equal((await guarded()).code, 3);
  } finally {
    speakAlso(new Map());
    rmSync(site, { recursive: true, force: true });
  }
});

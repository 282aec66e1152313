import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { BUCKET, fetchAt, KEYS, startStorage, type Storage } from '../s3.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';
import { INCIDENT } from './told.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('a deploy to storage that speaks S3', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const site = join(folder, 'site');
  const TO = `s3://${BUCKET}/page`;
  let storage: Storage;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: site,
      encoding: 'utf8',
    });
  const write = (text: string) => {
    writeFileSync(join(site, 'incidents/2026-02-20-alerts.md'), text);
    git('add', '-A');
    git('commit', '-q', '-m', 'said');
  };
  const deploy = async (to = TO, more: string[] = [], around: Record<string, string | undefined> = {}) => {
    const { code, out, err } = await call(['deploy', '--to', to, ...more], {
      cwd: site,
      env: {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GIT|AWS)_/.test(name))),
        ...KEYS,
        AWS_ENDPOINT_URL: storage.endpoint,
        NIGHTLIGHT_PICTURES: join(ROOT, '.cache/pictures'),
        NIGHTLIGHT_PROGRAM: join(ROOT, '.cache/program'),
        NIGHTLIGHT_SITE: undefined,
        GITHUB_ACTIONS: undefined,
        ...around,
      },
      fetch,
      now: Date.now,
      wait: (ms) => pause(ms),
      begin: sharedBuilder().begin,
    });
    return { code, output: out + err };
  };
  const text = (file: string) => storage.objects.get(`page/${file}`)?.bytes.toString() ?? '';
  const word = () => JSON.parse(text('heartbeat.json')).vouched;
  /** As a host serves a bucket: a name that ends with a slash is the page in it. */
  const served: typeof fetch = async (address) => {
    const path = decodeURIComponent(new URL(String(address)).pathname.slice(1));
    const object = storage.objects.get(`page/${path.replace(/(^|\/)$/, '$1index.html')}`);
    const headers = { ...object?.headers, date: new Date().toUTCString() };
    return new Response(object ? new Uint8Array(object.bytes) : '', { status: object ? 200 : 404, headers });
  };

  before(async () => {
    mkdirSync(join(site, 'incidents'), { recursive: true });
    mkdirSync(join(site, 'public'));
    cpSync(join(ROOT, 'tests/fixtures/sites/small.yaml'), join(site, 'nightlight.yaml'));
    writeFileSync(join(site, '.gitignore'), '.cache\n');
    git('init', '-q', '-b', 'main');
    write(INCIDENT);
    storage = await startStorage();
  });
  after(async () => {
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('goes live there, and tells the same from outside as any other', async () => {
    const { code, output } = await deploy(TO, ['--vouch', 'watch']);
    assert.equal(code, 0, output);
    assert.match(output, /Live after [\d.]+ s: s3:\/\/status\/page, of which \d+ files were sent\./);
    assert.doesNotMatch(output, /kept apart/);
    const looked = await call(['verify', 'https://status.example.org/'], { now: Date.now, fetch: served });
    assert.equal(looked.code, 0, looked.out);
    assert.match(looked.out, /: fresh, whole, build /);
  });

  test('keeps its addresses and its word with the next deploy, and carries over what is printed no more', async () => {
    const old = text('addresses.txt').match(/^\/.*$/gm) ?? [];
    const said = word();
    git('checkout', '-q', '--orphan', 'squashed');
    write(`${INCIDENT}\n## Resolved - 2026-02-20T04:30Z\nAlerts reach followers again.\n`);
    const { code, output } = await deploy(TO, ['--endpoint', storage.endpoint], { AWS_ENDPOINT_URL: '' });
    assert.equal(code, 0, output);
    assert.match(output, /Kept as they were published before: incidents\/2026-02-20-alerts\/revisions\//);
    assert.match(text('incidents/2026-02-20-alerts/index.html'), /Alerts reach followers again/);
    const now = new Set(text('addresses.txt').split('\n'));
    assert.deepEqual(
      old.filter((address) => !now.has(address)),
      [],
    );
    assert.deepEqual(word(), said);
  });

  test('has its heartbeat renewed, but not over one that is newer, nor where the storage could not tell', async () => {
    const beat = () =>
      call(['beat', '--to', TO, '--vouch', 'person'], {
        cwd: site,
        env: { ...process.env, ...KEYS, AWS_ENDPOINT_URL: storage.endpoint, NIGHTLIGHT_SITE: undefined },
        fetch,
        now: Date.now,
      });
    const before = JSON.parse(text('heartbeat.json'));
    let raced = 0;
    storage.before = (request) => {
      const object = storage.objects.get('page/heartbeat.json');
      if (request !== 'PUT page/heartbeat.json' || !object || raced++ > 0) return undefined;
      storage.objects.set('page/heartbeat.json', { ...object, etag: 'of another' });
      return undefined;
    };
    const { code, out, err } = await beat();
    assert.equal(code, 0, out + err);
    assert.equal(raced, 2);
    assert.equal(word().by, 'person');
    assert.equal(JSON.parse(text('heartbeat.json')).build, before.build);
    storage.before = () => undefined;
    const [names, live] = [[...storage.objects.keys()], text('heartbeat.json')];
    for (const conditions of ['refused', 'ignored'] as const) {
      storage.conditions = conditions;
      const refused = await beat();
      storage.conditions = 'kept';
      assert.equal(refused.code, 1, conditions);
      assert.match(refused.err, /This storage does not write under a condition: a beat could take the place/);
      assert.equal(text('heartbeat.json'), live);
      assert.deepEqual([...storage.objects.keys()], names);
    }
  });

  test('is called as the storage asks for it: with the bucket in the path, or in the name of the host', async () => {
    const hostsFor = async (to: string, around: Record<string, string>) => {
      storage.hosts.clear();
      const { code, err } = await call(['beat', '--to', to, '--vouch', 'person'], {
        cwd: site,
        env: { ...process.env, ...KEYS, NIGHTLIGHT_SITE: undefined, ...around },
        fetch: fetchAt(storage),
        now: Date.now,
      });
      return [code, err.slice(0, 90), ...storage.hosts];
    };
    const region = { AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL: '' };
    const cases: [Record<string, string>, string][] = [
      [region, 'status.s3.eu-central-1.amazonaws.com'],
      [{ AWS_ENDPOINT_URL: 'http://s3.example.org' }, 's3.example.org'],
      [{ AWS_ENDPOINT_URL: 'http://{bucket}.s3.example.org:9000/' }, 'status.s3.example.org:9000'],
    ];
    for (const [around, host] of cases) assert.deepEqual(await hostsFor(TO, around), [0, '', host]);
    // No certificate of AWS is for two names before its own.
    const dotted = await hostsFor('s3://status.example.org/page', region);
    assert.deepEqual([dotted[0], dotted[2]], [1, 's3.eu-central-1.amazonaws.com']);
    for (const wrong of ['https://s3.example.org/{bucket}', 'https://s3.{bucket}.org', 'https://{bucket}'])
      assert.equal((await hostsFor(TO, { AWS_ENDPOINT_URL: wrong }))[0], 2, wrong);
  });

  test('is refused where an incident that is there is gone, and nothing is sent', async () => {
    const lost = join(folder, 'lost');
    mkdirSync(join(lost, 'incidents'), { recursive: true });
    cpSync(join(site, 'nightlight.yaml'), join(lost, 'nightlight.yaml'));
    execFileSync('git', ['init', '-q', lost]);
    storage.asked.length = 0;
    const { code, output } = await deploy(TO, [], { NIGHTLIGHT_SITE: lost });
    assert.equal(code, 1);
    assert.match(output, /incidents\/2026-02-20-alerts\/index\.html {2}error {2}published-address-vanished/);
    assert.deepEqual(
      storage.asked.filter((one) => !one.startsWith('GET ')),
      [],
    );
  });

  test('is never where something else lies, nor in a bucket that is not there', async () => {
    const mine = { bytes: Buffer.from('mine'), etag: '', modified: 0, headers: {} };
    storage.objects.set('mine/index.html', mine);
    const other = await deploy(`s3://${BUCKET}/mine`);
    assert.match(other.output, /s3:\/\/status\/mine holds something else than a page of Nightlight\./);
    const nowhere = await deploy('s3://nowhere');
    assert.match(nowhere.output, /There is no bucket "nowhere"\. Make it, or name another\./);
    assert.deepEqual([other.code, nowhere.code], [1, 1]);
    assert.equal(storage.objects.get('mine/index.html'), mine);
  });

  test('needs an address and keys, and tells no key', async () => {
    for (const to of ['s3://', 's3://Bucket', 's3://status/a//b', 's3://status/../b']) {
      const { code, output } = await deploy(to);
      assert.equal(code, 2, to);
      assert.match(output, /--to {2}error {2}flag-value/);
    }
    const none = await deploy(TO, [], { AWS_ACCESS_KEY_ID: '', AWS_ENDPOINT_URL: '' });
    assert.equal(none.code, 2);
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_REGION'])
      assert.match(none.output, new RegExp(`${name} {2}error {2}variable-missing`));
    assert.ok(!none.output.includes(KEYS.AWS_SECRET_ACCESS_KEY));
    const wrong = await deploy(TO, ['--endpoint', 's3.example.org']);
    assert.match(wrong.output, /--endpoint {2}error {2}flag-value/);
  });
});

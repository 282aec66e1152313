import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createSecureContext, getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import { Webhook } from 'standardwebhooks';
import type { Heartbeat } from '../../src/domain/freshness.ts';
import { responsesIn } from '../../src/domain/response-file.ts';
import { readLying } from '../../src/incidents/lying.ts';
import { sourceName } from '../../src/release/source.ts';
import { filesBeside } from '../../src/site/beside.ts';
import { lock } from '../../src/system/lock.ts';
import type { Finding } from '../../src/watch/finding.ts';
import { call } from './io.ts';
import { QUICK_GIT } from '../git.ts';
import { workshop, write } from '../release/workshop.ts';
import { BUCKET, KEYS, startStorage } from '../s3.ts';
import { configWith } from '../watch/config.ts';
import { VirtualTime } from '../watch/virtual.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NIGHT = Date.parse('2026-03-01T03:10:00Z');
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

describe('watch, as it is called,', () => {
  const place = workshop();
  let folder = '';
  let time = new VirtualTime(NIGHT);
  let status = 200;
  let taken: { headers: Record<string, string>; body: string }[] = [];
  let isDeaf = false;
  const server = createServer((request, answer) => {
    if (request.method === 'GET') return void answer.writeHead(status).end();
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      if (!isDeaf) taken.push({ headers: request.headers as Record<string, string>, body });
      answer.writeHead(isDeaf ? 503 : 204).end();
    });
  });
  let url = '';
  /** What each test begins with a copy of, for git takes five calls for one. */
  let made = '';
  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    folder = made = place();
    writeFileSync(
      join(folder, 'nightlight.yaml'),
      configWith(`{ id: sharing, http: { url: '${url}' }, fails: [follow-glucose] }`),
    );
    write(folder, { 'incidents/README.md': 'how to\n' });
    git('init', '-q', '-b', 'main', '--template=');
    git('config', 'user.name', 'Watcher');
    git('config', 'user.email', 'watcher@example.org');
    git('add', '.');
    git('commit', '-q', '-m', 'a');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });
  const heartbeat = () => JSON.parse(readFileSync(join(folder, 'live/heartbeat.json'), 'utf8')) as Heartbeat;

  beforeEach(() => {
    folder = place();
    time = new VirtualTime(NIGHT);
    [status, taken, isDeaf] = [200, [], false];
    cpSync(made, folder, { recursive: true });
    const said: Heartbeat = {
      ...{ built_at: '2026-03-01T03:00:00Z', valid_until: '2026-03-01T03:40:00Z', build: 'b1' },
      vouched: { by: 'nobody', at: null, until: null },
      ...{ changes_at: null, moved_to: null, limits: { validFor: 2_400_000, vouchFor: 1_200_000 } },
      source: sourceName(
        readLying(join(folder, 'incidents')).files,
        readFileSync(join(folder, 'nightlight.yaml')),
        filesBeside(folder),
      ),
    };
    write(folder, { 'live/heartbeat.json': JSON.stringify(said) });
  });

  /** Calls it, and lets the time pass until it ends, or until so much has passed and it is asked to end. */
  async function watch(args: string[], { ms = 3_600_000, env = {} as Record<string, string> } = {}) {
    const stopping = new AbortController();
    let isOver = false;
    const ended = call(['watch', ...args], {
      ...{ cwd: folder, now: time.now, steady: time.steady, wait: time.wait, fetch: time.fetch },
      stopped: () => stopping.signal,
      env: { ...QUICK_GIT, NIGHTLIGHT_SITE: folder, NIGHTLIGHT_ROOT: ROOT, ...env },
    }).finally(() => {
      isOver = true;
    });
    while (!isOver && time.now() - NIGHT < ms) await time.pass(1_000, () => isOver);
    stopping.abort();
    return ended;
  }

  test('renews the word of the live page while all goes well, and keeps what it knows and measured', async () => {
    const { code, out } = await watch(['--to', 'live', '--place', 'home'], { ms: 300_000 });
    assert.deepEqual([code, out], [0, 'Looks at sharing from home.\n']);
    const { vouched } = heartbeat();
    assert.equal(vouched.by, 'watch');
    assert.ok(Date.parse(vouched.at ?? '') >= NIGHT + 230_000, `${vouched.at}`);
    assert.deepEqual(readdirSync(join(folder, '.watch')).toSorted(), [
      'state.json',
      'state.json.lock',
      'watch.json',
    ]);
    const times = responsesIn(JSON.parse(readFileSync(join(folder, '.watch/watch.json'), 'utf8')));
    assert.deepEqual(
      times?.checks.map(({ check, days }) => [check, days[0]?.failures]),
      [['sharing', 0]],
    );
    const live = join(folder, 'live/watch.json');
    assert.deepEqual(responsesIn(JSON.parse(readFileSync(live, 'utf8'))), times);
    assert.equal(statSync(live).mode & 0o777, 0o644, 'a web server of another user may read it');
  });

  test('renews the word of a page in storage elsewhere, and writes what it measured into no folder of that name', async () => {
    const storage = await startStorage();
    const bytes = readFileSync(join(folder, 'live/heartbeat.json'));
    storage.objects.set('page/heartbeat.json', { bytes, etag: 'first', modified: 0, headers: {} });
    const env = { ...KEYS, AWS_ENDPOINT_URL: storage.endpoint };
    await watch(['--once', '--to', `s3://${BUCKET}/page`], { env });
    await storage.close();
    const said = JSON.parse(storage.objects.get('page/heartbeat.json')?.bytes.toString() ?? '') as Heartbeat;
    assert.equal(said.vouched.by, 'watch');
    assert.equal(heartbeat().vouched.by, 'nobody');
    assert.equal(existsSync(join(folder, 's3:')), false);
  });

  test('brings what it measured to a page elsewhere: each five minutes, and at once to a new build', async () => {
    const storage = await startStorage();
    const put = (build: string) => {
      const text = readFileSync(join(folder, 'live/heartbeat.json'), 'utf8').replace('"b1"', `"${build}"`);
      storage.objects.set('page/heartbeat.json', {
        bytes: Buffer.from(text),
        etag: build,
        modified: 0,
        headers: {},
      });
    };
    put('b1');
    const brought: string[] = [];
    storage.before = (request) => {
      if (request === 'PUT page/watch.json') brought.push(String(Math.floor((time.now() - NIGHT) / 60_000)));
      if (brought.length === 2 && request === 'PUT page/heartbeat.json' && time.now() > NIGHT + 480_000)
        put('b2');
      return undefined;
    };
    const env = { ...KEYS, AWS_ENDPOINT_URL: storage.endpoint };
    const { err } = await watch(['--to', `s3://${BUCKET}/page`], { ms: 600_000, env });
    await storage.close();
    assert.doesNotMatch(err, /could not be brought/);
    // Nothing waits for what is on its way, so the clock may be some looks further when it arrives.
    const [first = -1, second = -1, third = -1] = brought.map(Number);
    assert.ok(first >= 0 && second - first >= 5, `each five minutes: ${brought}`);
    assert.ok(third >= 8 && third - second < 5, `into the new build at once: ${brought}`);
    assert.equal(brought.length, 3);
    const there = storage.objects.get('page/watch.json');
    assert.equal(there?.headers['cache-control'], 'no-cache');
    assert.equal(responsesIn(JSON.parse(there?.bytes.toString() ?? ''))?.checks[0]?.check, 'sharing');
  });

  test('goes on where what it measured cannot be brought there, and says so once', async () => {
    const storage = await startStorage();
    const bytes = readFileSync(join(folder, 'live/heartbeat.json'));
    storage.objects.set('page/heartbeat.json', { bytes, etag: 'first', modified: 0, headers: {} });
    storage.before = (request) => (request === 'PUT page/watch.json' ? false : undefined);
    const env = { ...KEYS, AWS_ENDPOINT_URL: storage.endpoint };
    const { err } = await watch(['--to', `s3://${BUCKET}/page`], { ms: 900_000, env });
    await storage.close();
    assert.equal(err.match(/could not be brought/g)?.length, 1);
    const said = JSON.parse(storage.objects.get('page/heartbeat.json')?.bytes.toString() ?? '') as Heartbeat;
    assert.ok(Date.parse(said.vouched.at ?? '') >= NIGHT + 800_000);
  });

  test('takes the word back where something fails, and gives none until it goes well again', async () => {
    await watch(['--to', 'live'], { ms: 300_000 });
    status = 502;
    const { err } = await watch(['--to', 'live'], { ms: 440_000 });
    const { vouched } = heartbeat();
    assert.ok(Date.parse(vouched.until ?? '') < NIGHT + 400_000, 'it lapsed when it failed');
    assert.match(err, /"state":"down"/);
    // What was built before the notice is not what is known now, so nothing is renewed that would hide it.
    assert.match(err, /not those that the live build was made from/);
  });

  for (const [what, code, said] of [
    [200, 0, 'sharing goes well.\n'],
    [502, 3, 'sharing fails since 2026-03-01T03:10:00Z: answered 502.\n'],
  ] as const)
    test(`says once how it is, for a timer: ${code}`, async () => {
      status = what;
      const answer = await watch(['--once', '--to', 'live']);
      assert.deepEqual([answer.code, answer.out], [code, said]);
      assert.equal(heartbeat().vouched.by, code === 0 ? 'watch' : 'nobody');
    });

  test('tells a program, where more places are needed than looked, that nobody knows', async () => {
    const file = join(folder, 'nightlight.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^watch:\n/m, 'watch:\n  quorum: 2\n'));
    const { code, out } = await watch(['--once', '--json']);
    const told = JSON.parse(out.trim().split('\n').at(-1) ?? '') as { checks: object[] };
    assert.equal(code, 4);
    assert.deepEqual(told.checks, [{ check: 'sharing', state: 'unknown', since: '2026-03-01T03:10:30Z' }]);
  });

  test('writes nothing in a dry run', async () => {
    const before = readFileSync(join(folder, 'live/heartbeat.json'), 'utf8');
    assert.equal((await watch(['--once', '--dry-run', '--to', 'live'])).code, 0);
    assert.equal(readFileSync(join(folder, 'live/heartbeat.json'), 'utf8'), before);
    assert.equal(existsSync(join(folder, '.watch')), false);
  });

  describe('with a certificate that ends before long,', () => {
    const trusted = getCACertificates('default');
    let until = 0;
    /** How many looks were taken at it. */
    let looks = 0;
    const secure = createTcp();
    before(async () => {
      const at = place();
      const [key, cert] = [join(at, 'key.pem'), join(at, 'cert.pem')];
      const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
      const named = ['-subj', '/CN=here', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '30'];
      execFileSync('openssl', ['req', ...kind, ...named, '-keyout', key, '-out', cert], { stdio: 'ignore' });
      const pair = { key: readFileSync(key), cert: readFileSync(cert) };
      until = Date.parse(new X509Certificate(pair.cert).validTo);
      setDefaultCACertificates([...trusted, `${pair.cert}`]);
      const secureContext = createSecureContext(pair);
      secure.on('connection', (socket) => {
        looks++;
        // The clock stands still while hands are shaken: that takes real time.
        void time.hold(() => new Promise<void>((done) => void socket.once('close', () => done())));
        new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => undefined).resume();
      });
      await new Promise<void>((done) => secure.listen(0, '127.0.0.1', done));
    });
    after(() => {
      setDefaultCACertificates(trusted);
      secure.close();
    });

    beforeEach(() => {
      looks = 0;
      const { port } = secure.address() as AddressInfo;
      const check = `{ id: certificate, tls: { host: 127.0.0.1, port: ${port}, days_left: 14 }, fails: [sign-in] }`;
      writeFileSync(join(folder, 'nightlight.yaml'), configWith(check, `  ask: '${url}'\n`));
    });

    const DAY = 86_400_000;
    /** Begins when it is valid for so many days more, by the clock on the wall. */
    const watchAt = (days: number, args: string[], ms: number) => {
      time = new VirtualTime(until - days * DAY);
      return watch(args, { ms: time.now() - NIGHT + ms });
    };
    const asked = () => taken.map(({ body }) => JSON.parse(body) as { kind: string; checks: object[] });

    for (const args of [['--once'], []])
      test(`a person is asked once to mend it, and readers are told nothing: ${['watch', ...args].join(' ')}`, async () => {
        const { code } = await watchAt(3, args, 600_000);
        assert.equal(code, 0);
        assert.ok(looks >= 3, `${looks} looks`);
        const why = `has a certificate that is valid until ${new Date(until).toISOString().slice(0, 10)} only`;
        assert.deepEqual(
          asked().map(({ kind, checks }) => ({ kind, checks })),
          [{ kind: 'soon', checks: [{ id: 'certificate', why }] }],
        );
        assert.deepEqual(readdirSync(join(folder, 'incidents')), ['README.md']);
      });

    test('nobody is asked while it lasts as long as is wanted', async () => {
      assert.equal((await watchAt(20, ['--once'], 600_000)).code, 0);
      assert.ok(looks >= 3, `${looks} looks`);
      assert.deepEqual(asked(), []);
    });

    test('nobody is asked in a dry run', async () => {
      assert.equal((await watchAt(3, ['--once', '--dry-run'], 600_000)).code, 0);
      assert.deepEqual(asked(), []);
    });
  });

  test('is one at a time', async () => {
    write(folder, { '.watch/x': '' });
    const unlock = await lock(join(folder, '.watch/state.json.lock'), 0);
    const { code, err } = await watch(['--once']);
    unlock();
    assert.equal(code, 1);
    assert.match(err, /Another watcher runs here/);
  });

  test('says what to configure where nothing is watched', async () => {
    const file = join(folder, 'nightlight.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {2}checks:\n {4}.*\n/m, ''));
    const { code, err } = await watch(['--once']);
    assert.equal(code, 1);
    assert.match(err, /no "checks" below "watch"/);
  });

  test('begins anew where its state cannot be read, and says so', async () => {
    write(folder, { '.watch/state.json': '{"version":1,' });
    const { code, err } = await watch(['--once']);
    assert.equal(code, 0);
    assert.match(err, /state\.json is no JSON.*set aside as .*state\.json\.aside-20260301T031000Z/);
  });

  describe('with a way there and back that loses what is written,', () => {
    let loses = false;
    let written: string[] = [];
    const both = createServer((request, answer) => {
      if (request.method === 'GET') return void answer.end(written.join('\n'));
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        if (!loses) written = [...written, body].slice(-5);
        answer.writeHead(204).end();
      });
    });
    let remote = '';
    before(async () => new Promise<void>((done) => both.listen(0, '127.0.0.1', done)));
    after(() => {
      both.closeAllConnections();
      both.close();
    });

    beforeEach(() => {
      [loses, written] = [false, []];
      const at = `http://127.0.0.1:${(both.address() as AddressInfo).port}/`;
      const trip = `{ write: { url: '${at}', method: POST, body: '{token}' }, read: { url: '${at}' }, within: 10 }`;
      const checks = `{ id: trip, round_trip: ${trip}, fails: [follow-glucose] }
    - { id: page, http: { url: '${url}' }, fails: [device-alarms] }`;
      writeFileSync(join(folder, 'nightlight.yaml'), configWith(checks));
      remote = place();
      execFileSync('git', ['init', '-q', '--bare', '-b', 'main', '--template=', remote]);
      git('add', 'nightlight.yaml', 'incidents');
      git('commit', '-qm', 'config');
      git('remote', 'add', 'origin', remote);
      git('push', '-qu', 'origin', 'main');
    });

    const published = () =>
      execFileSync('git', ['-C', remote, 'log', '--name-only', '--format=', 'main', '--', 'incidents/2*'])
        .toString()
        .trim();

    test('what somebody else pushed is brought along, so that the word for what was built of it can be given', async () => {
      const other = place();
      execFileSync('git', ['clone', '-q', remote, other]);
      write(other, { 'incidents/a.md': 'what somebody wrote\n' });
      const by = ['-c', 'user.name=t', '-c', 'user.email=t@t'];
      execFileSync('git', ['-C', other, 'add', '.']);
      execFileSync('git', ['-C', other, ...by, 'commit', '-qm', 'anew']);
      execFileSync('git', ['-C', other, 'push', '-q']);
      const files = readLying(join(other, 'incidents')).files;
      const source = sourceName(files, readFileSync(join(folder, 'nightlight.yaml')), filesBeside(folder));
      write(folder, { 'live/heartbeat.json': JSON.stringify({ ...heartbeat(), source }) });
      await watch(['--to', 'live'], { ms: 180_000 });
      assert.ok(existsSync(join(folder, 'incidents/a.md')));
      assert.equal(heartbeat().vouched.by, 'watch');
    });

    test('a notice stands at the remote within two minutes, and names what works', async () => {
      const running = watch([], { ms: 360_000 });
      let failedAt = 0;
      let publishedAt = 0;
      // To ask git each time would take more than the watcher does.
      const main = join(remote, 'refs/heads/main');
      let pushed = readFileSync(main, 'utf8');
      const isPushed = () => {
        const before = pushed;
        pushed = readFileSync(main, 'utf8');
        return pushed !== before;
      };
      const observe = async () => {
        while (publishedAt === 0) {
          await time.wait(1_000);
          if (failedAt === 0 && time.now() - NIGHT > 120_000) [failedAt, loses] = [time.now(), true];
          if (failedAt > 0 && isPushed() && published() !== '') publishedAt = time.now();
        }
      };
      void observe();
      const { code, err } = await running;
      assert.equal(code, 0);
      assert.ok(publishedAt > 0 && publishedAt - failedAt < 120_000, `${publishedAt - failedAt} ms\n${err}`);
      const [spanish, notice, ...others] = published().split('\n').toSorted();
      assert.match(`${spanish} ${notice}`, /^(\S+)\.es\.md \1\.md$/, 'in each language of the site');
      assert.deepEqual(others, [], 'one notice');
      const text = execFileSync('git', ['-C', remote, 'show', `main:${notice}`]).toString();
      assert.match(text, /follow-glucose: major_outage/);
      assert.match(text, /works: \[device-alarms\]/);
      assert.match(text, /^## Investigating - 2026-03-01T03:1\dZ/m);
    });
  });

  test('says all variables that its checks need and that are not set, before it looks', async () => {
    const request = `{ url: '${url}', headers: ['A: \${TOKEN_A}', 'B: \${TOKEN_B}', 'C: \${TOKEN_C}'] }`;
    writeFileSync(
      join(folder, 'nightlight.yaml'),
      configWith(`{ id: sharing, http: ${request}, fails: [follow-glucose] }`),
    );
    const { code, err } = await watch(['--once'], { env: { TOKEN_B: 'set' } });
    assert.equal(code, 1);
    assert.match(
      err,
      /Checks need variables that are not set: TOKEN_A, TOKEN_C\. Set them where the watcher runs\./,
    );
  });

  describe('with a door for another place', () => {
    const env = { NIGHTLIGHT_WATCH_SECRET: SECRET };
    let port = 0;
    before(async () => {
      // One that was free a moment ago.
      const trying = createServer();
      await new Promise<void>((done) => trying.listen(0, '127.0.0.1', done));
      port = (trying.address() as AddressInfo).port;
      await new Promise((done) => trying.close(done));
    });

    const begin = (args: string[], own: Record<string, string> = env) => {
      const stopping = new AbortController();
      const ended = call(['watch', ...args], {
        ...{ cwd: folder, now: time.now, steady: time.steady, wait: time.wait, fetch: time.fetch },
        stopped: () => stopping.signal,
        env: { NIGHTLIGHT_SITE: folder, ...own },
      });
      return { stop: () => stopping.abort(), ended };
    };

    test('vouches only while both see it work: where they are cut off the word is not renewed', async () => {
      const file = join(folder, 'nightlight.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^watch:\n/m, 'watch:\n  quorum: 2\n'));
      const files = readLying(join(folder, 'incidents')).files;
      const source = sourceName(files, readFileSync(file), filesBeside(folder));
      write(folder, { 'live/heartbeat.json': JSON.stringify({ ...heartbeat(), source }) });
      const speaking = begin(['--to', 'live', '--place', 'home', '--listen', `127.0.0.1:${port}`]);
      await time.pass(180_000);
      assert.equal(heartbeat().vouched.by, 'nobody', 'one place alone vouches for nothing');
      const far = begin(['--place', 'far', '--report', `http://127.0.0.1:${port}/findings`]);
      await time.pass(180_000);
      assert.equal(heartbeat().vouched.by, 'watch');
      far.stop();
      await far.ended;
      await time.pass(600_000);
      const { at } = heartbeat().vouched;
      assert.ok(Date.parse(at ?? '') < time.now() - 400_000, `${at}: since the cut nobody vouched`);
      speaking.stop();
      const { code, out } = await speaking.ended;
      assert.equal(code, 0);
      assert.match(out, /^Hears other watchers at http:\/\/127\.0\.0\.1:\d+\/findings\.$/m);
    });

    test('takes nothing that is not signed, is signed by another, is old, or is no finding', async () => {
      const speaking = begin(['--listen', `127.0.0.1:${port}`]);
      await time.pass(60_000);
      const send = async (body: string, { secret = SECRET, ago = 0 } = {}) => {
        const at = new Date(time.now() - ago);
        const headers = {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
        };
        return (await fetch(`http://127.0.0.1:${port}/findings`, { method: 'POST', headers, body })).status;
      };
      const finding = { check: 'sharing', place: 'far', at: time.now(), ok: true };
      const body = JSON.stringify({ findings: [finding] });
      const unsigned = await fetch(`http://127.0.0.1:${port}/findings`, { method: 'POST', body });
      assert.equal(unsigned.status, 401);
      assert.equal(await send(body, { secret: `whsec_${Buffer.alloc(24, 8).toString('base64')}` }), 401);
      assert.equal(await send(body, { ago: 600_000 }), 401);
      assert.equal(await send(JSON.stringify({ findings: [{ ...finding, ok: 'yes' }] })), 400);
      assert.equal(await send('x'.repeat(300_000)), 413);
      assert.equal(await send(body), 204);
      speaking.stop();
      await speaking.ended;
      const kept = readFileSync(join(folder, '.watch/state.json'), 'utf8');
      assert.equal(kept.match(/"place":"far"/g)?.length, 1);
    });

    test('takes alerts of those who watch already as one more place, each with its own secret', async () => {
      const file = join(folder, 'nightlight.yaml');
      const alerts =
        '  alerts:\n    - { place: prometheus, from: alertmanager, rules: [{ check: sharing }] }\n';
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^watch:\n/m, `watch:\n${alerts}`));
      const token = 'a-secret-of-twenty-letters';
      const own = { NIGHTLIGHT_ALERTS_PROMETHEUS: token };
      const speaking = begin(['--dry-run', '--listen', `127.0.0.1:${port}`], own);
      await time.pass(60_000);
      const alert = {
        status: 'firing',
        labels: { alertname: 'SharingDown' },
        startsAt: '2026-03-01T03:10:30Z',
      };
      const send = async (Authorization: string) =>
        fetch(`http://127.0.0.1:${port}/alerts/prometheus`, {
          method: 'POST',
          headers: { Authorization, 'Content-Type': 'application/json' },
          body: JSON.stringify({ alerts: [alert] }),
        });
      assert.equal((await send('Bearer another')).status, 401);
      assert.equal((await send(`Bearer ${token}`)).status, 204);
      await time.pass(60_000);
      speaking.stop();
      const { out, err } = await speaking.ended;
      assert.match(out, /^Takes alerts at http:\/\/127\.0\.0\.1:\d+\/alerts\/prometheus\.$/m);
      assert.match(err, /is reported by prometheus \(SharingDown\)/);
      assert.match(err, /would say/);
      assert.doesNotMatch(err, new RegExp(token));
    });

    test('speaks by alerts alone where nothing is looked at, and refuses to begin where nothing hears them', async () => {
      const file = join(folder, 'nightlight.yaml');
      const alerts =
        '  alerts:\n    - { place: prometheus, from: alertmanager, rules: [{ fails: [follow-alerts] }] }\n';
      const without = readFileSync(file, 'utf8').replace(/ {2}checks:\n.*\n/, '');
      writeFileSync(file, without.replace(/^watch:\n/m, `watch:\n${alerts}`));
      const own = { NIGHTLIGHT_ALERTS_PROMETHEUS: 'a-secret-of-twenty-letters' };
      const deaf = await begin(['--once'], own).ended;
      assert.equal(deaf.code, 1);
      assert.match(deaf.err, /Only alerts are watched, and nothing hears them/);
      const speaking = begin(['--dry-run', '--listen', `127.0.0.1:${port}`], own);
      await time.pass(30_000);
      const alert = { status: 'firing', labels: { alertname: 'Alerts' }, startsAt: '2026-03-01T03:10:05Z' };
      const { status } = await fetch(`http://127.0.0.1:${port}/alerts/prometheus`, {
        method: 'POST',
        headers: { Authorization: 'Bearer a-secret-of-twenty-letters' },
        body: JSON.stringify({ alerts: [alert] }),
      });
      assert.equal(status, 204);
      await time.pass(60_000);
      speaking.stop();
      const { out, err } = await speaking.ended;
      assert.doesNotMatch(out, /Looks at/);
      assert.match(err, /follow-alerts.*major_outage.*would say/);
    });

    test('takes no more reports of a place than some each minute', async () => {
      const speaking = begin(['--dry-run', '--listen', `127.0.0.1:${port}`]);
      await time.pass(1_000);
      const finding = { check: 'nothing of ours', place: 'far', at: time.now(), ok: true };
      const body = JSON.stringify({ findings: [finding] });
      const at = new Date(time.now());
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(SECRET).sign('msg_1', at, body),
      };
      const send = async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/findings`, { method: 'POST', headers, body });
        await answer.arrayBuffer();
        return answer;
      };
      for (let count = 0; count < 1200; count += 100) await Promise.all(Array.from({ length: 100 }, send));
      const answer = await send();
      assert.equal(answer.status, 429);
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
      speaking.stop();
      await speaking.ended;
    });

    test('does not open it without a secret', async () => {
      const { code, err } = await begin(['--listen', '127.0.0.1:0'], {}).ended;
      assert.equal(code, 1);
      assert.match(err, /NIGHTLIGHT_WATCH_SECRET is not set/);
    });
  });

  describe('where systemd waits for its word,', () => {
    for (const args of [[], ['--report', 'http://127.0.0.1:9/findings']])
      test(`says that it goes on: ${['watch', ...args].join(' ')}`, async () => {
        const program = join(folder, 'bin/systemd-notify');
        write(folder, { 'bin/systemd-notify': '#!/bin/sh\necho "$@" >> "$0.said"\n' });
        chmodSync(program, 0o755);
        const env = { NIGHTLIGHT_WATCH_SECRET: SECRET, PATH: join(folder, 'bin') };
        const waiting = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '900000000' };
        await watch(args, { ms: 60_000, env: { ...env, ...waiting } });
        const said = readFileSync(join(folder, 'bin/systemd-notify.said'), 'utf8').trim().split('\n');
        assert.ok(said.length >= 5 && said.every((line) => line === 'WATCHDOG=1'), `${said}`);
      });
  });

  describe('where it only reports,', () => {
    const env = { NIGHTLIGHT_WATCH_SECRET: SECRET };

    test('signs what it finds, so that the one that speaks knows from whom it comes, and keeps nothing', async () => {
      const { code } = await watch(['--once', '--report', url, '--place', 'far'], { env });
      assert.deepEqual([code, taken.length], [0, 1]);
      const [{ headers, body } = { headers: {}, body: '' }] = taken;
      const id = headers['webhook-id'] ?? '';
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      assert.equal(new Webhook(SECRET).sign(id, at, body), headers['webhook-signature']);
      const { findings } = JSON.parse(body) as { findings: Finding[] };
      assert.deepEqual(
        findings.map(({ check, place, ok, at }) => [check, place, ok, at]),
        [['sharing', 'far', true, NIGHT]],
      );
      assert.equal(existsSync(join(folder, '.watch')), false);
    });

    test('keeps what nobody takes, says so once, and passes it on with what is found next', async () => {
      isDeaf = true;
      const running = watch(['--report', url], { env, ms: 300_000 });
      await new Promise<void>((done) => setTimeout(done, 0));
      const check = () => {
        isDeaf = time.now() - NIGHT <= 120_000;
        if (isDeaf) setImmediate(check);
      };
      check();
      const { err } = await running;
      const findings = taken.flatMap(({ body }) => (JSON.parse(body) as { findings: Finding[] }).findings);
      assert.equal(new Set(findings.map(({ at }) => at)).size, findings.length, 'each once');
      assert.equal(findings[0]?.at, NIGHT, 'from the first on');
      assert.equal(err.match(/could not be passed on/g)?.length, 1);
      assert.match(err, /is passed on again/);
    });

    for (const [what, args, env, code, said] of [
      ['without a secret', ['--report', 'http://127.0.0.1:1/'], {}, 1, /NIGHTLIGHT_WATCH_SECRET is not set/],
      [
        'with an address that is none',
        ['--report', 'here'],
        { NIGHTLIGHT_WATCH_SECRET: SECRET },
        2,
        /is no|https:\/\//,
      ],
      [
        'beside a live folder',
        ['--report', 'http://127.0.0.1:1/', '--to', 'live'],
        {},
        2,
        /vouches for nothing/,
      ],
    ] as const)
      test(`does not begin ${what}`, async () => {
        const answer = await watch(['--once', ...args], { env });
        assert.equal(answer.code, code);
        assert.match(answer.err, said);
      });

    test('says by its exit code that nobody took it', async () => {
      isDeaf = true;
      const { code, err } = await watch(['--once', '--report', url], { env });
      assert.equal(code, 1);
      assert.match(err, /it answered 503/);
    });
  });
});

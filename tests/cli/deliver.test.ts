import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, describe, test } from 'node:test';
import webPush from 'web-push';
import type { Prepared } from '../../src/cli/delivering.ts';
import { checkChannels } from '../../src/cli/delivery-check.ts';
import { DELIVERY_MIGRATIONS } from '../../src/delivery/store/migrations.ts';
import { migrate } from '../../src/delivery/store/migrate.ts';
import { keyRingFrom, SUBSCRIPTIONS_MIGRATIONS } from '../../src/subscriptions/index.ts';
import { SPOKEN } from '../languages.ts';
import { signUp } from '../bench/deliver/crowd.ts';
import { emptyStore } from '../delivery/store.ts';
import { publish } from '../delivery/site.ts';
import { told } from '../delivery/told.ts';
import { always } from '../../src/domain/promise.ts';
import { call, STACK } from './io.ts';
import { KEY, terminalOf } from './written.ts';

const ENGINE = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
const published = await publish();
after(async () => {
  rmSync(folder, { recursive: true });
  await published.close();
});

/** A site whose only channel is a program that writes down what it reads. */
const TOLD = join(folder, 'told');
const shipped = readFileSync(join(ENGINE, 'nightlight.yaml'), 'utf8');
writeFileSync(
  join(folder, 'nightlight.yaml'),
  `${shipped}\ndelivery:\n  command:\n    - { name: tell, run: [${process.execPath}, -e, "process.stdin.pipe(fs.createWriteStream('${TOLD}', { flags: 'a' }))"] }\n`,
);
const around = {
  cwd: folder,
  env: { NIGHTLIGHT_SITE: folder },
  fetch,
  now: Date.now,
  wait: async (ms: number, signal?: AbortSignal) =>
    pause(ms, undefined, { ref: false, ...(signal && { signal }) }),
};
/** The authority that the config names: no other site's updates are told. */
const ours = { authority: 'nightlight.example' };
const deliver = (...argv: string[]) => call(['deliver', ...argv, '--from', published.url], around);
const heard = () => readFileSync(TOLD, 'utf8').split('"id":"').length - 1;

for (const store of ['store', 'other store/.delivery']) await (await emptyStore(join(folder, store))).close();

describe('nightlight deliver', () => {
  test('prints what it would say on each channel, and sends and keeps nothing', async () => {
    published.updates = [told(ours)];
    const { code, out } = await deliver('--dry-run');
    assert.equal(code, 0);
    assert.match(
      out,
      /The newest update at http:\/\/127\.0\.0\.1:\d+\/ is 2026-03-01-follow\/u-20260301T021000Z/,
    );
    assert.match(out, /── tell, to everybody/);
    assert.match(out, /Not working: Alerts/);
    assert.throws(heard, { code: 'ENOENT' });
  });

  test('shows in three forms what there is to say where no channel is configured', async () => {
    const { code, out } = await call(['deliver', '--from', published.url], {
      ...around,
      env: { NIGHTLIGHT_SITE: ENGINE },
    });
    assert.equal(code, 0);
    assert.deepEqual(
      [...out.matchAll(/^── (.*)$/gm)].map(([, name]) => name),
      ['a text message', 'a short post', 'an e-mail'],
    );
  });

  test('says what to do where the site cannot be read, which is so on a new clone', async () => {
    const refused = async () => Promise.reject(new TypeError('fetch failed'));
    const home = { ...around, env: { NIGHTLIGHT_SITE: ENGINE }, fetch: refused };
    const { code, err } = await call(['deliver'], home);
    assert.equal(code, 1);
    assert.doesNotMatch(err, STACK);
    assert.match(err, /service-unreachable[\s\S]*Start it there \("npm start"\), or name its public address/);
  });

  test('tells once what is published after its first start, and says so where one asks', async () => {
    const begun = await deliver('--once', '--store', 'store');
    assert.deepEqual([begun.code, begun.err.includes('"msg":"tables"')], [0, true]);
    const news = told({ ...ours, id: '2026-03-01-follow/u-new', published: new Date().toISOString() });
    published.updates = [news];
    for (let look = 0; look < 2; look++)
      assert.equal((await deliver('--once', '--store', 'store', '--proof', 'proof.json')).code, 0);
    assert.equal(heard(), 1);
    const status = await deliver('status', '--store', 'store');
    assert.equal(status.code, 0);
    assert.match(
      status.out,
      /2026-03-01-follow\/u-new {2}published .*\n {2}tell {11}1 of 1 sent, \d+ s after publication/,
    );
    const { updates } = JSON.parse((await deliver('status', '--store', 'store', '--json')).out) as {
      updates: { channel: string; sent: number }[];
    };
    assert.deepEqual(
      updates.map(({ channel, sent }) => [channel, sent]),
      [['tell', 1]],
    );
    const proof = JSON.parse(readFileSync(join(folder, 'proof.json'), 'utf8')) as {
      updates: { id: string }[];
    };
    assert.deepEqual(
      proof.updates.map(({ id }) => id),
      [news.id],
    );
  });

  test('goes on until it is asked to end, serves those who watch it, says meanwhile how it stands, and ends with 0', async (t) => {
    const ending = new AbortController();
    t.after(() => ending.abort());
    let spoken = '';
    const running = call(['deliver', '--store', 'store', '--port', '0', '--from', published.url], {
      ...around,
      stopped: () => ending.signal,
    });
    void running.then(({ out }) => (spoken = out));
    await pause(1_500);
    const status = await deliver('status', '--store', 'store');
    assert.deepEqual([status.code, status.out.includes('1 of 1 sent')], [0, true], status.err);
    ending.abort();
    assert.equal((await running).code, 0);
    assert.equal((await deliver('status', '--store', 'store')).out, status.out);
    assert.match(
      spoken,
      /The service listens at http:\/\/localhost:\d+\/\.\nReads http:\/\/127\.0\.0\.1:\d+\/ and tells people by tell\./,
    );
  });

  test('says what it could not tell in one look, and when it is tried again', async () => {
    const site = mkdtempSync(join(folder, 'busy-'));
    const busy = `{ name: busy, run: [${process.execPath}, -e, "console.error('too busy'); process.exit(75)"] }`;
    writeFileSync(join(site, 'nightlight.yaml'), `${shipped}\ndelivery:\n  command:\n    - ${busy}\n`);
    cpSync(join(folder, 'store'), join(site, '.delivery'), { recursive: true });
    const busily = (...argv: string[]) =>
      call(['deliver', ...argv, '--from', published.url], { ...around, env: { NIGHTLIGHT_SITE: site } });
    await busily('adopt');
    published.updates = [
      told({
        ...ours,
        id: '2026-03-01-follow/u-busy',
        published: new Date(Date.now() + 1_000).toISOString(),
      }),
    ];
    const { code, err } = await busily('--once');
    assert.equal(code, 3);
    assert.match(
      err,
      /busy {11}0 of 1 sent, 1 on their way\n {17}the program ended with exit code 75: too busy \(tried again at \d{4}-\d\d-\d\dT[\d:]{8}Z\)/,
    );
  });

  test('checks the site and every channel before the night, and ends with 3 where somebody would not be told', async () => {
    const well = await deliver('check');
    assert.deepEqual([well.code, well.out.split('\n')[0]], [0, 'Nothing is wrong with tell.']);
    assert.match(well.out, /Nobody is told when something is wrong: "operator" of the config has no webhook/);
    assert.match(well.out, /There is no store yet: the first start makes it\./);
    assert.match((await deliver('check', '--store', 'store')).out, /The store opens\.\n/);
    published.status = 503;
    const away = await deliver('check');
    published.status = 200;
    assert.equal(away.code, 3);
    assert.match(away.out, /service-unreachable[\s\S]*answered with 503[\s\S]*Put the site live there/);
    const none = await call(['deliver', 'check', '--from', published.url], {
      ...around,
      env: { NIGHTLIGHT_SITE: ENGINE },
    });
    assert.deepEqual([none.code, none.out.includes('nobody would be told')], [3, true]);
  });

  test('tells the operator a test when it checks, and says where nobody hears it or the store does not fit', async () => {
    const site = mkdtempSync(join(folder, 'operator-'));
    const webhook = 'https://alarm.example/secret-path';
    writeFileSync(
      join(site, 'nightlight.yaml'),
      `${shipped}\ndelivery:\n  operator: { webhook: '${webhook}' }\n`,
    );
    const heard: { about: string; words: string; over: boolean }[] = [];
    let status = 200;
    const check = (...argv: string[]) =>
      call(['deliver', 'check', ...argv, '--from', published.url], {
        ...around,
        env: { NIGHTLIGHT_SITE: site },
        fetch: async (address, init) => {
          if (String(address) !== webhook) return fetch(address, init);
          heard.push(JSON.parse(String(init?.body)) as (typeof heard)[number]);
          return new Response('', { status });
        },
      });
    assert.match((await check()).out, /A test was told to the operator by webhook\./);
    assert.deepEqual(
      heard.map(({ about, words, over }) => [about, words.startsWith('TEST'), over]),
      [['test', true, true]],
    );
    status = 404;
    const dead = await check();
    assert.equal(dead.code, 3);
    assert.match(dead.out, /operator\.webhook {2}error {2}service-unreachable[\s\S]*answered 404/);
    assert.ok(!dead.out.includes('secret-path'));
    cpSync(join(folder, 'store'), join(site, 'copy'), { recursive: true });
    assert.match((await check('--store', join(site, 'copy'))).out, /This store is a copy of another/);
    const newer = await emptyStore(join(site, 'newer'));
    await migrate(newer, [...DELIVERY_MIGRATIONS, { room: 'delivery', step: 99, says: 'more', sql: '' }]);
    await newer.close();
    assert.match((await check('--store', join(site, 'newer'))).out, /tables of a newer version/);
  });

  test('checks that the address is that of this site, that somebody renews it, and that there is a key to keep people with', async () => {
    published.validUntil = Date.parse('2026-03-01T02:00:00Z');
    const stale = await deliver('check');
    published.validUntil = Date.now() + 3_600_000;
    assert.match(stale.out, /nobody has renewed its heartbeat since 2026-03-01T02:00:00Z/);
    const before = published.updates;
    published.updates = [told({ authority: 'other.example' })];
    const other = await deliver('check');
    published.updates = before;
    assert.deepEqual([other.code, other.out.includes('is the feed of another site')], [3, true]);
    const site = mkdtempSync(join(folder, 'keyless-'));
    const email = "{ from: 'Status <status@example.org>', postal_address: 'Main Street 1' }";
    writeFileSync(
      join(site, 'nightlight.yaml'),
      `${shipped}\ndelivery:\n  service: https://notify.example.org\n  email: ${email}\n`,
    );
    const keyless = await call(['deliver', 'check', '--from', published.url], {
      ...around,
      env: { NIGHTLIGHT_SITE: site },
    });
    assert.match(keyless.out, /NIGHTLIGHT_SUBSCRIBERS_KEY {2}error {2}variable-missing/);
  });

  test('checks that people behind a proxy are told apart, and that a text that comes in can be believed', async () => {
    const site = mkdtempSync(join(folder, 'around-'));
    const sms = "{ from: '+15555550100', countries: [US], price: 0.0083, most_a_day: 200 }";
    const pages = 'terms: https://example.org/terms\n  privacy: https://example.org/privacy';
    const check = async (service: string, env: Record<string, string>) => {
      writeFileSync(
        join(site, 'nightlight.yaml'),
        `${shipped}\ndelivery:\n  service: ${service}\n  ${pages}\n  sms: ${sms}\n`,
      );
      const { out } = await call(['deliver', 'check', '--from', published.url], {
        ...around,
        env: { NIGHTLIGHT_SITE: site, TWILIO_API_KEY: `SK${'0'.repeat(32)}`, ...env },
      });
      return [...out.matchAll(/^(TRUSTED_PROXIES|TWILIO_AUTH_TOKEN) {2}error {2}(\S+)/gm)].map(
        ([, variable, name]) => `${variable} ${name}`,
      );
    };
    const proxied = 'https://notify.example.org';
    assert.deepEqual(await check(proxied, {}), [
      'TRUSTED_PROXIES variable-missing',
      'TWILIO_AUTH_TOKEN variable-missing',
    ]);
    assert.deepEqual(await check(proxied, { TRUSTED_PROXIES: 'nginx', TWILIO_AUTH_TOKEN: 'x' }), [
      'TRUSTED_PROXIES variable-value',
    ]);
    assert.deepEqual(await check(proxied, { TRUSTED_PROXIES: '127.0.0.1,::1', TWILIO_AUTH_TOKEN: 'x' }), []);
    assert.deepEqual(await check('http://127.0.0.1:8787', { TWILIO_AUTH_TOKEN: 'x' }), []);
  });

  test('makes no store where one only asks, and says where to look: nobody must think that nothing was owed', async () => {
    for (const asked of [['status'], ['export', 'a@example.org'], ['adopt'], ['reseal']]) {
      const { code, out, err } = await deliver(...asked, '--store', 'nowhere');
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, /There is no store in \S+\/nowhere: .*NIGHTLIGHT_STORE or --store/);
    }
    assert.equal(existsSync(join(folder, 'nowhere')), false);
  });

  test('says at its start what would keep people from being told', async () => {
    const ending = new AbortController();
    const mastodon = '    - { instance: https://mastodon.example }\n';
    const site = join(folder, 'other store');
    writeFileSync(join(site, 'nightlight.yaml'), `${shipped}\ndelivery:\n  mastodon:\n${mastodon}`);
    const running = call(['deliver', '--from', published.url], {
      ...around,
      env: { NIGHTLIGHT_SITE: site },
      stopped: () => ending.signal,
    });
    await pause(1_000);
    ending.abort();
    const { err } = await running;
    assert.match(err, /MASTODON_TOKEN {2}error {2}variable-missing/);
  });

  test('has a store that is open told once more, and says what is missing to do so', async () => {
    const site = mkdtempSync(join(folder, 'mended-'));
    const token = join(site, 'token');
    const wrong = `process.exit(fs.existsSync('${token}') ? 0 : 1)`;
    const run = `{ name: account, run: [${process.execPath}, -e, "${wrong}"] }`;
    writeFileSync(join(site, 'nightlight.yaml'), `${shipped}\ndelivery:\n  command:\n    - ${run}\n`);
    cpSync(join(folder, 'store'), join(site, '.delivery'), { recursive: true });
    const mended = (...argv: string[]) =>
      call(['deliver', ...argv, '--from', published.url], { ...around, env: { NIGHTLIGHT_SITE: site } });
    await mended('adopt');
    const id = '2026-03-01-again/u-1';
    const now = new Date(Date.now() + 1_000).toISOString();
    published.updates = [told({ ...ours, id, incident: '2026-03-01-again', published: now })];
    assert.equal((await mended('--once')).code, 3);
    const bare = await mended('again');
    assert.equal(bare.code, 3, 'nobody could be asked');
    assert.match(
      bare.out,
      /^account: 2026-03-01-again\/u-1, published .*: 1 refused [\s\S]*Nothing was changed\.\nAdd --yes to send all of these/,
    );
    const no = terminalOf([/sent once more\?/, KEY.enter]);
    const left = await call(['deliver', 'again', '--from', published.url], {
      ...{ ...around, terminal: no, env: { NIGHTLIGHT_SITE: site } },
    });
    assert.deepEqual([left.code, no.left(), /Nothing was changed\.\n$/.test(left.out)], [0, 0, true]);
    const vague = await mended('again', '--update', '2026-03-01-again/u-9');
    assert.match(
      vague.out,
      /^There is nothing to tell once more of 2026-03-01-again\/u-9: nobody who delivers has heard/,
    );
    const unknown = await mended('again', '--channel', 'acount', '--dry-run');
    assert.deepEqual(
      [unknown.code, unknown.out],
      [1, '"acount" is no channel of the config. There are: account.\n'],
    );
    const look = await mended('again', '--channel', 'account', '--dry-run');
    assert.match(
      look.out,
      /^2026-03-01-again\/u-1, published .*: 1 refused \(the program ended .*\)\.\n[\s\S]*Nothing was changed\.\n$/,
    );
    writeFileSync(token, '');
    const ending = new AbortController();
    const running = call(['deliver', '--from', published.url], {
      ...around,
      env: { NIGHTLIGHT_SITE: site },
      stopped: () => ending.signal,
    });
    await pause(1_500);
    const asked = await mended('again', '--channel', 'account', '--update', id);
    ending.abort();
    await running;
    assert.deepEqual([asked.code, asked.out.includes('It is sent at the next look')], [0, true], asked.err);
    assert.equal((await mended('--once')).code, 0);
    assert.match((await mended('status')).out, /2026-03-01-again\/u-1 .*\n {2}account {8}1 of 1 sent/);
    const over = await mended('again', '--channel', 'account', '--update', id, '--json');
    assert.deepEqual([over.code, JSON.parse(over.out).again], [0, []]);
    const twice = await mended('again', '--yes', '--update', id);
    assert.match(twice.out, /: all was told, or may have been\.\n$/);
  });

  test('has all that was refused told once more where somebody says yes', async () => {
    const site = mkdtempSync(join(folder, 'yes-'));
    const token = join(site, 'token');
    const wrong = `process.exit(fs.existsSync('${token}') ? 0 : 1)`;
    const run = `{ name: account, run: [${process.execPath}, -e, "${wrong}"] }`;
    writeFileSync(join(site, 'nightlight.yaml'), `${shipped}\ndelivery:\n  command:\n    - ${run}\n`);
    cpSync(join(folder, 'store'), join(site, '.delivery'), { recursive: true });
    const mended = (argv: string[], terminal?: ReturnType<typeof terminalOf>) =>
      call(['deliver', ...argv, '--from', published.url], {
        ...around,
        terminal,
        env: { NIGHTLIGHT_SITE: site },
      });
    await mended(['adopt']);
    const id = '2026-03-01-yes/u-1';
    const now = new Date(Date.now() + 1_000).toISOString();
    published.updates = [told({ ...ours, id, incident: '2026-03-01-yes', published: now })];
    assert.equal((await mended(['--once'])).code, 3);
    writeFileSync(token, '');
    const terminal = terminalOf([/sent once more\?/, [KEY.down, KEY.enter]]);
    const { code, out } = await mended(['again'], terminal);
    assert.deepEqual([code, terminal.left()], [0, 0]);
    assert.match(out, /^account: 2026-03-01-yes\/u-1[\s\S]*It is sent at the next look/);
    assert.equal((await mended(['--once'])).code, 0);
    assert.match((await mended(['status'])).out, /2026-03-01-yes\/u-1 .*\n {2}account {8}1 of 1 sent/);
  });

  test('ends what one person gets, hands out what is kept of them, and remembers who did it', async () => {
    const site = mkdtempSync(join(folder, 'letters-'));
    const email = "{ from: 'Status <status@example.org>', postal_address: 'Main Street 1' }";
    writeFileSync(
      join(site, 'nightlight.yaml'),
      `${shipped}\ndelivery:\n  service: https://notify.example.org\n  email: ${email}\n`,
    );
    const key = `k1:${randomBytes(32).toString('base64')}`;
    const store = await emptyStore(join(site, '.delivery'));
    await migrate(store, [...DELIVERY_MIGRATIONS, ...SUBSCRIPTIONS_MIGRATIONS]);
    const keys = keyRingFrom({ NIGHTLIGHT_SUBSCRIBERS_KEY: key }, randomBytes);
    await signUp(store, keys, { kind: 'email', count: 2, sink: 0 });
    await store.close();
    const env = { NIGHTLIGHT_SITE: site, NIGHTLIGHT_SUBSCRIBERS_KEY: key, USER: 'ana' };
    const letter = (...argv: string[]) =>
      call(['deliver', ...argv, '--from', published.url], { ...around, env });
    const dry = await letter('--dry-run');
    assert.match(dry.out, /── email, to each of the 2 who asked for it\n/, dry.err);
    const bare = await letter('forget');
    assert.deepEqual([bare.code, bare.err.includes('an address or a number')], [2, true]);
    const unclear = await letter('forget', 'person');
    assert.deepEqual([unclear.code, unclear.out.includes('neither an address nor a number')], [1, true]);
    const exported = await letter('export', 'Person-0000000@example.org');
    const { subscription } = JSON.parse(exported.out) as { subscription: { address: string; state: string } };
    assert.deepEqual([subscription.address, subscription.state], ['Person-0000000@example.org', 'active']);
    const ended = await letter('forget', 'person-0000000@example.org', '--by', 'Ben', '--way', 'call');
    assert.deepEqual([ended.code, /person-|@/.test(ended.out + ended.err)], [0, false], ended.err);
    assert.match(
      (await letter('forget', 'person-0000000@example.org')).out,
      /^Nobody is told anything there/,
    );
    const after = JSON.parse((await letter('export', 'person-0000000@example.org')).out) as {
      subscription: { state: string };
      consent: { what: string; how: string; who: string }[];
    };
    assert.equal(after.subscription.state, 'left');
    assert.deepEqual(
      after.consent.map(({ what, how, who }) => [what, how, who]),
      [
        ['exported', 'operator', 'ana'],
        ['revoked', 'call', 'Ben'],
        ['exported', 'operator', 'ana'],
      ],
    );
    await letter('forget', 'person-0000000@example.org', '--all');
    assert.equal((await letter('export', 'person-0000000@example.org')).code, 3);
    assert.equal(
      (await letter('export', 'person-0000001@example.org')).code,
      0,
      'and nobody else is touched',
    );
  });

  test('says what is owed by a copy that is adopted', async () => {
    const { code, out } = await deliver('adopt', '--store', 'store');
    assert.equal(code, 0);
    assert.match(out, /^This store is the one from now on\. .* 0 messages that it owed/);
  });

  test('prints keys that the config and the service take', async () => {
    const { code, out } = await call(['deliver', 'keys'], around);
    assert.equal(code, 0);
    const [, subscribers = ''] = /^NIGHTLIGHT_SUBSCRIBERS_KEY=(.*)$/m.exec(out) ?? [];
    assert.doesNotThrow(() => keyRingFrom({ NIGHTLIGHT_SUBSCRIBERS_KEY: subscribers }, randomBytes));
    const [, priv = ''] = /^VAPID_PRIVATE_KEY=(.*)$/m.exec(out) ?? [];
    const [, pub = ''] = /public_key: (\S+)/.exec(out) ?? [];
    assert.doesNotThrow(() =>
      webPush.getVapidHeaders('https://push.example.org', 'mailto:a@example.org', pub, priv, 'aes128gcm'),
    );
  });

  test('says how many numbers the promise can be kept for at the rate of the sender', async () => {
    const { lines } = await checkChannels(
      {
        channels: [],
        origin: { url: published.url, base: '/' },
        config: { sms: { segmentsPerSecond: 10 } },
        site: { ...SPOKEN, pledge: always({ firstNotice: 60, updateEvery: 240 }), tag: ours },
      } as unknown as Prepared,
      { fetch },
      {},
    );
    assert.match(
      lines.join('\n'),
      /At 10 segments a second a first notice of two segments takes 4 minutes for 1000 numbers, 34 minutes for 10000 numbers, 334 minutes for 100000 numbers: the promise of 60 minutes can be kept for 18000 numbers\./,
    );
  });

  test('says what is wrong with a port and an address', async () => {
    const port = await deliver('--store', 'store', '--port', 'eighty');
    assert.deepEqual([port.code, port.err.includes('--port')], [2, true]);
    const from = await call(['deliver', '--from', 'status.example.org'], around);
    assert.deepEqual([from.code, from.err.includes('is no address')], [1, true]);
  });
});

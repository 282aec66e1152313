import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, beforeEach, describe, test } from 'node:test';
import { KEYS_VARIABLE, keyRingFrom } from '../../src/subscriptions/index.ts';
import { Counter } from '../../src/subscriptions/limits.ts';
import { linkToken, readLinkToken } from '../../src/subscriptions/tokens.ts';
import {
  EMAIL,
  encoded,
  formOf,
  KEY,
  idIn,
  NIGHT,
  NUMBER,
  openService,
  pathIn,
  PUSH,
  SERVICE,
  SITE_ORIGIN,
  stampIn,
} from './service.ts';

const service = await openService();
after(() => service.database.close());
beforeEach(() => service.clear());

const OTHER = `k2:${Buffer.alloc(32, 9).toString('base64')}`;
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** Every text that the store holds. */
async function everything(): Promise<string> {
  const tables = await service.database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'nightlight'`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      service.database.query(`select to_jsonb(t) as row from nightlight.${name} as t`),
    ),
  );
  assert.ok(tables.length > 10);
  return JSON.stringify(rows);
}

test('no address, number or endpoint stands in the store or in the log, whatever somebody does', async () => {
  const own = await service.join('email');
  await service.signUp('email', { address: 'second@example.com' });
  await service.signUp('sms');
  await service.signUp('sms', { number: '+12025550199', whose: 'minor', guardian: 'guardian@example.com' });
  await service.join('web-push');
  for (const step of ['test', 'save', 'export']) await service.post(own, { do: step });
  await service.recipients.gone('email', 'f'.repeat(32), `550 ${EMAIL} unknown`);
  const form = {
    kind: 'email',
    language: 'en',
    address: EMAIL,
    stamp: stampIn(await (await service.get('/access')).text()),
  };
  service.clock.now += 5_000;
  await service.post('/access', form);
  await service.idle();
  const before = await everything();
  await service.post(own, { do: 'leave' });
  const kept = [before, await everything(), service.logged.join('\n')].join('\n');
  for (const secret of [EMAIL, 'second@', NUMBER, NUMBER.slice(2), '2025550199', 'guardian@', 'abcdefgh'])
    assert.ok(!kept.toLowerCase().includes(secret.toLowerCase()), `${secret} stands in it`);
  const tokens = service.sent.flatMap(
    ({ text }) => text.match(/\/(?:confirm|guardian|preferences)\/[\w.-]+/g) ?? [],
  );
  assert.ok(tokens.length >= 4);
  for (const token of tokens) assert.ok(!kept.includes(token.split('/')[2] ?? ''), 'a token stands in it');
  assert.ok(service.logged.length > 8);
});

test('what goes wrong inside is told without a word of what somebody wrote', async () => {
  const broken = await openService(
    {
      database: {
        ...service.database,
        query: async () => {
          throw new Error(`Key (address)=(${EMAIL}) exists`);
        },
      },
    },
    service.database,
  );
  const stamp = stampIn(await (await broken.post('/subscribe', formOf('email'))).text());
  broken.clock.now += 5_000;
  const answer = await broken.post('/subscribe', { ...formOf('email'), stamp });
  assert.equal(answer.status, 500);
  assert.ok(!(await answer.text()).includes('Key'));
  assert.match(broken.logged.join('\n'), /"event":"failed"/);
  assert.ok(!broken.logged.join('\n').includes(EMAIL));
});

test('the same is answered, sent and written whether or not somebody is told there', async () => {
  const shape = async () => {
    service.sent.length = 0;
    const answer = await service.signUp('email');
    const rows = await service.database.query<{ count: number }>(
      'select count(*)::int as count from nightlight.consents',
    );
    return {
      status: answer.status,
      text: await answer.text(),
      letters: service.sent.map(({ letter }) => letter?.subject),
      rows,
    };
  };
  const lines = ({ rows }: { rows: { count: number }[] }) => rows[0]?.count ?? 0;
  const start = await service.database.query<{ count: number }>(
    'select count(*)::int as count from nightlight.consents',
  );
  const stranger = await shape();
  await service.post(pathIn(service.sent[0]?.text ?? '', 'confirm'), {});
  const middle = await service.database.query<{ count: number }>(
    'select count(*)::int as count from nightlight.consents',
  );
  const known = await shape();
  assert.deepEqual({ ...known, rows: 0 }, { ...stranger, rows: 0 });
  assert.equal(lines(known) - (middle[0]?.count ?? 0), lines(stranger) - (start[0]?.count ?? 0));
});

test('a link for whoever is told there is answered alike for whoever is not', async () => {
  await service.join('email');
  service.sent.length = 0;
  const ask = async (address: string) => {
    const stamp = stampIn(await (await service.get('/access')).text());
    service.clock.now += 5_000;
    const answer = await service.post('/access', { kind: 'email', language: 'en', address, stamp });
    await service.idle();
    return answer.text();
  };
  assert.equal(await ask(EMAIL.toLowerCase()), await ask('nobody@example.com'));
  assert.deepEqual(
    service.sent.map(({ to }) => to),
    [EMAIL],
  );
  const link = pathIn(service.sent[0]?.text ?? '', 'preferences');
  assert.equal((await service.get(link)).status, 200);
});

test('all that is kept about somebody is handed over, and goes, in one step each', async () => {
  const own = await service.join('email');
  const id = idIn(own);
  await service.database.query(
    `insert into nightlight.notices (id, incident, kind, first, drill, published, heard_at, history, contents)
     values ('a/b', 'a', 'update', true, false, now(), now(), false, '{}')`,
  );
  await service.database.query(
    `insert into nightlight.outbox (notice, channel, recipient, state, not_before, receipt)
     select number, 'email', $1, 'sent', now(), '<key@example.org>' from nightlight.notices`,
    [id],
  );
  const file = await service.post(own, { do: 'export' });
  assert.match(file.headers.get('content-disposition') ?? '', /attachment/);
  const data = await file.json();
  assert.equal(data.subscription.address, EMAIL);
  assert.equal(data.subscription.components, 'all');
  assert.deepEqual(
    data.consent.map(({ what }: { what: string }) => what),
    ['asked', 'message', 'confirmed', 'exported'],
  );
  assert.match(data.consent[0].words, /I agree to receive e-mail from Example Ltd/);
  assert.equal(data.messages[0].update, 'a/b');

  assert.match(await (await service.post(own, { do: 'erase' })).text(), /Yes, forget everything/);
  assert.equal((await service.counts()).email, 1, 'one press is a question');
  assert.match(await (await service.post(own, { do: 'erase-sure' })).text(), /We have forgotten you/);
  assert.deepEqual(await service.database.query('select * from nightlight.subscribers'), []);
  const left = await service.database.query(
    'select distinct receipt from nightlight.consents where subscriber = $1',
    [id],
  );
  assert.deepEqual(left, [{ receipt: null }]);
  const sent = await service.database.query('select receipt from nightlight.outbox where recipient = $1', [
    id,
  ]);
  assert.deepEqual(sent, [{ receipt: null }]);
  assert.equal((await service.get(own)).status, 410);
  await service.database.query('delete from nightlight.outbox');
  await service.database.query('delete from nightlight.notices');
});

test('an operator ends what somebody gets, or waits for, however they write the number', async () => {
  await service.signUp('sms');
  assert.equal(await service.operator.forget('+1 (202) 555-0123', { who: 'ana' }, false), 'nobody');
  const rows = await service.database.query('select 1 from nightlight.requests');
  assert.equal(rows.length, 0, 'what waits there for a YES is forgotten');
  await service.join('email');
  for (const unclear of ['somebody', '2025550123', 'a@b', '', PUSH])
    assert.equal(await service.operator.forget(unclear, { who: 'ana' }, true), 'unclear', unclear);
  assert.equal(await service.operator.export('nobody@example.org', 'ana'), 'nobody');
  assert.equal(await service.operator.forget(EMAIL, { who: 'ana' }, true), 'erased');
  const lines = await service.database.query(
    `select what, how, who from nightlight.consents order by number desc limit 2`,
  );
  assert.deepEqual(lines, [
    { what: 'erased', how: 'operator', who: 'ana' },
    { what: 'revoked', how: 'operator', who: 'ana' },
  ]);
  assert.deepEqual(await service.database.query('select 1 from nightlight.subscribers'), []);
});

test('the ledger of consent is not changed, nor shortened, by anybody', async () => {
  await service.signUp('email');
  for (const statement of [
    `update nightlight.consents set what = 'confirmed'`,
    `update nightlight.consents set at = now()`,
    `update nightlight.consents set receipt = 'another'`,
    `update nightlight.consents set receipt = null, page = null`,
    'delete from nightlight.consents',
    'truncate nightlight.consents',
    `update nightlight.consent_words set words = 'others'`,
    'truncate nightlight.consent_words cascade',
    'delete from nightlight.consent_words',
  ])
    await assert.rejects(service.database.query(statement), /not changed|foreign key/, statement);
});

describe('forms are taken from our own pages alone', () => {
  const steps = async (headers: Record<string, string>) =>
    (await service.post('/subscribe', formOf('email'), headers)).status;
  const second = async (headers: Record<string, string>) => {
    const stamp = stampIn(await (await service.post('/subscribe', formOf('email'))).text());
    service.clock.now += 5_000;
    const answer = await service.app.request(`${SERVICE}/subscribe`, {
      method: 'POST',
      body: encoded({ ...formOf('email'), stamp }),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    });
    return answer.status;
  };

  test('the first step comes from the site, from here, or from a page that says no origin', async () => {
    assert.equal(await steps({ Origin: SITE_ORIGIN }), 200);
    assert.equal(await steps({ Origin: SERVICE }), 200);
    assert.equal(await steps({ Origin: 'null' }), 200);
    assert.equal(await steps({ Origin: 'https://evil.example' }), 403);
    assert.equal(await steps({ Origin: `${SERVICE}.evil.example` }), 403);
  });

  test('the second, which does something, comes from here', async () => {
    for (const origin of [SITE_ORIGIN, 'null', 'https://evil.example'])
      assert.equal(await second({ Origin: origin }), 403, origin);
    assert.equal(await second({}), 403, 'who says nothing is not believed');
    assert.equal(await second({ 'Sec-Fetch-Site': 'cross-site' }), 403);
    assert.equal(await second({ 'Sec-Fetch-Site': 'same-origin' }), 200);
    assert.equal(await second({ Origin: SERVICE }), 200);
  });

  test('and so do the pages that are somebody’s own', async () => {
    const own = await service.join('email');
    assert.equal(
      (await service.post(own, { do: 'erase-sure' }, { Origin: 'https://evil.example' })).status,
      403,
    );
    assert.equal((await service.post(own, { do: 'leave' }, { Origin: 'null' })).status, 403);
    assert.equal((await service.counts()).email, 1);
  });
});

describe('programs that fill in forms', () => {
  const fill = async (after: number, more: Record<string, string> = {}) => {
    const stamp = stampIn(await (await service.post('/subscribe', formOf('email'))).text());
    service.clock.now += after;
    const answer = await service.post('/subscribe', { ...formOf('email'), stamp, ...more });
    await service.idle();
    return answer;
  };

  test('are too quick', async () => {
    const answer = await fill(300);
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /press the button again/);
    assert.equal(service.sent.length, 0);
  });

  test('fill what nobody sees, and are answered as everybody', async () => {
    const trapped = await fill(5_000, { website: 'https://buy.example' });
    assert.equal(trapped.status, 200);
    assert.equal(service.sent.length, 0);
    assert.equal(await trapped.text(), await (await fill(5_000)).text());
  });

  test('use one stamp for many, an old one, or their own', async () => {
    const stamp = stampIn(await (await service.post('/subscribe', formOf('email'))).text());
    service.clock.now += 5_000;
    const use = async (used: string, address: string) =>
      (await service.post('/subscribe', { ...formOf('email'), address, stamp: used })).status;
    assert.equal(await use(stamp, 'one@example.com'), 200);
    assert.equal(await use(stamp, 'two@example.com'), 422);
    assert.equal(await use(`${stamp.split('.')[0]}.AAAAAAAAAAAAAAAAAAAAAA`, 'three@example.com'), 422);
    const older = stampIn(await (await service.post('/subscribe', formOf('email'))).text());
    service.clock.now += 3 * 3_600_000;
    assert.equal(await use(older, 'four@example.com'), 422);
  });
});

test('strangers can make us write to one address three times a day, and learn nothing of it', async () => {
  const answers = [];
  for (let index = 0; index < 5; index++) answers.push(await (await service.signUp('email')).text());
  assert.equal(new Set(answers).size, 1);
  assert.equal(service.sent.length, 3);
});

test('what is counted in memory is bounded: the oldest gives way', () => {
  const counter = new Counter({ most: 1, per: 1000 }, 100);
  for (let index = 0; index < 1000; index++) assert.ok(counter.take(`network ${index}`, 0));
  assert.equal(counter.size, 100);
  assert.equal(counter.take('network 999', 1), false);
  assert.equal(counter.take('network 999', 1000), true);
});

test('nothing gets into the head of a letter', async () => {
  for (const address of [
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com\nBcc: b@example.com',
    'a@example.com, b@example.com',
    '"a\\"@example.com',
    'A <a@example.com>',
    'a@example.com\u0000',
    'a@[127.0.0.1]',
    'a@localhost',
  ])
    assert.equal((await service.signUp('email', { address })).status, 422, JSON.stringify(address));
  assert.equal(service.sent.length, 0);
});

test('a browser’s endpoint may only be at a push service, never inside of our own house', async () => {
  const { keys } = JSON.parse(PUSH);
  for (const endpoint of [
    'https://127.0.0.1/x',
    'https://localhost/x',
    'http://fcm.googleapis.com/x',
    'https://fcm.googleapis.com:8443/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://user@fcm.googleapis.com/x',
    'https://169.254.169.254/latest',
  ])
    assert.equal(
      (await service.signUp('web-push', { push: JSON.stringify({ endpoint, keys }) })).status,
      422,
      endpoint,
    );
  for (const push of [
    '',
    'null',
    '{}',
    '[]',
    '{"endpoint":5}',
    JSON.stringify({ ...JSON.parse(PUSH), keys: { p256dh: 'x', auth: 'y' } }),
  ])
    assert.notEqual((await service.signUp('web-push', { push })).status, 500, push);
  assert.equal(service.sent.length, 0);
});

test('a browser is asked by a notification, confirms by it, and is sent a test', async () => {
  const own = await service.join('web-push');
  assert.equal((await service.counts())['web-push'], 1);
  assert.match(service.sent[0]?.note?.url ?? '', /\/confirm\//);
  await service.post(own, { do: 'test' });
  await service.idle();
  assert.equal(service.sent.at(-1)?.by, 'push');
  service.end.outcome = { kind: 'refused', reason: '410', gone: true };
  await service.post(own, { do: 'test' });
  await service.idle();
  assert.equal((await service.counts())['web-push'], 0, 'an endpoint that is dead is forgotten');
});

describe('keys', () => {
  test('are told with the way out when they are missing or wrong, and never shown', () => {
    const read = (value: string | undefined) => () => keyRingFrom({ [KEYS_VARIABLE]: value }, random);
    assert.throws(read(undefined), /openssl rand -base64 32/);
    assert.throws(read('k1:short'), /32 random bytes/);
    assert.throws(read(Buffer.alloc(32, 1).toString('base64')), /has no name/);
    assert.throws(read(`${KEY},${KEY}`), /two keys of one name/);
    assert.throws(read('k1:SecretSecretSecret'), (error: Error) => !error.message.includes('SecretSecret'));
  });

  test('change: what an older one wrote is read, found again and written anew, until it is not needed', async () => {
    const own = await service.join('email');
    await service.signUp('sms', { whose: 'minor', guardian: 'guardian@example.com' });
    const newer = await openService(
      { keys: keyRingFrom({ [KEYS_VARIABLE]: `${OTHER} ${KEY}` }, random) },
      service.database,
    );
    newer.clock.now = service.clock.now;
    assert.equal((await newer.get(own)).status, 200, 'links of before work');
    await newer.signUp('email');
    await newer.post(pathIn(newer.sent[0]?.text ?? '', 'confirm'), {});
    assert.equal((await newer.counts()).email, 1, 'nobody is twice in it');
    await service.signUp('email', { address: 'second@example.com' });
    await service.post(pathIn(service.sent.at(-1)?.text ?? '', 'confirm'), {});
    assert.deepEqual(await newer.keysInUse(), [
      { key: 'k1', told: 1, hashes: 0 },
      { key: 'k2', told: 1, hashes: 0 },
    ]);
    let done = 0;
    for (let some = 1; some > 0; done += some) some = await newer.reseal(1);
    assert.equal(done, 2);
    assert.deepEqual(
      (await newer.keysInUse()).map(({ key }) => key),
      ['k2'],
    );
    const alone = await openService(
      { keys: keyRingFrom({ [KEYS_VARIABLE]: OTHER }, random) },
      service.database,
    );
    const ids = (await service.database.query<{ id: string }>('select id from nightlight.subscribers')).map(
      ({ id }) => id,
    );
    const known = await alone.recipients.addresses('email', ids);
    assert.deepEqual([...known.values()].map(({ address }) => address).toSorted(), [
      EMAIL,
      'second@example.com',
    ]);
    assert.equal(await alone.operator.forget('SECOND@example.com', { who: 'ana' }, false), 'ended');
  });

  test('that are lost are told to the operator, and keep nobody else from being told', async () => {
    await service.join('email');
    const alone = await openService(
      { keys: keyRingFrom({ [KEYS_VARIABLE]: OTHER }, random) },
      service.database,
    );
    alone.clock.now = service.clock.now;
    await alone.signUp('email', { address: 'second@example.com' });
    await alone.post(pathIn(alone.sent[0]?.text ?? '', 'confirm'), {});
    await alone.tidy();
    assert.match(alone.told[0] ?? '', /1 subscriptions are written with the key "k1"/);
    const rows = await service.database.query<{ id: string }>('select id from nightlight.subscribers');
    const known = await alone.recipients.addresses(
      'email',
      rows.map(({ id }) => id),
    );
    assert.deepEqual(
      [...known.values()].map(({ address }) => address),
      ['second@example.com'],
    );
  });

  test('bind what they seal to its place, and do not open what was changed', () => {
    const ring = keyRingFrom({ [KEYS_VARIABLE]: KEY }, random);
    const place = { kind: 'email', id: 'a' };
    const sealed = ring.seal(EMAIL, place);
    assert.equal(ring.open(sealed, place), EMAIL);
    assert.notEqual(ring.seal(EMAIL, place).sealed, sealed.sealed);
    assert.throws(() => ring.open(sealed, { kind: 'email', id: 'b' }));
    assert.throws(() => ring.open(sealed, { kind: 'sms', id: 'a' }));
    const bytes = Buffer.from(sealed.sealed, 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    assert.throws(() => ring.open({ ...sealed, sealed: bytes.toString('base64') }, place));
    assert.throws(
      () => ring.open({ ...sealed, keyId: 'k0' }, place),
      /"k0" is not in NIGHTLIGHT_SUBSCRIBERS_KEY/,
    );
  });
});

test('a link is for one thing, for one person, and for a time', () => {
  const ring = keyRingFrom({ [KEYS_VARIABLE]: KEY }, random);
  const whose = { id: 'a'.repeat(32), epoch: 0 };
  const token = linkToken(ring, 'leave', whose, NIGHT);
  assert.deepEqual(readLinkToken(ring, 'leave', token, NIGHT), whose);
  assert.equal(readLinkToken(ring, 'preferences', token, NIGHT), undefined);
  assert.equal(readLinkToken(ring, 'leave', token.replace(/^./, 'b'), NIGHT), undefined);
  assert.equal(readLinkToken(ring, 'leave', token.replace('.0.', '.1.'), NIGHT), undefined);
  assert.equal(readLinkToken(ring, 'leave', token, NIGHT + 401 * 86_400_000), undefined);
  const other = keyRingFrom({ [KEYS_VARIABLE]: OTHER }, random);
  assert.equal(readLinkToken(other, 'leave', token, NIGHT), undefined);
});

test('every answer is strict: nothing runs, nothing is loaded or framed, and no cookie is set', async () => {
  const own = await service.join('email');
  for (const path of ['/subscribe?kind=email', own, '/nothing', '/confirm/x', '/hooks/twilio/inbound']) {
    const answer = await service.get(path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/, path);
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('referrer-policy'), 'same-origin');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    const html = await answer.text();
    assert.doesNotMatch(html, /<script|style="|onclick|<img|<link/);
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    if (style !== '') assert.ok(policy.includes(createHash('sha256').update(style).digest('base64')), path);
  }
});

test('what somebody writes is never markup', async () => {
  const page = await (
    await service.post('/subscribe', { kind: 'email', address: '"><script>alert(1)</script>' })
  ).text();
  assert.doesNotMatch(page, /<script/);
  assert.match(page, /&quot;&gt;&lt;script&gt;/);
});

test('methods and types that are not meant are said', async () => {
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
    service.app.request(`${SERVICE}${path}`, { method, headers, body: body ?? null });
  for (const [method, path, allow] of [
    ['PUT', '/subscribe', 'GET, HEAD, POST'],
    ['GET', '/hooks/twilio/inbound', 'POST'],
    ['DELETE', '/terms', 'GET, HEAD'],
  ] as const) {
    const answer = await ask(method, path);
    assert.equal(answer.status, 405, path);
    assert.equal(answer.headers.get('allow'), allow);
  }
  assert.equal((await ask('GET', '/nothing')).status, 404);
  assert.equal((await ask('HEAD', '/subscribe')).status, 200);
  assert.equal(await (await ask('HEAD', '/subscribe')).text(), '');
  assert.equal(
    (await ask('POST', '/subscribe', { 'Content-Type': 'application/json', Origin: SERVICE }, '{}')).status,
    415,
  );
  assert.equal(
    (
      await ask(
        'POST',
        '/hooks/bounce',
        { 'Content-Type': 'text/plain', Authorization: 'Bearer letters-secret' },
        'x',
      )
    ).status,
    415,
  );
});

test('pages come in the language that is asked for, or that the browser prefers', async () => {
  assert.match(await (await service.get('/terms?language=es')).text(), /<html lang="es" dir="ltr">/);
  assert.match(
    await (await service.get('/terms', { 'Accept-Language': 'es-MX,en;q=0.8' })).text(),
    /<html lang="es" dir="ltr">/,
  );
  assert.match(
    await (await service.get('/terms', { 'Accept-Language': 'fr' })).text(),
    /<html lang="en" dir="ltr">/,
  );
});

test('after four years nothing is left of whoever left', async () => {
  const own = await service.join('email');
  await service.post(own, { do: 'leave' });
  service.clock.now += 3 * 365 * 86_400_000;
  await service.tidy();
  const count = async () => (await service.database.query('select 1 from nightlight.subscribers')).length;
  assert.equal(await count(), 1);
  service.clock.now += 366 * 86_400_000;
  await service.tidy();
  assert.equal(await count(), 0);
});

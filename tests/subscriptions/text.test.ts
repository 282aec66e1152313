import assert from 'node:assert/strict';
import { CONSENT_VERSION } from '../../src/domain/subscribe-form.ts';
import { after, beforeEach, test } from 'node:test';
import twilio from 'twilio/lib/webhooks/webhooks.js';
import { countSms } from '../../src/publications/messages/sms-count.ts';
import {
  encoded,
  formOf,
  NUMBER,
  openService,
  pathIn,
  SERVICE,
  stampIn,
  type TestService,
} from './service.ts';

const service = await openService();
after(() => service.database.close());
beforeEach(() => service.clear());

let sid = 0;

/** A text as Twilio hands it over. @returns the answer in it; the empty text for none. */
async function texts(
  body: string,
  { from = NUMBER, headers = {}, more = {}, to = service }: Texting = {},
): Promise<string> {
  const fields = {
    From: from,
    To: '+12025550100',
    Body: body,
    MessageSid: `SM${++sid}`,
    NewField: 'unknown',
    ...more,
  };
  const answer = await hook('/hooks/twilio/inbound', fields, { headers, to });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/xml/);
  return /<Message>([\s\S]*)<\/Message>/.exec(await answer.text())?.[1] ?? '';
}

interface Texting {
  from?: string;
  headers?: Record<string, string>;
  more?: Record<string, string>;
  to?: TestService;
}

async function hook(
  path: string,
  fields: Record<string, string>,
  {
    headers = {},
    to = service,
    token = 'auth-token',
  }: { headers?: Record<string, string>; to?: TestService; token?: string } = {},
): Promise<Response> {
  const signature = twilio.getExpectedTwilioSignature(token, `${SERVICE}${path}`, fields);
  return to.app.request(`http://10.0.0.5:8080${path}`, {
    method: 'POST',
    body: encoded(fields),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Twilio-Signature': signature,
      ...headers,
    },
  });
}

async function ledger(): Promise<string[]> {
  const rows = await service.database.query<{ what: string; how: string }>(
    'select what, how from nightlight.consents where at >= $1 order by number',
    [new Date(service.clock.now - 3 * 3_600_000)],
  );
  return rows.map(({ what, how }) => `${what} ${how}`);
}

test('a number is asked by one text, says YES, and is told so once', async () => {
  const answer = await service.signUp('sms');
  assert.match(await answer.text(), /a text message is on its way/);
  assert.equal(service.sent.length, 1);
  assert.match(service.sent[0]?.text ?? '', /Reply YES/);
  assert.equal((await service.counts()).sms, 0);
  assert.match(await texts('Yes'), /You now get Sharing Status text messages/);
  assert.equal((await service.counts()).sms, 1);
  assert.equal(await texts('yes'), '', 'one confirmation, not two');
  assert.deepEqual(await ledger(), ['asked form', 'message channel', 'confirmed text']);
});

test('consent stands in the ledger before anything is sent, with the words, where they were shown and what they weigh', async () => {
  const before: number[] = [];
  const watched = await openService(
    {
      courier: {
        email: async () => ({ kind: 'sent' }),
        push: async () => ({ kind: 'sent' }),
        sms: async () => {
          const rows = await watched.database.query('select * from nightlight.consents');
          before.push(rows.length);
          return { kind: 'sent', receipt: 'SM-asked' };
        },
      },
    },
    service.database,
  );
  watched.clock.now = service.clock.now;
  const count = (await service.database.query('select * from nightlight.consents')).length;
  await watched.signUp('sms');
  assert.deepEqual(before, [count + 1]);
  const [asked, message] = await service.database
    .query(
      `select c.*, w.words as shown, w.version from nightlight.consents as c left join nightlight.consent_words as w on w.sha256 = c.words
     order by number desc limit 2`,
    )
    .then((rows) => rows.reverse());
  assert.equal(asked?.page, 'https://status.example.org/subscribe/');
  assert.match(String(asked?.shown), /text messages \(SMS\) from Example Ltd/);
  assert.match(String(asked?.words), /^[0-9a-f]{64}$/);
  assert.equal(asked?.version, CONSENT_VERSION);
  assert.equal(message?.receipt, 'SM-asked');
});

test('without a YES within a day the number is forgotten', async () => {
  await service.signUp('sms');
  service.clock.now += 24 * 3_600_000 + 1;
  assert.match(await texts('YES'), /gets no messages from us/);
  await service.tidy();
  assert.deepEqual(await service.database.query('select * from nightlight.requests'), []);
  assert.equal((await service.counts()).sms, 0);
});

test('STOP ends it at once, is confirmed once, and then there is silence', async () => {
  await service.signUp('sms');
  await texts('YES');
  assert.match(await texts('Stop please'), /You are unsubscribed/);
  assert.equal((await service.counts()).sms, 0);
  const [row] = await service.database.query('select state, sealed, stopped from nightlight.subscribers');
  assert.deepEqual(row, { state: 'left', sealed: null, stopped: true });
  for (const text of ['STOP', 'opt out', 'why', 'yes']) assert.equal(await texts(text), '');
  service.sent.length = 0;
  await service.signUp('sms');
  assert.equal(service.sent.length, 0, 'a form does not undo what the phone said');
  assert.match(await texts('HELP'), /Help: hello@example.org/);
});

test('START undoes it, with what was chosen before', async () => {
  await service.signUp('sms', { least: 'major', sound: 'quiet' });
  await texts('YES');
  await texts('QUIT');
  assert.match(await texts('START'), /You now get/);
  assert.equal((await service.counts()).sms, 1);
  const [row] = await service.database.query('select least, loud, stopped from nightlight.subscribers');
  assert.deepEqual(row, { least: 3, loud: false, stopped: false });
  assert.deepEqual((await ledger()).slice(-2), ['revoked text', 'resumed text']);
});

test('START of a number that never agreed signs nobody up', async () => {
  assert.match(
    await texts('START'),
    /gets no messages from us. Sign up: https:\/\/notify.example.org\/subscribe/,
  );
  assert.match(await texts('STOP', { from: '+12025550188' }), /You are unsubscribed/);
  assert.match(await texts('UNSTOP', { from: '+12025550188' }), /gets no messages/);
  assert.equal((await service.counts()).sms, 0);
});

test('STOP to the question itself forgets the request', async () => {
  await service.signUp('sms');
  assert.match(await texts('STOP'), /You are unsubscribed/);
  assert.deepEqual(await service.database.query('select * from nightlight.requests'), []);
  assert.equal(await texts('YES'), '');
});

/** What is sent to a number whose own link was asked for. */
async function linkAsked(number = NUMBER): Promise<string> {
  const stamp = stampIn(await (await service.get('/access')).text());
  service.clock.now += 5_000;
  await service.post('/access', { kind: 'sms', language: 'en', number, stamp });
  await service.idle();
  return service.sent.at(-1)?.text ?? '';
}

test('HELP names the page that sends a link to change it, which works for a day', async () => {
  await service.signUp('sms');
  await texts('YES');
  assert.match(await texts('HELP'), new RegExp(`${SERVICE}/access `));
  const link = pathIn(await linkAsked(), 'preferences');
  assert.equal((await service.get(link)).status, 200);
  service.clock.now += 25 * 3_600_000;
  assert.equal((await service.get(link)).status, 410);
});

test('the same text handed over twice is answered alike and done once', async () => {
  await service.signUp('sms');
  const headers = { 'I-Twilio-Idempotency-Token': 'token-1' };
  const first = await texts('YES', { headers });
  const count = (await ledger()).length;
  assert.equal(await texts('YES', { headers }), first);
  assert.equal((await ledger()).length, count);
  const again = { more: { MessageSid: 'SM-same' } };
  assert.match(await texts('STOP', again), /unsubscribed/);
  assert.match(await texts('STOP', again), /unsubscribed/, 'whoever did not hear the answer hears it');
});

test('an answer is kept for whoever did not hear it, and nobody reads it in the store', async () => {
  await service.signUp('sms');
  await texts('YES');
  const help = { more: { MessageSid: 'SM-help' } };
  const answer = await texts('HELP', help);
  assert.equal(await texts('HELP', help), answer);
  const kept = await service.database.query<{ reply: string | null }>('select reply from nightlight.replies');
  assert.ok(kept.some(({ reply }) => reply !== null));
  assert.ok(!JSON.stringify(kept).includes(SERVICE));
  assert.equal(
    await texts('HELP', { ...help, from: '+12025550177' }),
    '',
    'nor is it told to another number',
  );
  const link = pathIn(await linkAsked(), 'preferences');
  assert.match(await (await service.post(link, { do: 'erase-sure' })).text(), /forgotten you/);
  const counted = await service.database.query<{ name: string }>(
    'select name from nightlight.sign_up_counts',
  );
  assert.deepEqual(
    counted.filter(({ name }) => /^(?:address|answers|test) /.test(name)),
    [],
  );
});

test('where the provider has answered by itself, we are silent and do it all the same', async () => {
  await service.signUp('sms');
  await texts('YES');
  assert.equal(await texts('Stop', { more: { OptOutType: 'STOP' } }), '');
  assert.equal((await service.counts()).sms, 0);
});

test('nobody earns from our answers: strangers abroad hear none, and those at home no more than the limits let through', async () => {
  assert.equal(await texts('HELP', { from: '+447400123456' }), '');
  assert.equal(await texts('HELP', { from: '+19005550123' }), '', 'a number that costs its caller');
  const answers = [];
  for (let last = 0; last < 7; last++) answers.push(await texts('HELP', { from: `+1202555010${last}` }));
  assert.equal(answers.filter((answer) => answer !== '').length, 5);
  await texts('STOP', { from: '+12025550109' });
  await service.signUp('sms', { number: '+12025550109' });
  assert.deepEqual(service.sent, [], 'STOP holds without an answer');
});

test('two machines do not talk to each other', async () => {
  await service.signUp('sms');
  const answers = [await texts('YES')];
  for (let index = 0; index < 14; index++) answers.push(await texts('HELP'));
  assert.equal(answers.filter((answer) => answer !== '').length, 10);
});

test('texts that were not signed for this very address are refused', async () => {
  const fields = { From: NUMBER, Body: 'STOP', MessageSid: 'SMx' };
  const path = '/hooks/twilio/inbound';
  assert.equal((await hook(path, fields, { token: 'another' })).status, 403);
  assert.equal((await hook(path, fields, { headers: { 'X-Twilio-Signature': '' } })).status, 403);
  const elsewhere = twilio.getExpectedTwilioSignature('auth-token', `http://10.0.0.5:8080${path}`, fields);
  assert.equal((await hook(path, fields, { headers: { 'X-Twilio-Signature': elsewhere } })).status, 403);
  const signed = twilio.getExpectedTwilioSignature('auth-token', `${SERVICE}${path}`, {
    ...fields,
    Body: 'YES',
  });
  assert.equal((await hook(path, fields, { headers: { 'X-Twilio-Signature': signed } })).status, 403);
  const without = await openService({ secrets: {} }, service.database);
  assert.equal(
    (await hook(path, fields, { to: without, token: '' })).status,
    403,
    'without a token nobody is believed',
  );
});

test('a JSON body is signed by its hash in the address', async () => {
  await service.signUp('sms');
  const body = JSON.stringify({ From: NUMBER, Body: 'YES', MessageSid: 'SMj', More: { deep: 1 } });
  const path = `/hooks/twilio/inbound?bodySHA256=${twilio.getExpectedBodyHash(body)}`;
  const headers = {
    'Content-Type': 'application/json',
    'X-Twilio-Signature': twilio.getExpectedTwilioSignature('auth-token', `${SERVICE}${path}`, {}),
  };
  const ask = (sent: string) =>
    service.app.request(`${SERVICE}${path}`, { method: 'POST', body: sent, headers });
  assert.equal((await ask(`${body} `)).status, 403);
  assert.equal((await ask(body)).status, 200);
  assert.equal((await service.counts()).sms, 1);
});

test('a number that the carrier does not know is gone, one that is off for a while is not', async () => {
  await service.signUp('sms');
  await texts('YES');
  const status = (code: string, state = 'undelivered') =>
    hook('/hooks/twilio/status', { To: NUMBER, MessageStatus: state, ErrorCode: code, MessageSid: 'SM1' });
  assert.equal((await status('30003')).status, 204);
  assert.equal((await status('', 'delivered')).status, 204);
  assert.equal((await service.counts()).sms, 1);
  assert.equal((await status('30005')).status, 204);
  assert.equal((await service.counts()).sms, 0);
});

test('for a minor’s phone the guardian agrees first; then the phone is asked, and nothing of the child is known', async () => {
  const fields = { whose: 'minor', guardian: 'guardian@example.com' };
  assert.match(await (await service.signUp('sms', fields)).text(), /an e-mail to you is on its way/);
  assert.deepEqual(
    service.sent.map(({ by, to }) => [by, to]),
    [['email', 'guardian@example.com']],
  );
  assert.match(await texts('YES'), /gets no messages/, 'the phone cannot go first');
  const link = pathIn(service.sent[0]?.text ?? '', 'guardian');
  const page = await (await service.get(link)).text();
  assert.match(page, /I am 18 or older and the parent or guardian/);
  assert.match(page, /For \+1…23/, 'for which phone');
  assert.equal(service.sent.length, 1, 'looking agrees to nothing');
  assert.equal((await service.post(link, {})).status, 200);
  await service.idle();
  assert.deepEqual(
    service.sent.map(({ by }) => by),
    ['email', 'sms'],
  );
  assert.equal((await service.post(link, {})).status, 410);
  const [request] = await service.database.query('select stage, guardian_sealed from nightlight.requests');
  assert.deepEqual(
    request,
    { stage: 'person', guardian_sealed: null },
    'the guardian’s address is forgotten',
  );
  assert.match(await texts('YES'), /You now get/);
  const lines = ['asked form', 'message channel', 'guardian link', 'message channel', 'confirmed text'];
  assert.deepEqual(await ledger(), lines);
  const [row] = await service.database.query('select * from nightlight.subscribers');
  assert.equal(row?.minor, true);
  const about = Object.keys(row ?? {}).join(' ');
  assert.doesNotMatch(about, /\b(?:name|age|birth|device|reading|child)/);
});

test('a minor’s phone needs the address of a guardian, and only a phone can be a minor’s', async () => {
  assert.equal((await service.signUp('sms', { whose: 'minor' })).status, 422);
  assert.equal((await service.signUp('email', { whose: 'minor' })).status, 422);
  assert.equal(service.sent.length, 0);
});

test('numbers of other countries, landlines and numbers that cost are refused', async () => {
  for (const [number, sentence] of [
    ['+442071838750', /only to numbers of: United States and Mexico/],
    ['+19005550123', /cannot get text messages/],
    ['+18005550123', /cannot get text messages|only to numbers of/],
    ['+1202555', /not a phone number/],
    ['12', /not a phone number/],
  ] as const) {
    const answer = await service.signUp('sms', { number });
    assert.equal(answer.status, 422, number);
    assert.match(await answer.text(), sentence);
  }
  assert.equal(service.sent.length, 0);
  await service.signUp('sms', { number: '(202) 555-0123', country: 'US' });
  assert.equal(service.sent[0]?.to, NUMBER);
});

test('many numbers that are alike get no texts, and the operator hears of it', async () => {
  const answers = [];
  for (let index = 10; index < 18; index++)
    answers.push((await service.signUp('sms', { number: `+120255501${index}` })).status);
  assert.deepEqual(answers, [200, 200, 200, 200, 200, 503, 503, 503]);
  assert.equal(service.sent.length, 5);
  assert.match(service.told[0] ?? '', /numbers that begin alike/);
  assert.doesNotMatch(service.told.join('\n'), /555/);
});

test('beyond the price that may be spent nobody signs up by text, and the operator hears of it', async () => {
  const dear = await openService(
    {
      config: {
        sms: {
          from: '+12025550100',
          segmentsPerSecond: 1,
          countries: ['US'],
          price: 1,
          mostADay: 8,
          validFor: 60,
        },
        terms: undefined,
        privacy: undefined,
      },
    },
    service.database,
  );
  dear.clock.now = service.clock.now;
  const statuses = [];
  for (const number of ['+12025550123', '+13105550123', '+14155550123'])
    statuses.push((await dear.signUp('sms', { number })).status);
  assert.deepEqual(statuses, [200, 200, 503]);
  assert.match(dear.told[0] ?? '', /quarter of "most_a_day"/);
  assert.equal((await dear.signUp('email')).status, 200);
});

test('texts of the service are one part in each language, of letters that fit 160 to it, the link that was asked for too', async () => {
  for (const language of ['en', 'es'] as const) {
    const number = language === 'en' ? '+12025550131' : '+12125550131';
    await service.signUp('sms', { ...formOf('sms', language), number });
    const said = [service.sent.at(-1)?.text ?? ''];
    for (const text of ['YES', 'HELP']) said.push(await texts(text, { from: number }));
    said.push(await linkAsked(number), await texts('STOP', { from: number }));
    assert.match(said[3] ?? '', /\/preferences\//);
    for (const text of said) {
      const { encoding, segments } = countSms(text);
      assert.equal(encoding, 'gsm-7', text);
      assert.equal(segments, 1, text);
    }
  }
});

import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Channel, Outcome, Outgoing, Recipient } from '../../../src/delivery/channel.ts';
import type { DeliveryConfig } from '../../../src/delivery/channels/index.ts';
import { smsChannels } from '../../../src/delivery/channels/sms.ts';
import { rateToTell, timeToTell } from '../../../src/delivery/time-to-tell.ts';
import { countSms } from '../../../src/publications/messages/index.ts';
import { around } from '../around.ts';
import { type FakeService, fakeService } from '../fakes/service.ts';
import { type Account, HOOK, refusal, twilioAccount } from '../fakes/twilio.ts';
import { told, update } from '../told.ts';
import { contract } from './contract.ts';

const SID = `AC${'0a'.repeat(16)}`;
const TOKEN = 'token-3n-of-the-account';
const ENV = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: TOKEN };
const CONFIG: NonNullable<DeliveryConfig['sms']> = {
  from: '+15555550100',
  segmentsPerSecond: 10,
  countries: ['US'],
  price: 0.01,
  mostADay: 5,
  validFor: 60,
};
const READER: Recipient = {
  id: 'sub-17',
  address: '+15555550123',
  language: 'en',
  loud: true,
  links: { leave: 'https://notify.example.org/leave', preferences: 'https://notify.example.org/p' },
};

/** A clock by which what a test did lies some minutes back: what was sent is listed by now. */
const LATER = () => Date.now() + 5 * 60_000;
const ENOUGH = () => AbortSignal.timeout(5000);

interface Opened {
  channel: Channel;
  account: Account;
  fake: FakeService;
}

async function open({
  env = ENV,
  config = {},
  now = LATER,
  user = SID,
  password = TOKEN,
}: {
  env?: Record<string, string>;
  config?: Partial<typeof CONFIG>;
  now?: () => number;
  user?: string;
  password?: string;
} = {}): Promise<Opened> {
  const account = twilioAccount(SID, user, password);
  const fake = await fakeService(account, ['https://api.twilio.com']);
  const [channel] = await smsChannels(
    { sms: { ...CONFIG, ...config }, service: 'https://notify.example.org/base' },
    around({ env, fetch: fake.fetch, now }),
  );
  assert.ok(channel);
  return { channel, account, fake };
}

async function opened(t: TestContext, options: Parameters<typeof open>[0] = {}): Promise<Opened> {
  const made = await open(options);
  t.after(() => made.fake.close());
  return made;
}

function outgoing(changed: Partial<Outgoing> = {}): Outgoing {
  return { key: 'n-1', content: update(), to: READER, ...changed };
}

contract('text messages', async () => {
  const { channel, account, fake } = await open();
  const mood = (name: FakeService['mood']) => () => {
    fake.mood = name;
  };
  return {
    channel,
    to: READER,
    arrived: async () => account.messages.length,
    fail: {
      'too many': mood('too many'),
      broken: mood('broken'),
      refusing: mood('refusing'),
      silent: mood('silent'),
      away: () => {
        fake.away = true;
      },
    },
    heal: mood('well'),
    held: () => fake.held(),
    close: () => fake.close(),
  };
});

describe('a text message', () => {
  test('is what Twilio takes, with how long it may be on its way and where its end is told', async (t) => {
    const { channel, account } = await opened(t);
    const outcome = await channel.send(outgoing(), ENOUGH());
    const [message] = account.messages;
    assert.deepEqual(outcome, { kind: 'sent', receipt: message?.sid });
    assert.deepEqual(message?.form, {
      To: '+15555550123',
      From: '+15555550100',
      Body: channel.print(outgoing()),
      ValidityPeriod: '3600',
      SmartEncoded: 'false',
      StatusCallback: 'https://notify.example.org/base/hooks/twilio/status',
    });
    assert.match(message?.body ?? '', /STOP/);
  });

  test('comes from a messaging service where the config names one', async (t) => {
    const from = `MG${'0b'.repeat(16)}`;
    const { channel, account } = await opened(t, { config: { from, validFor: 100_000 } });
    await channel.send(outgoing(), ENOUGH());
    const { form } = account.messages[0] ?? {};
    assert.deepEqual([form?.MessagingServiceSid, form?.From], [from, undefined]);
    assert.equal(form?.ValidityPeriod, '36000', 'and is given up after ten hours at the latest');
  });

  test('weighs and costs what its segments do', async (t) => {
    const { channel } = await opened(t);
    for (const content of [update(), update({ title: 'Ж'.repeat(70) })]) {
      const { segments } = countSms(channel.print(outgoing({ content })));
      assert.equal(channel.weigh?.(outgoing({ content })), segments);
      assert.equal(channel.budget?.costOf(outgoing({ content })), segments * 0.01);
    }
    assert.equal(channel.budget?.aDay, 5);
    assert.equal(channel.perSecond, 10);
  });

  test('is sent with a key that can be taken back, where there is one', async (t) => {
    const key = `SK${'0c'.repeat(16)}`;
    const env = { TWILIO_ACCOUNT_SID: SID, TWILIO_API_KEY: key, TWILIO_API_SECRET: 'of-the-key' };
    const { channel } = await opened(t, { env, user: key, password: 'of-the-key' });
    assert.equal((await channel.send(outgoing(), ENOUGH())).kind, 'sent');
  });

  test('goes to a number alone, and nowhere without its variables', async (t) => {
    const { channel, account } = await opened(t);
    for (const address of ['5555550123', '+1 555 555 0123', '+1', 'whatsapp:+15555550123', '']) {
      const outcome = await channel.send(outgoing({ to: { ...READER, address } }), ENOUGH());
      assert.equal(outcome.kind === 'refused' && outcome.gone, true, address);
    }
    const unset = await opened(t, { env: {} });
    assert.equal((await unset.channel.send(outgoing(), ENOUGH())).kind, 'later');
    assert.deepEqual([account.messages, unset.fake.seen], [[], []]);
  });
});

describe('an answer of Twilio to a text', () => {
  const MEANING: [status: number, code: number, kind: Outcome['kind'], gone?: true][] = [
    [400, 21610, 'refused', true],
    [400, 21211, 'refused', true],
    [400, 21614, 'refused', true],
    [400, 21408, 'refused'],
    [400, 21612, 'refused'],
    [400, 99999, 'refused'],
    [400, 21606, 'later'],
    [400, 21611, 'later'],
    [401, 20003, 'later'],
    [404, 20404, 'later'],
    [403, 20005, 'later'],
    [408, 0, 'unknown'],
    [500, 20500, 'unknown'],
    [503, 20503, 'unknown'],
  ];
  for (const [status, code, kind, gone] of MEANING)
    test(`${status} with error ${code} is ${kind}${gone ? ', and is not written to again' : ''}`, async (t) => {
      const { channel, account } = await opened(t);
      const body = refusal(code, `The number ${READER.address} or ${TOKEN} is not valid.`);
      account.answering = { status, body };
      const outcome = await channel.send(outgoing(), ENOUGH());
      assert.equal(outcome.kind, kind, JSON.stringify(outcome));
      assert.equal('gone' in outcome, gone === true);
      assert.doesNotMatch(JSON.stringify(outcome), /5550123|token-3n/, 'and names no number and no secret');
    });

  test('that asks for patience is obeyed', async (t) => {
    const { channel, fake } = await opened(t);
    fake.mood = 'too many';
    const outcome = await channel.send(outgoing(), ENOUGH());
    assert.equal(outcome.kind === 'later' && outcome.after, 3000);
  });

  test('that cannot be read, or leads elsewhere, tells nothing of how it ended', async (t) => {
    const { channel, account } = await opened(t);
    for (const answering of [
      { status: 201, body: 'ok' },
      { status: 201, body: { sid: 'x' } },
      { status: 307 },
    ]) {
      account.answering = answering;
      assert.equal((await channel.send(outgoing(), ENOUGH())).kind, 'unknown', JSON.stringify(answering));
    }
  });
});

describe('a text of which nobody knows how it ended', () => {
  const unknown = async (t: TestContext, mood: 'silent' | 'lost' | 'reset', options = {}) => {
    const made = await opened(t, options);
    const began = Date.now();
    made.fake.mood = mood;
    const outcome = await made.channel.send(outgoing(), AbortSignal.timeout(mood === 'reset' ? 5000 : 150));
    assert.equal(outcome.kind, 'unknown');
    made.fake.mood = 'well';
    const look = (changed: Partial<Outgoing> = {}) =>
      made.channel.reconcile?.({ ...outgoing(changed), began, ended: Date.now() }, ENOUGH());
    return { ...made, look };
  };

  test('is found where Twilio took it, on whatever page, and never sent again', async (t) => {
    const { account, look, fake } = await unknown(t, 'silent');
    account.page = 2;
    const [found] = account.messages;
    assert.ok(found);
    for (let other = 0; other < 5; other++)
      account.messages.push({ ...found, sid: `SM${String(90 + other).padStart(32, '0')}`, body: 'Another' });
    assert.deepEqual(await look(), { kind: 'sent', receipt: found.sid });
    assert.equal(fake.seen.filter(({ method }) => method === 'GET').length, 3);
    assert.equal(account.messages.length, 6);
  });

  test('is sent again only once it had time to be listed and is not', async (t) => {
    const gone = await unknown(t, 'lost');
    assert.equal((await gone.look())?.kind, 'later');
    const early = await unknown(t, 'lost', { now: Date.now });
    assert.equal((await early.look())?.kind, 'unknown');
  });

  test('is not taken for another: one long before, one that came in, one to somebody else, the one before it', async (t) => {
    const { account, look } = await unknown(t, 'reset');
    const [sent] = account.messages;
    assert.ok(sent);
    assert.equal((await look())?.kind, 'sent');
    assert.equal((await look({ earlier: sent.sid }))?.kind, 'later');
    for (const other of [
      { created: sent.created - 60 * 60_000 },
      { direction: 'inbound' as const },
      { to: '+15555550199' },
      { body: `${sent.body} no` },
    ]) {
      account.messages[0] = { ...sent, ...other };
      assert.equal((await look())?.kind, 'later', JSON.stringify(other));
    }
    account.messages[0] = { ...sent, body: `Sent from your Twilio trial account - ${sent.body}` };
    assert.equal((await look())?.kind, 'sent');
  });

  test('stays so where the list cannot be read', async (t) => {
    const { fake, look } = await unknown(t, 'silent');
    for (const mood of ['broken', 'too many', 'refusing'] as const) {
      fake.mood = mood;
      const found = await look();
      assert.equal(found?.kind, 'unknown', mood);
      assert.doesNotMatch(JSON.stringify(found), /5550123/);
    }
    fake.mood = 'well';
    fake.away = true;
    assert.equal((await look())?.kind, 'unknown');
  });
});

describe('the check of text messages', () => {
  const found = async (made: Opened) =>
    (await made.channel.check(ENOUGH())).map(({ name, found }) => [name, found]);

  test('wants the variables of the account', async (t) => {
    const names = async (env: Record<string, string>) =>
      (await (await opened(t, { env })).channel.check(ENOUGH())).map(({ source }) => source);
    const of = (...variables: string[]) => variables.map((variable) => ({ variable }));
    assert.deepEqual(await names({}), of('TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'));
    const key = { ...ENV, TWILIO_API_KEY: 'SK1' };
    assert.deepEqual(await names(key), of('TWILIO_API_KEY', 'TWILIO_API_SECRET'));
  });

  test('says that the account does not open, is suspended or a trial', async (t) => {
    const wrong = await opened(t, { env: { ...ENV, TWILIO_AUTH_TOKEN: 'wrong' } });
    assert.deepEqual(await found(wrong), [['service-refuses', 'it answered 401, error 20003']]);
    const suspended = await opened(t);
    suspended.account.status = 'suspended';
    assert.deepEqual(await found(suspended), [['service-refuses', 'the account is suspended']]);
    const trial = await opened(t);
    trial.account.type = 'Trial';
    assert.deepEqual(await found(trial), [['service-refuses', 'a trial account']]);
  });

  test('says that the sender is not there, or cannot send texts', async (t) => {
    const other = await opened(t, { config: { from: '+15555550199' } });
    assert.deepEqual(await found(other), [['service-refuses', 'no such number']]);
    const mute = await opened(t);
    mute.account.numbers = [{ phone_number: '+15555550100', sms: false }];
    assert.deepEqual(await found(mute), [['service-refuses', 'a number that cannot send texts']]);
  });

  test('says that a YES or STOP would not be heard, and where to mend it', async (t) => {
    const made = await opened(t);
    assert.deepEqual(await found(made), []);
    made.account.numbers = [{ phone_number: '+15555550100', sms: true }];
    assert.deepEqual(await found(made), [['service-refuses', 'texts that come in go nowhere']]);
    made.account.numbers = [{ phone_number: '+15555550100', sms: true, sms_url: `${HOOK}/` }];
    const [problem] = await made.channel.check(ENOUGH());
    assert.equal(problem?.found, 'texts that come in go to another address');
    assert.ok(problem.expected.includes(HOOK) && problem.remedy.includes('POST'));
  });

  test('says that Twilio is away, and sends nothing to find out', async (t) => {
    const made = await opened(t);
    made.fake.away = true;
    assert.deepEqual(
      (await found(made)).map(([name]) => name),
      ['service-unreachable'],
    );
    assert.deepEqual(made.account.messages, []);
  });
});

describe('how long texts take', () => {
  test('counts segments and not messages', () => {
    assert.equal(timeToTell(3600, 1, 1), 60 * 60_000);
    assert.equal(timeToTell(3600, 2, 1), 2 * 60 * 60_000);
    assert.equal(Math.ceil(rateToTell(1_000_000, 1, 60 * 60_000)), 278, 'a million in an hour');
  });

  test('is told of one text as of any other: a first notice with all its words is two segments', async (t) => {
    const { channel } = await opened(t);
    assert.equal(channel.weigh?.(outgoing({ content: update(told()) })), 2);
  });
});

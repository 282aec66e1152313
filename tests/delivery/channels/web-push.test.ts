import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as turn } from 'node:timers/promises';
import webPush from 'web-push';
import type { Outcome, Outgoing, Recipient } from '../../../src/delivery/channel.ts';
import { webPushChannels } from '../../../src/delivery/channels/web-push.ts';
import { around } from '../around.ts';
import { pushService } from '../fakes/push-service.ts';
import { update } from '../told.ts';
import { contract } from './contract.ts';

const KEYS = webPush.generateVAPIDKeys();
const CONFIG = { contact: 'mailto:push@example.org', publicKey: KEYS.publicKey };
const ENOUGH = () => AbortSignal.timeout(5000);

async function open(env: Record<string, string> = { VAPID_PRIVATE_KEY: KEYS.privateKey }) {
  const service = await pushService();
  const address = await service.signUp(KEYS.publicKey);
  const world = around({ env, now: Date.now });
  const [channel] = await webPushChannels({ webPush: CONFIG }, world, {
    agent: service.agent,
    isAskable: (endpoint) => endpoint.startsWith('https://'),
  });
  assert.ok(channel);
  const links = { leave: 'https://notify.example.org/l', preferences: 'https://notify.example.org/p' };
  const to: Recipient = { id: 'sub-1', address, language: 'en', loud: true, links };
  const outgoing = (changed: Partial<Outgoing> = {}): Outgoing => ({
    key: 'n-1',
    content: update(),
    to,
    ...changed,
  });
  return { service, channel, to, outgoing, world };
}

async function opened(t: TestContext, env?: Record<string, string>) {
  const made = await open(env);
  t.after(async () => {
    await made.channel.close?.();
    await made.service.close();
  });
  return made;
}

contract('web push', async () => {
  const { service, channel, to } = await open();
  const answering = (status: number) => () => {
    service.answering = { status };
  };
  return {
    channel,
    to,
    arrived: async () => service.shown(to.address).length,
    fail: {
      'too many': answering(429),
      broken: answering(500),
      refusing: answering(413),
      silent: () => {
        service.answering = 'hang';
      },
      away: () => service.close(),
    },
    heal: () => {
      service.answering = undefined;
    },
    close: async () => {
      await channel.close?.();
      await service.close();
    },
  };
});

describe('a notification of a browser', () => {
  test('is read by the browser that signed up alone, and says who sends it', async (t) => {
    const { service, channel, to, outgoing } = await opened(t);
    assert.equal((await channel.send(outgoing(), ENOUGH())).kind, 'sent');
    const [shown] = service.shown(to.address);
    assert.ok(typeof shown === 'object' && shown !== null);
    assert.deepEqual(Object.keys(shown).toSorted(), ['body', 'dir', 'lang', 'tag', 'title', 'url']);
    const { authorization = '', ttl, urgency, topic } = service.seen[0] ?? {};
    const claims = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual([claims.aud, claims.sub], [service.origin, CONFIG.contact]);
    assert.ok(claims.exp > Date.now() / 1000 && claims.exp < Date.now() / 1000 + 86_400);
    assert.deepEqual([ttl, urgency], ['86400', 'high']);
    assert.match(String(topic), /^[\w-]{32}$/);
  });

  test('takes the place of the one before about the same, and of no other', async (t) => {
    const { service, channel, outgoing } = await opened(t);
    const contents = [update(), update({ update: 'u-2', state: 'resolved' }), update({ incident: 'other' })];
    for (const content of contents) await channel.send(outgoing({ content }), ENOUGH());
    const [first, second, other] = service.seen.map(({ topic }) => topic);
    assert.equal(first, second);
    assert.notEqual(first, other);
  });

  test('is urgent and loud only for whom and what it should be', async (t) => {
    const { service, channel, to, outgoing } = await opened(t);
    await channel.send(outgoing({ to: { ...to, loud: false } }), ENOUGH());
    await channel.send(outgoing({ content: update({ drill: true }) }), ENOUGH());
    await channel.send(outgoing({ content: update({ all_clear: true, open: false }) }), ENOUGH());
    assert.deepEqual(
      service.seen.map(({ urgency, ttl }) => [urgency, ttl]),
      [
        ['normal', '86400'],
        ['low', '3600'],
        ['normal', '86400'],
      ],
    );
    const silent = service.shown(to.address).map((shown) => Reflect.get(Object(shown), 'silent'));
    assert.deepEqual(silent, [true, undefined, undefined]);
  });

  test('each browser is given the proof of its own, by which it says that its address is another', async (t) => {
    const { service, channel, to, outgoing } = await opened(t);
    await channel.send(outgoing({ to: { ...to, renewal: 'proof-1' } }), ENOUGH());
    await channel.send(outgoing({ to: { ...to, renewal: 'proof-2' } }), ENOUGH());
    await channel.send(outgoing({ to }), ENOUGH());
    const words = {
      language: 'en',
      subject: 'Test',
      text: 'It works.',
      html: '',
      url: 'https://a.example/',
      tag: 't',
    } as const;
    await channel.carry?.({ ...words, renewal: 'proof-3' }, to.address, 'key-1', ENOUGH());
    const proofs = service.shown(to.address).map((shown) => Reflect.get(Object(shown), 'renewal'));
    assert.deepEqual(proofs, ['proof-1', 'proof-2', undefined, 'proof-3']);
  });

  const MEANING: [status: number, kind: Outcome['kind'], gone?: true][] = [
    [404, 'refused', true],
    [410, 'refused', true],
    [400, 'refused'],
    [413, 'refused'],
    [307, 'refused'],
    [403, 'later'],
    [429, 'later'],
    [503, 'later'],
    [500, 'unknown'],
  ];
  for (const [status, kind, gone] of MEANING)
    test(`that is answered with ${status} is ${kind}${gone ? ', and its browser is gone' : ''}`, async (t) => {
      const { service, channel, outgoing, to } = await opened(t);
      service.answering = {
        status,
        headers: { 'Retry-After': '7', Location: `${service.origin}/elsewhere` },
      };
      const outcome = await channel.send(outgoing(), ENOUGH());
      assert.equal(outcome.kind, kind, JSON.stringify(outcome));
      assert.equal('gone' in outcome, gone === true);
      if (status === 429) assert.equal(outcome.kind === 'later' && outcome.after, 7000);
      assert.equal(service.seen.length, 1, 'and no redirect is followed');
      const [secret] = to.address.match(/[\da-f]{64}/) ?? [];
      assert.ok(secret && !JSON.stringify(outcome).includes(secret), 'and the address is not repeated');
    });

  test('of a browser that signed off is not sent again', async (t) => {
    const { service, channel, to, outgoing } = await opened(t);
    service.forget(to.address);
    const outcome = await channel.send(outgoing(), ENOUGH());
    assert.equal(outcome.kind === 'refused' && outcome.gone, true);
  });

  test('whose line drops is unknown once it had left, also on a line that was open already', async (t) => {
    const { service, channel, outgoing } = await opened(t);
    service.answering = 'drop';
    assert.equal((await channel.send(outgoing(), ENOUGH())).kind, 'unknown');
    service.answering = undefined;
    assert.equal((await channel.send(outgoing(), ENOUGH())).kind, 'sent');
    service.answering = 'drop';
    assert.equal((await channel.send(outgoing(), ENOUGH())).kind, 'unknown');
  });

  test('leaves nothing behind on a line that is kept open for the next', async (t) => {
    const { service, channel, outgoing } = await opened(t);
    const left = async () => {
      assert.equal((await channel.send(outgoing(), ENOUGH())).kind, 'sent');
      await turn();
      const [line] = Object.values(service.agent.freeSockets).flatMap((sockets) => sockets ?? []);
      assert.ok(line);
      return line.listenerCount('secureConnect');
    };
    const first = await left();
    await left();
    assert.equal(await left(), first);
  });

  test('goes to no address that is none, or leads inside', async (t) => {
    const { to, outgoing, world, service } = await opened(t);
    const [channel] = await webPushChannels({ webPush: CONFIG }, world);
    assert.ok(channel);
    t.after(() => channel.close?.());
    const written = (changed: object) => JSON.stringify({ ...JSON.parse(to.address), ...changed });
    for (const address of [
      to.address,
      written({ endpoint: 'https://localhost/x' }),
      written({ endpoint: 'http://push.example/x' }),
      written({ endpoint: 'https://169.254.169.254/x' }),
      written({ endpoint: 'https://push.example/x', keys: { p256dh: 'BAAA', auth: 'x' } }),
      written({ endpoint: 'https://push.example/x', keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) } }),
      'nothing',
      '{}',
    ]) {
      const outcome = await channel.send(outgoing({ to: { ...to, address } }), ENOUGH());
      assert.equal(outcome.kind === 'refused' && outcome.gone, true, `${address} ${JSON.stringify(outcome)}`);
    }
    assert.deepEqual(service.seen, []);
  });
});

describe('the check of web push', () => {
  test('wants the private key of the pair that browsers were given', async (t) => {
    const names = async (env: Record<string, string>) => {
      const { channel, outgoing, service } = await opened(t, env);
      assert.equal((await channel.send(outgoing(), ENOUGH())).kind, 'later');
      assert.deepEqual(service.seen, []);
      return (await channel.check(ENOUGH())).map(({ name }) => name);
    };
    assert.deepEqual(await names({}), ['variable-missing']);
    assert.deepEqual(await names({ VAPID_PRIVATE_KEY: 'short' }), ['variable-value']);
    assert.deepEqual(await names({ VAPID_PRIVATE_KEY: webPush.generateVAPIDKeys().privateKey }), [
      'variable-value',
    ]);
  });
});

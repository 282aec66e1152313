import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { xChannels } from '../../../src/delivery/channels/x.ts';
import { account } from '../around.ts';
import { timeline } from '../fakes/x.ts';
import { told, update } from '../told.ts';
import { contractForEverybody, ENOUGH, MINUTES_ON, owed, roomOf } from './everybody.ts';

const env = {
  X_API_KEY: 'key-of-the-app',
  X_API_SECRET: 's3cret-of-the-app',
  X_ACCESS_TOKEN: '7-token-of-the-account',
  X_ACCESS_SECRET: 's3cret-of-the-token',
};
const KEYS = {
  key: env.X_API_KEY,
  secret: env.X_API_SECRET,
  token: env.X_ACCESS_TOKEN,
  tokenSecret: env.X_ACCESS_SECRET,
};

async function room({ link = true, now = MINUTES_ON } = {}) {
  const service = timeline(KEYS);
  const prices = { link, price: 0.015, priceWithLink: 0.2, mostADay: 10 };
  const opened = await roomOf({
    vendor: service,
    origins: ['https://api.x.com'],
    env,
    secrets: Object.values(env),
    arrived: () => service.posts.length,
    now,
    make: (world) => xChannels({ x: [{ ...account('x'), ...prices }] }, world),
  });
  return { ...opened, service };
}

contractForEverybody('x', room);

describe('a post on X', () => {
  test('replies to the one before it, and goes out alone where that was deleted', async () => {
    const { channel, fake, service } = await room();
    await channel.send(owed(), ENOUGH());
    const second = update({ advice: 'Set a clock.' });
    await channel.send(owed({ content: second, earlier: '1000' }), ENOUGH());
    await channel.send(owed({ content: update({ advice: 'Stay near.' }), earlier: '5' }), ENOUGH());
    assert.deepEqual(
      service.posts.map(({ replyTo }) => replyTo),
      [undefined, '1000', undefined],
    );
    await fake.close();
  });

  test('that is refused as a duplicate is looked for, and found', async () => {
    const { channel, fake } = await room();
    const content = update({ text: 'Servers & lines < 5 > 3' });
    await channel.send(owed({ content }), ENOUGH());
    const again = await channel.send(owed({ content }), ENOUGH());
    assert.equal(again.kind, 'unknown');
    const attempt = { ...owed({ content }), began: Date.now(), ended: Date.now() };
    assert.deepEqual(await channel.reconcile?.(attempt, ENOUGH()), { kind: 'sent', receipt: '1000' });
    await fake.close();
  });

  test('that cannot be seen yet may still come: nobody says that it did not arrive', async () => {
    const { channel, fake } = await room({ now: Date.now });
    const attempt = { ...owed(), began: Date.now(), ended: Date.now() };
    assert.equal((await channel.reconcile?.(attempt, ENOUGH()))?.kind, 'unknown');
    await fake.close();
  });

  test('costs what the config says, less where it has no link', async () => {
    const withLink = await room();
    const without = await room({ link: false });
    assert.equal(withLink.channel.budget?.costOf(owed()), 0.2);
    assert.equal(without.channel.budget?.costOf(owed()), 0.015);
    assert.equal(without.channel.budget?.aDay, 10);
    await without.channel.send(owed(), ENOUGH());
    assert.ok(!/https?:|example\.org/.test(without.service.posts[0]?.said ?? 'https:'));
    assert.ok(withLink.channel.print(owed()).includes(told().url));
    await withLink.fake.close();
    await without.fake.close();
  });
});

describe('the account on X', () => {
  test('says that its token may only read, and that its credits are used up', async () => {
    const { channel, fake, service } = await room();
    service.credits = false;
    const unpaid = await channel.send(owed(), ENOUGH());
    assert.ok(unpaid.kind === 'refused' && /buy some/.test(unpaid.reason));
    service.level = 'read';
    assert.match((await channel.check(ENOUGH()))[0]?.found ?? '', /only read/);
    await fake.close();
  });

  test('waits until the window of the service ends', async () => {
    const { channel, fake } = await room();
    fake.mood = 'too many';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'later' && (outcome.after ?? 0) > 50_000, JSON.stringify(outcome));
    await fake.close();
  });
});

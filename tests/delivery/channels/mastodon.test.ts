import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mastodonChannels } from '../../../src/delivery/channels/mastodon.ts';
import { account } from '../around.ts';
import { mastodonInstance } from '../fakes/mastodon.ts';
import { told, update } from '../told.ts';
import { contractForEverybody, ENOUGH, owed, roomOf } from './everybody.ts';

const env = { MASTODON_TOKEN: 'tok-3n-of-mastodon' };

async function room() {
  const instance = mastodonInstance(env.MASTODON_TOKEN);
  const opened = await roomOf({
    vendor: instance,
    env,
    secrets: [env.MASTODON_TOKEN],
    arrived: () => instance.statuses.length,
    make: (world, url) => mastodonChannels({ mastodon: [{ ...account('mastodon'), instance: url }] }, world),
  });
  return { ...opened, instance };
}

contractForEverybody('mastodon', room);

describe('a post on Mastodon', () => {
  test('is as long as the server takes, and no longer', async () => {
    const advice = 'Keep the phone of the wearer where you can hear it, and set its alarms. '
      .repeat(8)
      .trim();
    for (const [limit, isWhole] of [
      [240, false],
      [500, false],
      [5000, true],
    ] as const) {
      const { channel, fake, instance } = await room();
      instance.limit = limit;
      assert.equal((await channel.send(owed({ content: update({ advice }) }), ENOUGH())).kind, 'sent');
      assert.equal(instance.statuses[0]?.content.includes(advice), isWhole, `${limit}`);
      await fake.close();
    }
  });

  test('replies to the one before it, and goes out alone where that was deleted', async () => {
    const { channel, fake, instance } = await room();
    await channel.send(owed(), ENOUGH());
    await channel.send(owed({ key: 'k-2', earlier: '1' }), ENOUGH());
    assert.equal(instance.statuses[1]?.in_reply_to_id, '1');
    const alone = await channel.send(owed({ key: 'k-3', earlier: '99' }), ENOUGH());
    assert.deepEqual(alone, { kind: 'sent', receipt: '3' });
    assert.equal(instance.statuses[2]?.in_reply_to_id, null);
    await fake.close();
  });

  test('says its language', async () => {
    const { channel, fake, instance } = await room();
    await channel.send(owed({ content: update({ language: 'es' }) }), ENOUGH());
    assert.equal(instance.statuses[0]?.language, 'es');
    await fake.close();
  });

  test('is made once of a key that is given twice', async () => {
    const { channel, fake, instance } = await room();
    await channel.send(owed(), ENOUGH());
    await channel.send(owed(), ENOUGH());
    assert.equal(instance.statuses.length, 1);
    await fake.close();
  });

  test('is found though the key is forgotten, and is not taken for another', async () => {
    const { channel, fake, instance } = await room();
    const content = update({ title: 'It’s <b>down</b> & nobody’s told' });
    await channel.send(owed({ content }), ENOUGH());
    instance.forgetKeys();
    const attempt = { ...owed({ content }), began: 0, ended: 1 };
    assert.deepEqual(await channel.reconcile?.(attempt, ENOUGH()), { kind: 'sent', receipt: '1' });
    const other = { ...attempt, content: update({ ...told(), url: `${told().url}x` }) };
    assert.equal((await channel.reconcile?.(other, ENOUGH()))?.kind, 'later');
    await fake.close();
  });
});

describe('the account on Mastodon', () => {
  test('waits until the window of the server ends', async () => {
    const { channel, fake } = await room();
    fake.mood = 'too many';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'later' && (outcome.after ?? 0) > 50_000, JSON.stringify(outcome));
    await fake.close();
  });

  test('says that its token may not post', async () => {
    const { channel, fake, instance } = await room();
    instance.scopes = ['read'];
    const [problem] = await channel.check(ENOUGH());
    assert.equal(problem?.name, 'service-refuses');
    assert.match(problem?.remedy ?? '', /write:statuses/);
    await fake.close();
  });
});

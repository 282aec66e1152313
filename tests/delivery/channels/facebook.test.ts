import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { facebookChannels } from '../../../src/delivery/channels/facebook.ts';
import { account } from '../around.ts';
import { graphApi } from '../fakes/graph.ts';
import { told, update } from '../told.ts';
import { contractForEverybody, ENOUGH, MINUTES_ON, owed, roomOf } from './everybody.ts';

const env = { FACEBOOK_TOKEN: 'EAAGtoken-of-the-page' };

async function room(now = MINUTES_ON) {
  const graph = graphApi(env.FACEBOOK_TOKEN);
  const opened = await roomOf({
    vendor: graph,
    origins: ['https://graph.facebook.com'],
    env,
    secrets: [env.FACEBOOK_TOKEN],
    arrived: () => graph.posts.length,
    now,
    make: (world) => facebookChannels({ facebook: [{ ...account('facebook'), page: '42' }] }, world),
  });
  return { ...opened, graph };
}

contractForEverybody('facebook', room);

describe('a post on a page of Facebook', () => {
  test('has its link twice: in the words, and as the card beneath', async () => {
    const { channel, fake, graph } = await room();
    await channel.send(owed(), ENOUGH());
    assert.equal(graph.posts[0]?.link, told().url);
    assert.ok(graph.posts[0]?.words.includes(told().url));
    await fake.close();
  });

  test('that is refused as a duplicate is looked for, and found', async () => {
    const { channel, fake } = await room();
    await channel.send(owed(), ENOUGH());
    assert.equal((await channel.send(owed(), ENOUGH())).kind, 'unknown');
    const attempt = { ...owed(), began: Date.now(), ended: Date.now() };
    assert.deepEqual(await channel.reconcile?.(attempt, ENOUGH()), { kind: 'sent', receipt: '42_1' });
    await fake.close();
  });

  test('that cannot be seen yet may still come', async () => {
    const { channel, fake } = await room(Date.now);
    const attempt = { ...owed(), began: Date.now(), ended: Date.now() };
    assert.equal((await channel.reconcile?.(attempt, ENOUGH()))?.kind, 'unknown');
    await fake.close();
  });

  test('is told by the code of an error how it ended, whatever the status', async () => {
    for (const [code, kind] of [
      [4, 'later'],
      [613, 'later'],
      [2, 'unknown'],
      [10, 'refused'],
      [190, 'refused'],
      [368, 'refused'],
    ] as const) {
      const { channel, fake, graph } = await room();
      graph.code = code;
      assert.equal((await channel.send(owed({ content: update() }), ENOUGH())).kind, kind, `${code}`);
      await fake.close();
    }
  });
});

describe('the page on Facebook', () => {
  test('waits as many minutes as Facebook says', async () => {
    const { channel, fake } = await room();
    fake.mood = 'too many';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'later' && outcome.after === 7 * 60_000, JSON.stringify(outcome));
    await fake.close();
  });

  test('says that its token belongs to a person', async () => {
    const { channel, fake, graph } = await room();
    graph.me = { id: '7', name: 'Ada' };
    assert.match((await channel.check(ENOUGH()))[0]?.found ?? '', /Ada/);
    await fake.close();
  });
});

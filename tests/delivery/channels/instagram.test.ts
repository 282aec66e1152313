import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel, Outgoing } from '../../../src/delivery/channel.ts';
import { instagramChannels } from '../../../src/delivery/channels/instagram.ts';
import { account } from '../around.ts';
import { graphApi } from '../fakes/graph.ts';
import { update } from '../told.ts';
import { contractForEverybody, ENOUGH, MINUTES_ON, owed, roomOf } from './everybody.ts';

const env = { INSTAGRAM_TOKEN: 'EAAGtoken-of-instagram' };
const SITE = 'https://status.example.org';
const PICTURES = {
  wide: { url: `${SITE}/incidents/x.png`, width: 1200, height: 630 },
  tall: { url: `${SITE}/incidents/x.jpg`, width: 1080, height: 1350 },
};

async function room({
  token = env.INSTAGRAM_TOKEN,
  host = 'https://graph.facebook.com',
  now = MINUTES_ON,
} = {}) {
  const graph = graphApi(token);
  const opened = await roomOf({
    vendor: graph,
    origins: [host],
    env: { INSTAGRAM_TOKEN: token },
    secrets: [token],
    arrived: () => graph.posts.length,
    now,
    make: (world) => instagramChannels({ instagram: [{ ...account('instagram'), user: '42' }] }, world),
  });
  return { ...opened, graph };
}

/**
 * The contract's messages have no picture, as little as those of the page itself: here they are given one. A caption
 * has no link of its own, so another message is one with other words.
 */
function withPictures(channel: Channel): Channel {
  const pictured = <One extends Outgoing>(outgoing: One): One => ({
    ...outgoing,
    content:
      outgoing.content.kind === 'update'
        ? update({
            ...outgoing.content.told,
            pictures: PICTURES,
            ...(outgoing.key === 'never-sent' && { advice: 'Set a clock.' }),
          })
        : update({ pictures: PICTURES, language: outgoing.content.language }),
  });
  return {
    ...channel,
    print: (outgoing) => `https://${channel.print(outgoing).split(/\s/).at(-1)}/`,
    send: (outgoing, signal) => channel.send(pictured(outgoing), signal),
    ...(channel.reconcile && {
      reconcile: (attempt, signal) => channel.reconcile?.(pictured(attempt), signal) as never,
    }),
  };
}

contractForEverybody('instagram', async () => {
  const opened = await room();
  return {
    ...opened,
    channel: withPictures(opened.channel),
    with: async (variables) => withPictures(await opened.with(variables)),
  };
});

const withPicture = (changed: Partial<Outgoing> = {}) =>
  owed({ content: update({ pictures: PICTURES }), ...changed });

describe('a post on Instagram', () => {
  test('has the tall picture, with its words for those who do not see it', async () => {
    const { channel, fake, graph } = await room();
    assert.equal((await channel.send(withPicture(), ENOUGH())).kind, 'sent');
    const [post] = graph.posts;
    assert.equal(post?.image, PICTURES.tall.url);
    assert.ok((post?.alt?.length ?? 0) > 20);
    await fake.close();
  });

  test('is not made without a picture, and says where to switch them on', async () => {
    const { channel, fake, graph } = await room();
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'refused' && /publishes an upright one/.test(outcome.reason));
    assert.deepEqual(fake.seen, []);
    assert.equal(graph.posts.length, 0);
    await fake.close();
  });

  test('waits for its picture, and is published once', async () => {
    const { channel, fake, graph } = await room();
    graph.ready = { after: 1, as: 'FINISHED' };
    assert.equal((await channel.send(withPicture(), ENOUGH())).kind, 'sent');
    assert.equal(graph.containers.size, 1);
    await fake.close();
  });

  test('whose picture was not ready in time goes on with the same container', async () => {
    const { channel, fake, graph } = await room();
    graph.ready = { after: 1000, as: 'FINISHED' };
    const outcome = await channel.send(withPicture(), AbortSignal.timeout(200));
    assert.equal(outcome.kind, 'later');
    graph.ready = { after: 0, as: 'FINISHED' };
    assert.equal((await channel.send(withPicture(), ENOUGH())).kind, 'sent');
    assert.equal(graph.containers.size, 1);
    await fake.close();
  });

  test('whose picture Instagram cannot take is tried with a new container', async () => {
    const { channel, fake, graph } = await room();
    graph.ready = { after: 0, as: 'ERROR' };
    assert.equal((await channel.send(withPicture(), ENOUGH())).kind, 'later');
    graph.ready = { after: 0, as: 'FINISHED' };
    assert.equal((await channel.send(withPicture(), ENOUGH())).kind, 'sent');
    assert.equal(graph.containers.size, 2);
    await fake.close();
  });

  test('is found by another process, and one of the day before with the same words is not', async () => {
    const { channel, fake, graph, with: remade, env: variables } = await room();
    await channel.send(withPicture(), ENOUGH());
    const other = await remade(variables);
    const attempt = { ...withPicture(), began: Date.now(), ended: Date.now() };
    assert.deepEqual(await other.reconcile?.(attempt, ENOUGH()), { kind: 'sent', receipt: '42_1' });
    for (const post of graph.posts) post.at = '2026-03-01T02:12:00+0000';
    assert.equal((await other.reconcile?.(attempt, ENOUGH()))?.kind, 'later');
    await fake.close();
  });

  test('whose end nobody saw is not published again, though nobody looks it up', async () => {
    const { channel, fake, graph } = await room();
    fake.mood = 'reset';
    assert.equal((await channel.send(withPicture(), ENOUGH())).kind, 'unknown');
    fake.mood = 'well';
    assert.equal((await channel.send(withPicture(), ENOUGH())).kind, 'sent');
    assert.equal(graph.posts.length, 1);
    await fake.close();
  });
});

describe('the account on Instagram', () => {
  test('with a token of Instagram’s own login asks at its own host', async () => {
    const { channel, fake } = await room({
      token: 'IGAAtoken-of-instagram',
      host: 'https://graph.instagram.com',
    });
    assert.equal((await channel.send(withPicture(), ENOUGH())).kind, 'sent');
    await fake.close();
  });

  test('says when it has posted as much as it may', async () => {
    const { channel, fake, graph } = await room();
    graph.quota = { used: 50, total: 50 };
    assert.equal((await channel.check(ENOUGH()))[0]?.name, 'service-refuses');
    await fake.close();
  });
});

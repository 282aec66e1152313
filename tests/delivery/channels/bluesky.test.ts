import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AppBskyFeedPost } from '@atproto/api';
import { blueskyChannels } from '../../../src/delivery/channels/bluesky.ts';
import { account } from '../around.ts';
import { pds } from '../fakes/bluesky.ts';
import type { Reply } from '../fakes/service.ts';
import { told, update } from '../told.ts';
import { contractForEverybody, ENOUGH, owed, roomOf } from './everybody.ts';

const env = { BLUESKY_HANDLE: 'status.example.org', BLUESKY_APP_PASSWORD: 'abcd-efgh-ijkl-mnop' };
const SITE = 'https://status.example.org';

async function room(picture: Reply = { status: 404 }) {
  const server = pds({ identifier: env.BLUESKY_HANDLE, password: env.BLUESKY_APP_PASSWORD });
  const opened = await roomOf({
    vendor: { ...server, answer: (seen) => (seen.path.endsWith('.png') ? picture : server.answer(seen)) },
    origins: [SITE],
    env,
    secrets: [env.BLUESKY_APP_PASSWORD],
    arrived: () => server.records.size,
    make: (world, service) => blueskyChannels({ bluesky: [{ ...account('bluesky'), service }] }, world),
  });
  const last = () => [...server.records.values()].at(-1) as AppBskyFeedPost.Record;
  return { ...opened, server, last };
}

contractForEverybody('bluesky', room);

const PICTURES = {
  wide: { url: `${SITE}/incidents/x.png`, width: 1200, height: 630 },
  tall: { url: `${SITE}/incidents/x.jpg`, width: 1080, height: 1350 },
};

describe('a post on Bluesky', () => {
  test('has a facet for its link that counts bytes, though letters before it take several', async () => {
    const { channel, fake, last } = await room();
    await channel.send(
      owed({ content: update({ title: 'Señales: ¡nada llega! 🌙', language: 'es' }) }),
      ENOUGH(),
    );
    const { text, facets = [], langs } = last();
    const [facet] = facets;
    assert.ok(facet);
    const { byteStart, byteEnd } = facet.index;
    assert.equal(Buffer.from(text).subarray(byteStart, byteEnd).toString(), told().url);
    assert.deepEqual(facet.features, [{ $type: 'app.bsky.richtext.facet#link', uri: told().url }]);
    assert.deepEqual(langs, ['es']);
    await fake.close();
  });

  test('replies to the one before it, and all of an incident hang on the first', async () => {
    const { channel, fake, server } = await room();
    const receipts: (string | undefined)[] = [undefined];
    for (const index of [1, 2, 3]) {
      const outcome = await channel.send(owed({ key: `k-${index}`, earlier: receipts.at(-1) }), ENOUGH());
      assert.equal(outcome.kind, 'sent');
      receipts.push(outcome.kind === 'sent' ? outcome.receipt : undefined);
    }
    const replies = [...server.records.values()].map(({ reply }) => reply);
    const uris = receipts.slice(1).map((receipt) => receipt?.split(' ')[0]);
    assert.equal(replies[0], undefined);
    assert.deepEqual([replies[1]?.parent.uri, replies[1]?.root.uri], [uris[0], uris[0]]);
    assert.deepEqual([replies[2]?.parent.uri, replies[2]?.root.uri], [uris[1], uris[0]]);
    await fake.close();
  });

  test('shows the picture with its words for those who do not see it', async () => {
    const { channel, fake, last } = await room({
      headers: { 'Content-Type': 'image/png' },
      body: Buffer.alloc(2000),
    });
    await channel.send(owed({ content: update({ pictures: PICTURES }) }), ENOUGH());
    const { embed } = last();
    assert.equal(embed?.$type, 'app.bsky.embed.images');
    const [image] = (embed as { images: { alt: string; aspectRatio: object }[] }).images;
    assert.match(image?.alt ?? '', /Followers/);
    assert.deepEqual(image?.aspectRatio, { width: 1200, height: 630 });
    await fake.close();
  });

  test('goes out with a card where the picture cannot be had, or is no picture, or is too large', async () => {
    for (const picture of [
      { status: 500 },
      { headers: { 'Content-Type': 'text/html' }, body: '<p>' },
      { headers: { 'Content-Type': 'image/png' }, body: Buffer.alloc(1_200_000) },
    ]) {
      const { channel, fake, last } = await room(picture);
      const outcome = await channel.send(owed({ content: update({ pictures: PICTURES }) }), ENOUGH());
      assert.equal(outcome.kind, 'sent');
      assert.equal(last().embed?.$type, 'app.bsky.embed.external');
      await fake.close();
    }
  });

  test('is put under the same key by another process, and under others for other messages', async () => {
    const { channel, with: remade, fake, server } = await room();
    await channel.send(owed(), ENOUGH());
    await (await remade(env)).send(owed(), ENOUGH());
    assert.equal(server.records.size, 1);
    await channel.send(owed({ key: 'a1b2-2' }), ENOUGH());
    assert.equal(server.records.size, 2);
    await fake.close();
  });
});

describe('the account on Bluesky', () => {
  test('signs in once for many posts, and anew where its session has ended', async () => {
    const { channel, fake, server } = await room();
    for (const index of [1, 2, 3]) await channel.send(owed({ key: `k-${index}` }), ENOUGH());
    assert.equal(server.signedIn, 1);
    server.endSessions();
    assert.equal((await channel.send(owed({ key: 'k-4' }), ENOUGH())).kind, 'sent');
    assert.equal(server.signedIn, 2);
    await fake.close();
  });

  test('waits as long as the server says', async () => {
    const { channel, fake } = await room();
    fake.mood = 'too many';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'later' && outcome.after !== undefined);
    assert.ok(outcome.after > 50_000 && outcome.after <= 61_000, String(outcome.after));
    await fake.close();
  });

  test('is not taken for one that can post when it is switched off', async () => {
    const { channel, fake, server } = await room();
    server.active = false;
    assert.equal((await channel.check(ENOUGH()))[0]?.name, 'service-refuses');
    await fake.close();
  });
});

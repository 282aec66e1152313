import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { discordChannels } from '../../../src/delivery/channels/discord.ts';
import { at } from '../../../src/delivery/wire.ts';
import { account } from '../around.ts';
import { discordRoom } from '../fakes/rooms.ts';
import { update } from '../told.ts';
import { contractForEverybody, ENOUGH, owed, roomOf } from './everybody.ts';

const TOKEN = 's3cret_of-the-webhook';
const PATH = `/api/webhooks/1234567890/${TOKEN}`;
const env = { DISCORD_WEBHOOK: `https://discord.com${PATH}` };

async function room() {
  const discord = discordRoom(PATH);
  const opened = await roomOf({
    vendor: discord,
    origins: ['https://discord.com'],
    env,
    secrets: [TOKEN],
    arrived: () => discord.messages.length,
    make: (world) => discordChannels({ discord: [account('discord')] }, world),
  });
  return { ...opened, discord };
}

contractForEverybody('discord', room);

describe('a channel in Discord', () => {
  test('gives back the id of the message', async () => {
    const { channel, fake } = await room();
    assert.deepEqual(await channel.send(owed(), ENOUGH()), { kind: 'sent', receipt: '9001' });
    await fake.close();
  });

  test('calls nobody, whatever stands in an update', async () => {
    const { channel, fake, discord } = await room();
    await channel.send(owed({ content: update({ text: '@everyone <@1> look' }) }), ENOUGH());
    assert.deepEqual(at(discord.messages[0], 'allowed_mentions'), { parse: [] });
    await fake.close();
  });

  test('takes the longest update', async () => {
    const { channel, fake } = await room();
    const text = 'All of it is long, and none of it is left out lightly. '.repeat(400);
    const outcome = await channel.send(
      owed({ content: update({ text, advice: text, title: text }) }),
      ENOUGH(),
    );
    assert.equal(outcome.kind, 'sent');
    await fake.close();
  });

  test('waits as long as Discord says, to the part of a second', async () => {
    const { channel, fake } = await room();
    fake.mood = 'too many';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'later' && outcome.after === 650, JSON.stringify(outcome));
    await fake.close();
  });

  test('is refused where it is no webhook of Discord', async () => {
    const { with: remade, fake } = await room();
    const channel = await remade({ DISCORD_WEBHOOK: 'https://discord.com/channels/1/2' });
    assert.equal((await channel.check(ENOUGH()))[0]?.name, 'variable-value');
    await fake.close();
  });
});

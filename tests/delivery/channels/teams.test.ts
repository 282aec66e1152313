import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { teamsChannels } from '../../../src/delivery/channels/teams.ts';
import { account } from '../around.ts';
import { teamsRoom } from '../fakes/rooms.ts';
import { contractForEverybody, ENOUGH, owed, roomOf } from './everybody.ts';

const HOST = 'https://default0123456789.ab.environment.api.powerplatform.com';
const PATH = '/powerautomate/automations/direct/workflows/0123456789abcdef/triggers/manual/paths/invoke';
const SIGNATURE = 's1gnature-of-the-workflow';
const env = {
  TEAMS_WEBHOOK: `${HOST}${PATH}?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${SIGNATURE}`,
};

async function room() {
  const teams = teamsRoom(PATH);
  const opened = await roomOf({
    vendor: teams,
    origins: [HOST],
    env,
    secrets: [SIGNATURE, PATH],
    arrived: () => teams.messages.length,
    make: (world) => teamsChannels({ teams: [account('teams')] }, world),
  });
  return { ...opened, teams };
}

contractForEverybody('teams', room);

describe('a channel in Teams', () => {
  test('is checked without running its workflow', async () => {
    const { channel, fake } = await room();
    assert.deepEqual(await channel.check(ENOUGH()), []);
    assert.deepEqual(
      fake.seen.map(({ method, path }) => `${method} ${path}`),
      ['HEAD /'],
    );
    await fake.close();
  });

  test('with the address of a connector is refused by name, and sends nothing there', async () => {
    const { with: remade, fake } = await room();
    for (const host of ['example.webhook.office.com', 'outlook.office.com', 'outlook.office365.com']) {
      const channel = await remade({ TEAMS_WEBHOOK: `https://${host}/webhookb2/1@2/IncomingWebhook/3/4` });
      assert.equal((await channel.check(ENOUGH()))[0]?.name, 'channel-address-dead');
      const outcome = await channel.send(owed(), ENOUGH());
      assert.ok(outcome.kind === 'refused' && /workflow/i.test(outcome.reason));
    }
    assert.deepEqual(fake.seen, []);
    await fake.close();
  });

  test('waits as long as the workflow says', async () => {
    const { channel, fake } = await room();
    fake.mood = 'too many';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'later' && outcome.after === 30_000);
    await fake.close();
  });
});

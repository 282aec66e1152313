import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { slackChannels } from '../../../src/delivery/channels/slack.ts';
import { textAt } from '../../../src/delivery/wire.ts';
import { account } from '../around.ts';
import { slackRoom } from '../fakes/rooms.ts';
import { told } from '../told.ts';
import { contractForEverybody, ENOUGH, owed, roomOf } from './everybody.ts';

const PATH = '/services/T00000001/B00000002/s3cretOfTheChannel';
const env = { SLACK_WEBHOOK: `https://hooks.slack.com${PATH}` };

async function room() {
  const slack = slackRoom(PATH);
  const opened = await roomOf({
    vendor: slack,
    origins: ['https://hooks.slack.com'],
    env,
    secrets: [PATH, 's3cretOfTheChannel'],
    arrived: () => slack.messages.length,
    make: (world) => slackChannels({ slack: [account('slack')] }, world),
  });
  return { ...opened, slack };
}

contractForEverybody('slack', room);

describe('a channel in Slack', () => {
  test('is checked without a word to anybody', async () => {
    const { channel, fake, slack } = await room();
    assert.deepEqual(await channel.check(ENOUGH()), []);
    assert.equal(fake.seen.length, 1);
    assert.deepEqual(slack.messages, []);
    await fake.close();
  });

  test('says what to do where its webhook is gone', async () => {
    const { channel, fake } = await room();
    fake.mood = 'refusing';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(
      outcome.kind === 'refused' && /no_service/.test(outcome.reason) && /SLACK_WEBHOOK/.test(outcome.reason),
    );
    await fake.close();
  });

  test('waits as long as Slack says, and asks for one message a second', async () => {
    const { channel, fake } = await room();
    fake.mood = 'too many';
    const outcome = await channel.send(owed(), ENOUGH());
    assert.ok(outcome.kind === 'later' && outcome.after === 30_000);
    assert.equal(channel.perSecond, 1);
    await fake.close();
  });

  test('has the link in what is shown where blocks are not', async () => {
    const { channel, fake, slack } = await room();
    await channel.send(owed(), ENOUGH());
    assert.ok(textAt(slack.messages[0], 'text')?.includes(told().url));
    await fake.close();
  });

  test('sends nothing to an address that is not one of Slack’s', async () => {
    const { with: remade, fake } = await room();
    const channel = await remade({ SLACK_WEBHOOK: 'https://hooks.slack.com.example.org/services/x' });
    const [problem] = await channel.check(ENOUGH());
    assert.equal(problem?.name, 'variable-value');
    assert.ok(!JSON.stringify(problem).includes('example.org'));
    await fake.close();
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CHANNEL_KINDS } from '../../../src/delivery/channel.ts';
import { channelsOf } from '../../../src/delivery/channels/index.ts';
import { parse, SMALL } from '../../config/reading.ts';
import { around } from '../around.ts';

/** The kinds that are made for what a config says of delivery. */
async function madeFor(lines: string): Promise<string[]> {
  const { config, problems } = parse(`${SMALL}${lines}`);
  assert.ok(config, JSON.stringify(problems));
  const made: string[] = [];
  const making = (kind: string) => async () => {
    made.push(kind);
    return [];
  };
  const makers = Object.fromEntries(CHANNEL_KINDS.map((kind) => [kind, making(kind)]));
  await channelsOf(config.delivery, around(), makers as never);
  return made;
}

describe('a channel', () => {
  test('that a config does not name is not made, and what speaks to its service not loaded', async () => {
    assert.deepEqual(await madeFor(''), []);
    assert.deepEqual(
      await madeFor(
        'delivery:\n  slack: [{ name: team }]\n  email: { from: Us <us@example.org>, postal_address: Example Ltd }\n  service: https://notify.example.org\n',
      ),
      ['email', 'slack'],
    );
  });
});

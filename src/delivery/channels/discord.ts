import { type Around, type Channel, variableOf } from '../channel.ts';
import { publicChannel, serviceProblem, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import { type Answer, at, jsonOf, type Service, textAt } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { discordFor, posted, printed } from './words.ts';

const serviceOf = (name: string): Service => ({
  called: 'Discord',
  address: 'https://discord.com',
  remedy: ({ status }) =>
    status === 401 || status === 404
      ? `The webhook is not there any more: make a new one in the settings of the channel, and put its address into ${variableOf(name, 'WEBHOOK')}.`
      : 'Look at what it says, and tell us: what was sent should have been taken.',
  after: ({ text }) => {
    const seconds = at(jsonOf({ text }), 'retry_after');
    return typeof seconds === 'number' ? seconds * 1000 : undefined;
  },
});

/** Channels in Discord, by webhook. https://docs.discord.com/developers/resources/webhook */
export async function discordChannels(
  { discord }: Pick<DeliveryConfig, 'discord'>,
  around: Around,
): Promise<Channel[]> {
  return discord.map(({ name, language }) => publicChannel(wayOf(name, language, around), around));
}

function wayOf(name: string, language: Way['language'], around: Around): Way {
  const secrets = secretsOf(around, name, {
    WEBHOOK: {
      is: 'https://discord.com/api/webhooks/...',
      like: /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+$/,
      from: 'Discord shows it in the settings of the channel, below "Integrations" and "Webhooks".',
    },
  });
  const webhook = secrets.of.WEBHOOK;
  return {
    kind: 'discord',
    name,
    language,
    service: serviceOf(name),
    secrets,
    idempotent: false,
    // Five in two seconds is what its answers allow a webhook; the answer says when it is less.
    perSecond: 2,
    print: ({ content }) => printed(content),
    tell: async ({ content }, talk) => {
      const body = discordFor(content);
      const answer = await talk.telling(() => talk.ask(`${webhook}?wait=true`, posted(body)));
      return sentWith(answer);
    },
    probe: async (talk) => {
      const answer = await talk.before(() => talk.ask(webhook));
      if (textAt(jsonOf(answer), 'id') !== undefined) return [];
      return [
        serviceProblem(serviceOf(name), 'service-refuses', {
          found: 'an answer that is no webhook of Discord',
          expected: 'what Discord says of a webhook',
          remedy: 'Copy the address of the webhook again, from the settings of the channel.',
        }),
      ];
    },
  };
}

function sentWith(answer: Answer) {
  const receipt = textAt(jsonOf(answer), 'id');
  return { kind: 'sent', ...(receipt !== undefined && { receipt }) } as const;
}

import { Webhook } from 'standardwebhooks';
import { type Around, type Channel, variableOf } from '../channel.ts';
import { anyAnswer, publicChannel, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import type { Service } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { printed, statuspageFor } from './words.ts';

type Account = DeliveryConfig['webhook'][number];

/**
 * Programs that are told by a signed webhook, with the body of Statuspage's. The address is the operator's own, so one
 * inside of a private network is as good as any; an address that a subscriber gives would not be.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function webhookChannels(
  { webhook }: Pick<DeliveryConfig, 'webhook'>,
  around: Around,
): Promise<Channel[]> {
  return webhook.map((account) => publicChannel(wayOf(account, around), around));
}

function wayOf({ name, language, url }: Account, around: Around): Way {
  const secrets = secretsOf(around, name, {
    SECRET: {
      is: 'whsec_ and at least 24 bytes in Base64',
      from: 'Make one with: echo "whsec_$(openssl rand -base64 32)". The program that is told needs the same.',
      like: /^(?:whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/,
    },
  });
  const { SECRET } = secrets.of;
  return {
    kind: 'webhook',
    name,
    language,
    service: serviceOf(name, url),
    secrets,
    // Who reads them takes no id twice: so Standard Webhooks has it.
    idempotent: true,
    concurrency: 2,
    print: ({ content }) => printed(content),
    tell: async ({ key, content }, talk) => {
      const now = new Date(around.now());
      const body = JSON.stringify(statuspageFor(content, around));
      const headers = {
        'Content-Type': 'application/json',
        'webhook-id': key,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(SECRET).sign(key, now, body),
      };
      await talk.telling(() => talk.ask(url, { method: 'POST', headers, body }));
      return { kind: 'sent', receipt: key };
    },
    probe: async (talk) => {
      await anyAnswer(url, talk);
      return [];
    },
  };
}

function serviceOf(name: string, url: string): Service {
  return {
    called: 'The program',
    address: new URL(url).origin,
    remedy: ({ status }) => {
      if (status === 401 || status === 403)
        return `Look whether it checks the signature with the value of ${variableOf(name, 'SECRET')}.`;
      if (status === 410) return 'It says that it wants no more: take it out of the config.';
      return 'Look at the log of the program.';
    },
  };
}

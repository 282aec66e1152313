import { IncomingWebhook } from '@slack/webhook';
import { type Around, type Channel, variableOf } from '../channel.ts';
import { answerOf, publicChannel, type Way } from '../public-channel.ts';
import { secretsOf } from '../secrets.ts';
import type { Service } from '../wire.ts';
import type { DeliveryConfig } from './index.ts';
import { posted, printed, slackFor } from './words.ts';

/** Channels in Slack, by incoming webhook. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export async function slackChannels(
  { slack }: Pick<DeliveryConfig, 'slack'>,
  around: Around,
): Promise<Channel[]> {
  return slack.map(({ name, language }) => publicChannel(wayOf(name, language, around), around));
}

function wayOf(name: string, language: Way['language'], around: Around): Way {
  const secrets = secretsOf(around, name, {
    WEBHOOK: {
      is: 'https://hooks.slack.com/services/...',
      from: 'Make a Slack app at https://api.slack.com/apps, switch "Incoming Webhooks" on, and add one for the channel.',
      like: /^https:\/\/hooks\.slack(?:-gov)?\.com\/\S+$/,
    },
  });
  const webhook = secrets.of.WEBHOOK;
  return {
    kind: 'slack',
    name,
    language,
    service: serviceOf(name),
    secrets,
    idempotent: false,
    // https://docs.slack.dev/apis/web-api/rate-limits
    perSecond: 1,
    print: ({ content }) => printed(content),
    tell: async ({ content }, talk) => {
      await talk.telling(() => new IncomingWebhook(webhook, { fetch: talk.fetch }).send(slackFor(content)));
      return { kind: 'sent' };
    },
    // There is no way to ask after a webhook. A message without a word is refused with `no_text` where it is good, and
    // tells nobody.
    probe: async (talk) => {
      try {
        await talk.before(() => talk.ask(webhook, posted({})));
      } catch (error) {
        const answer = answerOf(error);
        if (answer?.status !== 400 || !/^(?:no_text|invalid_payload)/.test(answer.text)) throw error;
      }
      return [];
    },
  };
}

/** What it says of a webhook that is not there any more. */
const GONE =
  /^(?:no_service|no_active_hooks|no_team|team_disabled|invalid_token|user_not_found|channel_not_found)/;

function serviceOf(name: string): Service {
  return {
    called: 'Slack',
    address: 'https://hooks.slack.com',
    remedy: ({ text }) => {
      if (text.startsWith('channel_is_archived'))
        return 'The channel is archived: bring it back, or make a webhook for another.';
      if (text.startsWith('action_prohibited') || text.startsWith('posting_to_'))
        return 'An administrator of the workspace has forbidden it: ask there.';
      if (GONE.test(text))
        return `The webhook is not there any more: add one for the channel at https://api.slack.com/apps, and put its address into ${variableOf(name, 'WEBHOOK')}.`;
      return 'Look at what it says, and tell us: what was sent should have been taken.';
    },
  };
}

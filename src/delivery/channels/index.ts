import type { Config } from '../../config/index.ts';
import { type Around, type Channel, CHANNEL_KINDS } from '../channel.ts';

export type DeliveryConfig = Config['delivery'];

/** How the channels of a kind are made from the config: none where it names none. */
type Maker = (config: DeliveryConfig, around: Around) => Promise<Channel[]>;

/** Every kind that a config can name, each with what makes its channels. A kind is one file here and one line. */
const MAKERS: Partial<Record<(typeof CHANNEL_KINDS)[number], Maker>> = {
  email: async (...made) => (await import('./email.ts')).emailChannels(...made),
  sms: async (...made) => (await import('./sms.ts')).smsChannels(...made),
  'web-push': async (...made) => (await import('./web-push.ts')).webPushChannels(...made),
  bluesky: async (...made) => (await import('./bluesky.ts')).blueskyChannels(...made),
  mastodon: async (...made) => (await import('./mastodon.ts')).mastodonChannels(...made),
  x: async (...made) => (await import('./x.ts')).xChannels(...made),
  facebook: async (...made) => (await import('./facebook.ts')).facebookChannels(...made),
  instagram: async (...made) => (await import('./instagram.ts')).instagramChannels(...made),
  slack: async (...made) => (await import('./slack.ts')).slackChannels(...made),
  discord: async (...made) => (await import('./discord.ts')).discordChannels(...made),
  teams: async (...made) => (await import('./teams.ts')).teamsChannels(...made),
  webhook: async (...made) => (await import('./webhook.ts')).webhookChannels(...made),
  command: async (...made) => (await import('./command.ts')).commandChannels(...made),
};

/** The channels that a config asks for, in the order of the kinds. */
export async function channelsOf(config: DeliveryConfig, around: Around): Promise<Channel[]> {
  const made = await Promise.all(CHANNEL_KINDS.map((kind) => MAKERS[kind]?.(config, around) ?? []));
  return made.flat();
}

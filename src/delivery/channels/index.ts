import type { Config } from '../../config/index.ts';
import { type Around, type Channel, CHANNEL_KINDS, type ChannelKind } from '../channel.ts';

export type DeliveryConfig = Config['delivery'];

/** The kinds that a config can name. */
type Named = Exclude<ChannelKind, 'memory' | 'null'>;

/** How the channels of a kind are made from the config: none where it names none. */
type Maker = (config: DeliveryConfig, around: Around) => Promise<Channel[]>;

/** Every kind that a config can name, each with what makes its channels. A kind is one file here and one line. */
const MAKERS: Record<Named, Maker> = {
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

/**
 * The channels that a config asks for, in the order of the kinds. What speaks to a service that it does not name is not
 * even loaded: that of Bluesky alone takes most of a second.
 */
export async function channelsOf(
  config: DeliveryConfig,
  around: Around,
  makers: Record<Named, Maker> = MAKERS,
): Promise<Channel[]> {
  const named = CHANNEL_KINDS.filter((kind) => kind !== 'memory' && kind !== 'null').filter((kind) =>
    isNamed(config, kind),
  );
  return (await Promise.all(named.map((kind) => makers[kind](config, around)))).flat();
}

function isNamed(config: DeliveryConfig, kind: Named): boolean {
  const said = config[kind === 'web-push' ? 'webPush' : kind];
  return Array.isArray(said) ? said.length > 0 : said !== undefined;
}

import type { Config } from '../../config/index.ts';
import { type Around, type Channel, CHANNEL_KINDS } from '../channel.ts';

export type DeliveryConfig = Config['delivery'];

/** How the channels of a kind are made from the config: none where it names none. */
type Maker = (config: DeliveryConfig, around: Around) => Promise<Channel[]>;

/** Every kind that a config can name, each with what makes its channels. A kind is one file here and one line. */
const MAKERS: Partial<Record<(typeof CHANNEL_KINDS)[number], Maker>> = {
  email: async (...made) => (await import('./email.ts')).emailChannels(...made),
  discord: async (...made) => (await import('./discord.ts')).discordChannels(...made),
  teams: async (...made) => (await import('./teams.ts')).teamsChannels(...made),
  command: async (...made) => (await import('./command.ts')).commandChannels(...made),
};

/** The channels that a config asks for, in the order of the kinds. */
export async function channelsOf(config: DeliveryConfig, around: Around): Promise<Channel[]> {
  const made = await Promise.all(CHANNEL_KINDS.map((kind) => MAKERS[kind]?.(config, around) ?? []));
  return made.flat();
}

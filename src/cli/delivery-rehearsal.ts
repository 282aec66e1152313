import type { Channel } from '../delivery/channel.ts';
import { keyOf } from '../delivery/lane.ts';
import { type HeardUpdate, readerOf } from '../delivery/reader.ts';
import type { NotificationFile } from '../domain/notification-file.ts';
import { UserError } from '../problems/errors.ts';
import { printable } from '../domain/printable.ts';
import type { Language, Languages } from '../domain/site.ts';
import { emailOf, MASTODON, postOf, smsOf } from '../publications/messages/index.ts';
import type { Call } from './command.ts';
import type { Prepared } from './delivering.ts';
import { unread } from './delivery-check.ts';

/**
 * Prints what would be sent for the newest update that is published, to whom, on each channel; without any, the words
 * alone. It sends nothing and keeps nothing.
 * @param countOf how many would be told of an update; nothing where there is no store to ask.
 * @throws UserError where the site cannot be read.
 */
export async function rehearse(
  { channels, origin, site: { languages } }: Prepared,
  { io, tell }: Pick<Call, 'io' | 'tell'>,
  countOf: Counting = async () => undefined,
): Promise<{ code: number }> {
  const say = (heading: string, words: string) =>
    tell(`\n── ${heading}\n${words.split('\n').map(printable).join('\n')}`);
  const address = new URL(origin.base, origin.url).href;
  const { updates } = await readerOf(origin, languages, io.fetch)
    .read()
    .catch((error: Error) => {
      throw new UserError([unread(address, error)], { cause: error });
    });
  const newest = updates.at(-1);
  if (channels.length === 0)
    tell(
      'No channel is configured, so nothing is sent. docs/delivery.md says how to add one; this is what there would be to say.',
    );
  if (!newest) tell(`Nothing is published at ${address} yet.`);
  else {
    tell(`The newest update at ${address} is ${newest.id}. Had it been published just now:`);
    const told = newest.told[languages[0]] ?? Object.values(newest.told)[0];
    const isPersonal = channels.some(({ reaches }) => reaches === 'subscribers');
    const counts = told && isPersonal ? await countOf(told) : undefined;
    for (const channel of channels)
      say(`${channel.name}, to ${audienceOf(channel, counts)}`, wordsOn(channel, newest, languages));
    if (channels.length === 0 && told)
      for (const [name, print] of Object.entries(FORMS)) say(name, print(told));
  }
  return { code: 0 };
}

/** How many would be told of an update, by the kind of a channel. */
export type Counting = (told: NotificationFile) => Promise<Partial<Record<string, number>> | undefined>;

function audienceOf({ reaches, kind }: Channel, counts: Partial<Record<string, number>> | undefined): string {
  if (reaches !== 'subscribers') return 'everybody';
  const count = counts?.[kind];
  if (count === undefined) return 'each who asked for it';
  return count === 1 ? 'the 1 who asked for it' : `each of the ${count} who asked for it`;
}

function wordsOn(channel: Channel, { id, told }: HeardUpdate, [first]: Languages): string {
  const language = channel.reaches === 'subscribers' ? first : channel.reaches.everybody;
  const file = told[language] ?? Object.values(told)[0];
  if (!file) return '';
  const content = { kind: 'update', told: file } as const;
  const to = channel.reaches === 'subscribers' ? { to: somebody(first) } : {};
  return channel.print({ key: keyOf(id, channel.name, ''), content, ...to });
}

/** The same words by three ways that differ most, for who has configured none. */
const FORMS: Record<string, (told: NotificationFile) => string> = {
  'a text message': (told) => smsOf(told, { stop: true }).text,
  'a short post': (told) => postOf(told, MASTODON()).text,
  'an e-mail': (told) => {
    const { subject, text } = emailOf(told, {
      preferencesUrl: LINKS.preferences,
      unsubscribeUrl: LINKS.leave,
      why: 'subscriber',
      postalAddress: told.site.operator,
    });
    return `${subject}\n\n${text}`;
  },
};

const LINKS = { leave: 'https://example.org/leave', preferences: 'https://example.org/preferences' };

/** Who stands in for a subscriber. */
const somebody = (language: Language) => ({
  id: 'somebody',
  address: 'somebody@example.org',
  language,
  loud: true,
  links: LINKS,
});

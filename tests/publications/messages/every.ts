import type { NotificationFile } from '../../../src/domain/notification-file.ts';
import {
  BLUESKY,
  type DiscordMessage,
  discordOf,
  type Email,
  type EmailAround,
  emailOf,
  FACEBOOK,
  INSTAGRAM,
  MASTODON,
  type Measure,
  PLAIN,
  type Post,
  postOf,
  type Push,
  pushOf,
  type SlackMessage,
  slackOf,
  smsOf,
  type StatuspageMessage,
  statuspageOf,
  type TeamsMessage,
  teamsOf,
  type TextMessage,
} from '../../../src/publications/messages/index.ts';
import { X } from '../../../src/publications/messages/measure-of-x.ts';

/** What channels know beside a notification. */
export const AROUND: EmailAround = {
  preferencesUrl: 'https://status.example.org/preferences/1',
  unsubscribeUrl: 'https://status.example.org/unsubscribe/1',
  why: 'subscriber',
  postalAddress: '1 Main Street, Springfield',
};

/** Every kind of post, by how its channel counts. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  bluesky: BLUESKY,
  mastodon: MASTODON(),
  x: X,
  'x without a link': { ...X, withLink: false },
  facebook: FACEBOOK,
  instagram: INSTAGRAM,
  plain: PLAIN(200),
};

/** A notification on every channel. */
export interface EveryMessage {
  sms: TextMessage;
  posts: Record<string, Post>;
  email: Email;
  push: Push;
  slack: SlackMessage;
  discord: DiscordMessage;
  teams: TeamsMessage;
  statuspage: StatuspageMessage;
}

export function everyMessage(told: NotificationFile): EveryMessage {
  return {
    sms: smsOf(told, { stop: true }),
    posts: Object.fromEntries(
      Object.entries(MEASURES).map(([name, measure]) => [name, postOf(told, measure)]),
    ),
    email: emailOf(told, AROUND),
    push: pushOf(told),
    slack: slackOf(told),
    discord: discordOf(told),
    teams: teamsOf(told),
    statuspage: statuspageOf(told, {
      unsubscribeUrl: AROUND.unsubscribeUrl,
      generatedAt: '2026-03-01T02:31:00Z',
    }),
  };
}

/**
 * One update, as it is published in `_nightlight` of the JSON Feed, as a message for each channel. Pure functions:
 * no clock, no network, and nothing of whom a message goes to but the addresses that are passed in.
 */
export { type Element, ELEMENTS, missingElements } from './elements.ts';
export { BLUESKY, FACEBOOK, fitsOn, INSTAGRAM, lengthOn, MASTODON, PLAIN } from './measures.ts';
export { countSms } from './sms-count.ts';
export { discordOf } from './discord.ts';
export { emailOf } from './email.ts';
export { postOf } from './post.ts';
export { pushOf, PUSH_BYTES } from './push.ts';
export { slackOf } from './slack.ts';
export { smsOf } from './sms.ts';
export { freshOf, staleOf } from './stale.ts';
export { statuspageOf, type StatuspageMessage } from '../webhook.ts';
export { teamsOf, TEAMS_BYTES } from './teams.ts';
export type {
  DiscordMessage,
  Email,
  EmailAround,
  Measure,
  Post,
  Push,
  SlackMessage,
  TeamsMessage,
  TextMessage,
} from './types.ts';

import type { Image } from '../../domain/notification.ts';
import type { Language } from '../../domain/site.ts';
import type { SmsEncoding } from './sms-count.ts';

/** A text message. */
export interface TextMessage {
  text: string;
  encoding: SmsEncoding;
  /** How many parts it is sent and paid as. */
  segments: number;
  language: Language;
}

/** How a channel counts the letters of a post. */
export interface Measure {
  /** The greatest length that it takes. */
  limit: number;
  length(text: string): number;
  /** The greatest number of bytes in UTF-8, where that is limited too. */
  bytes?: number;
  /** What each link counts, where that is not its length. */
  link?: number;
  /**
   * Whether the post may hold a link. Without, the address is said plainly; where links are counted (`link`) not
   * even that, for a plain address becomes one.
   */
  withLink: boolean;
  /** Which picture it shows, if it is not the wide one. */
  picture?: 'wide' | 'tall';
}

/** A post on a public channel. */
export interface Post {
  text: string;
  /** Where our links stand, in UTF-16 units, and where they lead. */
  links: { start: number; end: number; url: string }[];
  language: Language;
  image: (Image & { alt: string }) | undefined;
}

/** What stands around an e-mail, which the channel knows. */
export interface EmailAround {
  preferencesUrl: string;
  unsubscribeUrl: string;
  /** Why somebody gets it. */
  why: 'subscriber';
  postalAddress: string;
}

export interface Email {
  subject: string;
  text: string;
  html: string;
  language: Language;
  /** The incident, for `References`: what is said of one incident is one thread. */
  threadId: string;
  /** The update, for `Message-ID`; letters that may stand before its @ (RFC 5322, dot-atom). */
  id: string;
}

/** What a service worker shows. As JSON it stays below `PUSH_BYTES`. */
export interface Push {
  title: string;
  body: string;
  url: string;
  /** One notification an incident: the next takes its place. */
  tag: string;
  lang: Language;
  dir: 'ltr' | 'rtl';
  icon?: string;
  /** It need not make a sound: nothing has to be done now. */
  silent?: boolean;
}

/** The body of an incoming webhook of Slack. */
export interface SlackMessage {
  /** What is shown where blocks are not: in a notification, to a screen reader. */
  text: string;
  blocks: SlackBlock[];
}

export type SlackBlock =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: false } }
  | { type: 'section'; text: { type: 'mrkdwn'; text: string; verbatim: true } }
  | { type: 'context'; elements: { type: 'mrkdwn'; text: string; verbatim: true }[] };

/** The body of a webhook of Discord. */
export interface DiscordMessage {
  content?: string;
  embeds: {
    title: string;
    url: string;
    description?: string;
    color: number;
    fields: { name: string; value: string }[];
    footer: { text: string };
    timestamp: string;
  }[];
  allowed_mentions: { parse: [] };
}

/** The body that a Workflows address of Teams takes: one Adaptive Card. */
export interface TeamsMessage {
  type: 'message';
  attachments: {
    contentType: 'application/vnd.microsoft.card.adaptive';
    contentUrl: null;
    content: AdaptiveCard;
  }[];
}

export interface AdaptiveCard {
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  type: 'AdaptiveCard';
  version: '1.4';
  lang: Language;
  fallbackText: string;
  body: AdaptiveText[];
  actions: { type: 'Action.OpenUrl'; title: string; url: string }[];
}

export interface AdaptiveText {
  type: 'TextBlock';
  text: string;
  wrap: true;
  weight?: 'Bolder';
  size?: 'Large';
  isSubtle?: true;
}

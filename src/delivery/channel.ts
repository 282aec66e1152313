import { ACCOUNT_KINDS } from '../config/sections/delivery.ts';
import type { NotificationFile } from '../domain/notification-file.ts';
import type { Language } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import type { Problem } from '../problems/index.ts';

/** The kinds by which people are told one by one, because they asked for it. */
export const PERSONAL_KINDS = ['email', 'sms', 'web-push'] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

/** Every way to people. A kind is one file in `channels/` and one line in `channels/index.ts`. */
export const CHANNEL_KINDS = [...PERSONAL_KINDS, ...ACCOUNT_KINDS, 'memory', 'null'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** What there is to say, in one language. */
export type Content =
  | { kind: 'update'; told: NotificationFile }
  /** The page itself cannot be believed since an instant, or can again. */
  | { kind: 'stale' | 'fresh'; site: NotificationFile['site']; since: Instant; language: Language };

/** One person who asked to be told, as of the moment of sending. */
export interface Recipient {
  /** The id of the subscription: it says nothing about the person. */
  id: string;
  /** An address of e-mail, a number in E.164, or a push subscription as JSON. Never in a log. */
  address: string;
  language: Language;
  /** Whether it may make a sound. */
  loud: boolean;
  /** Addresses with a token of this person: one to leave with one click, one to change what is sent. */
  links: { leave: string; preferences: string };
  /** What a browser shows its service when its push subscription is another now. */
  renewal?: string | undefined;
}

/** One message that is owed, to one recipient or to everybody at once. */
export interface Outgoing {
  /** The same for each attempt and for no other message: what a channel takes as its idempotency key. Letters, digits and `-`. */
  key: string;
  content: Content;
  /** Absent where a channel speaks to everybody. */
  to?: Recipient | undefined;
  /** The receipt of what was sent last about the same incident to the same recipient, so that a thread is one. */
  earlier?: string | undefined;
}

/** What the service where people sign up has to say itself: to confirm, to try out, to hand over a link. */
export interface OwnWords {
  language: Language;
  /** The first line of a letter, the title of a notification. */
  subject: string;
  text: string;
  html: string;
  /** Where one click ends it (RFC 8058), for somebody who has signed up. */
  leave?: string | undefined;
  /** What a notification leads to, and by which the next one replaces it. */
  url: string;
  tag: string;
  silent?: boolean | undefined;
  /** As `renewal` of a recipient, for a browser. */
  renewal?: string | undefined;
}

/**
 * How an attempt ended. Only `later` and `refused` promise that nothing arrived; where nobody can tell, it is
 * `unknown`, and nothing is sent again before `reconcile` has looked.
 */
export type Outcome =
  /** `receipt` is what the channel calls the message: its id or its address. */
  | { kind: 'sent'; receipt?: string }
  /** It will never be taken. `gone`: the recipient is not there any more, and is not written to again. */
  | { kind: 'refused'; reason: string; gone?: true }
  /** Not taken now; try again, not before `after` ms have passed if that is said. */
  | { kind: 'later'; reason: string; after?: number }
  | { kind: 'unknown'; reason: string };

/** An attempt of which nobody knows how it ended. */
export interface Attempt extends Outgoing {
  /** Between these two instants it was on its way. */
  began: Instant;
  ended: Instant;
}

/**
 * A way to people: one account of one kind. It keeps nothing that must outlive the process, never throws for what
 * its service answers, and waits for nothing but its service. How often it is tried again is not its business.
 */
export interface Channel {
  readonly kind: ChannelKind;
  /** What the account is called: the outbox remembers it by that. */
  readonly name: string;
  /** Whether it speaks to everybody at once, in one language, or to each who asked. */
  readonly reaches: { everybody: Language } | 'subscribers';
  /** How many messages may be under way at a time in one process. */
  readonly concurrency: number;
  /** How many a second all processes together may send; `undefined` for as many as it takes. */
  readonly perSecond?: number | undefined;
  /** What one message uses of that rate, such as the segments of a text; 1 if not said. */
  weigh?(outgoing: Outgoing): number;
  /** What one message costs, and what may be spent in a day (UTC); nothing where it is free. */
  readonly budget?: { aDay: number; costOf(outgoing: Outgoing): number } | undefined;
  /** Set where a repeated key makes no second message, so that an unknown end is tried again. */
  readonly idempotent: boolean;
  /** The words as a person would see them, for a dry run. */
  print(outgoing: Outgoing): string;
  send(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome>;
  /**
   * Sends words of the sign-up service to one address. Only channels that reach people one by one can; `key` is the
   * same for each attempt.
   */
  carry?(words: OwnWords, address: string, key: string, signal: AbortSignal): Promise<Outcome>;
  /**
   * Looks whether an attempt arrived: `sent`; `later` where it certainly did not; `unknown` where nobody can tell.
   * Absent where nothing can be looked up.
   */
  reconcile?(attempt: Attempt, signal: AbortSignal): Promise<Outcome>;
  /** What would keep it from telling people, found without telling anybody: a wrong token, a missing permission. */
  check(signal: AbortSignal): Promise<Problem[]>;
  close?(): Promise<void>;
}

/** What a channel is made with: its part of the config, its secrets and the world, all passed in. */
export interface Around {
  /** The variables of the environment. */
  env: Readonly<Record<string, string | undefined>>;
  fetch: typeof fetch;
  now(): Instant;
  site: { name: string; url: string };
  /** The site's folder, from which relative paths count; absent for the folder of the process. */
  folder?: string | undefined;
}

/** The secret of an account: `MASTODON_ES_TOKEN` for the account `mastodon-es`. */
export function variableOf(name: string, what: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_${what}`;
}

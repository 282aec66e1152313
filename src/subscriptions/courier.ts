import type { Outcome } from '../delivery/channel.ts';
import type { Language } from '../domain/site.ts';

/** A letter of the service itself: to confirm, to try out, to hand over a link. */
export interface Letter {
  language: Language;
  subject: string;
  text: string;
  html: string;
  /** Where one click ends it (RFC 8058), in a letter to somebody who signed up. */
  leave?: string | undefined;
}

/** A notification of the service itself, as the page's service worker shows one. */
export interface Note {
  title: string;
  body: string;
  url: string;
  tag: string;
  lang: Language;
  dir: 'ltr' | 'rtl';
  silent?: boolean;
  /** What the browser shows when its push subscription is another now. */
  renewal?: string | undefined;
}

/**
 * Carries what the service itself has to say, by the clients of the channels. `key` is the same for each attempt at
 * one message: letters, digits and `-`. It never throws; what it carries never stands in a log.
 */
export interface Courier {
  email(to: string, letter: Letter, key: string): Promise<Outcome>;
  sms(to: string, text: string, key: string): Promise<Outcome>;
  /** @param to a push subscription as JSON. */
  push(to: string, note: Note, key: string): Promise<Outcome>;
}

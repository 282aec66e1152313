import { createHash } from 'node:crypto';
import type { Session } from '../delivery/store/database.ts';
import type { Language } from '../domain/site.ts';
import { CONSENT_VERSION, type FormKind } from '../domain/subscribe-form.ts';
import type { Instant } from '../domain/time.ts';

/** What a line of the ledger tells. */
export type Event =
  | 'asked'
  | 'message'
  | 'guardian'
  | 'confirmed'
  | 'changed'
  | 'revoked'
  | 'resumed'
  | 'gone'
  | 'exported'
  | 'erased';

/** The ways by which somebody reaches the operator, who then does it for them. */
export const WAYS = ['call', 'letter', 'mail', 'person'] as const;
export type Way = (typeof WAYS)[number];

/**
 * By which way it came: a form, a link, a text, an e-mail, a mail program's button, a channel; the operator, who may say
 * that somebody called, wrote a letter or was there in person.
 */
export type How = 'form' | 'link' | 'text' | 'one-click' | 'operator' | 'channel' | Way;

export interface Line {
  at: Instant;
  /** The id of the subscription. The ledger knows nobody by anything else. */
  subscriber: string;
  kind: FormKind;
  what: Event;
  how: How;
  /** Who of the operator's people did it, where a person did. */
  who?: string | undefined;
  /** The words that were shown: their hash, as `keepWords` gives it. */
  words?: string | undefined;
  /** The address of the page on which they were shown. */
  page?: string | undefined;
  /** What the provider calls the message. */
  receipt?: string | undefined;
}

/** Writes a line. None is ever changed: the database refuses it. */
export async function write(session: Session, line: Line): Promise<void> {
  const { at, subscriber, kind, what, how, who = null, words = null, page = null, receipt = null } = line;
  await session.query(
    `insert into nightlight.consents (at, subscriber, kind, what, how, who, words, page, receipt)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [new Date(at), subscriber, kind, what, how, who, words, page, receipt],
  );
}

/** Keeps the very words that somebody was shown, once. @returns their SHA-256. */
export async function keepWords(
  session: Session,
  shown: { language: Language; kind: string; words: string },
): Promise<string> {
  const sha256 = createHash('sha256').update(shown.words).digest('hex');
  await session.query(
    `insert into nightlight.consent_words (sha256, version, language, kind, words)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [sha256, CONSENT_VERSION, shown.language, shown.kind, shown.words],
  );
  return sha256;
}

/** A line as its person reads it. */
export interface LineRead {
  at: string;
  what: string;
  how: string;
  who: string | null;
  words: string | null;
  words_version: number | null;
  words_sha256: string | null;
  page: string | null;
  receipt: string | null;
}

/** All that the ledger has of a subscription, the oldest first. */
export async function linesOf(session: Session, subscriber: string): Promise<LineRead[]> {
  const rows = await session.query<Omit<LineRead, 'at'> & { at: Date }>(
    `select c.at, c.what, c.how, c.who, w.words, w.version as words_version, c.words as words_sha256, c.page, c.receipt
     from nightlight.consents as c left join nightlight.consent_words as w on w.sha256 = c.words
     where c.subscriber = $1 order by c.number`,
    [subscriber],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Takes out the one thing by which a provider could tell whose line it was. */
export async function forgetReceipts(session: Session, subscriber: string): Promise<void> {
  await session.query(
    'update nightlight.consents set receipt = null where subscriber = $1 and receipt is not null',
    [subscriber],
  );
}

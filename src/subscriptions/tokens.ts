import { DAY, type Instant, MINUTE } from '../domain/time.ts';
import type { KeyRing } from './keys.ts';

/** What a link lets its holder do; a token for one is none for another. */
export type Purpose = 'leave' | 'preferences';

/** How long a link in a message works, in ms. To leave must be possible long after the last message. */
export const LASTS: Record<Purpose, number> = { leave: 400 * DAY, preferences: 30 * DAY };

/** What a link in a message says: whose it is. It ends with the subscription, for each has another `epoch` after it. */
export interface LinkToken {
  id: string;
  epoch: number;
}

/**
 * A token that needs no place in the store: it is proved by a keyed hash over what it is for, whose it is and until
 * when it holds. A hundred thousand messages carry one each, and it is short enough for a text of one part.
 */
export function linkToken(
  keys: KeyRing,
  purpose: Purpose,
  { id, epoch }: LinkToken,
  now: Instant,
  lasts = LASTS[purpose],
): string {
  const whose = Buffer.from(id, 'hex').toString('base64url');
  const text = `${whose}.${epoch.toString(36)}.${Math.ceil((now + lasts) / MINUTE).toString(36)}`;
  return `${text}.${keys.sign(purpose, text)}`;
}

/** @returns whose it is; `undefined` where it was not made here for that purpose, or is too old. */
export function readLinkToken(
  keys: KeyRing,
  purpose: Purpose,
  token: string,
  now: Instant,
): LinkToken | undefined {
  const [, text = '', whose = '', epoch = '', until = '', proof = ''] =
    /^(([A-Za-z0-9_-]{22})\.([0-9a-z]{1,6})\.([0-9a-z]{1,9}))\.([A-Za-z0-9_-]{22})$/.exec(token) ?? [];
  const isOurs = keys.verify(purpose, text, proof);
  if (!isOurs || Number.parseInt(until, 36) * MINUTE < now) return undefined;
  return { id: Buffer.from(whose, 'base64url').toString('hex'), epoch: Number.parseInt(epoch, 36) };
}

/**
 * What a browser shows when its endpoint is another now. It holds for as long as they are told at the endpoint that it
 * was made for, and needs no place in the store.
 */
export function renewalToken(keys: KeyRing, { id, epoch }: LinkToken, endpoint: string): string {
  return `${id}.${epoch}.${keys.sign('renewal', `${id}.${epoch}.${endpoint}`)}`;
}

/** @returns whose it is; `undefined` where it was not made here for that endpoint. */
export function readRenewalToken(keys: KeyRing, token: string, endpoint: string): LinkToken | undefined {
  const [, text = '', id = '', epoch = '', proof = ''] =
    /^(([0-9a-f]{32})\.(\d{1,9}))\.([A-Za-z0-9_-]{22})$/.exec(token) ?? [];
  return keys.verify('renewal', `${text}.${endpoint}`, proof) ? { id, epoch: Number(epoch) } : undefined;
}

/** What a page remembers in its own form: when it was printed and where the words of consent were shown. */
export interface Stamp {
  at: Instant;
  page: string;
}

/** A person needs this long to read what stands above the button, in ms; a program does not. */
const SHORTEST = 1500;
/** After this, in ms, a form that lay open is printed anew. */
const LONGEST = 2 * 60 * MINUTE;

export function stampOf(keys: KeyRing, { at, page }: Stamp): string {
  const text = Buffer.from(JSON.stringify([at, page])).toString('base64url');
  return `${text}.${keys.sign('stamp', text)}`;
}

/** @returns what it says; `undefined` where it is not ours, too new for a person, or too old. */
export function readStamp(keys: KeyRing, stamp: string, now: Instant): Stamp | undefined {
  const [text = '', proof = ''] = stamp.split('.');
  if (!keys.verify('stamp', text, proof)) return undefined;
  const [at, page]: [Instant, string] = JSON.parse(Buffer.from(text, 'base64url').toString());
  return now - at >= SHORTEST && now - at <= LONGEST ? { at, page } : undefined;
}

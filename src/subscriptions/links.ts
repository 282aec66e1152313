import type { Instant } from '../domain/time.ts';
import type { KeyRing } from './keys.ts';
import { sameAddress } from './addresses.ts';
import { type LinkToken, linkToken, type Purpose, readLinkToken, renewalToken } from './tokens.ts';

/** Addresses of the service that are somebody's own. */
export interface Links {
  /** What stands in a message. */
  of(whose: LinkToken): { leave: string; preferences: string };
  /** One that works for a shorter time than those. */
  short(purpose: Purpose, whose: LinkToken, lasts: number): string;
  /** What a browser shows when its push subscription is another now. */
  renewal(whose: LinkToken, address: string): string;
  read(purpose: Purpose, token: string): LinkToken | undefined;
  to(path: string): string;
}

/** @param service the public address of the service. */
export function linksOf(keys: KeyRing, service: string, now: () => Instant): Links {
  const root = service.replace(/\/+$/, '');
  const link = (purpose: Purpose, whose: LinkToken, lasts?: number) =>
    `${root}/${purpose}/${linkToken(keys, purpose, whose, now(), lasts)}`;
  return {
    of: (whose) => ({ leave: link('leave', whose), preferences: link('preferences', whose) }),
    short: link,
    renewal: ({ id, epoch }, address) => renewalToken(keys, { id, epoch }, sameAddress('web-push', address)),
    read: (purpose, token) => readLinkToken(keys, purpose, token, now()),
    to: (path) => `${root}${path}`,
  };
}

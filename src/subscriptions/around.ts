import type { Database } from '../delivery/store/database.ts';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import type { Courier } from './courier.ts';
import type { Errands } from './errands.ts';
import type { KeyRing } from './keys.ts';
import type { Limits } from './limits.ts';
import type { Links } from './links.ts';
import type { People } from './people.ts';
import type { Says } from './says.ts';
import type { TextBudget } from './text-budget.ts';

/** Says what happened, with nothing in it by which a person could be told. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean>>) => void;

/** What everything is done with that can happen to somebody. */
export interface Around {
  database: Database;
  keys: KeyRing;
  people: People;
  courier: Courier;
  says: Says;
  site: Pick<Site, 'languages' | 'regions' | 'telling'>;
  links: Links;
  limits: Limits;
  budget: TextBudget;
  errands: Errands;
  now(): Instant;
  random(bytes: number): Uint8Array;
  log: Log;
}

/** A new id, by which nothing is known of anybody. */
export function newId({ random }: Pick<Around, 'random'>): string {
  return Buffer.from(random(16)).toString('hex');
}

/** A new token for a link that asks for an answer. */
export function newToken({ random }: Pick<Around, 'random'>): string {
  return Buffer.from(random(32)).toString('base64url');
}

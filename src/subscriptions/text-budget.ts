import type { Database } from '../delivery/store/database.ts';
import { DAY, type Instant } from '../domain/time.ts';
import { checkNumber } from './addresses.ts';
import { type Limits, SHARE, take } from './limits.ts';

/** What strangers can make us spend on texts: so much at a time for numbers that are alike, and so much a day. */
export interface TextBudget {
  /** Counts a text before it is sent. @returns whether it may be sent. */
  take(number: string, text: string): Promise<boolean>;
}

interface Around {
  database: Database;
  limits: Limits;
  /** What a segment costs, what may be spent on texts in a day, and the countries whose numbers are written to. */
  sms: { price: number; mostADay: number; countries: readonly string[] } | undefined;
  now(): Instant;
  /** Tells the operator. */
  tell(about: string, words: string): Promise<void>;
}

/** Nobody earns from texts that we pay: who sends many to numbers that are alike is stopped, and the operator hears of it. */
export function textBudget({ database, limits, sms, now, tell }: Around): TextBudget {
  return {
    take: async (number, text) => {
      if (!sms || 'refused' in checkNumber(number, '', sms.countries)) return false;
      const alike = [
        { name: `block ${number.slice(0, -4)}`, limit: limits.block },
        { name: `area ${number.slice(0, -7)}`, limit: limits.area },
      ];
      for (const { name, limit } of alike)
        if (!(await take(database, name, limit, now()))) {
          await tell(
            'sign-up by text',
            `Many sign-ups came for numbers that begin alike; no more texts go to them for an hour. Somebody may want to earn from the texts that you pay: look whether "countries" names only those that you need.`,
          );
          return false;
        }
      const ceiling = { most: sms.mostADay * SHARE, per: DAY };
      if (await take(database, 'price of texts', ceiling, now(), sms.price * segmentsOf(text))) return true;
      await tell(
        'sign-up by text',
        `Texts of the sign-up have cost a quarter of "most_a_day" today; nobody can sign up by text before tomorrow (UTC). What is owed to subscribers goes out all the same.`,
      );
      return false;
    },
  };
}

/** At least as many as it has: what is not certainly in the alphabet of 7 bits counts as 16. */
function segmentsOf(text: string): number {
  return Math.ceil(text.length / (/^[\n -Z_a-z¿¡ñÑéèùìòàüÜöäÄÖ]*$/.test(text) ? 153 : 67));
}

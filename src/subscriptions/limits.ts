import type { Session } from '../delivery/store/database.ts';
import { DAY, HOUR, type Instant } from '../domain/time.ts';

/** How much is let through, in a time of `per` ms. */
export interface Limit {
  most: number;
  per: number;
}

export interface Limits {
  /** Requests of one network: forms sent and links asked for. */
  network: Limit;
  /** The same of all networks of IPv6 in one /48, which can be one stranger, or a carrier with many customers. */
  site: Limit;
  /** Messages that strangers can make us send to one address. */
  address: Limit;
  /** Tests that somebody sends themselves. */
  tests: Limit;
  /** Texts to numbers that differ in their last four digits, and in their last seven. */
  block: Limit;
  area: Limit;
  /** Answers to the texts of one number: two machines shall not talk to each other. */
  answers: Limit;
}

export const LIMITS: Limits = {
  network: { most: 20, per: HOUR },
  site: { most: 1000, per: HOUR },
  address: { most: 3, per: DAY },
  tests: { most: 3, per: DAY },
  block: { most: 5, per: HOUR },
  area: { most: 60, per: HOUR },
  answers: { most: 10, per: DAY },
};

/** What may be spent in a day on texts of the service itself, as a part of what may be spent on texts. */
export const SHARE = 0.25;

/**
 * Counts something in the store, where all processes see it, unless that would be more than is let through.
 * @param name says nothing of a person: a keyed hash, or the beginning of a number.
 * @returns whether it is let through.
 */
export async function take(
  session: Session,
  name: string,
  { most, per }: Limit,
  now: Instant,
  amount = 1,
): Promise<boolean> {
  if (amount > most) return false;
  const rows = await session.query(
    `insert into nightlight.sign_up_counts as c (name, slot, amount) values ($1, $2, $3)
     on conflict (name, slot) do update set amount = c.amount + $3 where c.amount + $3 <= $4 returning 1`,
    [name, new Date(Math.floor(now / per) * per), amount, most],
  );
  return rows.length > 0;
}

/** Forgets what was counted before yesterday. */
export async function forgetCounts(session: Session, now: Instant): Promise<void> {
  await session.query('delete from nightlight.sign_up_counts where slot < $1', [new Date(now - 2 * DAY)]);
}

/** Counts in the memory of this process, for a bounded number of names: the one that came longest ago gives way. */
export class Counter {
  private readonly counts = new Map<string, { from: Instant; amount: number }>();
  private readonly limit: Limit;
  private readonly names: number;

  constructor(limit: Limit, names = 20_000) {
    this.limit = limit;
    this.names = names;
  }

  /** @returns whether it is let through. */
  take(name: string, now: Instant): boolean {
    const before = this.counts.get(name);
    const isOver = before === undefined || now - before.from >= this.limit.per;
    const count = isOver ? { from: now, amount: 0 } : before;
    if (count.amount >= this.limit.most) return false;
    count.amount++;
    this.counts.delete(name);
    this.counts.set(name, count);
    for (const oldest of this.counts.keys()) {
      if (this.counts.size <= this.names) break;
      this.counts.delete(oldest);
    }
    return true;
  }

  get size(): number {
    return this.counts.size;
  }
}

import { dayOf, type Instant } from '../domain/time.ts';
import type { Session } from './store/database.ts';

/** Further ahead than this, in seconds, no processes together reserve: the clock of the database was set back. */
const FARTHEST = 300;

/**
 * Takes a stretch of a channel's time, which all processes share; by the clock of the database.
 * @param seconds how long what is sent will use it.
 * @returns after how many ms one may begin.
 */
export async function reserve(session: Session, channel: string, seconds: number): Promise<number> {
  const [row] = await session.query<{ ahead: number }>(
    `insert into nightlight.rates as rate (channel, free_at)
       values ($1, clock_timestamp() + make_interval(secs => $2))
     on conflict (channel) do update
       set free_at = make_interval(secs => $2) + case
         when rate.free_at between clock_timestamp() and clock_timestamp() + interval '${FARTHEST} seconds' then rate.free_at
         else clock_timestamp() end
     returning (extract(epoch from free_at - clock_timestamp()) - $2)::float8 * 1000 as ahead`,
    [channel, seconds],
  );
  return Math.max(0, row?.ahead ?? 0);
}

/**
 * Spends an amount of what a channel may spend in a day (UTC), if it is still there.
 * @returns whether it was.
 */
export async function spend(
  session: Session,
  channel: string,
  amount: number,
  aDay: number,
  now: Instant,
): Promise<boolean> {
  if (amount > aDay) return false;
  const rows = await session.query(
    `insert into nightlight.spent as spent (channel, day, amount) values ($1, $2::date, $3)
     on conflict (channel, day) do update set amount = spent.amount + $3 where spent.amount + $3 <= $4
     returning 1`,
    [channel, dayOf(now), amount, aDay],
  );
  return rows.length > 0;
}

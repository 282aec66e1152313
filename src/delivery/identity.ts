import type { Instant } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { fact, setFact } from './facts.ts';
import type { Database } from './store/database.ts';

/**
 * Refuses a store that is a copy: two that both send would tell everybody twice. A store remembers where it was
 * made: the file of a folder, or the number of a server and of the database in it.
 * @throws UserError where it is another place, with the way to say that this copy is the one from now on.
 */
export async function holdToPlace(database: Database): Promise<void> {
  const here = await database.place();
  const made = await fact<string>(database, 'place');
  if (made === undefined) await setFact(database, 'place', here);
  else if (made !== here)
    throw new UserError(
      'This store is a copy of another, or was restored from a backup. If the other one is still running, nobody may be told by both: leave this one alone. If this is the one from now on, say so: nightlight deliver adopt. What was published until then counts as told.',
    );
}

/**
 * Says that this copy is the one from now on. Nobody knows what was sent since it was copied: so what it owes is
 * looked up where a channel can, and left where none can; what was published until now is history.
 * @returns how many messages were owed by it.
 */
export async function adopt(database: Database, now: Instant): Promise<number> {
  const here = await database.place();
  return database.transaction(async (session) => {
    await setFact(session, 'place', here);
    await setFact(session, 'owed_since', now);
    await session.query('update nightlight.fan_outs set done = true where not done');
    const rows = await session.query(
      `update nightlight.outbox set state = 'unknown', worker = null, looks = 0, ended = $1, not_before = $1,
         began = coalesce(began, (select heard_at from nightlight.notices where number = notice)), reason = 'the store was restored: it may have been sent since'
       where state in ('waiting', 'claimed', 'sending') returning 1`,
      [new Date(now)],
    );
    return rows.length;
  });
}

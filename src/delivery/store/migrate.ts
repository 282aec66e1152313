import type { Database, Session } from './database.ts';

/** A step by which the tables of a room came to be as they are. Once released it never changes: a mistake is mended by the next. */
export interface Migration {
  /** The room whose tables these are, and the place of the step among its steps, from 1 on. */
  room: 'delivery' | 'subscriptions';
  step: number;
  /** What it is for. */
  says: string;
  sql: string;
}

/** The number by which processes wait for each other, so that each step is done by one. */
const LOCK = 0x6e_6c_6d_67;

/**
 * Brings the tables to what this program needs, forward only. Several processes may begin at once: one does it, the
 * others wait for it. Each step is done as a whole or not at all.
 * @returns the steps that were done now.
 * @throws Error of the database, with the step; the tables are then as they were before that step.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<Migration[]> {
  return database.transaction(async (session) => {
    // An embedded store has one process, and no other session to wait for.
    if (database.kind === 'postgres') await session.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await session.query('create schema if not exists nightlight');
    await session.query(
      `create table if not exists nightlight.migrations (
         room text not null, step integer not null, says text not null, done_at timestamptz not null default now(),
         primary key (room, step))`,
    );
    const rows = await session.query<{ room: string; step: number }>(
      'select room, step from nightlight.migrations',
    );
    const done = new Set(rows.map(({ room, step }) => `${room} ${step}`));
    const missing = migrations.filter(({ room, step }) => !done.has(`${room} ${step}`));
    for (const migration of missing) await take(session, migration);
    return missing;
  });
}

/**
 * How the tables of a store stand beside what this program needs; nothing is changed.
 * @returns how many steps are missing, and how many it has taken that this program does not know; nothing where it
 * has no tables yet.
 */
export async function standOf(
  database: Session,
  migrations: readonly Migration[],
): Promise<{ missing: number; unknown: number } | undefined> {
  const [table] = await database.query<{ made: boolean }>(
    `select to_regclass('nightlight.migrations') is not null as made`,
  );
  if (!table?.made) return undefined;
  const rows = await database.query<{ room: string; step: number }>(
    'select room, step from nightlight.migrations',
  );
  const known = new Set(migrations.map(({ room, step }) => `${room} ${step}`));
  const taken = new Set(rows.map(({ room, step }) => `${room} ${step}`));
  const notIn = (these: Set<string>, those: Set<string>) =>
    [...these].filter((one) => !those.has(one)).length;
  return { missing: notIn(known, taken), unknown: notIn(taken, known) };
}

async function take(session: Session, { room, step, says, sql }: Migration): Promise<void> {
  for (const statement of statementsOf(sql))
    await session.query(statement).catch((error: Error) => {
      throw new Error(`The tables could not be changed (${room}, step ${step}: ${says}): ${error.message}`, {
        cause: error,
      });
    });
  await session.query('insert into nightlight.migrations (room, step, says) values ($1, $2, $3)', [
    room,
    step,
    says,
  ]);
}

/** The statements of a step; each ends with `;` at the end of a line. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

import pg from 'pg';
import { UserError } from '../../problems/errors.ts';
import type { Database, Session, Value } from './database.ts';

/** How long a statement and a connection may take, in ms. */
const PATIENCE = 30_000;

/**
 * Connects to a PostgreSQL server; a connection that breaks is made anew by the next statement.
 * @param address a connection string, as `DATABASE_URL` has it.
 * @param tell hears of connections that broke while nobody used them.
 * @throws UserError where nobody answers there or it takes us for nobody.
 */
export async function openPostgres(address: string, tell: (error: Error) => void): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: address,
    max: 10,
    connectionTimeoutMillis: PATIENCE,
    statement_timeout: PATIENCE,
    // A server that is cut off answers nothing, not even that a statement took too long.
    query_timeout: PATIENCE + 5_000,
    keepAlive: true,
    application_name: 'nightlight deliver',
    types: { getTypeParser },
  });
  pool.on('error', tell);
  const database: Database = {
    kind: 'postgres',
    query: sessionOf(pool).query,
    transaction: (work) => inTransaction(pool, work),
    queue: { connectionString: address, max: 4, useListenNotify: true },
    place: () => placeOf(database),
    close: () => pool.end(),
  };
  try {
    await database.query('select 1');
  } catch (error) {
    await pool.end();
    throw new UserError(
      `The database of DATABASE_URL does not let us in: ${(error as Error).message}. Look at its host, name and password; docs/delivery.md says which rights the role needs.`,
      { cause: error },
    );
  }
  return database;
}

/** Numbers of 64 bits as numbers: what is counted here stays far below 2^53. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');

async function inTransaction<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A line may break between two statements, when nobody waits for an answer: unheard, it would end the process.
  const breaks = (error: Error) => (broken = error);
  client.on('error', breaks);
  try {
    await client.query('begin');
    const result = await work(sessionOf(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    client.off('error', breaks);
    client.release(broken);
  }
}

function sessionOf(inner: Pick<pg.Pool, 'query'> | pg.PoolClient): Session {
  return {
    query: async <Row>(text: string, values: readonly Value[] = []) =>
      (await (inner as pg.PoolClient).query(text, [...values])).rows as Row[],
  };
}

/**
 * A server is told apart by its system identifier, which a standby that takes over shares, and a database in it by
 * its number: a dump that is restored has another. Every role may ask for it, unless an operator took that away.
 */
async function placeOf(database: Session): Promise<string> {
  const [row] = await database.query<{ oid: string }>(
    'select oid::text from pg_database where datname = current_database()',
  );
  const server = await database
    .query<{ id: string }>('select system_identifier::text as id from pg_control_system()')
    .catch((error: Error & { code?: string }) => {
      if (error.code === FORBIDDEN) return tableOf(database);
      throw error;
    });
  return `${server[0]?.id ?? ''}/${row?.oid ?? ''}`;
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html: insufficient_privilege */
const FORBIDDEN = '42501';

/** The number of a table: that of a restored dump is hardly the same. */
function tableOf(database: Session): Promise<{ id: string }[]> {
  return database.query(`select 'nightlight.facts'::regclass::oid::text as id`);
}

import type { ConstructorOptions } from 'pg-boss';

/** A value that a statement is given. */
export type Value =
  | string
  | number
  | boolean
  | Date
  | null
  | Uint8Array
  | readonly (string | number | null)[];

/** What a statement is run on: a database, or one transaction in it. */
export interface Session {
  /**
   * Runs one statement with `$1`, `$2` for its values.
   * @returns its rows.
   */
  query<Row = Record<string, unknown>>(text: string, values?: readonly Value[]): Promise<Row[]>;
}

/**
 * A database of PostgreSQL's kind: a server, or one that lives in a folder of this process. Instants are written as
 * `Date` and read as `Date`; numbers of 64 bits are read as strings by neither: write `::int` or `::float8`.
 */
export interface Database extends Session {
  readonly kind: 'postgres' | 'pglite';
  /** All of it or nothing. It is not run again by itself. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** How the kept queue of `queue.ts` reaches the same store. */
  readonly queue: ConstructorOptions;
  /** Which store this is, as far as a copy of it is told apart from it: see `identity.ts`. */
  place(): Promise<string>;
  close(): Promise<void>;
}

import { globSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { librariesIn, unpackInto } from './debian.ts';
import { isExecutable } from './executable.ts';

const CACHE = resolve(import.meta.dirname, '../.cache/postgres');

/** A whole PostgreSQL: the folder of its programs, and what they need of the environment. */
interface Postgres {
  programs: string;
  env: Record<string, string>;
}

/**
 * One with `initdb`, `pg_dump` and `pg_restore`, which the packages of npm lack: in `POSTGRES_BIN`, the one on this
 * machine, or the one in Debian 12's packages.
 * @throws Error with the remedy if none can be had.
 */
export function findOrGetPostgres(): Postgres {
  const found = find();
  if (found) return found;
  unpackInto(CACHE, ['postgresql-15', 'postgresql-client-15', 'libpq5']);
  const got = find();
  if (got) return got;
  throw new Error(
    'The test of dumps needs a whole PostgreSQL, and none could be had. Install it (Debian: apt-get install postgresql; macOS: brew install postgresql), or set POSTGRES_BIN to the folder of its programs.',
  );
}

function find(): Postgres | undefined {
  const folders = [
    process.env.POSTGRES_BIN ?? '',
    ...['/usr', join(CACHE, 'usr')].flatMap((root) =>
      globSync(`${root}/lib/postgresql/*/bin/initdb`).map(dirname),
    ),
    ...globSync('/opt/homebrew/opt/postgresql@*/bin/initdb').map(dirname),
  ];
  const programs = folders.find((folder) =>
    ['initdb', 'pg_dump', 'pg_restore'].every((name) => isExecutable(join(folder, name))),
  );
  return programs === undefined
    ? undefined
    : { programs, env: programs.startsWith(CACHE) ? librariesIn(CACHE) : {} };
}

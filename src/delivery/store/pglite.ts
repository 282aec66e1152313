import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { PGlite, types } from '@electric-sql/pglite';
import { fromPglite } from 'pg-boss';
import { UserError } from '../../problems/errors.ts';
import { lock } from '../../system/lock.ts';
import type { Database, Session, Value } from './database.ts';

/** How long one waits for a process that is about to end, in ms. */
const PATIENCE = 10_000;

/**
 * Opens the store that lies in a folder, and makes it where there is none. One process at a time can.
 * @param folder absent for one that is gone with the process.
 * @param template what a new one is made from, instead of from nothing, which takes some seconds: a dump of PGlite's.
 * @throws UserError where another process has it open, or where it cannot be read.
 */
export async function openPglite(folder?: string, template?: Blob): Promise<Database> {
  if (folder === undefined) return databaseOf(await begun(undefined, template));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await lock(join(folder, 'lock'), PATIENCE, '"nightlight deliver" with this store');
  try {
    const database = databaseOf(await begun(join(folder, 'data'), template), () => placeOf(folder));
    return { ...database, close: () => database.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw new UserError(
      `The store in ${folder} cannot be opened: ${(error as Error).message}. Restore it from a backup, or name another folder: see docs/delivery.md.`,
      { cause: error },
    );
  }
}

/**
 * V8 compiles the 9 MB of the database's code a second time, with all its arts, as soon as some of it is hot, and needs
 * half a gigabyte for that for some seconds. Compiled once, quickly, it peaks at 170 MB in place of 750, and a
 * statement takes a third longer. The flags count for what is compiled from now on, in the whole process; the second
 * and third follow from the first only where they stand in a command line.
 */
const COMPILED_ONCE = ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

function begun(dataDir: string | undefined, template: Blob | undefined): Promise<PGlite> {
  for (const flag of COMPILED_ONCE) setFlagsFromString(flag);
  return PGlite.create({
    ...(dataDir !== undefined && { dataDir }),
    ...(template && { loadDataDir: template }),
    parsers: { [types.INT8]: Number },
    // One process reads few tables: the 128 MB that a server takes for its cache would be most of our memory.
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
  });
}

function databaseOf(pglite: PGlite, place: () => Promise<string> = async () => 'memory'): Database {
  return {
    kind: 'pglite',
    query: sessionOf(pglite).query,
    transaction: (work) => pglite.transaction((inner) => work(sessionOf(inner))) as ReturnType<typeof work>,
    queue: { db: fromPglite(pglite), backend: 'pglite', useListenNotify: true },
    place,
    close: () => pglite.close(),
  };
}

function sessionOf(inner: Pick<PGlite, 'query'>): Session {
  return {
    query: async <Row>(text: string, values: readonly Value[] = []) =>
      (await inner.query<Row>(text, [...values])).rows,
  };
}

/**
 * A file that says by the instant of its birth whether the folder is where it was made: no copy can keep that. A
 * volume may give it another inode each time it is mounted, so that counts only where a disk knows no births.
 */
async function placeOf(folder: string): Promise<string> {
  const file = join(folder, 'place');
  if ((await readFile(file, 'utf8').catch(() => undefined)) === undefined)
    await writeFile(file, 'A copy of this folder has this file from another instant, and is known by it.\n');
  const { ino, birthtimeNs } = await stat(file, { bigint: true });
  return birthtimeNs > 0n ? `born ${birthtimeNs}` : `inode ${ino}`;
}

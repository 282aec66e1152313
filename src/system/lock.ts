import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../problems/errors.ts';

/** How long one waits for another, in ms, and how often one looks. */
const PATIENCE = 5 * 60_000;
const PAUSE = 200;

/**
 * Lets one process at a time go on. SQLite's lock on a file is the system's own: the system gives it up the
 * moment its process ends, however it ends. So no lock can be left behind, what stands in the file means
 * nothing (a full disk leaves it empty, and it always is), and no process number is compared with anything.
 * @param patience how long to wait for it, in ms; 0 for not at all.
 * @param holder what a process that holds it is called.
 * @returns what gives the lock up.
 * @throws UserError if another process has held it for the whole of `patience`.
 */
export async function lock(path: string, patience = PATIENCE, holder = 'deploy'): Promise<() => void> {
  const deadline = performance.now() + patience;
  for (;;) {
    const file = new DatabaseSync(path, { open: false });
    try {
      file.open();
      // Nothing is ever written there, so that a full disk keeps nobody from it.
      file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      return () => file.close();
    } catch (error) {
      if (file.isOpen) file.close();
      const code = (error as { errcode?: number }).errcode;
      if (code === NO_DATABASE) {
        await truncate(path);
        continue;
      }
      const why =
        code === CANNOT_OPEN
          ? 'it cannot be made or opened there. Look whether its folder is there and may be written to'
          : (error as Error).message;
      if (code !== BUSY) throw new UserError(`${path} cannot be locked: ${why}.`);
    }
    if (performance.now() > deadline)
      throw new UserError(
        `Another ${holder} ${patience === 0 ? 'runs here' : `has been running for ${Math.round(patience / 60_000)} minutes`}. "fuser ${path}" names its process; end that one, and this lock is free at once.`,
      );
    await wait(PAUSE);
  }
}

/**
 * Holds the lock that `flock` of a shell takes, which knows nothing of the one above. A program holds it, which ends
 * with this process.
 * @returns what gives the lock up; nothing is held where there is no such file, or no such program.
 * @throws UserError if another process has held it for all of `seconds`.
 */
export async function shellLock(path: string, seconds: number): Promise<() => Promise<void>> {
  const free = async () => undefined;
  if (!existsSync(path)) return free;
  const child = spawn('flock', ['-w', String(seconds), path, 'sh', '-c', 'echo; exec cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((done) => {
    child.once('error', () => done(null)).once('close', (code) => done(code ?? 1));
  });
  const code = await Promise.race([ended, once(child.stdout, 'data').then(() => 'held' as const)]);
  if (code === null) return free;
  if (code !== 'held')
    throw new UserError(
      `${path} has been locked by another process for ${seconds} seconds. "fuser ${path}" names it.`,
    );
  return async () => {
    child.stdin.end();
    await ended;
  };
}

/** https://www.sqlite.org/rescode.html#busy */
const BUSY = 5;
const CANNOT_OPEN = 14;
const NO_DATABASE = 26;

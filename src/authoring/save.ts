import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { UserError } from '../problems/errors.ts';

/**
 * Writes a file so that, whenever this ends, either what was there before lies there or all of the new text.
 * @param before the text that it had when it was read; `undefined` for one that must not be there yet.
 * @throws UserError where somebody else wrote it meanwhile: nothing is written over.
 */
export async function save(path: string, text: string, before: string | undefined): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  // A hidden name, which no reader of the folder looks at.
  const beside = join(folder, `.nightlight-${randomUUID()}.new`);
  try {
    await writeThrough(beside, text, before === undefined ? undefined : await modeOf(path));
    await clear(folder, (await stat(beside)).mtimeMs);
    if (before === undefined) await claim(beside, path);
    else {
      const now = await readFile(path, 'utf8').catch(() => undefined);
      if (now !== before) throw writtenMeanwhile(path);
      await rename(beside, path);
    }
    await settle(folder);
  } finally {
    await rm(beside, { force: true });
  }
}

/**
 * What a process left behind that was killed; a neighbour that is writing has minutes.
 * @param now by the clock of the disk, which the others were dated by too.
 */
async function clear(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\.nightlight-[0-9a-f-]{36}\.new$/.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < now - ABANDONED) await rm(path, { force: true });
  }
}

const ABANDONED = 10 * 60_000;

async function writeThrough(path: string, text: string, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function modeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mode;
}

/** Gives a whole file its name, if no file has it. */
async function claim(beside: string, path: string): Promise<void> {
  try {
    await link(beside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw writtenMeanwhile(path);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    // A file system without links, such as a stick's.
    await copyFile(beside, path, constants.COPYFILE_EXCL).catch((copied: NodeJS.ErrnoException) => {
      throw copied.code === 'EEXIST' ? writtenMeanwhile(path) : copied;
    });
  }
}

/** So that the new name outlives a loss of power. Not every system lets a folder be opened. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function writtenMeanwhile(path: string): UserError {
  return new UserError(
    `${path} was written by somebody else meanwhile, so nothing was written over it. What you typed is kept: call the same again, and it is offered to you.`,
  );
}

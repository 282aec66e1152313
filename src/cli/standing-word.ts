import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { carryWord, HEARTBEAT } from '../release/beat.ts';

/**
 * The heartbeat of a release, with the word that was given for the one that stands elsewhere while it was made.
 * @param standing what stands there; empty where nothing does.
 */
export async function withWordOf(standing: string, folder: string, room: string): Promise<string> {
  if (standing !== '') {
    const before = join(room, HEARTBEAT);
    await mkdir(dirname(before), { recursive: true });
    await writeFile(before, standing);
    carryWord(room, folder);
  }
  return readFile(join(folder, HEARTBEAT), 'utf8');
}

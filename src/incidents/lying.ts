import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUnseen, kindOf } from './names.ts';

/** What lies in a folder of incidents, unread: the bytes of each incident file, and what no build would take. */
export interface Lying {
  files: { name: string; bytes: Uint8Array }[];
  refused: string[];
}

/**
 * The bytes of every incident file of a folder, and nothing of what they say. In one go, for a process that has nothing
 * else to do: a thousand files take some hundredths of a second.
 * @throws the system's error if the folder or a file cannot be read.
 */
export function readLying(folder: string): Lying {
  const lying: Lying = { files: [], refused: [] };
  const look = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (isUnseen(entry.name)) continue;
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      const kind = entry.isDirectory() ? 'folder' : kindOf(name, entry);
      if (kind === 'folder') look(name);
      else if (kind === 'file') lying.files.push({ name, bytes: readFileSync(join(folder, name)) });
      else if (kind !== 'record') lying.refused.push(name);
    }
  };
  look('');
  return lying;
}

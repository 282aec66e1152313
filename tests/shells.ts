import { existsSync, symlinkSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { librariesIn, unpackInto } from './debian.ts';
import { isExecutable } from './executable.ts';

const CACHE = resolve(import.meta.dirname, '../.cache/shells');

/** A shell to be begun, with what it finds its libraries by where it was only unpacked. */
export interface Shell {
  path: string;
  env: Record<string, string>;
}

/**
 * A shell that reads its own completion: one on this machine, or the one in Debian's package.
 * @throws Error with the remedy if none can be had.
 */
export function findOrGetAShell(name: 'zsh' | 'fish'): Shell {
  const found = find(name);
  if (found) return found;
  // Both at once, for to ask what they need takes longer than to fetch them.
  unpackInto(CACHE, ['zsh', 'fish']);
  // Fish looks for its own functions beside its program, and only where its settings lie there too.
  const [settings, beside] = ['etc', 'usr/etc'].map((one) => join(CACHE, one)) as [string, string];
  if (existsSync(settings) && !existsSync(beside)) symlinkSync(settings, beside);
  const got = find(name);
  if (got) return got;
  throw new Error(
    `The test of completion in ${name} needs ${name}, and none could be had. Install it (Debian: apt-get install ${name}; macOS: brew install ${name}).`,
  );
}

function find(name: string): Shell | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const own = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (own) return { path: own, env: {} };
  const unpacked = ['usr/bin', 'bin'].map((bin) => join(CACHE, bin, name)).find(isExecutable);
  return unpacked ? { path: unpacked, env: librariesIn(CACHE) } : undefined;
}

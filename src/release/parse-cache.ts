import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/time.ts';

/** Closed incidents as an earlier build read them, by the name and the bytes of their files. */
export type ParseCache = ReadonlyMap<string, Incident>;

interface ParseCacheFile {
  code: string;
  /** The latest instant at which they were read: what was right then is right later, and not before. */
  now: Instant;
  incidents: ParseCache;
}

/** What an earlier build kept, if it was made by this code and config, and not in the future. */
export async function loadParseCache(path: string, code: string, now: Instant): Promise<ParseCache> {
  try {
    const file = await readFile(path);
    // A flipped bit would be printed as if somebody had written it.
    if (!digestOf(file.subarray(DIGEST)).equals(file.subarray(0, DIGEST))) return new Map();
    const kept = deserialize(file.subarray(DIGEST)) as ParseCacheFile;
    if (kept.code === code && kept.now <= now) return kept.incidents;
  } catch {
    // There is none, or it is broken: everything is read.
  }
  return new Map();
}

/** Keeps what was read for the next build. A rename is one step, for two builds may end at once. */
export async function saveParseCache(
  path: string,
  code: string,
  now: Instant,
  incidents: ParseCache,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const own = `${path}.${randomUUID()}`;
  const bytes = serialize({ code, now, incidents } satisfies ParseCacheFile);
  await writeFile(own, Buffer.concat([digestOf(bytes), bytes]));
  await rename(own, path);
}

/** Bytes of the digest at the head of the file. */
const DIGEST = 32;

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/time.ts';

/** Closed incidents as an earlier build read them, by the name and the bytes of their files. */
export type Known = ReadonlyMap<string, Incident>;

interface KnownFile {
  code: string;
  /** The latest instant at which they were read: what was right then is right later, and not before. */
  now: Instant;
  incidents: Known;
}

/** What an earlier build kept, if it was made by this code and config, and not in the future. */
export async function loadKnown(path: string, code: string, now: Instant): Promise<Known> {
  try {
    const kept = deserialize(await readFile(path)) as KnownFile;
    if (kept.code === code && kept.now <= now) return kept.incidents;
  } catch {
    // There is none, or it is broken: everything is read.
  }
  return new Map();
}

/** Keeps what was read for the next build. A rename is one step, for two builds may end at once. */
export async function saveKnown(path: string, code: string, now: Instant, incidents: Known): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const own = `${path}.${process.pid}`;
  await writeFile(own, serialize({ code, now, incidents } satisfies KnownFile));
  await rename(own, path);
}

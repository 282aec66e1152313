import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kept } from './wayback.ts';

/** What was kept of an incident, by the blob id of its version: `incidents/<id>.archive.json`. */
export type ArchiveRecord = Record<string, Kept[]>;

export async function readRecord(folder: string, id: string): Promise<ArchiveRecord> {
  const text = await readFile(join(folder, `${id}.archive.json`), 'utf8').catch(() => '{}');
  return JSON.parse(text) as ArchiveRecord;
}

export async function writeRecord(folder: string, id: string, record: ArchiveRecord): Promise<void> {
  await writeFile(join(folder, `${id}.archive.json`), `${JSON.stringify(record, null, 2)}\n`);
}

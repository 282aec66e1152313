import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchivedCopy } from './wayback.ts';
import { UserError } from '../problems/errors.ts';

/** What was kept of an incident, by the blob id of its version: `incidents/<id>.archive.json`. */
export type ArchivedCopies = Record<string, ArchivedCopy[]>;

const ENDING = '.archive.json';

/**
 * The record beside one incident; empty where there is none.
 * @throws UserError that names the file and the way out if it is broken, as after a merge.
 */
export async function readCopies(folder: string, id: string): Promise<ArchivedCopies> {
  const file = `${id}${ENDING}`;
  const text = await readFile(join(folder, file), 'utf8').catch(() => '{}');
  const record = parsed(text);
  if (!isRecord(record))
    throw new UserError(
      `${file} is not a record of kept copies. Bring it back from git, or delete it: npm run archive writes it anew.`,
    );
  return record;
}

/** The records of a whole folder by incident. A broken one is told and left out: it must not keep a notice from going live. */
export async function readAllCopies(folder: string, tell: (problem: string) => void) {
  const files = (await readdir(folder)).filter((file) => file.endsWith(ENDING));
  const records = new Map<string, ArchivedCopies>();
  for (const file of files) {
    const id = file.slice(0, -ENDING.length);
    try {
      records.set(id, await readCopies(folder, id));
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }
  return records;
}

export async function writeCopies(folder: string, id: string, record: ArchivedCopies): Promise<void> {
  await writeFile(join(folder, `${id}${ENDING}`), `${JSON.stringify(record, null, 2)}\n`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A copy is printed as a link, so its address is looked at. */
function isRecord(value: unknown): value is ArchivedCopies {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(
      (kept) =>
        Array.isArray(kept) &&
        kept.every(
          (one: Partial<ArchivedCopy> | null) =>
            typeof one?.url === 'string' &&
            typeof one.copy === 'string' &&
            /^https?:\/\//.test(one.copy) &&
            !Number.isNaN(Date.parse(one.at ?? '')),
        ),
    )
  );
}

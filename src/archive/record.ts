import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchivedCopy } from './wayback.ts';
import { type Problem, problemIn } from '../problems/index.ts';

/** What was kept of an incident, by the blob id of its version: `incidents/<id>.archive.json`. */
export type ArchivedCopies = Record<string, ArchivedCopy[]>;

const ENDING = '.archive.json';

/** The record beside one incident, empty where there is none; or what is wrong with it, as after a merge. */
export async function readCopies(
  folder: string,
  id: string,
): Promise<{ copies: ArchivedCopies } | { problem: Problem }> {
  const file = `${id}${ENDING}`;
  const text = await readFile(join(folder, file), 'utf8').catch(() => '{}');
  const record = parsed(text);
  return isRecord(record) ? { copies: record } : { problem: broken(file, record) };
}

function broken(file: string, record: unknown): Problem {
  return problemIn(
    { file },
    {
      name: 'archive-record-broken',
      found: record === undefined ? 'a file that is not JSON' : 'JSON of another shape',
      expected: 'the record of kept copies that npm run archive writes',
      remedy: 'Bring it back from git, or delete it: npm run archive writes it anew.',
    },
  );
}

/**
 * The records of a whole folder by incident; none where the folder cannot be read. A broken one is told and left
 * out: it must not keep a notice from going live.
 */
export async function readAllCopies(
  folder: string,
): Promise<{ copies: Map<string, ArchivedCopies>; problems: Problem[] }> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(ENDING));
  const copies = new Map<string, ArchivedCopies>();
  const problems: Problem[] = [];
  for (const file of files) {
    const id = file.slice(0, -ENDING.length);
    const record = await readCopies(folder, id);
    if ('problem' in record) problems.push(record.problem);
    else copies.set(id, record.copies);
  }
  return { copies, problems };
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

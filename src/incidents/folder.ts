import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncidentFile } from './index.ts';
import { LARGEST } from './limits.ts';
import { isUnseen, type Kind, kindOf } from './names.ts';
import { inOrder, type Problem, Report } from '../problems/index.ts';
import { proposedId } from '../problems/suggest.ts';

/** What lies in a folder of incidents. */
export interface Folder {
  /** Every Markdown file, those of subfolders too, so that a misplaced one is told and not lost. In order. */
  files: IncidentFile[];
  /** What lies there and is not read: a notice that was saved under another name would go unseen. */
  problems: Problem[];
}

/**
 * Reads a folder of incident files.
 * @param openFile how one of its files is opened.
 * @throws the system's error if the folder itself cannot be read.
 */
export async function readFolder(
  folder: string,
  openFile: (path: string) => number = (path) => openSync(path, 'r'),
): Promise<Folder> {
  const files: IncidentFile[] = [];
  const problems: Problem[] = [];
  for (const { name, kind } of await namesIn(folder)) {
    const read = kind === 'file' ? readStart(() => openFile(join(folder, name))) : NOT_READ[kind];
    if (typeof read !== 'string') files.push({ name, bytes: read });
    else problems.push(...notRead(name, read));
  }
  return {
    files: files.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    problems: problems.toSorted(inOrder),
  };
}

const NOT_READ: Record<Exclude<Kind, 'file' | 'record'>, string> = {
  link: 'a symbolic link',
  other: 'a file that is not named as an incident',
  special: 'something that is not a file',
};

async function namesIn(
  folder: string,
  below = '',
): Promise<{ name: string; kind: Exclude<Kind, 'record'> }[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => !isUnseen(entry.name))
      .map(async (entry) => {
        const name = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) return namesIn(folder, name);
        const kind = kindOf(name, entry);
        return kind === 'record' ? [] : [{ name, kind }];
      }),
  );
  return found.flat();
}

/**
 * The bytes of a file, no more of them than tell that it is too large; or why there are none. It is read while nothing
 * else is done, which takes a third of the processor that it takes to hear of thousands of small files one by one.
 */
function readStart(openFile: () => number): Uint8Array | string {
  let file: number | undefined;
  try {
    file = openFile();
    const bytes = Buffer.allocUnsafe(Math.min(fstatSync(file).size, LARGEST + 1));
    let length = 0;
    for (let more = -1; more !== 0 && length < bytes.length; length += more)
      more = readSync(file, bytes, length, bytes.length - length, null);
    return bytes.subarray(0, length);
  } catch (error) {
    return `a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function notRead(name: string, found: string): Problem[] {
  const report = new Report({ file: name });
  const proposal = proposedId((name.split('/').at(-1) as string).replace(/\..*/, ''));
  report.add({
    name: 'file-not-read',
    place: { line: 1, column: 1 },
    found,
    expected: 'incident files, named <id>.md, and nothing else',
    remedy: `Nobody would see what it says. If it is an incident, make it a file named ${proposal}.md; if not, move it out of this folder.`,
  });
  return report.problems;
}

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { IncidentFile } from './index.ts';

/**
 * Every Markdown file below a folder, subfolders too, so that a misplaced one is told and not lost.
 * @throws the system's error if the folder cannot be read.
 */
export async function readFolder(folder: string): Promise<IncidentFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(md|markdown)$/i.test(entry.name) && entry.name !== 'README.md')
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Promise.all(
    paths.map(async (path) => ({
      name: relative(folder, path).split(sep).join('/'),
      bytes: await readFile(path),
    })),
  );
}

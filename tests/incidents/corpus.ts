import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { live, regional, renamed, shipped } from '../sites.ts';

const ROOT = join(import.meta.dirname, '../..');
/** After all that they tell of. */
export const LATER = Date.UTC(2026, 11, 1);

/** Every folder of incidents of the repository, with its config. */
export const FOLDERS = ['incidents', ...globSync('tests/fixtures/sites/*/incidents', { cwd: ROOT })].map(
  (folder) => ({
    folder,
    site: siteIn(folder),
    files: globSync(`${folder}/*.md`, { cwd: ROOT }).map((path) => ({
      name: basename(path),
      text: readFileSync(join(ROOT, path), 'utf8'),
    })),
  }),
);

function siteIn(folder: string) {
  if (folder === 'incidents') return shipped;
  if (folder.includes('region')) return regional;
  return folder.includes('renamed') ? renamed : live;
}

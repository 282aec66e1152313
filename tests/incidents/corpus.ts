import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { live, renamed, shipped } from '../sites.ts';

const ROOT = join(import.meta.dirname, '../..');
/** After all that they tell of. */
export const LATER = Date.UTC(2026, 11, 1);

/** Every folder of incidents of the repository, with its config. */
export const FOLDERS = ['incidents', ...globSync('tests/fixtures/sites/*/incidents', { cwd: ROOT })].map(
  (folder) => ({
    folder,
    site: folder === 'incidents' ? shipped : folder.includes('renamed') ? renamed : live,
    files: globSync(`${folder}/*.md`, { cwd: ROOT }).map((path) => ({
      name: basename(path),
      text: readFileSync(join(ROOT, path), 'utf8'),
    })),
  }),
);

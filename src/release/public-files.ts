import { copyFileSync, mkdirSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../problems/errors.ts';

// A beat asks what lies in `public/` too, and is to take no longer for it: nothing else is loaded here.

/** At how many places below `public/` one folder may be published; links of folders to each other multiply without end. */
const MOST_PLACES = 100;

/**
 * The paths of the files of a site's `public/`, by whichever link they lie there, in order. A link that leads nowhere is passed
 * over, as editors leave some while they have a file open, and so is one to a folder that it lies in.
 * @throws UserError where links lead to each other so often that nobody can mean it.
 */
export function publicPaths(root: string): string[] {
  const name = basename(root);
  const places = new Map<string, number>();
  const paths: string[] = [];
  const look = (below: string, above: readonly string[]) => {
    const folder = join(root, below);
    const here = ifThere(() => realpathSync(folder));
    if (here === undefined || above.includes(here)) return;
    const count = (places.get(here) ?? 0) + 1;
    places.set(here, count);
    if (count > MOST_PLACES)
      throw new UserError(
        `${here} would be published at more than ${MOST_PLACES} places, for links in ${name}/ lead to it and to each other. Take out those that nobody needs, such as ${name}/${below}.`,
      );
    for (const entry of ifThere(() => readdirSync(folder, { withFileTypes: true })) ?? []) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const kind = entry.isSymbolicLink() ? behind(join(root, path)) : entry;
      if (kind?.isDirectory()) look(path, [...above, here]);
      else if (kind?.isFile()) paths.push(path);
    }
  };
  look('', []);
  return paths.toSorted((one, other) => (one < other ? -1 : 1));
}

/** Copies the files of a site's `public/` into a folder: those that links lead to too, so that what is published stands by itself. */
export function copyPublic(root: string, out: string): void {
  for (const path of publicPaths(root)) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    ifThere(() => copyFileSync(join(root, path), join(out, path)));
  }
}

/** What lies at a place, or nothing where nothing does any more: it may go while a folder is read. */
export function ifThere<What>(read: () => What): What | undefined {
  try {
    return read();
  } catch (error) {
    if (isNowhere(error)) return undefined;
    throw error;
  }
}

/** What a path leads to; nothing where it leads nowhere, or to itself. */
export function behind(path: string): Stats | undefined {
  return ifThere(() => statSync(path));
}

function isNowhere(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '');
}

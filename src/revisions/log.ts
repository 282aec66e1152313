/** A version of a file as one commit left it. */
export interface FileVersion {
  blob: string;
  commit: string;
  /** When it was committed, in ms UTC. */
  at: number;
}

/** The versions of every file, oldest first, under the name it has now; and the names that were deleted. */
export interface FileLog {
  versions: Map<string, FileVersion[]>;
  deleted: Map<string, FileVersion[]>;
  /** The first commit that changed a file. What came with it is a record that was brought along. */
  first: string | undefined;
  /** The newest commit that changed a file. */
  newest: string | undefined;
}

/** What `git log` is asked for, so that `parseLog` can read it. Renames are followed. */
export const LOG_ARGUMENTS = [
  'log',
  '--reverse',
  '-M',
  '--relative',
  '--raw',
  '--no-abbrev',
  '-z',
  '--format=%x01%H %ct',
  '--',
  '.',
];

/** Reads `git log --raw -z`: a commit begins with \x01, its files follow as `:modes blobs status`, path, new path. */
export function parseLog(output: string): FileLog {
  const versions = new Map<string, FileVersion[]>();
  const deleted = new Map<string, FileVersion[]>();
  let first: string | undefined;
  let newest: string | undefined;
  for (const part of output.split('\x01').slice(1)) {
    const [head = '', ...fields] = part
      .split('\0')
      .flatMap((field) => field.split('\n'))
      .filter(Boolean);
    const [commit = '', seconds = '0'] = head.split(' ');
    first ??= commit;
    newest = commit;
    for (let index = 0; index < fields.length; index++) {
      const [, , , blob = '', status = ''] = (fields[index] as string).slice(1).split(' ');
      const path = fields[++index] as string;
      const version = { blob, commit, at: Number(seconds) * 1000 };
      if (status.startsWith('R')) {
        const renamed = fields[++index] as string;
        versions.set(renamed, [...(versions.get(path) ?? []), version]);
        versions.delete(path);
      } else if (status.startsWith('C')) versions.set(fields[++index] as string, [version]);
      else if (status === 'D') {
        deleted.set(path, versions.get(path) ?? []);
        versions.delete(path);
      } else {
        const before = versions.get(path) ?? deleted.get(path) ?? [];
        if (before.at(-1)?.blob !== blob) versions.set(path, [...before, version]);
        deleted.delete(path);
      }
    }
  }
  return { versions, deleted, first, newest };
}

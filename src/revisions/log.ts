import { type Instant, MINUTE } from '../domain/time.ts';

/** A version of a file as one commit left it. */
export interface FileVersion {
  blob: string;
  commit: string;
  /** When it was committed, in ms UTC. */
  at: Instant;
}

/** A commit whose own time cannot be, and the time that stands in its place. */
export interface ImpossibleDate {
  commit: string;
  /** The time as git has it, in seconds since 1970. */
  said: string;
  at: Instant;
}

/**
 * The versions of every file, oldest first, under the name it has now; and those of the names that are gone,
 * deleted or given up for another.
 */
export interface FileLog {
  versions: Map<string, FileVersion[]>;
  deleted: Map<string, FileVersion[]>;
  /** The first commit that changed a file. What came with it is a record that was brought along. */
  first: string | undefined;
  /** The newest commit that changed a file. */
  newest: string | undefined;
  impossible: ImpossibleDate[];
}

/**
 * What `git log` is asked for, so that `parseLog` can read it, whatever the user's own git is set to. All
 * commits, parents first, and a merge against each of its parents: what a merge made of a file is a version
 * too. Renames are followed.
 */
export const LOG_ARGUMENTS = [
  ...['-c', 'log.showRoot=true', '-c', 'log.showSignature=false', '-c', 'log.follow=false'],
  'log',
  ...['--reverse', '--topo-order', '--full-history', '--diff-merges=separate'],
  ...['-M', '-l1000', '--relative', '--raw', '--no-abbrev', '--no-color', '--no-ext-diff', '-z'],
  ...['--format=%x01%H %ct', '--', '.'],
];

/**
 * Reads `git log --raw -z`: a commit begins with \x01, its files follow as `:modes blobs status`, path, new
 * path. Paths are counted and never searched, for they may hold anything but a zero byte.
 * @param latest the instant after which no commit can have been made.
 */
export function parseLog(output: string, latest: Instant = Number.POSITIVE_INFINITY): FileLog {
  const changes = changesIn(output.split('\0'));
  const commits = new Map(changes.map(({ commit, seconds }) => [commit, seconds]));
  const { dates, impossible } = datesOf(commits, latest);
  const files = new Files();
  for (const { commit, files: changed } of changes)
    for (const { isFile, blob, status, path, renamed } of changed) {
      const version = { blob, commit, at: dates.get(commit) ?? 0 };
      if (renamed !== undefined && status.startsWith('R')) files.move(path, renamed, version);
      else if (!isFile) files.remove(path);
      else files.put(renamed ?? path, version);
    }
  return {
    versions: files.here,
    deleted: files.gone,
    first: changes[0]?.commit,
    newest: changes.at(-1)?.commit,
    impossible,
  };
}

interface Change {
  commit: string;
  seconds: string;
  files: { isFile: boolean; blob: string; status: string; path: string; renamed: string | undefined }[];
}

function changesIn(fields: string[]): Change[] {
  const changes: Change[] = [];
  for (let index = 0; index < fields.length; index++) {
    const field = (fields[index] as string).replace(/^\n/, '');
    if (field.startsWith('\x01')) {
      const [commit = '', seconds = ''] = field.slice(1).split(' ');
      changes.push({ commit, seconds, files: [] });
    } else if (field.startsWith(':')) {
      const [, mode = '', , blob = '', status = ''] = field.slice(1).split(' ');
      const path = fields[++index] as string;
      const renamed = /^[RC]/.test(status) ? fields[++index] : undefined;
      changes.at(-1)?.files.push({ isFile: mode.startsWith('100'), blob, status, path, renamed });
    }
  }
  return changes;
}

/** What stands and what stood, one commit after the other. */
class Files {
  readonly here = new Map<string, FileVersion[]>();
  readonly gone = new Map<string, FileVersion[]>();

  /** A file that was away and comes back goes on where it was. */
  put(path: string, version: FileVersion, before = this.of(path)): void {
    this.gone.delete(path);
    this.here.set(path, before?.at(-1)?.blob === version.blob ? before : [...(before ?? []), version]);
  }

  remove(path: string): void {
    const versions = this.here.get(path);
    if (!versions) return;
    this.gone.set(path, versions);
    this.here.delete(path);
  }

  move(from: string, to: string, version: FileVersion): void {
    this.put(to, version, this.of(to) ?? this.of(from));
    this.remove(from);
  }

  private of(path: string): FileVersion[] | undefined {
    return this.here.get(path) ?? this.gone.get(path);
  }
}

/**
 * The time of each commit. One before 1970 or ahead of the clock was never the time at which something was
 * published; the time of the commit before it, or else of the next one after it, stands in its place.
 */
function datesOf(
  commits: Map<string, string>,
  latest: Instant,
): { dates: Map<string, Instant>; impossible: ImpossibleDate[] } {
  const isPossible = (at: Instant) => at > 0 && at <= latest + 5 * MINUTE && at <= 8.64e15;
  const read = (seconds: string) => (/^\d+$/.test(seconds) ? Number(seconds) * 1000 : Number.NaN);
  const dates = new Map<string, Instant>();
  const impossible: ImpossibleDate[] = [];
  let known = [...commits.values()].map(read).find(isPossible) ?? Math.min(latest, 8.64e15);
  for (const [commit, said] of commits) {
    const at = read(said);
    if (isPossible(at)) known = at;
    else impossible.push({ commit, said, at: known });
    dates.set(commit, known);
  }
  return { dates, impossible };
}

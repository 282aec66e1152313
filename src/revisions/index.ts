import type { Incident } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import {
  type IncidentHistory,
  incidentHistory,
  type GitHistory,
  type Revision,
} from '../domain/git-history.ts';
import { type Hold, NO_HOLD, toldVersions } from '../domain/hold.ts';
import { DAY, type Instant, isoSeconds } from '../domain/time.ts';
import { blobName, isBlobOf } from './blobs.ts';
import { type GitEnvironment, readBlobs, readLog } from './git.ts';
import type { FileVersion, ImpossibleDate } from './log.ts';

export { blobName, isBlobOf };

/** Reads one old version of a file, a translation beside its original; `undefined` if it has mistakes in it. */
export type ReadVersion = (file: string, bytes: Uint8Array) => Incident | undefined;

export interface FolderHistory {
  git: GitHistory;
  /**
   * Ids of the updates that any commit ever had, by file; files that are gone are here too. `undefined`
   * where git does not know.
   */
  everPublished: Map<string, Set<string>> | undefined;
  /** The newest commit that changed a file of the folder. */
  newestCommit: string | undefined;
  /** Ids of incidents that are gone and never counted as published: a template's own record, say. */
  neverPublished: Set<string>;
  /** What a person has to know of this history: that there is none, or that a time in it cannot be. */
  notes: string[];
}

/** A file as it lies in the folder now. */
export interface CurrentFile {
  name: string;
  bytes: Uint8Array;
}

export interface HistoryOptions {
  folder: string;
  /** The environment in which git is called. */
  env: GitEnvironment;
  files: CurrentFile[];
  /** The incidents read from `files`: a file that is as its only commit left it is not read again. */
  current: Incident[];
  read: ReadVersion;
  /** What was committed before does not count as published: a template's own record, say. In ms UTC. */
  publishedSince?: number;
  /** The instant after which no commit can have been made, in ms UTC. */
  latest?: Instant;
  /** What kept a version from being told, by its bytes, and the instant by which it was; without it all were told. */
  holdOf?: (bytes: Uint8Array) => Hold;
  now?: Instant;
  /** When each version of a file could first be read here, oldest first; without it nobody noted that. */
  live?: (file: string, versions: readonly FileVersion[]) => Instant[];
}

/** Where versions come from: git, or what a test has git say. */
export interface Git {
  readLog: typeof readLog;
  readBlobs: typeof readBlobs;
}

/**
 * The history of every incident file in a folder.
 * @throws Error in git's words where there is a repository and its history cannot be read.
 */
export async function readGitHistory(
  options: HistoryOptions,
  git: Git = { readLog, readBlobs },
): Promise<FolderHistory> {
  const { folder, env, files, current, read, publishedSince = Number.NEGATIVE_INFINITY, latest } = options;
  const reading = await git.readLog(folder, env, latest);
  if (reading.kind !== 'git')
    return {
      git: reading,
      everPublished: undefined,
      newestCommit: undefined,
      neverPublished: new Set(),
      notes: [WITHOUT_HISTORY[reading.kind](folder, env)],
    };
  const kept = [...reading.log.versions].filter(isOriginal);
  const gone = [...reading.log.deleted].filter(isOriginal);
  const translated = [...reading.log.versions].flatMap(([file, list]) => {
    const [, id = '', language] = /^([a-z0-9-]+)\.([A-Za-z0-9-]+)\.md$/.exec(file) ?? [];
    return language ? [{ file, list, id, language }] : [];
  });
  const now = currentVersions(files, current);
  const lists = [...kept.map(([, list]) => list), ...gone.map(([, list]) => list)];
  const old = [...lists, ...translated.map(({ list }) => list)]
    .flatMap((list) => list.map(({ blob }) => blob))
    .filter((blob) => !now.has(blob));
  const texts = await git.readBlobs(folder, old, env);
  const isImported = ({ commit, at }: FileVersion) => commit === reading.log.first || at < publishedSince;
  const standing = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const toldBy = options.now ?? Number.POSITIVE_INFINITY;
  const holdOf = holdsOf(files, texts, options.holdOf);
  const original = new Map([...kept, ...gone]);
  const revisionsOf = (file: string, committed: FileVersion[]) => {
    const told = toldVersions(committed, holdOf, toldBy);
    // When one that was held back came out is known, however the record came here.
    const isBroughtAlong = (version: FileVersion) => isImported(version) && committed.includes(version);
    const times = reading.log.versions.has(file)
      ? timesOf(file, told, isBroughtAlong, options.live)
      : new Map();
    return told.map((version): Revision => {
      const { blob, commit, at } = version;
      const bytes = texts.get(blob);
      const incident = bytes ? read(file, bytes) : now.get(blob);
      const imported = isBroughtAlong(version) || saysImported(file, version, committed, incident);
      return { blob, commit, at, live: times.get(version), imported, incident };
    });
  };
  /** What came in the commit that brought the incident along, as its file says: it was told elsewhere. */
  const saysImported = (
    file: string,
    version: FileVersion,
    committed: FileVersion[],
    incident: Incident | undefined,
  ) =>
    incident?.importedFrom !== undefined &&
    version === committed[0] &&
    version.commit === original.get(`${file.slice(0, file.indexOf('.'))}.md`)?.[0]?.commit;
  const translations = new Map<string, Record<Language, Revision[]>>();
  for (const { file, list, id, language } of translated) {
    const versions = original.get(`${id}.md`);
    // That there is a translation tells of its original.
    if (versions && toldVersions(versions, holdOf, toldBy).length === 0) continue;
    translations.set(id, { ...translations.get(id), [language]: revisionsOf(file, list) });
  }
  const incidents = new Map<string, IncidentHistory>();
  const everPublished = new Map<string, Set<string>>();
  const neverPublished = new Set<string>();
  for (const [file, list] of [...kept, ...gone]) {
    const revisions = revisionsOf(file, list);
    const published = revisions.filter((one) => !isFromBefore(one, reading.log.first, publishedSince));
    const id = file.slice(0, -'.md'.length);
    if (published.length > 0) everPublished.set(file, new Set(incidentHistory(published).updates.keys()));
    else neverPublished.add(id);
    if (!reading.log.versions.has(file) || revisions.length === 0) continue;
    const uncommitted = !isBlobOf(revisions.at(-1)?.blob, standing.get(file));
    incidents.set(id, { ...incidentHistory(revisions, translations.get(id)), uncommitted });
  }
  return {
    git: { kind: 'git', incidents },
    everPublished,
    newestCommit: reading.log.newest,
    neverPublished,
    notes: notesOn(reading.log.impossible),
  };
}

/** What kept each version from being told, by its blob. */
function holdsOf(
  files: readonly CurrentFile[],
  old: ReadonlyMap<string, Uint8Array>,
  holdIn: HistoryOptions['holdOf'],
): (version: FileVersion) => Hold {
  if (!holdIn) return () => NO_HOLD;
  const current = new Map(files.map(({ bytes }) => [blobName(bytes), bytes]));
  const known = new Map<string, Hold>();
  return ({ blob }) => {
    const bytes = old.get(blob) ?? current.get(blob);
    const hold = known.get(blob) ?? (bytes ? holdIn(bytes) : NO_HOLD);
    known.set(blob, hold);
    return hold;
  };
}

/** When each version of a file that was not imported could first be read here. */
function timesOf(
  file: string,
  list: FileVersion[],
  isImported: (version: FileVersion) => boolean,
  live: HistoryOptions['live'],
): Map<FileVersion, Instant> {
  const own = list.filter((version) => !isImported(version));
  return new Map(live?.(file, own).map((at, index) => [own[index] as FileVersion, at]));
}

/**
 * Whether a version was there before the page went public. A day is named for that, and the first commit may be of
 * that very day: who begins with a copy of the project brings its record along, and takes it out the same day.
 */
function isFromBefore({ at, commit }: Revision, first: string | undefined, publishedSince: Instant): boolean {
  const isDay = publishedSince % DAY === 0;
  return at < publishedSince || (isDay && commit === first && at < publishedSince + DAY);
}

/** What is not known without a history; nothing in it is guessed. */
const WITHOUT_HISTORY = {
  none: (folder: string, env: GitEnvironment) =>
    `${folder} lies in no git repository${env.GIT_DIR === undefined ? '' : ' (GIT_DIR is set, and names one that it does not lie in)'}: versions are not known, and nothing here can be held to what was published before. Build in a clone.`,
  shallow: (folder: string) =>
    `${folder} lies in a shallow clone: versions are not known, and nothing here can be held to what was published before. Fetch the whole history: git fetch --unshallow`,
};

function notesOn(impossible: ImpossibleDate[]): string[] {
  const told = impossible.slice(0, 5).map(({ commit, said, at }) => {
    const when = Number(said) * 1000;
    const claimed = Number.isFinite(when) && Math.abs(when) <= 8.64e15 ? isoSeconds(when) : `"${said}"`;
    return `Commit ${commit.slice(0, 12)} says it was made at ${claimed}, which cannot be; ${isoSeconds(at)}, the time of the commit beside it, stands in its place. Look at the clock of the machine that made it.`;
  });
  const more = impossible.length - told.length;
  return more > 0 ? [...told, `${more} more commits have a time that cannot be.`] : told;
}

function isOriginal([file]: [string, FileVersion[]]): boolean {
  return /^[a-z0-9-]+\.md$/.test(file);
}

/** The incidents as they lie there, by the name that git gives to the same bytes. */
function currentVersions(files: CurrentFile[], current: Incident[]): Map<string, Incident | undefined> {
  const byId = new Map(current.map((incident) => [incident.id, incident]));
  return new Map(
    files.map(({ name, bytes }) => [blobName(bytes), byId.get(name.slice(0, name.indexOf('.')))]),
  );
}

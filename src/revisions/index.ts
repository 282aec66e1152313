import { createHash } from 'node:crypto';
import type { Incident } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import {
  type IncidentHistory,
  incidentHistory,
  type Publication,
  type Revision,
} from '../domain/publication.ts';
import { readBlobs, readLog } from './git.ts';
import type { FileVersion } from './log.ts';

/** Reads one old version of a file, a translation beside its original; `undefined` if it has mistakes in it. */
export type ReadVersion = (file: string, bytes: Uint8Array) => Incident | undefined;

export interface RecordHistory {
  publication: Publication;
  /**
   * Ids of the updates that any commit ever had, by file; files that are gone are here too. `undefined`
   * where git does not know.
   */
  everPublished: Map<string, Set<string>> | undefined;
  /** The newest commit that changed a file of the folder. */
  newestCommit: string | undefined;
}

/** A file as it lies in the folder now. */
export interface CurrentFile {
  name: string;
  bytes: Uint8Array;
}

export interface HistoryOptions {
  folder: string;
  files: CurrentFile[];
  /** The incidents read from `files`: a file that is as its only commit left it is not read again. */
  current: Incident[];
  read: ReadVersion;
  /** What was committed before does not count as published: a template's own record, say. In ms UTC. */
  publishedSince?: number;
}

/** The history of every incident file in a folder. */
export async function readHistory(options: HistoryOptions): Promise<RecordHistory> {
  const { folder, files, current, read, publishedSince = Number.NEGATIVE_INFINITY } = options;
  const reading = await readLog(folder);
  if (reading.kind !== 'git')
    return { publication: reading, everPublished: undefined, newestCommit: undefined };
  const kept = [...reading.log.versions].filter(isOriginal);
  const gone = [...reading.log.deleted].filter(isOriginal);
  const translated = [...reading.log.versions].flatMap(([file, list]) => {
    const [, id = '', language] = /^([a-z0-9-]+)\.([a-z]+)\.md$/.exec(file) ?? [];
    return language ? [{ file, list, id, language: language as Language }] : [];
  });
  const now = currentVersions(files, current);
  const lists = [...kept.map(([, list]) => list), ...gone.map(([, list]) => list)];
  const old = [...lists, ...translated.map(({ list }) => list)]
    .flatMap((list) => list.map(({ blob }) => blob))
    .filter((blob) => !now.has(blob));
  const texts = await readBlobs(folder, old);
  const revisionsOf = (file: string, list: FileVersion[]) =>
    list.map(({ blob, commit, at }): Revision => {
      const bytes = texts.get(blob);
      const imported = commit === reading.log.first || at < publishedSince;
      return { blob, commit, at, imported, incident: bytes ? read(file, bytes) : now.get(blob) };
    });
  const translations = new Map<string, Partial<Record<Language, Revision[]>>>();
  for (const { file, list, id, language } of translated)
    translations.set(id, { ...translations.get(id), [language]: revisionsOf(file, list) });
  const incidents = new Map<string, IncidentHistory>();
  const everPublished = new Map<string, Set<string>>();
  for (const [file, list] of [...kept, ...gone]) {
    const revisions = revisionsOf(file, list);
    const published = revisions.filter(({ at }) => at >= publishedSince);
    if (published.length > 0) everPublished.set(file, new Set(incidentHistory(published).updates.keys()));
    const id = file.slice(0, -'.md'.length);
    if (reading.log.versions.has(file)) incidents.set(id, incidentHistory(revisions, translations.get(id)));
  }
  return { publication: { kind: 'git', incidents }, everPublished, newestCommit: reading.log.newest };
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

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export function blobName(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

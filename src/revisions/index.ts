import type { Incident } from '../domain/incident.ts';
import {
  type IncidentHistory,
  incidentHistory,
  type Publication,
  type Revision,
} from '../domain/publication.ts';
import { readBlobs, readLog } from './git.ts';
import type { FileVersion } from './log.ts';

/** Reads one old version of a file; `undefined` if it has mistakes in it. */
export type ReadVersion = (file: string, bytes: Uint8Array) => Incident | undefined;

export interface RecordHistory {
  publication: Publication;
  /** Ids of the updates that any commit ever had, by file; files that are gone are here too. */
  everPublished: Map<string, Set<string>>;
}

/**
 * The history of every incident file in a folder.
 * @param current the incidents as they lie there now: a file with one version is not read again.
 */
export async function readHistory(
  folder: string,
  current: Incident[],
  read: ReadVersion,
): Promise<RecordHistory> {
  const reading = await readLog(folder);
  if (reading.kind !== 'git') return { publication: reading, everPublished: new Map() };
  const { versions, deleted } = reading.log;
  const isOriginal = (file: string) => /^[a-z0-9-]+\.md$/.test(file);
  const files = [...versions].filter(([file]) => isOriginal(file));
  const gone = [...deleted].filter(([file]) => isOriginal(file));
  const old = [...files.filter(([, list]) => list.length > 1), ...gone].flatMap(([, list]) =>
    list.map(({ blob }) => blob),
  );
  const texts = await readBlobs(folder, old);
  const now = new Map(current.map((incident) => [`${incident.id}.md`, incident]));
  const revisionsOf = (file: string, list: FileVersion[]): Revision[] =>
    list.map(({ blob, commit, at }) => {
      const bytes = texts.get(blob);
      return { blob, commit, at, incident: bytes ? read(file, bytes) : now.get(file) };
    });
  const incidents = new Map<string, IncidentHistory>();
  const everPublished = new Map<string, Set<string>>();
  for (const [file, list] of [...files, ...gone]) {
    const history = incidentHistory(revisionsOf(file, list));
    everPublished.set(file, new Set(history.updates.keys()));
    if (versions.has(file)) incidents.set(file.slice(0, -'.md'.length), history);
  }
  return { publication: { kind: 'git', incidents }, everPublished };
}

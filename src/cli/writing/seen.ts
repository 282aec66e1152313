import { type Readers, readersSee } from '../../authoring/readers.ts';
import type { Origin } from '../../domain/addresses.ts';
import type { Incident, Update } from '../../domain/incident.ts';
import type { Language } from '../../domain/site.ts';
import { NOBODY, takeSnapshot } from '../../domain/snapshot.ts';
import { basePath, servedFrom } from '../../site/environment.ts';
import type { FolderRecord } from '../../site/record.ts';

/** The address at which readers find the site. */
export function originOf(env: NodeJS.ProcessEnv, { site }: Pick<FolderRecord, 'site'>): Origin {
  return { url: servedFrom(env, site.url), base: basePath(env) };
}

/** What readers see of an update once it is told, also of one that is held back as yet. */
export function readersOf(
  record: FolderRecord,
  incident: Incident,
  update: Update,
  language: Language,
  env: NodeJS.ProcessEnv,
): Readers {
  const told = record.incidents.includes(incident) ? record.incidents : [...record.incidents, incident];
  const snapshot = takeSnapshot(record.site, told, NOBODY, record.now, record.git);
  return readersSee(snapshot, incident, update, language, originOf(env, record));
}

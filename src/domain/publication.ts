import type { Incident } from './incident.ts';
import type { Instant } from './time.ts';

/** One committed version of an incident file. The blob id is its name: it survives a rebase. */
export interface Revision {
  blob: string;
  commit: string;
  /** When it was committed. */
  at: Instant;
  /** The incident as this version told it; `undefined` if that version could not be read. */
  incident: Incident | undefined;
}

/** When an update first stood in a commit, and when its words last changed. */
export interface UpdateHistory {
  firstPublished: Instant;
  lastChanged: Instant;
}

/** What git knows of one incident, oldest version first. */
export interface IncidentHistory {
  revisions: Revision[];
  updates: Map<string, UpdateHistory>;
}

/**
 * What git knows of the whole record: everything, or nothing because there is no git, or too little
 * because the clone is shallow. Nothing is guessed.
 */
export type Publication =
  { kind: 'git'; incidents: Map<string, IncidentHistory> } | { kind: 'shallow' } | { kind: 'none' };

export const UNKNOWN_PUBLICATION: Publication = { kind: 'none' };

export function historyOfIncident(publication: Publication, id: string): IncidentHistory | undefined {
  return publication.kind === 'git' ? publication.incidents.get(id) : undefined;
}

/** The history of an incident from its versions, oldest first. */
export function incidentHistory(revisions: Revision[]): IncidentHistory {
  const updates = new Map<string, UpdateHistory & { words: string }>();
  for (const { at, incident } of revisions) {
    for (const { id, prose } of incident?.updates ?? []) {
      const known = updates.get(id);
      if (!known) updates.set(id, { firstPublished: at, lastChanged: at, words: prose.text });
      else if (known.words !== prose.text) updates.set(id, { ...known, lastChanged: at, words: prose.text });
    }
  }
  return {
    revisions,
    updates: new Map(
      [...updates].map(([id, { firstPublished, lastChanged }]) => [id, { firstPublished, lastChanged }]),
    ),
  };
}

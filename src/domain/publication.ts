import { type Incident, newestUpdate } from './incident.ts';
import type { Language } from './site.ts';
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

/** What an update told beside its own words: what worked and what to do, while it was the newest. */
export interface Told {
  works: string[];
  advice: string | undefined;
  /** When one of the two last changed under it. */
  at: Instant;
}

/** When an update first stood in a commit, when its words last changed, and what it told beside them. */
export interface UpdateHistory {
  firstPublished: Instant;
  lastChanged: Instant;
  /** Absent where no version ended with this update: a later one was written in the same commit. */
  told: Told | undefined;
}

/** When a translation was last committed, and when it last said something else about each update. */
export interface TranslationHistory {
  lastCommitted: Instant;
  updates: Map<string, Instant>;
}

/** What git knows of one incident, oldest version first. */
export interface IncidentHistory {
  revisions: Revision[];
  updates: Map<string, UpdateHistory>;
  /** When the title, the summary, the advice, the place or the cause last changed. */
  factsChanged: Instant;
  translations: Partial<Record<Language, TranslationHistory>>;
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

/** The history of an incident from its versions, oldest first, and from those of its translations. */
export function incidentHistory(
  revisions: Revision[],
  translated: Partial<Record<Language, Revision[]>> = {},
): IncidentHistory {
  const updates = new Map<string, UpdateHistory & { words: string }>();
  let facts = '';
  let factsChanged = Number.NEGATIVE_INFINITY;
  for (const { at, incident } of revisions) {
    if (!incident) continue;
    for (const { id, state, prose } of incident.updates) {
      const known = updates.get(id);
      const words = `${state}: ${prose.text}`;
      if (!known) updates.set(id, { firstPublished: at, lastChanged: at, told: undefined, words });
      else if (known.words !== words) updates.set(id, { ...known, lastChanged: at, words });
    }
    const newest = updates.get(newestUpdate(incident).id);
    if (newest) newest.told = toldBy(incident, at, newest.told);
    const now = factsOf(incident);
    if (now !== facts) [facts, factsChanged] = [now, at];
  }
  return {
    revisions,
    updates: new Map([...updates].map(([id, { words: _, ...history }]) => [id, history])),
    factsChanged,
    translations: Object.fromEntries(
      Object.entries(translated).map(([language, versions]) => [
        language,
        translationHistory(versions, language as Language),
      ]),
    ),
  };
}

/**
 * Whether the original has changed since somebody last touched its translation. A commit to the
 * translation says that it was looked at, also where its words could stay.
 */
export function isTranslationOlder(
  { updates, factsChanged, translations }: IncidentHistory,
  language: Language,
  update?: string,
): boolean {
  const translation = translations[language];
  if (!translation) return false;
  const changed = update === undefined ? factsChanged : updates.get(update)?.lastChanged;
  return changed !== undefined && changed > translation.lastCommitted;
}

function toldBy({ works, advice }: Incident, at: Instant, before: Told | undefined): Told {
  const same = before && before.advice === advice && before.works.join() === works.join();
  return same ? before : { works, advice, at };
}

function factsOf({ title, summary, advice, scope, cause }: Incident): string {
  return JSON.stringify([title, summary?.text, advice, scope, cause]);
}

function translationHistory(versions: Revision[], language: Language): TranslationHistory {
  const said = new Map<string, { words: string; at: Instant }>();
  for (const { at, incident } of versions)
    for (const [id, { text }] of Object.entries(incident?.translations[language]?.updates ?? {}))
      if (said.get(id)?.words !== text) said.set(id, { words: text, at });
  return {
    lastCommitted: versions.at(-1)?.at ?? Number.NEGATIVE_INFINITY,
    updates: new Map([...said].map(([id, { at }]) => [id, at])),
  };
}

import { editsOfIncident, editsOfUpdate, entriesWith, type IncidentField } from './edits.ts';
import { type Incident, isAllClear, newestUpdate, type Update } from './incident.ts';
import type { Language } from './site.ts';
import type { Instant, TimeRange } from './time.ts';

/** One committed version of an incident file. The blob id is its name: it survives a rebase. */
export interface Revision {
  blob: string;
  commit: string;
  /** When it was committed. */
  at: Instant;
  /** When it could first be read here; absent where nobody noted it. */
  live?: Instant;
  /**
   * Whether it came with the first commit of the folder, or before the page went public, or is the first version of
   * a file that says it was imported. The record was not kept live here then: that it was committed says nothing of
   * when anybody could read it.
   */
  imported: boolean;
  /** The incident as this version told it; `undefined` if that version could not be read. */
  incident: Incident | undefined;
}

/**
 * What an update told beside its own words: what worked and what to do, while it was the newest. An all-clear
 * told only what was written with it.
 */
export interface Told {
  works: string[];
  advice: string | undefined;
  /** When one of the two last changed under it. */
  at: Instant;
}

/** What git knows of an update. */
export interface UpdateHistory {
  /** When it first stood here, imported or not. */
  entered: Instant;
  /** When it was first published; `undefined` if it was imported, for then nobody knows. */
  firstPublished: Instant | undefined;
  /** The commit in which its own words last changed, imported or not: a translation is held against it. */
  lastChanged: Instant;
  /** When its text, time, state, speaker or place last changed once it was published. */
  edited: Instant | undefined;
  /** When its text last changed once it was published. */
  reworded: Instant | undefined;
  /** When its entry last said something else beside that text, once published: the title, say. */
  entryChanged: Instant | undefined;
  /** Absent where no version ended with this update: a later one was written in the same commit. */
  told: Told | undefined;
}

/** When a translation was last committed, and when it last said something else about each update, live. */
export interface TranslationHistory {
  lastCommitted: Instant;
  updates: Map<string, Instant>;
  /** When its title last changed. */
  title: Instant | undefined;
}

/** What git knows of one incident, oldest version first. */
export interface IncidentHistory {
  revisions: Revision[];
  updates: Map<string, UpdateHistory>;
  /** The commit in which the title, the summary, the advice, the place or the cause last changed. */
  factsChanged: Instant;
  /** When anything last changed once it was published: a fact, an update, or that one was added. */
  changed: Instant | undefined;
  /** When a fact was last changed, once published, without an update that came with it; where it is shown is none. */
  changedSilently: Instant | undefined;
  translations: Record<Language, TranslationHistory>;
  /** Whether the file as it lies there is no version yet: then no version says what the page says. */
  uncommitted?: boolean;
}

/**
 * What git knows of the whole record: everything, or nothing because there is no git, or too little
 * because the clone is shallow. Nothing is guessed.
 */
export type GitHistory =
  | { kind: 'git'; incidents: Map<string, IncidentHistory> }
  | { kind: 'shallow' }
  | { kind: 'none' };

/** When a version was published: when it could first be read here, or where nobody noted that, when it was committed. */
export function publishedIn({ at, live }: Revision): Instant {
  return live ?? at;
}

export const NO_GIT_HISTORY: GitHistory = { kind: 'none' };

export function historyOfIncident(git: GitHistory, id: string): IncidentHistory | undefined {
  return git.kind === 'git' ? git.incidents.get(id) : undefined;
}

/**
 * When an update was first published. What was imported, and what git does not know, keeps the time at which
 * it was said. This is what programs compare with their clocks.
 */
export function publishedAt(history: IncidentHistory | undefined, { id, at }: Update): Instant {
  return history?.updates.get(id)?.firstPublished ?? at.latest;
}

/** When an update last said something else: its text, time, state, speaker or place. */
export function changedAt(history: IncidentHistory | undefined, update: Update): Instant {
  return Math.max(publishedAt(history, update), history?.updates.get(update.id)?.edited ?? 0);
}

/** When the entry of an update in a language last said something else: its title and what it told, too. */
export function entryChangedAt(
  history: IncidentHistory | undefined,
  update: Update,
  language: Language,
): Instant {
  const known = history?.updates.get(update.id);
  const translation = history?.translations[language];
  const translated = translation?.updates.get(update.id);
  return Math.max(
    publishedAt(history, update),
    known?.entryChanged ?? 0,
    translated ?? known?.reworded ?? 0,
    translation?.title ?? 0,
  );
}

/** When anything of an incident was last published or changed. */
export function incidentChangedAt(history: IncidentHistory | undefined, { updates }: Incident): Instant {
  return Math.max(history?.changed ?? 0, ...updates.map((update) => changedAt(history, update)));
}

/**
 * The time at which an update was heard here, which a promise is measured by: when it was said, or when it
 * was published if that was later.
 */
export function heardAt(history: IncidentHistory | undefined, { id, at }: Update): TimeRange {
  const published = history?.updates.get(id)?.firstPublished;
  if (published === undefined || published <= at.earliest) return at;
  return { earliest: published, latest: Math.max(at.latest, published) };
}

/** The version that says what the page says: the newest, unless the file has changed since. */
export function standingRevision(git: GitHistory, id: string): Revision | undefined {
  const history = historyOfIncident(git, id);
  return history?.uncommitted ? undefined : history?.revisions.at(-1);
}

/** The history of an incident from its versions, oldest first, and from those of its translations. */
export function incidentHistory(
  revisions: Revision[],
  translated: Record<Language, Revision[]> = {},
): IncidentHistory {
  const history: IncidentHistory = {
    revisions,
    updates: new Map(),
    factsChanged: Number.NEGATIVE_INFINITY,
    changed: undefined,
    changedSilently: undefined,
    translations: Object.fromEntries(
      Object.entries(translated).map(([language, versions]) => [
        language,
        translationHistory(versions, language),
      ]),
    ),
  };
  let before: Incident | undefined;
  const said = new Map<string, Update>();
  for (const revision of revisions) {
    const { incident } = revision;
    if (!incident) continue;
    readVersion(history, revision, incident, before, said);
    before = incident;
    for (const update of incident.updates) said.set(update.id, update);
  }
  return history;
}

/** Adds to a history what one version changed. `said` has each update as it last stood, also one that was away. */
function readVersion(
  history: IncidentHistory,
  revision: Revision,
  incident: Incident,
  before: Incident | undefined,
  said: Map<string, Update>,
): void {
  const { at, imported } = revision;
  const here = publishedIn(revision);
  const live = imported ? undefined : here;
  const { id: newest } = newestUpdate(incident);
  const edits = before ? editsOfIncident(before, incident).map(({ field }) => field) : [];
  const ofAll = edits.some((field) => entriesWith(field) === 'all');
  const ofNewest = edits.some((field) => entriesWith(field) === 'newest');
  let added = false;
  let edited = false;
  for (const update of incident.updates) {
    const known = history.updates.get(update.id);
    if (!known) {
      history.updates.set(update.id, firstSeen(revision));
      added = true;
      continue;
    }
    const fields = editsOfUpdate(said.get(update.id) as Update, update).map(({ field }) => field);
    const reworded = fields.includes('prose');
    if (reworded || fields.includes('state')) known.lastChanged = at;
    if (live === undefined) continue;
    if (fields.length > 0) known.edited = live;
    if (reworded) known.reworded = live;
    if (fields.some((field) => field !== 'prose') || ofAll || (ofNewest && update.id === newest))
      known.entryChanged = live;
    edited ||= fields.length > 0;
  }
  const removed = before?.updates.some(({ id }) => incident.updates.every((update) => update.id !== id));
  const ending = history.updates.get(newest) as UpdateHistory;
  ending.told = toldBy(toldBeside(incident, versionBefore(history, newest)), here, ending.told);
  if (!before || edits.some((field) => TRANSLATED.includes(field))) history.factsChanged = at;
  if (live === undefined) return;
  if (added || edited || removed || edits.length > 0) history.changed = live;
  if (edits.some((field) => !UNSEEN.includes(field)) && !added) history.changedSilently = live;
}

/** What says nothing of the incident, but where and from when on it is shown. */
const UNSEEN: IncidentField[] = ['pinned', 'replay', 'draft', 'publish'];

/** The facts that a translation repeats. */
const TRANSLATED: IncidentField[] = ['title', 'summary', 'advice', 'scope', 'cause', 'disputed'];

function firstSeen(revision: Revision): UpdateHistory {
  const here = publishedIn(revision);
  return {
    entered: here,
    firstPublished: revision.imported ? undefined : here,
    lastChanged: revision.at,
    edited: undefined,
    reworded: undefined,
    entryChanged: undefined,
    told: undefined,
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

/**
 * What stands beside the newest update: all of it, or in an all-clear what is new since the version before it.
 * "Set a clock for two" was for the night; whoever hears that it is over must not hear that again.
 */
export function toldBeside(incident: Incident, before: Incident | undefined): Pick<Told, 'works' | 'advice'> {
  const { works, advice } = incident;
  if (!isAllClear(incident, newestUpdate(incident))) return { works, advice };
  return {
    works: before && before.works.join() !== works.join() ? works : [],
    advice: before && before.advice !== advice ? advice : undefined,
  };
}

/** The last version that did not have an update yet. */
export function versionBefore(history: IncidentHistory | undefined, update: string): Incident | undefined {
  const without = history?.revisions.findLast(
    ({ incident }) => incident && !incident.updates.some(({ id }) => id === update),
  );
  return without?.incident;
}

function toldBy(
  { works, advice }: Pick<Told, 'works' | 'advice'>,
  at: Instant,
  before: Told | undefined,
): Told {
  const same = before && before.advice === advice && before.works.join() === works.join();
  return same ? before : { works, advice, at };
}

function translationHistory(versions: Revision[], language: Language): TranslationHistory {
  const said = new Map<string, string>();
  const changed = new Map<string, Instant>();
  let title: { words: string | undefined; changed: Instant | undefined } | undefined;
  for (const version of versions) {
    const { imported, incident } = version;
    const here = publishedIn(version);
    const translation = incident?.translations[language];
    if (!translation) continue;
    for (const [id, { text }] of Object.entries(translation.updates)) {
      if (said.get(id) === text) continue;
      said.set(id, text);
      if (!imported) changed.set(id, here);
    }
    if (title?.words !== translation.title)
      title = { words: translation.title, changed: imported ? title?.changed : here };
  }
  return {
    lastCommitted: versions.at(-1)?.at ?? Number.NEGATIVE_INFINITY,
    updates: changed,
    title: title?.changed,
  };
}

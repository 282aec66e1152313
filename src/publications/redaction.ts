import {
  historyOfIncident,
  type GitHistory,
  incidentHistory,
  type IncidentHistory,
  type Revision,
} from '../domain/git-history.ts';
import type { Incident, Prose, Redaction, Translation } from '../domain/incident.ts';
import { committedAt, removedFrom } from '../domain/redaction.ts';
import type { Language } from '../domain/site.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { escapeHtml } from './escape.ts';

/**
 * The record as it may be read. Everything is printed from what this gives, so that no page, feed, picture or file
 * can still hold what was taken out: of the texts as they stand, and of every version before.
 */
export function withRedactions(
  incidents: readonly Incident[],
  git: GitHistory,
): { incidents: Incident[]; git: GitHistory } {
  const redacted = incidents.filter(({ redactions }) => redactions.length > 0);
  const shown = incidents.map((one) => (redacted.includes(one) ? readable(one, git) : one));
  if (redacted.length === 0 || git.kind !== 'git') return { incidents: shown, git };
  const histories = new Map(git.incidents);
  for (const incident of redacted) {
    const history = histories.get(incident.id);
    if (history) histories.set(incident.id, readableHistory(history, incident));
  }
  return { incidents: shown, git: { kind: 'git', incidents: histories } };
}

/** Where the words of an update stood, in a sentence. */
export function removedWords(
  { on, because }: Redaction,
  language: Language,
  what: 'all' | 'some' = 'all',
): string {
  return wordsOf(language).versions.redacted[what](
    formatOf(language).date(on.earliest),
    because.replace(/[.\s]+$/, ''),
  );
}

/**
 * The incident with a sentence in each update from which words were taken out. Of a translation the words for them
 * are left out until it is committed after the entry, for the same name may stand there.
 */
function readable(incident: Incident, git: GitHistory): Incident {
  const history = historyOfIncident(git, incident.id);
  const isLookedAt = (redaction: Redaction, language: Language) => {
    if (git.kind === 'none') return true;
    const at = committedAt(redaction, incident, history?.revisions ?? []);
    return at !== undefined && (history?.translations[language]?.lastCommitted ?? 0) >= at;
  };
  const translations: Incident['translations'] = {};
  for (const [key, translation] of Object.entries(incident.translations)) {
    const language = key as Language;
    const unseen = incident.redactions.filter((one) => !isLookedAt(one, language));
    if (unseen.some(({ update }) => update === undefined)) continue;
    translations[language] = translated(incident, translation, language, unseen);
  }
  return {
    ...incident,
    updates: incident.updates.map((update) => ({
      ...update,
      prose: marked(update.prose, entryFor(incident, update.id), incident.language),
    })),
    translations,
  };
}

function translated(
  incident: Incident,
  translation: Translation,
  language: Language,
  unseen: readonly Redaction[],
): Translation {
  const updates: Translation['updates'] = {};
  const places = { ...translation.places };
  for (const { id, prose } of incident.updates) {
    const entry = entryFor(incident, id);
    const isUnseen = unseen.some(({ update }) => update === id);
    const own = isUnseen || !Object.hasOwn(translation.updates, id) ? undefined : translation.updates[id];
    if (isUnseen) delete places[id];
    if (own) updates[id] = marked(own, entry, language);
    else if (entry && prose.text === '') updates[id] = marked(prose, entry, language);
  }
  return { ...translation, updates, places };
}

function entryFor({ redactions }: Incident, id: string): Redaction | undefined {
  return redactions.findLast(({ update }) => update === id);
}

/** What git knows, with the words of every version as they may be read; its times are those of what was said. */
function readableHistory(history: IncidentHistory, current: Incident): IncidentHistory {
  const revisions = history.revisions.map((one) => ({ ...one, incident: versionOf(one, current) }));
  const told = incidentHistory(revisions).updates;
  const updates = new Map(
    Array.from(history.updates, ([id, known]) => [id, { ...known, told: told.get(id)?.told }]),
  );
  return { ...history, revisions, updates };
}

function versionOf(revision: Revision, current: Incident): Incident | undefined {
  const { incident } = revision;
  if (!incident) return undefined;
  const removed = removedFrom(revision, current.redactions);
  if (removed.whole) return withoutWords(incident, removed.whole, current);
  return {
    ...incident,
    updates: incident.updates.map((update) => {
      const entry = removed.update(update.id);
      const said = entry ? { ...update.said, place: placeNow(current, update.id) } : update.said;
      const kept = marked(update.prose, entryFor(incident, update.id), incident.language);
      return { ...update, said, prose: entry ? instead(entry, incident.language) : kept };
    }),
  };
}

/** What is left of a version: its times, its states, who spoke, and what happened to which component. */
function withoutWords(incident: Incident, entry: Redaction, current: Incident): Incident {
  const sentence = removedWords(entry, incident.language);
  const gone = (text: string | undefined) => (text === undefined ? undefined : sentence);
  return {
    ...incident,
    title: sentence,
    advice: gone(incident.advice),
    scope: gone(incident.scope),
    cause: gone(incident.cause),
    disputed: gone(incident.disputed),
    summary: incident.summary && instead(entry, incident.language),
    sources: [],
    redactions: [],
    updates: incident.updates.map((update) => ({
      ...update,
      said: { ...update.said, place: placeNow(current, update.id) },
      prose: instead(entry, incident.language),
    })),
    translations: {},
  };
}

function placeNow(current: Incident, id: string): string | undefined {
  return current.updates.find((update) => update.id === id)?.said.place;
}

/** A text with the sentence behind it, or the sentence where no text is left. */
function marked(prose: Prose, entry: Redaction | undefined, language: Language): Prose {
  if (!entry) return prose;
  if (prose.text === '') return instead(entry, language);
  const behind = sentenceOf(entry, language, 'some');
  return {
    markdown: `${prose.markdown}\n\n${behind.markdown}`,
    html: `${prose.html}\n${behind.html}`,
    text: `${prose.text}\n\n${behind.text}`,
    words: `${prose.words}\n\n${behind.words}`,
  };
}

function instead(entry: Redaction, language: Language): Prose {
  return sentenceOf(entry, language, 'all');
}

function sentenceOf(entry: Redaction, language: Language, what: 'all' | 'some'): Prose {
  const text = removedWords(entry, language, what);
  return { markdown: text, html: `<p>${escapeHtml(text)}</p>`, text, words: text };
}

import { type FactName, type Facts, factsOf, fieldOf, TRANSLATED } from '../domain/fields.ts';
import { type Incident, type Prose, type Translation, type Update, updateId } from '../domain/incident.ts';
import type { Site } from '../domain/site.ts';
import { printTimeRange } from '../domain/time.ts';
import { Report } from '../problems/index.ts';
import { printMapping, type Yaml } from '../yaml/print.ts';
import { sourceText } from '../yaml/source.ts';
import { readBody } from './body.ts';
import { label } from './updates.ts';
import { proseLeaf, writeFact } from './writing.ts';

/**
 * A new file that reads as this incident, in the style of the house: the keys in the order of the table, the oldest
 * update first. What was written by hand is not printed anew but edited (`edit.ts`).
 * @param site what a file need not say because the config does.
 */
export function printIncident(
  incident: Incident,
  site: Pick<Site, 'languages'> & { demonstration?: unknown },
): string {
  const isUsual: Partial<Record<FactName, boolean>> = {
    kind: incident.kind === 'incident',
    language: incident.language === site.languages[0],
    adviceBy:
      incident.advice === undefined ||
      incident.adviceBy === (site.demonstration === undefined ? 'operator' : 'editors'),
  };
  const entries = factsOf(incident.kind).flatMap((name): [string, Yaml][] => {
    const value = isUsual[name] ? undefined : writeFact(name, (incident as unknown as Facts)[name]);
    return value ? [[fieldOf(name).key, value]] : [];
  });
  const oldestFirst = printBody(incident, incident.updates);
  // What does not end, such as a fence, can only stand last.
  const newestFirst = () => printBody(incident, incident.updates.toReversed());
  const body = saysTheSame(oldestFirst, incident, incident.updates) ? oldestFirst : newestFirst();
  return `---\n${printMapping(entries)}---\n${body}`;
}

/** A new file that reads as this translation. */
export function printTranslation(translation: Translation, original: Incident): string {
  const entries = TRANSLATED.flatMap((name): [string, Yaml][] => {
    const text = translation[name];
    return text === undefined ? [] : [[fieldOf(name).key, proseLeaf(text)]];
  });
  const sections = original.updates.flatMap(({ id }) => {
    if (!Object.hasOwn(translation.updates, id)) return [];
    const place = Object.hasOwn(translation.places, id) ? translation.places[id] : undefined;
    return [section(printTranslatedHead(id, place), translation.updates[id]?.markdown ?? '')];
  });
  const front = entries.length > 0 ? printMapping(entries) : '{}\n';
  return `---\n${front}---\n${paragraphs(translation.summary, sections)}`;
}

/** The heading of an update. Its id is written out where it is not that of its time. */
export function printHead({ state, at, said: { speaker, place = '' }, id }: Omit<Update, 'prose'>): string {
  const where = speaker === 'operator' ? place : `${speaker}: ${place}`.trim();
  const head = `## ${label(state)} - ${printTimeRange(at)}${where === '' ? '' : ` - ${where}`}`;
  // What could be taken for the end of the heading is not its end.
  return id === updateId(at) && !/[}#]$/.test(where) ? head : `${head} {#${id}}`;
}

/** The heading of an update in a translation. */
export function printTranslatedHead(id: string, place: string | undefined): string {
  const head = place === undefined ? `## ${id}` : `## ${id} - ${place}`;
  return head.endsWith('#') ? `${head} ##` : head;
}

/** An update as it stands in a file. */
export function section(head: string, markdown: string): string {
  return markdown === '' ? head : `${head}\n${markdown}`;
}

function printBody({ summary }: Incident, updates: Update[]): string {
  return paragraphs(
    summary,
    updates.map((update) => section(printHead(update), update.prose.markdown)),
  );
}

function paragraphs(summary: Prose | undefined, sections: string[]): string {
  return [...(summary ? [summary.markdown] : []), ...sections].map((part) => `${part}\n`).join('\n');
}

function saysTheSame(body: string, { summary, sources }: Incident, updates: Update[]): boolean {
  const read = readBody(sourceText(body), 0, sources, new Report({ file: 'printed' }));
  return (
    read !== undefined &&
    read.summary?.html === summary?.html &&
    read.sections.length === updates.length &&
    updates.every(({ prose }, index) => read.sections[index]?.prose.html === prose.html)
  );
}

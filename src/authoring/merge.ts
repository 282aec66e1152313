import { editsOfIncident, editsOfUpdate } from '../domain/edits.ts';
import type { FactName, Facts } from '../domain/fields.ts';
import { type Incident, isClosing, type Update } from '../domain/incident.ts';
import type { Site } from '../domain/site.ts';
import type { Instant } from '../domain/time.ts';
import { editIncident } from '../incidents/edit.ts';
import { readIncidents } from '../incidents/index.ts';
import { freeUpdateId } from './notice.ts';

/** A file as two people wrote it at once, from what both had. */
export interface Versions {
  /** Absent where both began the file. */
  base: string | undefined;
  theirs: string;
  ours: string;
}

/** Both in one file; or why a person has to look. */
export type Merged = { text: string; theirs: Update[]; ours: Update[] } | { why: string; theirs: Update[] };

/**
 * Puts what one person added to a file into the file as another left it, if both only added to it. What two people
 * confirmed to work is what both confirmed; of two times for the next word the earlier holds.
 */
export function mergeIncident(
  id: string,
  { base, theirs, ours }: Versions,
  context: { site: Site; now: Instant },
): Merged {
  const [before, other, own] = [base, theirs, ours].map((text) => readOne(id, text, context));
  if (!other || !own) return { why: 'One of the two cannot be read: see nightlight check.', theirs: [] };
  const added = (after: Incident) =>
    after.updates.filter((one) => !before?.updates.some(({ id }) => id === one.id));
  const theirNews = added(other);
  const refuse = (why: string): Merged => ({ why, theirs: theirNews });
  if (!before) return refuse('Both of you began the same file.');
  const news = added(own);
  if (own.updates.length - news.length < before.updates.length || isReworded(before, own))
    return refuse('You changed words that had been said, and did not only add to them.');
  if ([...theirNews, ...news].some(isClosing))
    return refuse('One of you says that it is over: whether it is, only a person can say.');
  const facts = factsOf(before, other, own);
  if (typeof facts === 'string') return refuse(`Both of you changed ${facts} at the top of the file.`);
  const add = news.map(({ id, state, at, said, prose }) => ({
    ...{ state, at, said, markdown: prose.markdown },
    id: other.updates.some((one) => one.id === id) ? freeUpdateId(other, id) : id,
  }));
  const { text, problems } = editIncident(id, theirs, { facts, add }, context);
  if (text !== undefined) return { text, theirs: theirNews, ours: news };
  return refuse(`Together they would not be right: ${problems[0]?.remedy ?? 'see nightlight check.'}`);
}

function readOne(
  id: string,
  text: string | undefined,
  context: { site: Site; now: Instant },
): Incident | undefined {
  if (text === undefined) return undefined;
  const bytes = new TextEncoder().encode(text);
  return readIncidents([{ name: `${id}.md`, bytes }], context).incidents[0];
}

function isReworded(before: Incident, after: Incident): boolean {
  return before.updates.some((update) => {
    const now = after.updates.find(({ id }) => id === update.id);
    return now !== undefined && editsOfUpdate(update, now).length > 0;
  });
}

/** What we changed at the top; the key of what both changed otherwise than can be put together. */
function factsOf(before: Incident, theirs: Incident, ours: Incident): Partial<Facts> | string {
  const fieldsOf = (after: Incident) => editsOfIncident(before, after).map(({ field }) => field);
  const theirFields = new Set<string>(fieldsOf(theirs));
  const facts: Record<string, unknown> = {};
  for (const field of fieldsOf(ours)) {
    if (field === 'summary') return 'what stands above the updates';
    const value = (ours as unknown as Facts)[field as FactName];
    if (!theirFields.has(field) || isEqual(value, (theirs as unknown as Facts)[field as FactName]))
      facts[field] = value;
    else if (field === 'works') facts.works = ours.works.filter((id) => theirs.works.includes(id));
    else if (field === 'nextUpdate') facts.nextUpdate = earlier(ours.nextUpdate, theirs.nextUpdate);
    else return `"${field}"`;
  }
  return facts;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function earlier(one: Incident['nextUpdate'], other: Incident['nextUpdate']): Incident['nextUpdate'] {
  if (!one || !other) return one ?? other;
  return one.latest <= other.latest ? one : other;
}

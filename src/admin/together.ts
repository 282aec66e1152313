import { INCIDENT_STATES, isClosing, MAINTENANCE_STATES, type Update } from '../domain/incident.ts';
import { type EntryChange, editMapping } from '../yaml/edit.ts';
import { withSplices } from '../yaml/splices.ts';
import {
  headsIn,
  partsOf,
  plain,
  same,
  type Shape,
  shownOf,
  valuesIn,
  withUpdate,
  yamlOf,
} from './format.ts';

/** A file as two people wrote it at once, and what both had before them. */
export interface Versions {
  base: string;
  theirs: string;
  ours: string;
}

/**
 * Puts what one person did to a file into the file as another left it meanwhile. Nothing where both changed the same
 * thing, where words that stood there were changed on both sides, or where one says that it is over: only a person
 * can say what holds then.
 */
export function together({ base, theirs, ours }: Versions, shape: Shape): string | undefined {
  if (theirs === base || theirs === ours) return ours;
  const [before, other, own] = [read(base), read(theirs), read(ours)];
  if (!before || !other || !own) return undefined;
  const changes = changesOf(before.values, other.values, own.values, shape);
  const body = bodyOf(before.body, other.body, own.body);
  if (!changes || body === undefined) return undefined;
  const order = shape.keys.map(([key]) => key);
  const yaml = withSplices(other.yaml, editMapping(other.yaml, changes, ['kind', ...order]));
  const { yamlAt, bodyAt } = other;
  return `${theirs.slice(0, yamlAt)}${yaml}${theirs.slice(yamlAt + other.yaml.length, bodyAt)}${body}`;
}

function read(text: string) {
  const parts = partsOf(text);
  const values = parts && valuesIn(parts.yaml);
  return parts && values && { ...parts, values };
}

type Values = Record<string, unknown>;

/** What we changed at the top; nothing where both changed the same key, each in another way. */
function changesOf(before: Values, theirs: Values, ours: Values, shape: Shape): EntryChange[] | undefined {
  const kinds = new Map(shape.keys);
  const changes: EntryChange[] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(ours)])) {
    if (same(ours[key], before[key]) || same(ours[key], theirs[key])) continue;
    const kind = kinds.get(key);
    if (!kind || !same(theirs[key], before[key])) return undefined;
    changes.push([key, yamlOf(kind, plain(shownOf(kind, ours[key])))]);
  }
  return changes;
}

/** What is said, of both: where both said something, what we only added stands among theirs by its time. */
function bodyOf(before: string, theirs: string, ours: string): string | undefined {
  if (theirs.trim() === before.trim()) return ours;
  if (ours.trim() === before.trim()) return theirs;
  const [news, others] = [addedTo(before, ours), addedTo(before, theirs)];
  if (!news || !others) return undefined;
  const texts = new Set(others.map(({ text }) => text));
  const own = news.filter(({ text }) => !texts.has(text));
  const theirsAlone = others.filter(({ text }) => news.every((one) => one.text !== text));
  if (own.length > 0 && theirsAlone.length > 0 && [...own, ...theirsAlone].some(saysOver)) return undefined;
  return own.reduce((body, { text, time }) => withUpdate(body, text, time), theirs);
}

interface Section {
  text: string;
  state: string;
  time: string;
}

/** What was added to a body; nothing where anything that stood there is gone or reads differently. */
function addedTo(before: string, after: string): Section[] | undefined {
  const [then, now] = [sectionsOf(before), sectionsOf(after)];
  if (then.preface !== now.preface) return undefined;
  const kept = new Set(then.sections.map(({ text }) => text));
  const added = now.sections.filter(({ text }) => !kept.has(text));
  return now.sections.length - added.length === then.sections.length ? added : undefined;
}

function sectionsOf(body: string): { preface: string; sections: Section[] } {
  const heads = headsIn(body);
  const sections = heads.map(({ offset, at, state }, index) => ({
    text: body.slice(offset, heads[index + 1]?.offset).trim(),
    state,
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
  }));
  return { preface: body.slice(0, heads[0]?.offset).trim(), sections };
}

function saysOver({ state }: Section): boolean {
  const word = state.toLowerCase().replace(' ', '_');
  return [...INCIDENT_STATES, ...MAINTENANCE_STATES].some(
    (one) => one === word && isClosing({ state: one } as Update),
  );
}

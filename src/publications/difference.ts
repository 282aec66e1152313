import { diffWordsWithSpace } from 'diff';
import { beginningOf, endOf, type Impact, type Incident } from '../domain/incident.ts';
import { iso, type Moment } from '../domain/time.ts';

/** A run of words that stayed, came or went. */
export interface Words {
  text: string;
  kind: 'same' | 'added' | 'removed';
}

export type Field =
  'title' | 'advice' | 'scope' | 'cause' | 'works' | 'impact' | 'began' | 'ended' | 'summary';

/** What changed between two versions: the facts, and each update word by word. */
export interface Difference {
  fields: { field: Field; words: Words[] }[];
  updates: { id: string; kind: 'added' | 'removed' | 'changed'; words: Words[] }[];
}

/** Compares two versions of one incident. Nothing is shown that did not change. */
export function differenceBetween(before: Incident, after: Incident): Difference {
  const [old, now] = [factsOf(before), factsOf(after)];
  const fields = (Object.keys(now) as Field[])
    .filter((field) => old[field] !== now[field])
    .map((field) => ({ field, words: wordsBetween(old[field], now[field]) }));
  const ids = [...new Set([...before.updates, ...after.updates].map(({ id }) => id))];
  const updates = ids.flatMap((id): Difference['updates'] => {
    const [one, other] = [before, after].map((incident) =>
      incident.updates.find((update) => update.id === id),
    );
    if (!one && other) return [{ id, kind: 'added', words: [{ text: other.prose.text, kind: 'added' }] }];
    if (one && !other) return [{ id, kind: 'removed', words: [{ text: one.prose.text, kind: 'removed' }] }];
    const [was, is] = [`${one?.state}: ${one?.prose.text}`, `${other?.state}: ${other?.prose.text}`];
    return was === is ? [] : [{ id, kind: 'changed', words: wordsBetween(was, is) }];
  });
  return { fields, updates };
}

function wordsBetween(before: string, after: string): Words[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }));
}

function factsOf(incident: Incident): Record<Field, string> {
  return {
    title: incident.title,
    began: written(beginningOf(incident)),
    ended:
      incident.kind === 'incident' && incident.ended === 'unknown' ? 'unknown' : written(endOf(incident)),
    impact: incident.impact.map(impactOf).join('; '),
    works: incident.works.join(', '),
    advice: incident.advice ?? '',
    scope: incident.scope ?? '',
    cause: incident.cause ?? '',
    summary: incident.summary?.text ?? '',
  };
}

function impactOf(impact: Impact): string {
  if ('status' in impact) return `${impact.component} ${impact.status}`;
  return `${impact.component} ${impact.changes.map(({ from, status }) => `${status} from ${written(from)}`).join(', ')}`;
}

function written(moment: Moment | undefined): string {
  if (!moment) return '';
  return moment.earliest === moment.latest
    ? iso(moment.earliest)
    : `${iso(moment.earliest)}/${iso(moment.latest)}`;
}

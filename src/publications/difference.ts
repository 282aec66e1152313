import { diffWordsWithSpace } from 'diff';
import { editsOfIncident, editsOfUpdate, type IncidentField, type UpdateField } from '../domain/edits.ts';
import type { Incident, Update } from '../domain/incident.ts';

/** A run of words that stayed, came or went. */
export interface Words {
  text: string;
  kind: 'same' | 'added' | 'removed';
}

/** A field that says something else, word by word. */
export interface FieldDifference<Field> {
  field: Field;
  words: Words[];
}

/** What changed between two versions: the facts, and each update field by field. */
export interface Difference {
  fields: FieldDifference<IncidentField>[];
  updates: {
    update: Update;
    kind: 'added' | 'removed' | 'changed';
    fields: FieldDifference<UpdateField>[];
  }[];
}

/** Compares two versions of one incident, every field of it. Nothing is shown that did not change. */
export function differenceBetween(before: Incident, after: Incident): Difference {
  const ids = [...new Set([...before.updates, ...after.updates].map(({ id }) => id))];
  return {
    fields: editsOfIncident(before, after).map(({ field, was, is }) => ({
      field,
      words: wordsBetween(was, is),
    })),
    updates: ids.flatMap((id): Difference['updates'] => {
      const [one, other] = [before, after].map(({ updates }) => updates.find((update) => update.id === id));
      if (!one || !other) return other ? [whole(other, 'added')] : one ? [whole(one, 'removed')] : [];
      const fields = editsOfUpdate(one, other).map(({ field, was, is }) => ({
        field,
        words: wordsBetween(was, is),
      }));
      return fields.length > 0 ? [{ update: other, kind: 'changed', fields }] : [];
    }),
  };
}

/** Whether two versions say the same, however they are written. */
export function isSame({ fields, updates }: Difference): boolean {
  return fields.length + updates.length === 0;
}

function whole(update: Update, kind: 'added' | 'removed'): Difference['updates'][0] {
  return { update, kind, fields: [{ field: 'prose', words: [{ text: update.prose.text, kind }] }] };
}

function wordsBetween(before: string, after: string): Words[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }));
}

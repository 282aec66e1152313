import { isSeq } from 'yaml';
import { always, type DatedPromise } from '../domain/promise.ts';
import { type Draft, type Kind, list, optional, record, required } from './fields.ts';
import { minutes } from './kinds/numbers.ts';
import { day } from './kinds/times.ts';

const PROMISE = {
  first_notice: required(minutes, 'first_notice: 60', 'Within how long you say that something fails.'),
  update_every: required(minutes, 'update_every: 240', 'How often you speak until it is resolved.'),
};

const one = record(PROMISE);
const SINCE =
  'In a list, where each promise needs it: the UTC day from which on it is made. What began before the first is not measured.';
const several = list(record({ since: required(day, 'since: 2026-01-01', SINCE), ...PROMISE }));

/** What is promised: one promise for all time, or a list of promises with the days on which they were made. */
export const promises: Kind<DatedPromise[]> = {
  called: 'keys below it, or a list of them',
  schema: { anyOf: [one.schema, { ...several.schema, minItems: 1 }] },
  fields: { since: optional(day, SINCE), ...PROMISE },
  read: (value, reading) => {
    if (!isSeq(value.node)) {
      const promise = one.read(value, reading);
      return promise && always(promise);
    }
    const read = several.read(value, reading) as Draft<DatedPromise[]> | undefined;
    if (value.node.items.length === 0)
      reading.report.add({
        name: 'pledge-order',
        place: value.place,
        found: 'no promise',
        expected: 'pledge: { first_notice: 60, update_every: 240 }',
        remedy:
          'Write what you promise, or one "- { since: ..., ... }" for each time you promised otherwise.',
      });
    for (const [index, promise] of (read ?? []).entries()) {
      const before = read?.[index - 1]?.since;
      if (before === undefined || promise?.since === undefined || promise.since > before) continue;
      reading.report.add({
        name: 'pledge-order',
        place: reading.placeOf(value.node.items[index]),
        found: 'a promise that is no later than the one before it',
        expected: 'the oldest promise first, each from a day of its own on',
        remedy: 'Put them in their order. Two promises of one day are one.',
      });
    }
    return read as DatedPromise[] | undefined;
  },
};

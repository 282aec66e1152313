import {
  type Fact,
  type FactName,
  type Facts,
  factsOf,
  type Field,
  type FieldKind,
  fieldOf,
  type FieldValues,
} from '../domain/fields.ts';
import type { Kind, Redaction, Source } from '../domain/incident.ts';
import { EARLIER } from '../domain/redaction.ts';
import type { Site } from '../domain/site.ts';
import { type Instant, iso } from '../domain/time.ts';
import type { Report } from '../problems/index.ts';
import { written } from '../yaml/document.ts';
import { readText, readTime, type ValueReader } from '../yaml/values.ts';
import { readImpact, readWorks } from './impact.ts';
import { checkPast } from './past.ts';

/** What reading a field depends on besides the file. */
interface Around {
  fields: ValueReader;
  site: Site;
  now: Instant;
  kind: Kind;
  report: Report;
}

type Read<Value> = (field: Field, around: Around) => Value | undefined;

/** How a field is read, by its kind. */
const READ: { [Kind in FieldKind]: Read<FieldValues[Kind]> } = {
  text: ({ key }, { fields }) => fields.text(key),
  word: ({ key, words = [] }, { fields }) => fields.oneOf(key, words as readonly string[]),
  language: ({ key }, { fields, site }) => fields.oneOf(key, site.languages),
  flag: ({ key }, { fields }) => fields.flag(key),
  time: readFieldTime,
  end: (field, around) => (around.fields.is(field.key, 'unknown') ? 'unknown' : readFieldTime(field, around)),
  window: readWindow,
  impact: (_, { fields, site, now, kind, report }) =>
    readImpact(fields, site, kind === 'incident' ? now : undefined, report),
  components: (_, { fields, site, report }) => readWorks(fields, site, report),
  redactions: readRedactions,
  sources: readSources,
};

/** Reads one field. It answers `undefined` where there is none, or where the report says why it cannot be read. */
export function readFact<Name extends FactName>(name: Name, around: Around): Fact<Name> | undefined {
  const field = fieldOf(name);
  return READ[field.kind](field, around) as Fact<Name> | undefined;
}

/**
 * Reads all fields of a kind of incident but those that were read before. What is required and missing is told
 * last, so that it hides nothing.
 */
export function readFacts(read: Partial<Facts>, around: Around): Partial<Facts> {
  const facts: Partial<Record<FactName, unknown>> = { ...read };
  const names = factsOf(around.kind);
  for (const isShared of [true, false]) {
    const part = names.filter((name) => (fieldOf(name).for === undefined) === isShared);
    for (const name of part) if (!(name in facts)) facts[name] = readFact(name, around);
    for (const name of part.toSorted()) {
      const { key, required } = fieldOf(name);
      if (required && !around.fields.has(key)) around.fields.missing(key, required.expected, required.remedy);
    }
  }
  return facts as Partial<Facts>;
}

/** The keys that a kind of incident has, those that all have first. */
export function keysOf(kind: Kind): string[] {
  const fields = factsOf(kind).map(fieldOf);
  return [...fields.filter((field) => !field.for), ...fields.filter((field) => field.for)].map(
    ({ key }) => key,
  );
}

function readFieldTime({ key, past }: Field, { fields, now, report }: Around): FieldValues['time'] {
  const range = fields.timeRange(key);
  if (past) checkPast(range, fields.place(key), now, report);
  return range;
}

function readWindow({ key }: Field, { fields, report }: Around): FieldValues['window'] | undefined {
  const value = fields.recordAt(key, ['from', 'until']);
  const from = value && readTime(written(value.from.node), value.from.place, report);
  const until = value && readTime(written(value.until.node), value.until.place, report);
  if (!from || !until) return undefined;
  if (until.earliest <= from.earliest)
    report.add({
      name: 'scheduled-backwards',
      place: value.until.place,
      found: iso(until.earliest),
      expected: `a time after ${iso(from.earliest)}`,
      remedy: 'Correct "from" or "until".',
    });
  return { from: from.earliest, until: until.earliest };
}

function readRedactions({ key }: Field, { fields, report }: Around): Redaction[] {
  return fields.list(key).flatMap((item) => {
    const value = fields.record(item, ['on', 'because'], ['update', 'version']);
    if (!value) return [];
    const on = readTime(written(value.on.node), value.on.place, report);
    const because = readText(value.because, report);
    const update = value.update && written(value.update.node);
    const version = value.version && written(value.version.node);
    if ((update === undefined) === (version === undefined)) {
      report.add({
        name: 'redaction-of-what',
        place: item.place,
        found: update === undefined ? 'no "update" and no "version"' : '"update" and "version"',
        expected: 'what was taken out: the text of an update, or all words of a version',
        remedy:
          'Write "update: " and its id for the text of one update, or "version: earlier" where the name stood in the title, the advice or another field, too.',
      });
      return [];
    }
    if (version !== undefined && version !== EARLIER && !/^[0-9a-f]{7,64}$/.test(version)) {
      report.add({
        name: 'redaction-of-what',
        place: value.version?.place ?? item.place,
        found: version,
        expected: `"${EARLIER}", or the blob id of a version`,
        remedy: `"${EARLIER}" stands for every version from before this entry. The id of one is the end of its address.`,
      });
      return [];
    }
    return on && because ? [{ update, version, on, because }] : [];
  });
}

function readSources({ key }: Field, { fields, report }: Around): Source[] {
  return fields.list(key).flatMap((item) => {
    const value = fields.record(item, ['title', 'url']);
    const title = value && readText(value.title, report);
    const url = value && readText(value.url, report);
    if (!title || !url) return [];
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return [{ title, url }];
    report.add({
      name: 'link-not-allowed',
      place: value.url.place,
      found: url,
      expected: 'an address that begins with https:// or http://',
      remedy: 'Write the whole address of the source.',
    });
    return [];
  });
}

import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Language, Languages } from '../domain/site.ts';
import type { Places } from '../problems/dead-link.ts';
import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import { entriesOf, type PlaceOf, type Value, written } from '../yaml/document.ts';

/** A JSON Schema, draft 2020-12. */
export type Schema = Record<string, unknown>;

/** Reads a file beside the config, by its path in the folder of the site. */
export type FilesBeside = (path: string) => Uint8Array | undefined;

/** What lies at the root of the site beside what is read: where a link of the config can lead. */
export type Neighbours = Pick<Places, 'pages' | 'own' | 'others' | 'below' | 'off'>;

/** What a kind of value needs to say where something is wrong. */
export interface ReadContext {
  report: Report;
  /** Those of the site; `undefined` where the config does not say them as it must. */
  languages: Languages | undefined;
  /** Those that there are words for. */
  spoken: readonly Language[];
  placeOf: PlaceOf;
  /** The bytes of a file beside the config, by its path in the folder of the site; nothing where there is none. */
  files: FilesBeside;
  /** Nothing where nobody looked: then no link is held to it. */
  neighbours: Neighbours | undefined;
  /** Where a key belongs that stands in the wrong place, in a sentence; nothing for a key that nobody has. */
  elsewhere(key: string): string | undefined;
}

/** A kind of value: how it is called in the reference, how it is read, and its JSON Schema. */
export interface Kind<Read> {
  called: string;
  schema: Schema;
  /** The value, or nothing where the report says why not. */
  read(value: Value, reading: ReadContext): Read | undefined;
  /** The keys below it, for the reference; a list has those of its items. */
  fields?: Fields;
}

/** A line as it may stand in the file; one with words in each language depends on which those are. */
export type Example = string | ((languages: readonly Language[]) => string);

/** One key of the config. Reader, schema and reference are made from it. */
export interface Field<Read> {
  kind: Kind<unknown>;
  meaning: string;
  /** A line as it may stand in the file, in a site of these languages; only what must be there has one. */
  example?: Example;
  /** What holds where it is left out. */
  fallback: Read | undefined;
  /** The same where it depends on the rest of the config. */
  inherited?: ((reading: ReadContext) => Read | undefined) | undefined;
  /** The same in words, where there is something to say. */
  otherwise?: string;
}

export type Fields = Record<string, Field<unknown>>;

/** `vouch_for` becomes `vouchFor`: files are written in the one, programs in the other. */
type Camel<Key extends string> = Key extends `${infer Head}_${infer Rest}`
  ? `${Head}${Capitalize<Camel<Rest>>}`
  : Key;

/** What is read from a mapping with these fields. */
export type ReadOf<Of extends Fields> = {
  [Key in keyof Of & string as Camel<Key>]: Of[Key] extends Field<infer Read> ? Read : never;
};

/** What could be read of a value in which something may be wrong: any part may be missing. */
export type Draft<Read> = Read extends Languages
  ? Read
  : Read extends (infer Item)[]
    ? (Draft<Item> | undefined)[]
    : Read extends object
      ? { [Key in keyof Read]?: Draft<Read[Key]> | undefined }
      : Read;

/** A key that must be there, with a line that shows it. */
export function required<Read>(kind: Kind<Read>, example: Example, meaning: string): Field<Read> {
  return { kind, meaning, example, fallback: undefined };
}

/** A key that may be left out. */
export function optional<Read>(kind: Kind<Read>, meaning: string): Field<Read | undefined> {
  return { kind, meaning, fallback: undefined };
}

/** A key that has a value where it is left out. */
export function defaulting<Read>(
  kind: Kind<Read>,
  fallback: NoInfer<Read>,
  otherwise: string,
  meaning: string,
): Field<Read> {
  return { kind, meaning, fallback, otherwise };
}

/** A key that has a value where it is left out, which the rest of the config says. */
export function inheriting<Read>(
  kind: Kind<Read>,
  inherited: (reading: ReadContext) => NoInfer<Read> | undefined,
  otherwise: string,
  meaning: string,
): Field<Read> {
  return { kind, meaning, fallback: undefined, inherited, otherwise };
}

/** A line that shows a key with words in each language; one language needs no name. */
export function inWords(key: string, words: string): Example {
  return (languages) =>
    languages.length > 1
      ? `${key}: { ${languages.map((one, place) => `${one}: '${place === 0 ? words : '...'}'`).join(', ')} }`
      : `${key}: '${words}'`;
}

/** A line that shows a key, for the languages of a config as far as they are known. */
export function exampleIn(example: Example, { languages = ['en'] }: Pick<ReadContext, 'languages'>): string {
  return typeof example === 'string' ? example : example(languages);
}

/**
 * A mapping with these keys. Where something in it is wrong, what it reads is a `Draft`: whoever uses it asks the
 * report first.
 */
export function record<Of extends Fields>(fields: Of): Kind<ReadOf<Of>> {
  const names = Object.keys(fields);
  return {
    called: `{ ${names.join(', ')} }`,
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(fields).map(([name, { kind, meaning }]) => [
          name,
          { ...kind.schema, description: meaning },
        ]),
      ),
      required: names.filter((name) => fields[name]?.example !== undefined),
      additionalProperties: false,
    },
    fields,
    read: (value, reading) => {
      const entries = entriesIn(value, names, reading);
      return entries && readFields(fields, entries, value.keyPlace ?? value.place, reading);
    },
  };
}

/** What a mapping says, key by key; what is missing is told at `place`. */
export function readFields<Of extends Fields>(
  fields: Of,
  entries: ReadonlyMap<string, Value>,
  place: Place,
  reading: ReadContext,
): ReadOf<Of> {
  const read: Record<string, unknown> = {};
  for (const [name, { kind, example, fallback, inherited }] of Object.entries(fields)) {
    const entry = entries.get(name);
    if (!entry && example !== undefined) {
      const line = exampleIn(example, reading);
      reading.report.add({
        name: 'key-missing',
        place,
        found: `no "${name}"`,
        expected: line,
        remedy: `Add a line such as "${line}".`,
      });
    }
    read[camel(name)] = entry ? kind.read(entry, reading) : (inherited?.(reading) ?? fallback);
  }
  return read as ReadOf<Of>;
}

/** What holds where none of the keys is there. */
export function fallbacksOf<Of extends Fields>(fields: Of): ReadOf<Of> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { fallback }]) => [camel(name), fallback]),
  ) as ReadOf<Of>;
}

/** The entries of a mapping; a key with nothing after it is an empty one. */
export function entriesIn(
  value: Value,
  names: readonly string[],
  reading: ReadContext,
): Map<string, Value> | undefined {
  const { node, place } = value;
  if (node === null || (isScalar(node) && node.value === null)) return new Map();
  if (isMap(node)) {
    const entries = entriesOf(node, reading.placeOf, reading.report);
    tellUnknown(entries, names, reading);
    return entries;
  }
  reading.report.add({
    name: 'value-shape',
    place,
    found: written(node),
    expected: `one line for each, "name: value", indented: ${names.join(', ')}`,
    remedy: `Write { ${names.map((name) => `${name}: ...`).join(', ')} }, or one "name: value" a line, indented.`,
  });
  return undefined;
}

/** Reports keys that nobody reads at this place. */
export function tellUnknown(
  entries: ReadonlyMap<string, Value>,
  names: readonly string[],
  { report, elsewhere }: ReadContext,
): void {
  for (const [key, { keyPlace, place }] of entries)
    if (!names.includes(key))
      report.add({
        name: 'key-unknown',
        place: keyPlace ?? place,
        found: key,
        expected: `one of ${names.join(', ')}`,
        remedy: () => elsewhere(key) ?? `Take it out, or see docs/config.md.${didYouMean(key, names)}`,
      });
}

/** A list of values of one kind, each at its place: an item that could not be read is `undefined`. */
export function list<Read>(kind: Kind<Read>): Kind<Read[]> {
  return {
    called: `a list: ${kind.called}`,
    schema: { type: 'array', items: kind.schema },
    ...(kind.fields && { fields: kind.fields }),
    read: ({ node, place }, reading) => {
      if (isSeq(node))
        return node.items.map((item) =>
          kind.read({ node: item as Node | null, place: reading.placeOf(item) }, reading),
        ) as Read[];
      reading.report.add({
        name: 'value-shape',
        place,
        found: written(node),
        expected: 'a list',
        remedy: 'Write it as [one, two], or one "- item" a line.',
      });
      return undefined;
    },
  };
}

function camel(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

import { isMap, isScalar, isSeq, type Node, parseDocument, Scalar, visit, type YAMLMap } from 'yaml';
import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import { type SourceText, sourceText } from './source.ts';
import { tellSlips } from './syntax.ts';

/** A YAML value with the place it stands at. */
export interface Value {
  node: Node | null;
  place: Place;
  /** Where its key stands; an item of a list has none. */
  keyPlace?: Place;
}

/** A mapping that was read: each key with its value. */
export interface Mapping {
  values: Map<string, Value>;
  /** Where a value stands. */
  placeOf: PlaceOf;
  /** Where the mapping begins, for what is missing. */
  place: Place;
}

/** The entries of a mapping; keys outside `allowed` are problems. */
export function entriesOf(
  map: YAMLMap,
  placeOf: (node: unknown) => Place,
  report: Report,
  allowed?: readonly string[],
): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '?';
    const place = placeOf(pair.key);
    if (values.has(key)) {
      report.add({
        name: 'key-duplicate',
        place,
        found: key,
        expected: 'each key once',
        remedy: `Keep one of the two "${key}".`,
      });
      continue;
    }
    if (allowed && !allowed.includes(key)) {
      report.add({
        name: 'key-unknown',
        place,
        found: key,
        expected: `one of ${allowed.join(', ')}`,
        remedy: () => `Take it out.${didYouMean(key, allowed)}`,
      });
      continue;
    }
    values.set(key, {
      node: pair.value as Node | null,
      place: pair.value ? placeOf(pair.value) : place,
      keyPlace: place,
    });
  }
  return values;
}

/** A place in the file for a node of the front matter. */
export type PlaceOf = (node: unknown) => Place;

export function placesIn(source: SourceText, offset: number): PlaceOf {
  return (node) => source.placeAt(offset + ((node as Node | null)?.range?.[0] ?? 0));
}

/**
 * Reads YAML whose top is a mapping, node by node: values are never turned into objects, so that anchors cannot
 * grow into a bomb.
 * @param yaml the text, which begins at `offset` of `source`.
 * @returns nothing where it is no YAML or no mapping; the report then says why.
 */
export function readYaml(
  yaml: string,
  offset: number,
  source: SourceText,
  report: Report,
): Mapping | undefined {
  const placeOf = placesIn(source, offset);
  // Not silent: the library would not say then that it has not read all of it.
  const doc = parseDocument(yaml, { schema: 'core', uniqueKeys: false, logLevel: 'error' });
  const { errors, contents: root } = doc;
  const deep = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (deep) {
    report.add({
      name: 'yaml-syntax',
      place: source.placeAt(offset + deep.pos[0]),
      found: 'brackets nested too deep',
      expected: 'a list or a mapping',
      remedy: 'Write it with few levels.',
    });
    return undefined;
  }
  if (errors.length > 0) {
    const meant = tellSlips({ yaml, doc, placeAt: (at) => source.placeAt(offset + at) }, report);
    if (meant === undefined) return undefined;
    const [before, behind] = [source.text.slice(0, offset), source.text.slice(offset + yaml.length)];
    return readYaml(meant, offset, sourceText(before + meant + behind), report);
  }
  if (!isMap(root)) {
    report.add({
      name: 'value-shape',
      place: source.placeAt(offset),
      found: yaml.split('\n')[0] ?? '',
      expected: 'keys with values, such as "title: ..."',
      remedy: 'Write one "key: value" a line.',
    });
    return undefined;
  }
  for (const { name, at } of namesIn(root, yaml)) {
    report.add({
      name: 'yaml-alias',
      place: source.placeAt(offset + at),
      found: name,
      expected: 'the value itself',
      remedy:
        'Write the value out again; anchors (&) and aliases (*) are not read. A text that begins with * or & needs single quotes.',
    });
  }
  return withoutAliases(root)
    ? { values: entriesOf(root, placeOf, report), placeOf, place: placeOf(root) }
    : undefined;
}

/** Anchors and aliases with their offsets, without following them: a chain of them can be a bomb. */
function namesIn(root: Node, yaml: string): { name: string; at: number }[] {
  const found: { name: string; at: number }[] = [];
  visit(root, {
    Alias: (_, { source, range }) => void found.push({ name: `*${source}`, at: range?.[0] ?? 0 }),
    Value: (_, { anchor, range }) => {
      const name = `&${anchor}`;
      // A value begins behind its name, and a mapping in the next line.
      if (anchor) found.push({ name, at: Math.max(0, yaml.lastIndexOf(name, range?.[0])) });
    },
  });
  return found;
}

/**
 * Puts in the place of each alias the one value that it stands for, so that the rest can be read and all mistakes be
 * told at once; where nothing has that name, the text was meant as it stands.
 * @returns whether it could: what stands for more than one value can grow without end.
 */
function withoutAliases(root: Node): boolean {
  const named = new Map<string, Node>();
  let isWhole = true;
  visit(root, {
    Value: (_, node) => void (node.anchor && named.set(node.anchor, node)),
    Alias: (_, { source, range }) => {
      const meant = named.get(source);
      isWhole &&= meant === undefined || isScalar(meant);
      const value = isScalar(meant) ? meant.clone() : new Scalar(source);
      return Object.assign(value as Scalar, { range, anchor: undefined });
    },
  });
  return isWhole;
}

/** How a value reads in the file, for "what was found". */
export function written(node: Node | null): string {
  if (isScalar(node)) return (node as Scalar).source ?? String(node.value);
  if (isMap(node)) return '{...}';
  return isSeq(node) ? '[...]' : '';
}

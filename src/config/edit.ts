import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
  visit,
} from 'yaml';
import {
  aboveComments,
  reachOf,
  endOfLines,
  endOfPair,
  isNothing,
  startOf,
  startOfLine,
  indentOf,
} from './reach.ts';

/** Keys, and places in lists, from the top of the file on: `['site', 'components', 0, 'name', 'en']`. */
export type Path = readonly (string | number)[];

/** What YAML can hold, as a program writes it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Writes a value at a path, and what lies above it where there is no such thing yet. All that was not touched
 * stays byte for byte: comments, order, quotes, line ends.
 * @throws Error where the text is no YAML.
 */
export function set(text: string, path: Path, value: Plain): string {
  if (text.startsWith(MARK)) return MARK + set(text.slice(1), path, value);
  const doc = parsed(text);
  if (doc.hasIn(path) && isDeepStrictEqual(plain(doc.getIn(path)), value)) return text;
  return changed(text, spliceOfSet(text, doc, path, value), (after) => after.setIn(path, nodeOf(value)));
}

/** Writes a component behind the others. */
export function addComponent(text: string, component: Readonly<Record<string, Plain>>): string {
  if (text.startsWith(MARK)) return MARK + addComponent(text.slice(1), component);
  const path = ['site', 'components'];
  const doc = parsed(text);
  const list = doc.getIn(path, true);
  if (!isSeq(list) || list.items.length === 0) return set(text, path, [component]);
  return changed(text, spliceOfAppend(text, doc, list, path, component), (after) =>
    after.addIn(path, nodeOf(component)),
  );
}

/** Takes out what stands at a path, with the comment above it; nothing happens where nothing stands there. */
export function remove(text: string, path: Path): string {
  if (text.startsWith(MARK)) return MARK + remove(text.slice(1), path);
  const doc = parsed(text);
  if (path.length === 0 || !doc.hasIn(path)) return text;
  const above = path.slice(0, -1);
  const parent = doc.getIn(above, true);
  if (above.length > 0 && isCollection(parent) && parent.items.length === 1)
    return set(text, above, isMap(parent) ? {} : []);
  return changed(text, spliceOfRemove(text, doc, path), (after) => after.deleteIn(path));
}

/** What is put in the place of a part of the text. */
interface Splice {
  from: number;
  to: number;
  put: string;
}

/**
 * The text with the splice, if it then says what it is to say; else as the library writes it, which keeps comments
 * but not each space.
 */
function changed(text: string, splice: Splice | undefined, change: (doc: Document.Parsed) => void): string {
  const wanted = parsed(text);
  change(wanted);
  if (splice) {
    const spliced = text.slice(0, splice.from) + splice.put + text.slice(splice.to);
    const doc = parseDocument(spliced, OPTIONS);
    if (doc.errors.length === 0 && isDeepStrictEqual(doc.toJS(), wanted.toJS())) return spliced;
  }
  return withEndsOf(text, wanted.toString(STYLE));
}

/** What some editors write before the first letter of a file. */
const MARK = '\uFEFF';
const OPTIONS = { schema: 'core' } as const;
const STYLE = { lineWidth: 0, singleQuote: true, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER };

function parsed(text: string): Document.Parsed {
  const doc = parseDocument(text, OPTIONS);
  if (doc.errors[0]) throw new Error(`The config is no YAML: ${doc.errors[0].message}`);
  return doc;
}

function spliceOfSet(text: string, doc: Document.Parsed, path: Path, value: Plain): Splice | undefined {
  const key = path.at(-1);
  const above = path.slice(0, -1);
  const parent = above.length === 0 ? doc.contents : doc.getIn(above, true);
  const holder = flowAround(doc, above);
  const old = doc.getIn(path, true);
  if (holder && isScalarValue(value) && isScalar(old) && !isNothing(old))
    return { ...reachOf(text, old), put: inFlow(value) };
  if (holder)
    return spliceOfFlow(text, doc, holder, (flow) => flow.setIn(path.slice(holder.length), nodeOf(value)));
  if (isMap(parent) && parent.items.length > 0) {
    const pair = pairOf(parent, key);
    const indent = indentOf(text, startOf(parent));
    if (pair) return spliceOfValue(text, pair, indent, value);
    const end = endOfLines(text, parent);
    return { from: end, to: end, put: asLines(text, end, indent, { [String(key)]: value }) };
  }
  if (isSeq(parent) && typeof key === 'number' && parent.items[key] !== undefined) {
    const item = parent.items[key] as Node;
    const from = startOf(item);
    const lines = rendered(value, indentOf(text, from)).trim();
    return { from, to: reachOf(text, item).to, put: withEndsOf(text, lines) };
  }
  return typeof key === 'string' && above.length > 0 && !doc.hasIn(above)
    ? spliceOfSet(text, doc, above, { [key]: value })
    : undefined;
}

/** A new value behind a key that is there. */
function spliceOfValue(
  text: string,
  { key, value: old }: Pair,
  indent: number,
  value: Plain,
): Splice | undefined {
  const node = old as Node | null;
  if (isScalarValue(value) && isScalar(node) && node.value !== null) {
    const { from, to } = reachOf(text, node);
    return { from, to, put: inline(value) };
  }
  const end = (key as Node).range?.[1] as number;
  const colon = text.indexOf(':', end) + 1;
  const to = node && !isNothing(node) ? reachOf(text, node).to : colon;
  const [, ...behind] = rendered({ key: value }, indent).split('key:');
  return { from: colon, to, put: withEndsOf(text, behind.join('key:').trimEnd()) };
}

function spliceOfAppend(
  text: string,
  doc: Document.Parsed,
  list: YAMLSeq,
  path: Path,
  value: Plain,
): Splice | undefined {
  const holder = flowAround(doc, path);
  if (holder)
    return spliceOfFlow(text, doc, holder, (flow) => flow.addIn(path.slice(holder.length), nodeOf(value)));
  const end = endOfLines(text, list);
  const start = startOfLine(text, startOf(list));
  const indent = text.slice(start).search(/\S/);
  return { from: end, to: end, put: asLines(text, end, indent, [value]) };
}

function spliceOfRemove(text: string, doc: Document.Parsed, path: Path): Splice | undefined {
  const above = path.slice(0, -1);
  const holder = flowAround(doc, above);
  if (holder) return spliceOfFlow(text, doc, holder, (flow) => flow.deleteIn(path.slice(holder.length)));
  const parent = (above.length === 0 ? doc.contents : doc.getIn(above, true)) as YAMLMap | YAMLSeq;
  const at = isMap(parent)
    ? parent.items.indexOf(pairOf(parent, path.at(-1)) as Pair<never, never>)
    : Number(path.at(-1));
  const item = parent.items[at] as Pair | Node;
  const start = startOf('key' in item ? (item.key as Node) : item);
  const line = startOfLine(text, start);
  // What stands behind "- " on the same line begins an item that stays.
  if (!/^\s*(?:- +)?$/.test(text.slice(line, start)) || (isMap(parent) && /-/.test(text.slice(line, start))))
    return undefined;
  const from = at === 0 ? line : aboveComments(text, line);
  const end = 'key' in item ? endOfPair(text, item) : endOfLines(text, item);
  const isLast = end === text.length && !text.endsWith('\n');
  return { from: isLast ? text.slice(0, from).trimEnd().length : from, to: end, put: '' };
}

/** The outermost collection in braces or brackets on the way down a path: it is written anew as a whole. */
function flowAround(doc: Document.Parsed, path: Path): Path | undefined {
  for (let length = 0; length <= path.length; length++) {
    const node = length === 0 ? doc.contents : doc.getIn(path.slice(0, length), true);
    if (isCollection(node) && node.flow) return path.slice(0, length);
  }
  return undefined;
}

function spliceOfFlow(
  text: string,
  doc: Document.Parsed,
  holder: Path,
  change: (flow: Document.Parsed) => void,
): Splice | undefined {
  const node = (holder.length === 0 ? doc.contents : doc.getIn(holder, true)) as Node;
  const [from, to] = node.range as [number, number, number];
  // Read by itself, for the comment behind it belongs to it too, and stays where it is.
  const flow = parseDocument(text.slice(from, to), OPTIONS);
  if (flow.errors.length > 0) return undefined;
  change(flow);
  const lines = stringify(flow.contents, { ...STYLE, collectionStyle: 'flow' }).trimEnd();
  const line = startOfLine(text, from);
  const indent = ' '.repeat(text.slice(line).search(/\S/));
  return { from, to, put: withEndsOf(text, lines.replace(/\n(?=.)/g, `\n${indent}`)) };
}

function pairOf(map: YAMLMap, key: unknown): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) as
    | Pair
    | undefined;
}

/** Lines of their own, put behind what stands there. */
function asLines(text: string, at: number, indent: number, value: Plain): string {
  const lines = rendered(value, indent);
  return withEndsOf(text, at > 0 && text[at - 1] !== '\n' ? `\n${lines.trimEnd()}` : lines);
}

/** What a value is in YAML; a text of several lines is written in one, so that it can stand anywhere. */
function nodeOf(value: Plain): Node {
  const { contents } = new Document(value);
  visit(contents, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && scalar.value.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return contents as Node;
}

function rendered(value: Plain, indent: number): string {
  return stringify(nodeOf(value), STYLE).replace(/^(?=.)/gm, ' '.repeat(indent));
}

function inline(value: Plain): string {
  return stringify(nodeOf(value), STYLE).trimEnd();
}

/** A value between braces or brackets, where a comma ends it. */
function inFlow(value: Plain): string {
  return stringify([nodeOf(value)], { ...STYLE, collectionStyle: 'flow', flowCollectionPadding: false })
    .trimEnd()
    .slice(1, -1);
}

function isScalarValue(value: Plain): boolean {
  return value === null || typeof value !== 'object';
}

/** The value of a node as a program holds it. */
function plain(value: unknown): unknown {
  return isCollection(value) ? value.toJSON() : value;
}

/** The line ends of a text. */
function withEndsOf(text: string, put: string): string {
  return text.includes('\r\n') ? put.replaceAll('\n', '\r\n') : put;
}

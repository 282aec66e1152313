import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { printAfterKey, printEntry, printInline, printKey, type Style, type Yaml } from './print.ts';
import type { Splice } from './splices.ts';

/** A key and what it is to say; `undefined` takes it out. */
export type EntryChange = readonly [key: string, value: Yaml | undefined];

/**
 * How a mapping is changed so that some of its keys say something else. What says so already is not touched, nor
 * is a comment, the order or the way in which the rest is written.
 * @param yaml a mapping that was read without a problem.
 * @param order of the keys in a new file; a new key comes behind the nearest of those before it.
 */
export function editMapping(
  yaml: string,
  changes: readonly EntryChange[],
  order: readonly string[],
): Splice[] {
  const { contents } = parseDocument(yaml, { schema: 'core', uniqueKeys: false, keepSourceTokens: true });
  return isMap(contents) ? editEntries(yaml, contents as YAMLMap<Node, Node>, changes, order) : [];
}

type Entry = Pair<Node, Node | null>;

function editEntries(
  yaml: string,
  map: YAMLMap<Node, Node | null>,
  changes: readonly EntryChange[],
  order: readonly string[],
): Splice[] {
  const wanted = new Map(changes);
  if (map.items.length === 0) {
    const entries = changes.flatMap(([key, value]) => (value ? [printEntry(key, value, '')] : []));
    return [{ ...spanOf(map), text: entries.join('\n') }];
  }
  const kept = map.items.filter((pair) => !wanted.has(keyOf(pair)) || wanted.get(keyOf(pair)) !== undefined);
  const removed = map.items.filter((pair) => !kept.includes(pair));
  const changed = kept.flatMap((pair) => {
    const value = wanted.get(keyOf(pair));
    return value ? editValue(yaml, pair.value, value, map.flow ? 'flow' : pair) : [];
  });
  const known = new Set(kept.map(keyOf));
  const added: Splice[] = [];
  for (const [key, value] of changes) {
    if (value === undefined || known.has(key)) continue;
    const before = order.slice(0, order.indexOf(key)).findLast((one) => known.has(one));
    // Those that are new come behind the same key, in their order.
    const anchor =
      kept.find((pair) => keyOf(pair) === before) ?? (order.includes(key) ? undefined : kept.at(-1));
    added.push(insertEntry(yaml, map, anchor, key, value));
  }
  return [...changed, ...removal(yaml, map, removed.map(spanOfPair), map.items.map(spanOfPair)), ...added];
}

function insertEntry(
  yaml: string,
  map: YAMLMap<Node, Node | null>,
  anchor: Entry | undefined,
  key: string,
  value: Yaml,
): Splice {
  const first = spanOfPair(map.items[0] as Entry);
  if (map.flow) {
    const text = `${printKey(key, 'flow')}: ${printInline(value, 'flow')}`;
    return anchor ? at(spanOfPair(anchor).end, `, ${text}`) : at(first.start, `${text}, `);
  }
  const text = printEntry(key, value, indentOf(map));
  return anchor
    ? at(endOfLine(yaml, spanOfPair(anchor).end), `\n${text}`)
    : at(startOfLine(yaml, first.start), `${text}\n`);
}

/** @param where within brackets, an item of a list, or the key whose value it is. */
function editValue(yaml: string, node: Node | null, wanted: Yaml, where: Style | Entry): Splice[] {
  if (isSaidBy(wanted, node)) return [];
  if (isMap(node) && wanted.kind === 'map' && sharesKeys(node as YAMLMap<Node, Node>, wanted.entries))
    return editEntries(
      yaml,
      node as YAMLMap<Node, Node>,
      [
        ...wanted.entries,
        ...(node as YAMLMap<Node, Node>).items
          .map(keyOf)
          .filter((key) => wanted.entries.every(([one]) => one !== key))
          .map((key) => [key, undefined] as const),
      ],
      [],
    );
  if (isSeq(node) && wanted.kind === 'list' && wanted.items.length > 0 && node.items.length > 0)
    return editItems(yaml, node as YAMLSeq<Node>, wanted.items);
  const { start, end } = spanOf(node);
  const isInline = wanted.kind === 'leaf' || wanted.style === 'flow';
  if (typeof where === 'string') return [{ start, end, text: printInline(wanted, where) }];
  if (isInline && !(isCollection(node) && !node.flow))
    return [{ start, end, text: printInline(wanted, 'block') }];
  const colon = where.srcToken?.sep?.find(({ type }) => type === 'map-value-ind')?.offset ?? start - 1;
  return [{ start: colon + 1, end, text: printAfterKey(wanted, columnOf(yaml, spanOf(where.key).start)) }];
}

/** Items that stayed at the beginning and at the end are not touched; of those between, each says what is wanted in its place. */
function editItems(yaml: string, list: YAMLSeq<Node>, wanted: Yaml[]): Splice[] {
  const { items } = list;
  const same = (index: number, other: number) => isSaidBy(wanted[other] as Yaml, items[index] as Node);
  let head = 0;
  while (head < Math.min(items.length, wanted.length) && same(head, head)) head++;
  let tail = 0;
  while (
    tail < Math.min(items.length, wanted.length) - head &&
    same(items.length - 1 - tail, wanted.length - 1 - tail)
  )
    tail++;
  const middle = items.slice(head, items.length - tail);
  const wantedMiddle = wanted.slice(head, wanted.length - tail);
  const common = Math.min(middle.length, wantedMiddle.length);
  const spans = items.map((item, index) => spanOfItem(list, item, index));
  const changed = middle
    .slice(0, common)
    .flatMap((item, index) =>
      editValue(yaml, item, wantedMiddle[index] as Yaml, list.flow ? 'flow' : 'block'),
    );
  const removed = spans.slice(head + common, items.length - tail);
  const anchor = spans[head + common - 1];
  const added = wantedMiddle.slice(common).map((item): Splice => {
    if (list.flow) {
      const text = printInline(item, 'flow');
      return anchor ? at(anchor.end, `, ${text}`) : at((spans[0] as Span).start, `${text}, `);
    }
    const text = `${indentOf(list)}- ${printInline(item, 'block')}`;
    return anchor
      ? at(endOfLine(yaml, anchor.end), `\n${text}`)
      : at(startOfLine(yaml, (spans[0] as Span).start), `${text}\n`);
  });
  return [...changed, ...removal(yaml, list, removed, spans), ...added];
}

interface Span {
  start: number;
  end: number;
}

/** Takes entries out: their lines, or within brackets they and the comma that parts them from the rest. */
function removal(
  yaml: string,
  collection: YAMLMap<Node, Node | null> | YAMLSeq<Node>,
  removed: Span[],
  all: Span[],
): Splice[] {
  if (!collection.flow)
    return removed.map(({ start, end }) => ({
      start: startOfLine(yaml, start),
      end: Math.min(yaml.length, endOfLine(yaml, end) + 1),
      text: '',
    }));
  const isRemoved = (span: Span | undefined) => removed.some(({ start }) => start === span?.start);
  const leading = all.findIndex((span) => !isRemoved(span));
  if (leading < 0) return [{ start: (all[0] as Span).start, end: (all.at(-1) as Span).end, text: '' }];
  return all.flatMap((span, index): Splice[] => {
    if (!isRemoved(span)) return [];
    return [
      index < leading
        ? { start: span.start, end: (all[index + 1] as Span).start, text: '' }
        : { start: (all[index - 1] as Span).end, end: span.end, text: '' },
    ];
  });
}

function isSaidBy(wanted: Yaml, node: Node | null): boolean {
  if (wanted.kind === 'leaf') return wanted.isSaidBy(node);
  if (wanted.kind === 'list')
    return (
      isSeq(node) &&
      node.items.length === wanted.items.length &&
      wanted.items.every((item, index) => isSaidBy(item, node.items[index] as Node))
    );
  return (
    isMap(node) &&
    node.items.length === wanted.entries.length &&
    wanted.entries.every(([key, value]) => {
      const pair = (node as YAMLMap<Node, Node>).items.find((one) => keyOf(one) === key);
      return pair !== undefined && isSaidBy(value, pair.value);
    })
  );
}

function sharesKeys(map: YAMLMap<Node, Node>, entries: readonly [string, Yaml][]): boolean {
  return map.items.some((pair) => entries.some(([key]) => key === keyOf(pair)));
}

function keyOf(pair: Entry): string {
  return isScalar(pair.key) ? String(pair.key.value) : '?';
}

function spanOfPair(pair: Entry): Span {
  return { start: spanOf(pair.key).start, end: spanOf(pair.value ?? pair.key).end };
}

/** From its dash on, if it has one. */
function spanOfItem(list: YAMLSeq<Node>, item: Node, index: number): Span {
  const { start, end } = spanOf(item);
  if (list.srcToken?.type !== 'block-seq') return { start, end };
  const dashes = list.srcToken.items.flatMap((one) =>
    one.start.filter(({ type }) => type === 'seq-item-ind'),
  );
  return { start: dashes[index]?.offset ?? start, end };
}

/** Where a value stands, without the comments and empty lines behind it. */
function spanOf(node: Node | null): Span {
  const [start, end] = node?.range ?? [0, 0];
  if (isMap(node) && !node.flow) {
    const last = (node as YAMLMap<Node, Node>).items.at(-1);
    return { start, end: last ? spanOfPair(last).end : end };
  }
  if (isSeq(node) && !node.flow) {
    const last = (node as YAMLSeq<Node>).items.at(-1);
    return { start, end: last ? spanOf(last).end : end };
  }
  if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')) {
    const source = node.srcToken?.type === 'block-scalar' ? node.srcToken.source : '';
    return { start, end: end - (source.length - source.trimEnd().length) };
  }
  return { start, end };
}

function indentOf(collection: YAMLMap<Node, Node | null> | YAMLSeq<Node>): string {
  const token = collection.srcToken;
  return ' '.repeat(token && 'indent' in token ? Math.max(0, token.indent) : 0);
}

function columnOf(yaml: string, offset: number): string {
  return ' '.repeat(offset - startOfLine(yaml, offset));
}

function startOfLine(yaml: string, offset: number): number {
  return yaml.lastIndexOf('\n', offset - 1) + 1;
}

function endOfLine(yaml: string, offset: number): number {
  const end = yaml.indexOf('\n', offset);
  return end < 0 ? yaml.length : end;
}

function at(offset: number, text: string): Splice {
  return { start: offset, end: offset, text };
}

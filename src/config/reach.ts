import { isCollection, isScalar, type Node, type Pair } from 'yaml';

/** The comment lines right above a line, at the same indentation. */
export function aboveComments(text: string, line: number): number {
  const indent = /^ */.exec(text.slice(line))?.[0] ?? '';
  let from = line;
  for (;;) {
    const before = startOfLine(text, from - 1);
    if (from === 0 || !text.slice(before, from).startsWith(`${indent}#`)) return from;
    from = before;
  }
}

/** Where the text of a value begins and ends; of a block collection, where its last value ends. */
export function reachOf(text: string, node: Node): { from: number; to: number } {
  const [from, to] = node.range as [number, number, number];
  const last = isCollection(node) && !node.flow ? node.items.at(-1) : undefined;
  if (last === undefined) return { from, to: to - (/\r?\n$/.exec(text.slice(from, to))?.[0].length ?? 0) };
  const value = (isNode(last) ? last : ((last as Pair).value ?? (last as Pair).key)) as Node;
  return { from, to: reachOf(text, value).to };
}

function isNode(item: unknown): item is Node {
  return isScalar(item) || isCollection(item);
}

/** Where the line ends in which a value ends, behind its comment and its line feed. */
export function endOfLines(text: string, node: Node): number {
  const found = text.indexOf('\n', reachOf(text, node).to);
  return found < 0 ? text.length : found + 1;
}

/** The same for a key and its value. */
export function endOfPair(text: string, { key, value }: Pair): number {
  return endOfLines(text, isNode(value) && !isNothing(value) ? value : (key as Node));
}

/** A key with nothing behind it. */
export function isNothing(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}

/** Where the text of a value begins; of a block collection, where its first key or item does. */
export function startOf(node: Node): number {
  const first = isCollection(node) && !node.flow ? node.items[0] : undefined;
  if (first === undefined) return node.range?.[0] as number;
  return startOf((isNode(first) ? first : (first as Pair).key) as Node);
}

/** Where the line begins in which an offset lies. */
export function startOfLine(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** How far an offset lies from the beginning of its line. */
export function indentOf(text: string, at: number): number {
  return at - startOfLine(text, at);
}

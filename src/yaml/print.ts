import { isMap, isScalar, type Node, parseDocument } from 'yaml';
import { isolated } from '../domain/printable.ts';
import { printTimeRange, readTimeRange, type TimeRange } from '../domain/time.ts';
import { written } from './document.ts';

/** A single value, and whether a node of a file says it already, however it is written there. */
interface Leaf {
  value: string;
  quotes: 'where needed' | 'always';
  isSaidBy(node: Node | null): boolean;
}

/** YAML as it is to be written: one value a line (`block`), or in brackets (`flow`). */
export type Yaml =
  | ({ kind: 'leaf' } & Leaf)
  | { kind: 'list'; style: Style; items: Yaml[] }
  | { kind: 'map'; style: Style; entries: [key: string, value: Yaml][] };

export type Style = 'block' | 'flow';

/** A sentence for people, without quotes where it can be. */
export function textLeaf(value: string, quotes: Leaf['quotes'] = 'where needed'): Yaml {
  return { kind: 'leaf', value, quotes, isSaidBy: (node) => textIn(node) === value };
}

/** A word that a program knows, such as a status. */
export function wordLeaf(value: string): Yaml {
  return { kind: 'leaf', value, quotes: 'where needed', isSaidBy: (node) => written(node) === value };
}

/** A time; the same instant with another offset says it too. */
export function timeLeaf(range: TimeRange): Yaml {
  const value = printTimeRange(range);
  const isSaidBy = (node: Node | null) => {
    const reading = readTimeRange(written(node));
    return reading.ok && printTimeRange(reading.range) === value;
  };
  return { kind: 'leaf', value, quotes: 'where needed', isSaidBy };
}

export function block(entries: [string, Yaml][]): Yaml {
  return { kind: 'map', style: 'block', entries };
}

export function flow(entries: [string, Yaml][]): Yaml {
  return { kind: 'map', style: 'flow', entries };
}

export function listOf(items: Yaml[], style: Style): Yaml {
  return { kind: 'list', style, items };
}

/** The lines of a mapping. */
export function printMapping(entries: readonly [string, Yaml][], indent = ''): string {
  return entries.map(([key, value]) => `${printEntry(key, value, indent)}\n`).join('');
}

/** A key and its value, which begins in this line and may go on in lines that stand further in. */
export function printEntry(key: string, value: Yaml, indent: string): string {
  return `${indent}${printKey(key, 'block')}:${printAfterKey(value, indent)}`;
}

/** What stands behind the colon of a key that stands so far in. */
export function printAfterKey(value: Yaml, indent: string): string {
  if (value.kind === 'leaf' || value.style === 'flow') return ` ${printInline(value, 'block')}`;
  const deeper = `${indent}  `;
  const lines =
    value.kind === 'map'
      ? value.entries.map(([key, one]) => printEntry(key, one, deeper))
      : value.items.map((item) => `${deeper}- ${printInline(item, 'block')}`);
  return `\n${lines.join('\n')}`;
}

/** A value in one line, on a line of its own or within brackets. */
export function printInline(value: Yaml, where: Style): string {
  if (value.kind === 'leaf') return printLeaf(value, where);
  if (value.kind === 'list') return `[${value.items.map((item) => printInline(item, 'flow')).join(', ')}]`;
  const entries = value.entries.map(([key, one]) => `${printKey(key, 'flow')}: ${printInline(one, 'flow')}`);
  return `{ ${entries.join(', ')} }`;
}

export function printKey(key: string, where: Style): string {
  return printLeaf(textLeaf(key) as Leaf, where);
}

/** Without quotes if it reads back so, else in single ones; what no single quotes hold is escaped in double ones. */
function printLeaf({ value, quotes, isSaidBy }: Leaf, where: Style): string {
  const single = `'${value.replaceAll("'", "''")}'`;
  const candidates = quotes === 'always' ? [single] : [value, single];
  const isPrintable = !UNPRINTABLE.test(value) && value.isWellFormed();
  const found = isPrintable && candidates.find((candidate) => isSaidBy(readBack(candidate, where)));
  return found || JSON.stringify(value);
}

const UNPRINTABLE = /[\p{Cc}\u2028\u2029\ufeff]/u;

/** The value that stands there, and nothing else with it. */
function readBack(value: string, where: Style): Node | null {
  const { errors, contents } = parseDocument(
    where === 'block' ? `k: ${value}\n` : `{ k: ${value}, l: '' }\n`,
    {
      schema: 'core',
      logLevel: 'silent',
    },
  );
  if (errors.length > 0 || !isMap(contents) || contents.items.length !== (where === 'block' ? 1 : 2))
    return null;
  const node = contents.items[0]?.value as Node | null;
  return isScalar(node) && !node.comment && !node.anchor && !node.tag ? node : null;
}

function textIn(node: Node | null): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? isolated(node.value.trim()) : undefined;
}

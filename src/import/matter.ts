import { parse as parseToml, TomlDate, TomlError } from 'smol-toml';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import { readYaml, type Value, written } from '../yaml/document.ts';
import { decode, type SourceText, sourceText } from '../yaml/source.ts';
import type { Word } from './brought.ts';
import { withoutComments } from './markdown.ts';
import type { Table } from './table.ts';

/** A value of a front matter, whichever language it is written in: words, lists of them, and keys with values. */
export type Plain = string | Plain[] | { [key: string]: Plain };

/** A value and where it stands. */
export interface Entry {
  value: Plain;
  place: Place;
}

/** The entries at the top of a text, by key. */
export type Entries = Map<string, Entry>;

/** A text with keys at its top, and where the rest begins. */
export interface Matter {
  entries: Entries;
  source: SourceText;
  bodyAt: number;
}

/** Reads a Markdown file with keys at its top: YAML between `---`, TOML between `+++`, or an object of JSON. */
export function readMatter(bytes: Uint8Array, report: Report): Matter | undefined {
  const source = decode(bytes, report);
  if (!source) return undefined;
  const { text } = source;
  const mark = /^(---|\+\+\+)[ \t]*\n/.exec(text);
  if (mark) {
    const start = mark[0].length;
    const end = new RegExp(`^${mark[1] === '---' ? '---' : '\\+\\+\\+'}[ \\t]*$`, 'm').exec(
      text.slice(start),
    );
    if (!end) {
      report.add({
        name: 'front-matter-unclosed',
        place: TOP,
        found: 'a front matter that does not end',
        expected: `a second line "${mark[1]}"`,
        remedy: `Put a line "${mark[1]}" after the last key.`,
      });
      return undefined;
    }
    const matter = text.slice(start, start + end.index);
    const read =
      mark[1] === '---' ? fromYaml(matter, start, source, report) : fromToml(matter, start, source, report);
    return (
      read && { entries: read, source, bodyAt: Math.min(text.length, start + end.index + end[0].length + 1) }
    );
  }
  if (text.startsWith('{')) {
    const end = /^\}[ \t]*$/m.exec(text);
    const read = end && fromJson(text.slice(0, end.index + 1), source, report);
    return read ? { entries: read, source, bodyAt: (end?.index ?? 0) + 1 } : undefined;
  }
  report.add({
    name: 'front-matter-missing',
    place: TOP,
    found: text.split('\n', 1)[0] ?? '',
    expected: '"---" or "+++" alone on the first line',
    remedy: 'It is no such file: take it out of the folder that you import, or give it its front matter.',
  });
  return undefined;
}

/** What stands below the keys, without comments of HTML, which no reader ever saw: each is told. Its letters keep their places. */
export function wordsBelow({ source, bodyAt }: Pick<Matter, 'source' | 'bodyAt'>, report: Report): string {
  return withoutComments(source.text.slice(bodyAt), (comment, at) =>
    tellComment(comment, source.placeAt(bodyAt + at), report),
  );
}

/** That a comment of HTML is left out. */
export function tellComment(comment: string, place: Place | undefined, report: Report): void {
  report.add({
    name: 'import-left-out',
    place,
    found: comment.split('\n')[0] ?? '',
    expected: 'words that readers saw',
    remedy: 'It is a comment of HTML. Write it as text in the source if readers are to see it.',
  });
}

/** Reads a whole file of keys: TOML or JSON where its name ends so, else YAML. */
export function readEntries(name: string, bytes: Uint8Array, report: Report): Entries | undefined {
  const source = decode(bytes, report);
  if (!source || source.text.trim() === '') return undefined;
  if (name.endsWith('.toml')) return fromToml(source.text, 0, source, report);
  if (name.endsWith('.json')) return fromJson(source.text, source, report);
  return fromYaml(source.text, 0, source, report);
}

/** The text of an entry; nothing where it is a list or has keys of its own. */
export function wordAt(entries: Entries, key: string): Word | undefined {
  const entry = entries.get(key);
  return typeof entry?.value === 'string' && entry.value !== ''
    ? { text: entry.value, place: entry.place }
    : undefined;
}

/** The texts of a list, or the one text that stands in its place. */
export function wordsAt(entries: Entries, key: string): Word[] {
  const entry = entries.get(key);
  if (!entry) return [];
  const list = Array.isArray(entry.value) ? entry.value : [entry.value];
  return list.flatMap((one) =>
    typeof one === 'string' && one !== '' ? [{ text: one, place: entry.place }] : [],
  );
}

/** Whether a key is switched on, in any of the words that writers of YAML use; another word is told, and is no. */
export function flagAt(entries: Entries, key: string, report: Report): boolean {
  const word = wordAt(entries, key);
  const written = word?.text.toLowerCase() ?? 'false';
  const isOn = ON.includes(written);
  if (!isOn && !OFF.includes(written))
    report.add({
      name: 'value-not-allowed',
      place: word?.place,
      found: `${key}: ${word?.text}`,
      expected: 'true or false',
      remedy: 'Write one of those in the source.',
    });
  return isOn;
}

const ON = ['true', 'yes', 'on', 'y'];
const OFF = ['false', 'no', 'off', 'n'];

const TOP: Place = { line: 1, column: 1 };

function fromYaml(yaml: string, at: number, source: SourceText, report: Report): Entries | undefined {
  const read = readYaml(yaml, at, source, report);
  if (!read) return undefined;
  return new Map(
    [...read.values].map(([key, value]) => [key, { value: plainOf(value.node), place: value.place }]),
  );
}

function plainOf(node: Value['node']): Plain {
  if (isSeq(node)) return node.items.map((item) => plainOf(item as Node));
  if (isMap(node))
    return Object.fromEntries(
      node.items.map(({ key, value }) => [
        isScalar(key) ? String(key.value) : '',
        plainOf(value as Node | null),
      ]),
    );
  if (!isScalar(node) || node.value === null) return '';
  return typeof node.value === 'string' ? node.value.trim() : written(node);
}

function fromToml(toml: string, at: number, source: SourceText, report: Report): Entries | undefined {
  try {
    const read = parseToml(toml);
    return placed(read, (key) => {
      const found = new RegExp(
        `^[ \\t]*"?${escaped(key)}"?[ \\t]*(?:=|\\.)|^\\[+[ \\t]*"?${escaped(key)}"?`,
        'm',
      ).exec(toml);
      return source.placeAt(at + (found?.index ?? 0));
    });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const before = sourceText(source.text.slice(0, at)).placeAt(at);
    report.add({
      name: 'yaml-syntax',
      place: { line: before.line + error.line - 1, column: error.column },
      found: toml.split('\n')[error.line - 1] || 'nothing',
      expected: 'TOML: one "key = value" a line',
      remedy: `${error.message.split('\n')[0]}.`,
    });
    return undefined;
  }
}

function fromJson(json: string, source: SourceText, report: Report): Entries | undefined {
  try {
    const read: unknown = JSON.parse(json);
    if (read !== null && typeof read === 'object' && !Array.isArray(read))
      return placed(read as Record<string, unknown>, (key) =>
        source.placeAt(Math.max(0, json.indexOf(JSON.stringify(key)))),
      );
  } catch {
    // It is told below.
  }
  report.add({
    name: 'yaml-syntax',
    place: TOP,
    found: json.slice(0, 60),
    expected: 'an object of JSON',
    remedy: 'Correct it in the source.',
  });
  return undefined;
}

function placed(read: Record<string, unknown>, placeOf: (key: string) => Place): Entries {
  return new Map(
    Object.entries(read).map(([key, value]) => [key, { value: plain(value), place: placeOf(key) }]),
  );
}

function plain(value: unknown): Plain {
  if (value === null || value === undefined) return '';
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  return String(value).trim();
}

function escaped(key: string): string {
  return key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Says each key that would be lost, with the one that was probably meant. */
export function tellUnknownKeys(
  entries: Entries,
  known: readonly string[],
  report: Report,
  { leftOut }: Pick<Table, 'leftOut'>,
): void {
  for (const [key, { place, value }] of entries) {
    if (known.includes(key)) continue;
    if (leftOut.has(key))
      report.add({
        name: 'import-left-out',
        place,
        found: typeof value === 'string' ? `${key}: ${value}` : key,
        expected: 'a key that says something to readers',
        remedy: 'The table of --map leaves it out. Nothing is to be done.',
      });
    else
      report.add({
        name: 'key-unknown',
        place,
        found: key,
        expected: `a key that is understood: ${known.join(', ')}`,
        remedy: () =>
          `It would be lost. Take it out of the source; or, if it says nothing to readers, give a file with the line "keys: { ${key}: '-' }" to --map, which leaves it out wherever it stands; or leave out this whole file with --skip.${didYouMean(key, known)}`,
      });
  }
}

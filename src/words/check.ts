import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { type Data, type LanguageFile, ORIGINAL, type OwnWords, TABLES } from '../i18n/index.ts';
import { type Kind, Row } from '../i18n/shape.ts';
import { isKind } from '../i18n/speak.ts';
import { inOrder, type Place, type Problem, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';
import { entriesOf, type PlaceOf, readYaml, type Value, written } from '../yaml/document.ts';
import { decode, type SourceText } from '../yaml/source.ts';
import { readFacts } from './facts.ts';
import { messageMistakes } from './messages.ts';

/** A file of words that was read. */
export interface ParsedWords {
  /** Only where nothing keeps it from being said: look at `problems` first. */
  words: OwnWords | undefined;
  problems: Problem[];
}

/** The largest file of words that is read, in bytes; ours have less than a tenth of it. */
const LARGEST = 1_048_576;
/** The parts of a file of words, in its order. */
const PARTS = ['pages', 'messages', 'subscriptions'] as const;

/**
 * Reads a file of words and reports every mistake in it at once. Pure: the bytes are passed in.
 * @param file what its problems name it.
 * @param shipped the words that hold where it says nothing. Without them it must say every word.
 */
export function readWords(bytes: Uint8Array, file: string, shipped?: LanguageFile): ParsedWords {
  const report = new Report({ file });
  const words = readFile(bytes, report, shipped);
  return { words: report.failed ? undefined : words, problems: report.problems.toSorted(inOrder) };
}

function readFile(bytes: Uint8Array, report: Report, shipped?: LanguageFile): OwnWords | undefined {
  if (bytes.length > LARGEST) {
    report.add({
      name: 'text-too-long',
      found: `${bytes.length} bytes`,
      expected: `at most ${LARGEST} bytes`,
      remedy: 'Take out what is no word of the page.',
    });
    return undefined;
  }
  const source = decode(bytes, report);
  const mapping = source && readYaml(source.text, 0, source, report);
  if (!mapping) return undefined;
  const { values, placeOf, place } = mapping;
  const isWhole = shipped === undefined;
  for (const [key, { keyPlace }] of values)
    if (key !== 'language' && !PARTS.some((part) => part === key))
      tellUnknown(key, keyPlace, ['language', ...PARTS], report);
  const language = readFacts(values.get('language'), { report, placeOf, isWhole, place });
  const locale = language.locale ?? shipped?.language.locale ?? 'en';
  const reader = new Reader({ report, source, placeOf, locale, isWhole });
  const words: OwnWords = { language };
  for (const part of PARTS) {
    const value = values.get(part);
    if (value) words[part] = reader.read(value, ORIGINAL[part], TABLES[part], part) as Data;
    else if (isWhole) reader.tellMissing(part, ORIGINAL[part], place);
  }
  return words;
}

interface Around {
  report: Report;
  source: SourceText;
  placeOf: PlaceOf;
  locale: string;
  /** Every word must be there; else the words that hold already stand in for it. */
  isWhole: boolean;
}

type Table = Kind | { readonly [key: string]: Table | undefined } | undefined;

/** Reads words beside those of the original. What is wrong is reported, and left out. */
class Reader {
  private readonly around: Around;

  constructor(around: Around) {
    this.around = around;
  }

  read(value: Value, original: Data, table: unknown, path: string): Data | undefined {
    if (typeof original === 'string') return this.text(value, original, table as Table, path);
    if (Array.isArray(original)) return this.list(value, original as Data[], table as Table, path);
    return this.group(value, original as Record<string, Data>, table as Table, path);
  }

  /** A word that is not there; of a whole group, how many are not. */
  tellMissing(path: string, original: Data, place: Place): void {
    const count = wordsIn(original);
    this.around.report.add({
      name: 'word-missing',
      place,
      found: `no ${path}`,
      expected:
        typeof original === 'string' ? `"${original}" in this language` : `${count} words in this language`,
      remedy: `Translate it from ${path} in the original; docs/translating.md says how.`,
    });
  }

  private group(
    { node, place, keyPlace }: Value,
    original: Record<string, Data>,
    table: Table,
    path: string,
  ): Data | undefined {
    const { report, placeOf, isWhole } = this.around;
    if (!isMap(node))
      return this.shape(node, place, `a group of words, { "${Object.keys(original)[0]}": "..." }`);
    const words: Record<string, Data> = {};
    const entries = entriesOf(node, placeOf, report);
    for (const [key, value] of entries) {
      const beside = Object.hasOwn(original, key) ? original[key] : undefined;
      if (beside === undefined) {
        tellUnknown(
          `${path}.${key}`,
          value.keyPlace,
          Object.keys(original).map((one) => `${path}.${one}`),
          report,
        );
        continue;
      }
      const below = table instanceof Row || isKind(table) ? table : table?.[key];
      const read = this.read(value, beside, below, `${path}.${key}`);
      if (read !== undefined) words[key] = read;
    }
    // Templates in a row are said together.
    if (isWhole || table instanceof Row)
      for (const [key, beside] of Object.entries(original))
        if (!entries.has(key)) this.tellMissing(`${path}.${key}`, beside, keyPlace ?? place);
    return words;
  }

  /** A list of a translation is as long as the original's; who says it otherwise may say more or less. */
  private list(
    { node, place }: Value,
    original: readonly Data[],
    table: Table,
    path: string,
  ): Data | undefined {
    const { report, placeOf, isWhole } = this.around;
    if (!isSeq(node)) return this.shape(node, place, 'a list, [ ... ]');
    const items = node.items as (Node | null)[];
    const words = items.flatMap((item, index) => {
      const at = item ? placeOf(item) : place;
      const beside = original[index] ?? (isWhole ? undefined : original.at(-1));
      if (beside === undefined) {
        tellUnknown(`${path}[${index}]`, at, [], report);
        return [];
      }
      return this.read({ node: item, place: at }, beside, table, `${path}[${index}]`) ?? [];
    });
    if (isWhole)
      for (const [index, beside] of original.entries())
        if (index >= items.length) this.tellMissing(`${path}[${index}]`, beside, place);
    return words;
  }

  private text({ node, place }: Value, original: string, table: Table, path: string): string | undefined {
    if (!isScalar(node) || typeof node.value !== 'string') return this.shape(node, place, 'a text in quotes');
    const { report, locale, isWhole } = this.around;
    const text = node.value;
    if (text.trim() === '' && original !== '') {
      report.add({
        name: 'word-empty',
        place,
        found: `nothing for ${path}`,
        expected: `"${original}" in this language`,
        remedy: 'Say it, for somebody looks for it there.',
      });
      return undefined;
    }
    for (const { at, isGrave, ...mistake } of messageMistakes(
      text,
      original,
      isKind(table) ? table : undefined,
      locale,
    ))
      report.add({
        ...mistake,
        place: at === undefined ? place : this.placeIn(node, at),
        ...(!isWhole && !isGrave && { severity: 'warning' }),
      });
    return text;
  }

  private shape(node: Node | null, place: Place, expected: string): undefined {
    this.around.report.add({
      name: 'value-shape',
      place,
      found: written(node),
      expected,
      remedy: 'Write it as it stands in the original.',
    });
    return undefined;
  }

  /** The place of a letter of a text. In quotes some are written with more letters than one. */
  private placeIn({ range, type }: Scalar, at: number): Place {
    const { text, placeAt } = this.around.source;
    const [start, end] = range ?? [0, 0];
    if (type !== 'QUOTE_DOUBLE') return placeAt(start);
    const written = text.slice(start + 1, end - 1).match(/\\(?:u[\dA-Fa-f]{4}|.)|[^\\]/gsu) ?? [];
    let [left, offset] = [at, start + 1];
    for (const letter of written) {
      if (left <= 0) break;
      left -= letter.startsWith('\\') ? 1 : letter.length;
      offset += letter.length;
    }
    return placeAt(offset);
  }
}

function tellUnknown(path: string, place: Place | undefined, known: readonly string[], report: Report): void {
  report.add({
    name: 'word-unknown',
    place,
    found: path,
    expected: 'a word that the original has',
    remedy: () => {
      const part = PARTS.find((one) => Object.keys(ORIGINAL[one]).includes(path));
      return part === undefined
        ? `Take it out: nothing says it.${didYouMean(path, known)}`
        : `Put it below "${part}", nested as in ours: { "${part}": { "${path}": ... } }.`;
    },
  });
}

function wordsIn(data: Data): number {
  if (typeof data === 'string') return 1;
  return Object.values(data as Record<string, Data>).reduce((sum, one) => sum + wordsIn(one), 0);
}

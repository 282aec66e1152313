import { readMessage, type Used } from '../i18n/message.ts';
import { Call, Counted, type Kind, Row } from '../i18n/shape.ts';
import { lowered, valueNames } from '../i18n/speak.ts';
import type { Mistake } from '../problems/report.ts';
import { alternatives, didYouMean } from '../problems/suggest.ts';

/** What is wrong with one text; its file knows where that stands. */
export interface MessageMistake extends Omit<Mistake, 'place' | 'severity'> {
  /** Where in the text, in UTF-16 units; absent where it is about all of it. */
  at?: number | undefined;
  /** Nobody may write it, also whoever only says our words otherwise. */
  isGrave?: boolean;
}

/**
 * What is wrong with a text of a language, beside the original's.
 * @param kind what it is besides text; nothing where it takes no values.
 * @param locale whose plurals it must have.
 */
export function messageMistakes(
  text: string,
  original: string,
  kind: Kind | undefined,
  locale: string,
): MessageMistake[] {
  const used = readMessage(text, locale);
  if ('why' in used)
    return [
      {
        name: 'message-broken',
        at: used.at,
        found: text.slice(used.at, used.at + 40) || 'the end of the text',
        expected: `a message in ICU's format (${used.why})`,
        remedy:
          'Look for a brace that is missing or too many; docs/translating.md shows how messages are written.',
        isGrave: true,
      },
    ];
  const beside = readMessage(original, 'en');
  const unknown = unknownValues(text, used, namesOf(kind));
  return [
    ...unknown,
    // A value that is misspelt is not missing besides.
    ...('why' in beside || unknown.length > 0 ? [] : missingValues(text, used, beside, kind)),
    ...formMistakes(used, kind),
    ...used.plurals.flatMap((plural) => pluralMistakes(text, plural, locale)),
    ...used.selects.flatMap((select) => selectMistakes(text, select)),
    ...markupMistakes(text, original),
  ];
}

/** The values that a text of a kind may have. */
function namesOf(kind: Kind | undefined): readonly string[] {
  if (kind === undefined) return [];
  if (kind instanceof Call) return kind.parameters.flatMap(valueNames);
  return kind instanceof Counted ? ['count'] : kind.names;
}

function unknownValues(text: string, { values }: Used, known: readonly string[]): MessageMistake[] {
  return [...values]
    .filter((name) => !known.includes(name) && !known.includes(lowered(name)))
    .map((name) => ({
      name: 'message-value-unknown',
      at: placeOfValue(text, name),
      found: `{${name}}`,
      expected: known.length > 0 ? alternatives(known.map((one) => `{${one}}`)) : 'a text without values',
      remedy: () => `Write the name as the original has it.${didYouMean(name, known)}`,
      isGrave: true,
    }));
}

/** Values of the original that a reader would miss. One with a capital letter is the same, and a condition is none. */
function missingValues(text: string, used: Used, beside: Used, kind: Kind | undefined): MessageMistake[] {
  const has = new Set([...used.values].map(lowered));
  const conditions = new Set(namesOf(kind).filter((name) => /^has\p{Lu}/u.test(name)));
  const wanted = [...new Set([...beside.values].map(lowered))].filter((name) => !conditions.has(name));
  // A day and a time may stand apart, as one, or the other way about.
  const anyOf = kind instanceof Row || (kind instanceof Call && kind.anyOf);
  if (anyOf && namesOf(kind).some((name) => has.has(name))) return [];
  return wanted
    .filter((name) => !has.has(name))
    .map((name) => ({
      name: 'message-value-missing',
      found: text,
      expected: `{${name}}`,
      remedy: /'[{}]/.test(text)
        ? "An apostrophe before a brace hides it: write ’ there, or two of them ('')."
        : 'Put it where it belongs in your language, or the reader does not get to know it.',
    }));
}

/** What a script fills has no choices, and what is counted is one plural and nothing else. */
function formMistakes({ plurals, selects, isOnePlural }: Used, kind: Kind | undefined): MessageMistake[] {
  if (kind instanceof Counted && !isOnePlural)
    return [
      {
        name: 'message-broken',
        found: 'more or less than one plural',
        expected: '{count, plural, one {# day} other {# days}}, and nothing around it',
        remedy: 'Put all of it into the forms of the plural.',
        isGrave: true,
      },
    ];
  if (kind instanceof Call || kind instanceof Counted || plurals.length + selects.length === 0) return [];
  return [
    {
      name: 'message-broken',
      found: 'a plural or a choice',
      expected: 'a text that is only filled',
      remedy: 'A script fills this text and knows no plurals: word it so that it needs none.',
      isGrave: true,
    },
  ];
}

const COUNTS = [
  ...Array.from({ length: 201 }, (_, count) => count),
  1_000,
  10_000,
  100_000,
  1_000_000,
  2_000_000,
];

/** The categories that whole numbers have in a language and a plural lacks; those of which it names each number are not needed. */
function pluralMistakes(
  text: string,
  { value, isOrdinal, categories }: Used['plurals'][number],
  locale: string,
): MessageMistake[] {
  const counted = countsOf(locale, isOrdinal ? 'ordinal' : 'cardinal');
  const missing = [...counted]
    .filter(([category, counts]) => {
      const isNeeded = counts.some((count) => !categories.includes(`=${count}`));
      return isNeeded && !categories.includes(category);
    })
    .map(([category]) => category);
  if (missing.length === 0) return [];
  return [
    {
      name: 'plural-incomplete',
      at: placeOfValue(text, value),
      found: categories.join(', '),
      expected: `${missing.join(', ')} too`,
      remedy: `Write ${alternatives(missing.map((category) => `"${category} {...}"`))} as well: this language counts so, for example ${counted.get(missing[0] as Category)?.[0]}.`,
      isGrave: true,
    },
  ];
}

type Category = Intl.LDMLPluralRule;
const known = new Map<string, ReadonlyMap<Category, readonly number[]>>();

/** Whole numbers of each category that a language has, the smallest first. */
function countsOf(locale: string, type: 'ordinal' | 'cardinal'): ReadonlyMap<Category, readonly number[]> {
  const key = `${locale} ${type}`;
  const rules = new Intl.PluralRules(locale, { type });
  const counts = known.get(key) ?? Map.groupBy(COUNTS, (count) => rules.select(count));
  known.set(key, counts);
  return counts;
}

/** A condition answers "yes" or "no"; anything else is never said. */
function selectMistakes(text: string, { value, options }: Used['selects'][number]): MessageMistake[] {
  if (!/^has\p{Lu}/u.test(value)) return [];
  const strange = options.find((option) => !['yes', 'no', 'other'].includes(option));
  if (strange === undefined && options.includes('yes')) return [];
  return [
    {
      name: 'message-broken',
      at: placeOfValue(text, value),
      found: strange ?? options.join(', '),
      expected: 'yes and other',
      remedy: 'Keep "yes" and "other" as they are, and translate what stands inside of the braces.',
      isGrave: true,
    },
  ];
}

/** Links and marks that the original has and this has not, or the other way about. */
function markupMistakes(text: string, original: string): MessageMistake[] {
  const [has, wanted] = [tagsIn(text), tagsIn(original)];
  const lost = wanted.find((tag) => countOf(tag, wanted) > countOf(tag, has));
  const strange = has.find((tag) => countOf(tag, has) > countOf(tag, wanted));
  if (lost === undefined && strange === undefined) return [];
  return [
    {
      name: 'markup-lost',
      at: strange === undefined ? undefined : text.indexOf(strange),
      found: strange ?? text,
      expected: lost ?? 'no mark that the original does not have',
      remedy: 'Keep each link and mark of the original, and put it around the words that it belongs to.',
    },
  ];
}

function tagsIn(text: string): string[] {
  return text.match(/<\/?[a-z][^>]*>/gi) ?? [];
}

function countOf(tag: string, tags: readonly string[]): number {
  return tags.filter((one) => one === tag).length;
}

function placeOfValue(text: string, name: string): number | undefined {
  const at = text.search(new RegExp(`\\{\\s*${name}\\b`));
  return at < 0 ? undefined : at;
}

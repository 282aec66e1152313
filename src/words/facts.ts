import { isMap, isScalar, isSeq } from 'yaml';
import type { Keywords, LanguageFacts } from '../i18n/index.ts';
import type { Place, Report } from '../problems/index.ts';
import { alternatives, didYouMean } from '../problems/suggest.ts';
import { entriesOf, type PlaceOf, type Value, written } from '../yaml/document.ts';

interface Around {
  report: Report;
  placeOf: PlaceOf;
  isWhole: boolean;
  /** Where the file begins. */
  place: Place;
}

/** A fact: what is expected, and the fact if it is that. */
interface Fact {
  expected: string;
  isOptional?: boolean;
  read(node: unknown): unknown;
}

const text = (node: unknown): string | undefined =>
  isScalar(node) && typeof node.value === 'string' && node.value !== '' ? node.value : undefined;

const FACTS: Record<keyof LanguageFacts, Fact> = {
  name: { expected: 'what the language calls itself: "Nederlands"', read: text },
  locale: { expected: 'a BCP 47 tag of a language whose plurals are known: "nl"', read: localeOf },
  direction: {
    expected: '"ltr" or "rtl"',
    read: (node) => ['ltr', 'rtl'].find((direction) => direction === text(node)),
  },
  bibtex: { expected: 'what biblatex calls it: "dutch"', read: text },
  contractions: {
    expected: 'what changes where words meet, { "de |el ": "del " }; {} where nothing does',
    read: contractionsOf,
  },
  keywords: {
    expected: 'lists of what people answer, in capital letters without accents: { "stop": ["STOP"], ... }',
    isOptional: true,
    read: keywordsOf,
  },
  hour: { expected: '{ "many": "...", "one": "..." }', isOptional: true, read: hourOf },
};

/** Reads what a file says of its language. */
export function readFacts(value: Value | undefined, around: Around): Partial<LanguageFacts> {
  const { report, placeOf, isWhole, place } = around;
  if (!value) {
    if (isWhole) tellMissing('language', 'what the language is', place, report);
    return {};
  }
  if (!isMap(value.node)) {
    report.add({
      name: 'value-shape',
      place: value.place,
      found: written(value.node),
      expected: `{ "name": "...", ... }`,
      remedy: 'Write what the language is: docs/translating.md has all of it.',
    });
    return {};
  }
  const facts: Record<string, unknown> = {};
  const entries = entriesOf(value.node, placeOf, report);
  for (const [key, { node, place: at, keyPlace }] of entries) {
    const fact = Object.hasOwn(FACTS, key) ? FACTS[key as keyof LanguageFacts] : undefined;
    if (!fact) {
      report.add({
        name: 'key-unknown',
        place: keyPlace,
        found: key,
        expected: alternatives(Object.keys(FACTS)),
        remedy: () => `Take it out.${didYouMean(key, Object.keys(FACTS))}`,
      });
      continue;
    }
    facts[key] = fact.read(node);
    if (facts[key] === undefined)
      report.add({
        name: 'value-not-allowed',
        place: at,
        found: written(node),
        expected: fact.expected,
        remedy: 'docs/translating.md says what stands there.',
      });
  }
  if (isWhole)
    for (const [key, { expected, isOptional }] of Object.entries(FACTS))
      if (!isOptional && !entries.has(key)) tellMissing(key, expected, value.keyPlace ?? value.place, report);
  return facts as Partial<LanguageFacts>;
}

function tellMissing(key: string, expected: string, place: Place, report: Report): void {
  report.add({
    name: 'key-missing',
    place,
    found: `no ${key}`,
    expected,
    remedy: `Add "${key}"; docs/translating.md says what stands there.`,
  });
}

/** A tag that says a language of which this machine knows how it counts and writes dates. */
function localeOf(node: unknown): string | undefined {
  const tag = text(node);
  try {
    return tag !== undefined && Intl.PluralRules.supportedLocalesOf(tag).length > 0 ? tag : undefined;
  } catch {
    return undefined;
  }
}

function contractionsOf(node: unknown): Record<string, string> | undefined {
  const rules = textsOf(node);
  return rules && Object.keys(rules).every((apart) => /^[^|]+\|[^|]+$/.test(apart)) ? rules : undefined;
}

function hourOf(node: unknown): Record<string, string> | undefined {
  const words = textsOf(node);
  return words && Object.keys(words).toSorted().join() === 'many,one' ? words : undefined;
}

const ANSWERS: (keyof Keywords)[] = ['stop', 'stopAlone', 'stopAnywhere', 'start', 'yes', 'help', 'polite'];

function keywordsOf(node: unknown): Record<string, string[]> | undefined {
  if (!isMap(node)) return undefined;
  const lists = node.items.map(({ key, value }) => [text(key) ?? '', listOf(value)] as const);
  const isWhole = lists.every(([key, list]) => ANSWERS.some((one) => one === key) && list !== undefined);
  return isWhole && lists.length === ANSWERS.length
    ? (Object.fromEntries(lists) as Record<string, string[]>)
    : undefined;
}

function listOf(node: unknown): string[] | undefined {
  if (!isSeq(node)) return undefined;
  const words = node.items.map(text);
  return words.every((word) => word !== undefined && /^[A-Z0-9]+[*?]?(?:[ |][A-Z0-9]+[*?]?)*$/.test(word))
    ? (words as string[])
    : undefined;
}

function textsOf(node: unknown): Record<string, string> | undefined {
  if (!isMap(node)) return undefined;
  const entries = node.items.map(({ key, value }) => [text(key), text(value)] as const);
  return entries.every((entry): entry is [string, string] => entry.every((one) => one !== undefined))
    ? Object.fromEntries(entries)
    : undefined;
}

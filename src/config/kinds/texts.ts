import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { languageTag, TAG_PATTERN } from '../../domain/language.ts';
import type { Language, Languages, Localised } from '../../domain/site.ts';
import { type Value, written } from '../../yaml/document.ts';
import { readText, readWord } from '../../yaml/values.ts';
import { oneOf } from './choices.ts';
import { entriesIn, type Kind, type ReadContext } from '../fields.ts';

/** A sentence or a name, in a language that all readers share. */
export const text: Kind<string> = {
  called: 'a text',
  schema: { type: 'string', minLength: 1 },
  read: (value, { report }) => readText(value, report),
};

/** The languages of the site, each of which must have words. */
export const languages: Kind<Languages> = {
  called: 'a list of tags such as en, es, pt-BR',
  schema: {
    type: 'array',
    items: { type: 'string', pattern: TAG_PATTERN },
    minItems: 1,
    uniqueItems: true,
  },
  read: ({ node, place }, { report, placeOf, spoken }) => {
    if (!isSeq(node) || node.items.length === 0) {
      report.add({
        name: 'value-shape',
        place,
        found: written(node),
        expected: 'a list of languages, the first one without a prefix in its addresses',
        remedy: 'Write it as [en], or [en, es].',
      });
      return undefined;
    }
    const read: Language[] = [];
    for (const item of node.items as (Node | null)[]) {
      const tag = readTag({ node: item, place: placeOf(item) }, read, report);
      if (tag === undefined) continue;
      read.push(tag);
      if (!spoken.includes(tag))
        report.add({
          name: 'language-without-words',
          place: placeOf(item),
          found: tag,
          expected: `a language that there are words for: ${spoken.join(', ')}`,
          remedy: `Take it out, or put its words into words/${tag}.json.`,
        });
    }
    const [first, ...rest] = read;
    return first === undefined || read.length < node.items.length ? undefined : [first, ...rest];
  },
};

function readTag(
  { node, place }: Value,
  before: readonly Language[],
  report: ReadContext['report'],
): Language | undefined {
  const found = written(node);
  const tag = isScalar(node) && typeof node.value === 'string' ? languageTag(node.value) : undefined;
  if (tag !== undefined && tag === found && !before.includes(tag)) return tag;
  report.add({
    name: 'value-not-allowed',
    place,
    found,
    expected: tag === found ? 'each language once' : 'the tag of a language, such as en, es, pt-BR',
    remedy:
      tag === undefined
        ? 'Write the two or three small letters by which people know a language, and a country behind "-" where it matters.'
        : tag === found
          ? 'It stands there already: take one of the two out.'
          : `Write ${tag}: it stands so in addresses and in names of files.`,
  });
  return undefined;
}

/** One of the languages of the site. */
export const language: Kind<Language> = {
  called: 'one of the languages of the site',
  schema: { type: 'string', pattern: TAG_PATTERN },
  read: (value, reading) => {
    const { languages: known } = reading;
    return known ? oneOf(known).read(value, reading) : readWord(value, reading.report);
  },
};

/** A text in each language of the site. Where there is one alone, the text needs no name of it. */
export const localised: Kind<Localised> = {
  called: 'a text, in each language of the site',
  schema: {
    anyOf: [
      text.schema,
      {
        type: 'object',
        propertyNames: { pattern: TAG_PATTERN },
        additionalProperties: text.schema,
        minProperties: 1,
      },
    ],
  },
  read: (value, reading) => {
    const { report, languages: known } = reading;
    if (!known) return readAny(value, reading);
    const [first] = known;
    const isPlain = !isMap(value.node);
    if (isPlain && known.length === 1) {
      const plain = readText(value, report);
      return plain === undefined ? undefined : { [first]: plain };
    }
    if (isPlain && isScalar(value.node) && value.node.value !== null) {
      const found = written(value.node);
      report.add({
        name: 'language-missing',
        place: value.place,
        found,
        expected: `words in each language of the site: ${known.join(', ')}`,
        remedy: `Write { ${known.map((one, place) => `${one}: ${place === 0 ? `'${found.replaceAll("'", "''")}'` : "'...'"}`).join(', ')} }, or one language a line, indented.`,
      });
      return undefined;
    }
    const entries = entriesIn(value, known, { ...reading, elsewhere: notOfTheSite });
    if (!entries) return undefined;
    const words: Localised = {};
    for (const one of known) {
      const entry = entries.get(one);
      const said = entry && readText(entry, report);
      if (said !== undefined) words[one] = said;
      if (!entry)
        report.add({
          name: 'language-missing',
          place: value.keyPlace ?? value.place,
          found: `no "${one}"`,
          expected: `words in each language of the site: ${known.join(', ')}`,
          remedy: `Add a line "${one}: ..." below it. Readers in that language would see nothing here.`,
        });
    }
    return words;
  },
};

/** What to do with words in a language that the site does not have. */
function notOfTheSite(key: string): string | undefined {
  const tag = languageTag(key);
  return tag && `Take it out, or add "${tag}" to "languages" of "site".`;
}

/** Words in whichever languages, where nobody knows which there should be: that is told elsewhere. */
function readAny(value: Value, reading: ReadContext): Localised | undefined {
  const { node } = value;
  if (!isMap(node)) {
    const plain = readText(value, reading.report);
    return plain === undefined ? undefined : { '': plain };
  }
  const names = node.items.map(({ key }) => String(isScalar(key) ? key.value : key));
  const words: Localised = {};
  for (const [name, entry] of entriesIn(value, names, reading) ?? []) {
    const said = readText(entry, reading.report);
    if (said !== undefined) words[name] = said;
  }
  return words;
}

/** What is put into sentences, in each language. A stop at its end is taken off: it may have to go on. */
export const sentence: Kind<Localised> = {
  ...localised,
  called: 'words inside of a sentence, in each language of the site',
  read: (value, reading) => {
    const words = localised.read(value, reading);
    return (
      words &&
      Object.fromEntries(
        Object.entries(words).map(([language, said]) => [language, said.replace(/\s*\.\s*$/, '')]),
      )
    );
  },
};

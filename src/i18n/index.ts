import { en, type Words } from './en.ts';
import { es } from './es.ts';
import { BRIEF, type Format, formatIn } from './format.ts';

export type { Words } from './en.ts';
export type { Format } from './format.ts';

const WORDS = { en, es } satisfies Record<string, Words>;

/** A language that has words here. */
export type Spoken = keyof typeof WORDS;

/** The words of the pages in a language. A language is one file and one line here. */
export function wordsOf(language: Spoken): Words {
  return WORDS[language];
}

const formats = new Map<string, Format>();

/**
 * How times and numbers are written in a language.
 * @param dates `brief` leaves out the year, for what is read when it comes.
 */
export function formatOf(language: Spoken, dates: 'long' | 'brief' = 'long'): Format {
  const key = `${language} ${dates}`;
  const known = formats.get(key);
  if (known) return known;
  const { format: words } = wordsOf(language);
  const format = dates === 'brief' ? formatIn(words, BRIEF) : formatIn(words);
  formats.set(key, format);
  return format;
}

import { en } from './en.ts';
import { es } from './es.ts';
import { BRIEF, type Format, formatIn } from './format.ts';

export type { Words } from './en.ts';
export type { Format } from './format.ts';

/** Every language with its words. A language is one file and one line here. */
export const WORDS = { en, es };

const formats = new Map<string, Format>();

/**
 * How times and numbers are written in a language.
 * @param dates `brief` leaves out the year, for what is read when it comes.
 */
export function formatOf(language: keyof typeof WORDS, dates: 'long' | 'brief' = 'long'): Format {
  const key = `${language} ${dates}`;
  const known = formats.get(key);
  if (known) return known;
  const { format: words } = WORDS[language];
  const format = dates === 'brief' ? formatIn(words, BRIEF) : formatIn(words);
  formats.set(key, format);
  return format;
}

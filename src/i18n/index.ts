import { en } from './en.ts';
import { es } from './es.ts';
import { type Format, formatIn } from './format.ts';

export type { Words } from './en.ts';
export type { Format } from './format.ts';

/** Every language with its words. A language is one file and one line here. */
export const WORDS = { en, es };

const formats = new Map<string, Format>();

/** How times and numbers are written in a language. */
export function formatOf(language: keyof typeof WORDS): Format {
  const known = formats.get(language);
  if (known) return known;
  const format = formatIn(WORDS[language].format);
  formats.set(language, format);
  return format;
}

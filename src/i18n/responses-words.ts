import { wordsOf } from './index.ts';
import type { ResponseWords } from './responses.ts';

/** The words of one language, for the script that draws what was measured. */
export function responseWords(language: string): ResponseWords {
  const { responses, format } = wordsOf(language);
  const { title: _, intro: __, ...rest } = responses;
  return { ...rest, locale: format.locale, units: format.units };
}

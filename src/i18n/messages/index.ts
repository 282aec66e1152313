import { en, type MessageWords } from './en.ts';
import { es } from './es.ts';

const WORDS = { en, es } satisfies Record<string, MessageWords>;

/** The words of messages in a language. */
export function messageWordsOf(language: keyof typeof WORDS): MessageWords {
  return WORDS[language];
}

import { en, type SubscriptionWords } from './en.ts';
import { es } from './es.ts';

export type { Reachable, SubscriptionWords } from './en.ts';

const WORDS = { en, es } satisfies Record<string, SubscriptionWords>;

/** The words of signing up, of the form on the page and of the service behind it, in a language. */
export function subscriptionWordsOf(language: keyof typeof WORDS): SubscriptionWords {
  return WORDS[language];
}

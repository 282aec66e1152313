import { en } from './en.ts';
import { es } from './es.ts';

export type { Reachable, SubscriptionWords } from './en.ts';

/** The words of signing up: of the form on the page, and of the service behind it. */
export const SUBSCRIPTION_WORDS = { en, es };

import { en } from './en.ts';
import { es } from './es.ts';

/** The words of messages, in every language. */
export const MESSAGE_WORDS = { en, es };

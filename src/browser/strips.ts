import { enliven, type StripWords } from './strip.ts';
import type { NewPart } from './words.ts';

/** What strips say in each language, with the locale of its dates, put in when this is bundled. */
declare const STRIPS: Record<string, StripWords & { locale: string }>;

/** A file of its own, fetched when a strip is about to be seen: the answer does not wait for it. */
const words = STRIPS[document.documentElement.lang];
if (words) {
  enliven(document, words.locale, words);
  addEventListener('nightlight:part', (event) => enliven((event as NewPart).detail, words.locale, words));
}

import { datePrints } from './printed.ts';
import { addLocalTimes } from './times.ts';
import type { NewPart, PageWords } from './words.ts';

const words = JSON.parse(document.getElementById('_words')?.textContent as string) as PageWords;

/** Adds what every page can use: the reader's own time. */
function addTimes(part: ParentNode): void {
  addLocalTimes(part, words.locale, words.local, Date.now());
}

addTimes(document);
// At midnight what was today has a day.
setInterval(() => addTimes(document), 60_000);
document.addEventListener('visibilitychange', () => addTimes(document));
datePrints(words.locale);
addEventListener('nightlight:part', (event) => addTimes((event as NewPart).detail));

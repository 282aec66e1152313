import { offerCopies } from './copy.ts';
import { datePrints } from './printed.ts';
import { addLocalTimes } from './times.ts';
import type { NewPart, PageWords } from './words.ts';

const words = JSON.parse(document.getElementById('_words')?.textContent as string) as PageWords;

/** Adds what every page can use: the reader's own time, and buttons that copy. */
function enhance(part: ParentNode): void {
  addTimes(part);
  offerCopies(part, words.copied);
}

function addTimes(part: ParentNode): void {
  addLocalTimes(part, words.locale, words.local, Date.now());
}

enhance(document);
// At midnight what was today has a day.
setInterval(() => addTimes(document), 60_000);
document.addEventListener('visibilitychange', () => addTimes(document));
datePrints(words.locale);
addEventListener('nightlight:part', (event) => enhance((event as NewPart).detail));

import { addLocalTimes } from './times.ts';
import { type NewPart, pageWords } from './words.ts';

/** Adds what every page has use for: the reader's own time. */
export function addTo(part: ParentNode): void {
  const { locale, local } = pageWords();
  addLocalTimes(part, locale, local, Date.now());
}

/** Adds it to what comes later too, and to all of the page again: at midnight what was today has a day. */
export function keepAdding(): void {
  const again = () => addTo(document);
  again();
  setInterval(again, 60_000);
  document.addEventListener('visibilitychange', again);
  addEventListener('nightlight:part', (event) => addTo((event as NewPart).detail));
}

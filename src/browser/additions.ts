import { addLocalTimes } from './times.ts';
import { type NewPart, pageWords } from './words.ts';

/** Adds what every page has use for, to what comes later too: the reader's own time. */
export function addToPage(): void {
  const add = (part: ParentNode) => {
    const { locale, local } = pageWords();
    addLocalTimes(part, locale, local, Date.now());
  };
  const again = () => add(document);
  again();
  // At midnight what was today has a day.
  setInterval(again, 60_000);
  document.addEventListener('visibilitychange', again);
  addEventListener('nightlight:part', (event) => add((event as NewPart).detail));
}

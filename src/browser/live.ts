import { keepAdding } from './additions.ts';
import { addAges } from './ages.ts';
import './offline.ts';
import { applyFreshness, keepFresh } from './freshness.ts';
import { datePrints } from './printed.ts';
import { summon, summonForKeyboard } from './summon.ts';
import { type NewPart, pageWords } from './words.ts';

/** For pages that speak of now. What the server sent has been looked at (`reading.ts`) before anything is added to it. */
const { ages, freshness, locale } = pageWords();

/** Adds to a new part of the page what scripts can add. The page is complete without. */
function enhance(part: ParentNode): void {
  applyFreshness(part);
  dispatchEvent(new CustomEvent('nightlight:part', { detail: part }));
}

keepAdding();
datePrints(locale);
summon(document);
summonForKeyboard();
addEventListener('nightlight:part', (event) => summon((event as NewPart).detail));
keepFresh({
  words: { ...freshness, locale },
  enhance,
  onTime: (now) => addAges(document, locale, ages, now),
});

import { addAges } from './ages.ts';
import { applyFreshness, keepFresh } from './freshness.ts';
import { enliven } from './strip.ts';
import type { PageWords } from './words.ts';

const { strip, locale } = JSON.parse(document.getElementById('_words')?.textContent as string) as PageWords;
let known: number | undefined;

/** Adds to a new part of the page what scripts can add. The page is complete without. */
function enhance(part: ParentNode): void {
  enliven(part, locale, strip);
  applyFreshness(part);
  if (known !== undefined) addAges(part, locale, known);
  dispatchEvent(new CustomEvent('nightlight:part', { detail: part }));
}

enliven(document, locale, strip);
keepFresh((now) => {
  known = now;
  addAges(document, locale, now);
}, enhance);

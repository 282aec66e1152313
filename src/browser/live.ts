import { addAges } from './ages.ts';
import { applyFreshness, keepFresh } from './freshness.ts';
import { enliven } from './strip.ts';
import type { PageWords } from './words.ts';

const { strip } = JSON.parse(document.getElementById('words')?.textContent as string) as PageWords;
const language = document.documentElement.lang;
let known: number | undefined;

/** Adds to a new part of the page what scripts can add. The page is complete without. */
function enhance(part: ParentNode): void {
  enliven(part, language, strip);
  applyFreshness(part);
  if (known !== undefined) addAges(part, language, known);
  dispatchEvent(new CustomEvent('nightlight:part', { detail: part }));
}

enliven(document, language, strip);
keepFresh((now) => {
  known = now;
  addAges(document, language, now);
}, enhance);

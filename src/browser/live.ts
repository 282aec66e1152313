import { addAges } from './ages.ts';
import './offline.ts';
import { applyFreshness, keepFresh } from './freshness.ts';
import { summon, summonForKeyboard } from './summon.ts';
import type { PageWords } from './words.ts';

const { ages, freshness, locale } = JSON.parse(
  document.getElementById('_words')?.textContent as string,
) as PageWords;

/** Adds to a new part of the page what scripts can add. The page is complete without. */
function enhance(part: ParentNode): void {
  summon(part);
  applyFreshness(part);
  dispatchEvent(new CustomEvent('nightlight:part', { detail: part }));
}

summon(document);
summonForKeyboard();
keepFresh({
  words: { ...freshness, locale },
  enhance,
  onTime: (now) => addAges(document, locale, ages, now),
});

import { type Belief, type Doubt, isKnown, type Verdict } from '../domain/belief.ts';
import type { Clocks, Word } from '../domain/freshness.ts';
import { announce, headline } from './announce.ts';
import { utcText } from './printed.ts';
import type { FreshnessWords } from './words.ts';

/** A verdict is read out once it has stood for this long, in ms: a phone that wakes is unknown for a moment. */
const STANDS = 1_500;

let reading: ReturnType<typeof setTimeout> | undefined;
let told: 'known' | 'unknown' = 'known';

/** Says why the page is unknown, and tells those who listen to it when it becomes so and when it is known again. */
export function sayFreshness(verdict: Verdict, belief: Belief, clocks: Clocks, words: FreshnessWords): void {
  clearTimeout(reading);
  const why = verdict === 'waiting' || isKnown(verdict) ? '' : reasonOf(verdict, belief, clocks, words);
  const isUnknown = why !== '';
  const place = document.querySelector('[data-why]');
  if (isUnknown && place && place.textContent !== why) place.textContent = why;
  const state = isUnknown ? 'unknown' : 'known';
  if (verdict === 'waiting' || state === told) return;
  reading = setTimeout(() => {
    told = state;
    announce(isUnknown ? `${words.unknown} ${why}` : headline());
  }, STANDS);
}

/** Writes when what is shown was last confirmed, and who last saw when that the service works, or that nobody looks. */
export function sayTimes({ confirmed, proof }: Belief, words: FreshnessWords): void {
  if (confirmed !== undefined) setTime('time', confirmed);
  if (proof) sayWho(proof.word, words);
}

/** The parts that carry a time are those of the last confirmation, which stands in every answer. */
function sayWho(word: Word | null, words: FreshnessWords): void {
  const by = word?.by ?? 'nobody';
  for (const holder of document.querySelectorAll<HTMLElement>('[data-who]')) {
    if (holder.dataset.who === by) continue;
    holder.dataset.who = by;
    const parts = word ? document.querySelectorAll('[data-time] > *') : [];
    holder.replaceChildren(`${words.checkedBy[by]} `, ...Array.from(parts, (part) => part.cloneNode()));
  }
  if (word) setTime('who', word.at);
}

function reasonOf(doubt: Doubt, { heard }: Belief, { wall }: Clocks, words: FreshnessWords): string {
  const server = heard ? utcText(heard.time.said, words.locale) : '';
  return words[doubt].replace('{device}', utcText(wall, words.locale)).replace('{server}', server);
}

/** Which time it is; the page's other script writes it. */
function setTime(place: string, instant: number): void {
  const iso = `${new Date(instant).toISOString().slice(0, 19)}Z`;
  for (const holder of document.querySelectorAll(`[data-${place}]`)) {
    const time = holder.querySelector('time');
    if (!time || (time.firstChild && time.dateTime === iso)) continue;
    time.dateTime = time.dataset.from = iso;
    dispatchEvent(new CustomEvent('nightlight:part', { detail: holder }));
  }
}

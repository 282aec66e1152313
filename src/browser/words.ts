import type { Doubt } from '../domain/belief.ts';

/**
 * What scripts say, in the page's language; it stands in the page as JSON. The two scripts of a page share
 * types alone: shared code would become a file of its own, and so a second request before the answer.
 */
export interface PageWords {
  /** The locale of the page's dates, such as `en-GB`. */
  locale: string;
  yourTime: string;
  copied: string;
  /** On pages that speak of now. */
  freshness: Omit<FreshnessWords, 'locale'>;
}

/** What a page says when it cannot confirm itself, and how it writes times. */
export interface FreshnessWords extends Record<Doubt, string> {
  unknown: string;
  /** Who checks the service; a time follows, but for nobody. */
  checkedBy: Record<'watch' | 'person' | 'nobody', string>;
  /** Where date and time stand: `{date}, {time}`. */
  at: string;
  /** The same in a sentence, and for the times of one o'clock. */
  when: string;
  whenAtOne: string;
  locale: string;
}

/** The event by which one script tells the other that a part of the page is new. Its detail is the part's parent. */
export type NewPart = CustomEvent<ParentNode>;

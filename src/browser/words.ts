import type { Doubt } from '../domain/belief.ts';

/**
 * What scripts say, in the page's language; it stands in the page as JSON. The two scripts of a page share
 * types alone: shared code would become a file of its own, and so a second request before the answer.
 */
export interface PageWords {
  /** The locale of the page's dates, such as `en-GB`. */
  locale: string;
  local: LocalWords;
  /** On pages that speak of now. */
  ages: AgeWords;
  freshness: Omit<FreshnessWords, 'locale'>;
}

/**
 * How the reader's own time stands in a sentence: today, on another day and, where it may be a stretch, over several.
 * Places in braces are filled with times.
 */
export interface LocalWords extends Record<
  'moment' | 'inSentence' | 'since' | 'from' | 'before' | 'between' | 'window',
  readonly string[]
> {
  sinceSome: string;
  fromSome: string;
  /** The word before a time, and before one o'clock, where a language has another there. */
  hour?: readonly [many: string, one: string] | undefined;
}

/** Ages of one hour and one minute: long ago, and ahead. */
export type AgeWords = Record<'hour' | 'minute', readonly string[]>;

/** What a page says when it cannot confirm itself, and how it writes times. */
export interface FreshnessWords extends Record<Doubt, string> {
  unknown: string;
  /** Who checks the service; a time follows, but for nobody. */
  checkedBy: Record<'watch' | 'person' | 'nobody', string>;
  /** Where date and time stand: `{date}, {time}`. */
  at: string;
  locale: string;
}

/** The event by which one script tells the other that a part of the page is new. Its detail is the part's parent. */
export type NewPart = CustomEvent<ParentNode>;

import type { Doubt } from '../domain/belief.ts';

/** What every page's script says, in the page's language; it stands in the page as JSON. */
export interface PlainWords {
  /** The locale of the page's dates, such as `en-GB`. */
  locale: string;
  local: LocalWords;
}

/** What the script says on pages that speak of now. */
export interface PageWords extends PlainWords {
  ages: AgeWords;
  freshness: Omit<FreshnessWords, 'locale'>;
}

/**
 * How the reader's own time stands in a sentence: today, on another day and, where it may be a stretch, over several.
 * Places in braces are filled with times.
 */
export interface LocalWords extends Record<'moment', readonly string[]> {
  /** Those that stand in no page are left out of it (`src/release/page-words.ts`). */
  inSentence?: readonly string[];
  since?: readonly string[];
  from?: readonly string[];
  before?: readonly string[];
  between?: readonly string[];
  window?: readonly string[];
  sinceSome?: string;
  fromSome?: string;
  /** The word before a time, and before one o'clock, where a language has another there. */
  hour?: readonly [many: string, one: string] | undefined;
}

/** Ages of one hour and one minute: long ago, and ahead. */
export type AgeWords = Record<'hour' | 'minute', readonly string[]>;

/** What a page says when it cannot confirm itself. */
export interface FreshnessWords extends Record<Doubt, string> {
  unknown: string;
  /** Who checks the service; a time follows, but for nobody. */
  checkedBy: Record<'watch' | 'person' | 'nobody', string>;
  locale: string;
}

/** What the page carries for its scripts now: with another build come the words that its parts need. */
export function pageWords(): PageWords {
  return JSON.parse(document.getElementById('_words')?.textContent as string) as PageWords;
}

/** The event by which one script tells the others that a part of the page is new. Its detail is the part's parent. */
export type NewPart = CustomEvent<ParentNode>;

/** The event by which a page asks for another build: `exchange.ts` hears it, which may be of a newer build than the page. */
export type Taking = CustomEvent<{
  build: string;
  /** The parts as the server sent them, by their ids; those of the other build once it is taken. */
  pristine: Map<string, string>;
  /** Adds to a new part of the page what scripts can add. */
  enhance(part: ParentNode): void;
  /** Told whether it was taken. */
  done(taken: boolean): void;
}>;

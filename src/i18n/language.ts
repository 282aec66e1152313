/** What a language is, besides its words: all that nothing else may know of it. */
export interface LanguageFacts {
  /** What it calls itself. */
  name: string;
  /** How its dates, numbers and plurals are written: a BCP 47 tag, which may name a country. */
  locale: string;
  direction: 'ltr' | 'rtl';
  /** What BibTeX (biblatex's `langid`) calls it. */
  bibtex: string;
  /** How it changes words where they meet; see `Grammar`. */
  contractions: Record<string, string>;
  /** The word before a time of day, and before one o'clock, where a language has another there. */
  hour?: { many: string; one: string };
}

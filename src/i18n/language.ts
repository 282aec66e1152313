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
  /** What people answer to text messages in it. */
  keywords?: Keywords;
}

/**
 * What people write by a text, in capital letters without accents. A phrase may have words of which any will do
 * (`A|B`), one that may be missing (`A?`), and beginnings of words (`A*`).
 */
export interface Keywords {
  /** These begin a wish to stop, whatever follows them. */
  stop: string[];
  /** These do where they stand alone, or with nothing but politeness around them. */
  stopAlone: string[];
  /** These do wherever they stand. */
  stopAnywhere: string[];
  start: string[];
  yes: string[];
  help: string[];
  /** What says nothing more. */
  polite: string[];
}

import type { Prose } from './incident.ts';
import type { Language, Localised } from './site.ts';

/** Where a page of the operator's own is linked on every page: among ours at the top, at the foot, or nowhere. */
export const NAVIGATIONS = ['header', 'footer', 'none'] as const;
export type Navigation = (typeof NAVIGATIONS)[number];

/** A page of the operator's own, as every other page knows it. */
export interface OwnPageEntry {
  /** The name of its file, and its address: `imprint` stands at `/imprint/`. */
  name: string;
  navigation: Navigation;
  /** Its place among the own pages: the lower comes first. */
  order: number;
  /** What links to it are called, in the languages that it is written in, in the order of the site. */
  called: Localised;
}

/** What an own page says in one language. */
export interface OwnPageText {
  title: string;
  /** What it is called where there is little room, as in the navigation; without it the title. */
  short?: string | undefined;
  /** A sentence for searches and for whoever shares the page; without it the first words of the text. */
  description?: string | undefined;
  prose: Prose;
}

/** A page of the operator's own: Markdown in `pages/`. */
export interface OwnPage {
  entry: OwnPageEntry;
  /** In the languages that it is written in, in the order of the site. */
  texts: ReadonlyMap<Language, OwnPageText>;
}

/**
 * What something of the operator's own says to whoever reads in a language, and the language it is really in: the first
 * in which it is written, where it is not in that one.
 */
export function textIn<Text>(
  { texts }: { texts: ReadonlyMap<Language, Text> },
  language: Language,
): { text: Text; language: Language } | undefined {
  const [first] = texts;
  const own = texts.get(language);
  if (own) return { text: own, language };
  return first && { text: first[1], language: first[0] };
}

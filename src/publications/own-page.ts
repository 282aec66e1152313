import { writtenAddress } from '../domain/addresses.ts';
import { type OwnPageText, textIn } from '../domain/own-page.ts';
import type { Language, Site } from '../domain/site.ts';

/** What stands on a page of the operator's own, in the language of a reader. */
export interface PrintedPage {
  title: string;
  description: string;
  html: string;
  /** The language that it is written in, where that is not the reader's. */
  original: Language | undefined;
}

/** About as much as a search shows of a description. */
const DESCRIPTION = 160;

/**
 * Prints a page or an announcement of the operator's own: its links to the site itself lead below the base, and to pages
 * in the language of the reader.
 * @param base the path that the site is served below, with a slash at its end.
 */
export function printOwnPage(
  page: { texts: ReadonlyMap<Language, OwnPageText> },
  site: Pick<Site, 'languages' | 'beside'>,
  base: string,
  language: Language,
): PrintedPage | undefined {
  const found = textIn(page, language);
  if (!found) return undefined;
  const { title, description, prose } = found.text;
  return {
    title,
    description: description ?? beginningOf(prose.words),
    // A "<" of a text is never one in it, so this is an attribute of ours.
    html: prose.html.replace(
      /<a href="(\/[^"]*)"/g,
      (_, address: string) => `<a href="${writtenAddress(site, base, language, address)}"`,
    ),
    original: found.language === language ? undefined : found.language,
  };
}

/** The first words of a text on one line, whole words alone. */
function beginningOf(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  if (line.length <= DESCRIPTION) return line;
  return `${line.slice(0, DESCRIPTION).replace(/\s\S*$/, '')} …`;
}

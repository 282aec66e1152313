import { href, paths, writtenAddress } from '../domain/addresses.ts';
import type { Navigation } from '../domain/own-page.ts';
import { inLanguage, type Language, type Site, type SiteLink } from '../domain/site.ts';

/** A link that stands on every page. */
export interface NavigationLink {
  address: string;
  text: string;
  /** The language of its words, where that is not the reader's. */
  original?: Language | undefined;
}

/** The links of the operator's own. */
export interface OwnLinks {
  /** Own pages that stand among ours. */
  pages: NavigationLink[];
  /** What stands behind them. */
  header: NavigationLink[];
  footer: NavigationLink[];
}

/**
 * What the operator has on every page besides ours: own pages that ask for it, and links of the config.
 * @param base the path that the site is served below, with a slash at its end.
 */
export function ownLinks(
  site: Pick<Site, 'languages' | 'links' | 'ownPages' | 'beside'>,
  base: string,
  language: Language,
): OwnLinks {
  const pagesAt = (place: Navigation): NavigationLink[] =>
    site.ownPages
      .filter(({ navigation }) => navigation === place)
      .map(({ name, called }) => ({
        address: href(site, base, language, paths.own(name)),
        text: inLanguage(called, language),
        original: Object.hasOwn(called, language) ? undefined : Object.keys(called)[0],
      }));
  const written = (links: readonly SiteLink[]): NavigationLink[] =>
    links.map(({ text, address }) => ({
      address: writtenAddress(site, base, language, address),
      text: inLanguage(text, language),
    }));
  return {
    pages: pagesAt('header'),
    header: written(site.links.header),
    footer: [...pagesAt('footer'), ...written(site.links.footer)],
  };
}

/** Whether so many languages stand folded: on a phone they would take lines of the first screen. */
export function isFolded(languages: readonly Language[]): boolean {
  return languages.length > 3;
}

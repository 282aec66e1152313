import { type Accent, inLanguage, type Site } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';

/** What tells whose page it is, where no page stands beside it: in icons, and where a link is shared. */
export interface Identity {
  name: string;
  /** What its first page answers. */
  questions: string;
  /** The host, as people read it. */
  address: string;
  accent?: Accent | undefined;
}

/**
 * In the first language of the site, for one picture stands for all.
 * @param address where the site is served.
 */
export function identityOf(site: Pick<Site, 'languages' | 'name' | 'accent'>, address: string): Identity {
  const [language] = site.languages;
  const { host, pathname } = new URL(address);
  return {
    name: inLanguage(site.name, language),
    questions: wordsOf(language).picture.questions,
    address: `${host}${pathname.replace(/\/$/, '')}`,
    accent: site.accent,
  };
}

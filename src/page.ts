import { href } from './domain/addresses.ts';
import { LANGUAGES, type Language, ORIGINAL } from './domain/site.ts';
import { type Format, formatOf, type Words, WORDS } from './i18n/index.ts';
import { type Feed, feedOf } from './publications/feeds/entries.ts';
import { type Model, model } from './snapshot.ts';

/** What every page needs: its language, the words and formats of it, addresses, and the model. */
export interface Page extends Model {
  language: Language;
  words: Words;
  format: Format;
  /** The address of a path in the page's language. */
  to(path: string): string;
  base: string;
}

export const BASE = import.meta.env.BASE_URL.replace(/\/?$/, '/');

/** The value of `[...lang]` for every language, for `getStaticPaths`. The original has no prefix. */
export function languagePaths() {
  return LANGUAGES.map((language) => ({
    params: { lang: language === ORIGINAL ? undefined : language },
    props: { language },
  }));
}

/** Every combination of a language and an item, for `getStaticPaths`. */
export function pathsOf<Item>(items: Item[], params: (item: Item) => Record<string, string>) {
  return languagePaths().flatMap(({ params: { lang }, props }) =>
    items.map((item) => ({ params: { lang, ...params(item) }, props: { ...props, item } })),
  );
}

export function pageIn(language: Language): Page {
  return {
    ...model,
    language,
    words: WORDS[language],
    format: formatOf(language),
    to: (path) => href(BASE, language, path),
    base: BASE,
  };
}

/** What a route that is printed once a language is given. */
export interface LanguageRoute {
  props: { language: Language };
}

/** The feed of a language, to stand at `file`. */
export function feedIn(language: Language, file: string): Feed {
  const url = import.meta.env.SITE ?? model.snapshot.site.url;
  return feedOf(model.snapshot, language, { url, base: BASE }, file);
}

import { href } from '../domain/addresses.ts';
import type { Language } from '../domain/site.ts';
import { type Format, formatOf, type Words, wordsOf } from '../i18n/index.ts';
import type { Model } from './model.ts';

/** What every page needs: its language, the words and formats of it, addresses, and the model. */
export interface Page extends Model {
  language: Language;
  words: Words;
  format: Format;
  /** The address of a path in the page's language. */
  to(path: string): string;
  base: string;
}

export function pageIn(model: Model, language: Language): Page {
  const { base } = model.origin;
  return {
    ...model,
    language,
    words: wordsOf(language),
    format: formatOf(language),
    to: (path) => href(model.snapshot.site, base, language, path),
    base,
  };
}

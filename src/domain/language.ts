import type { Language } from './site.ts';

/** Two or three small letters; behind them how it is written, where, and which kind of it. */
const TAG = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-[a-z\d]{5,8})*$/;

/** The same for a JSON Schema. */
export const TAG_PATTERN = TAG.source;

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/**
 * A tag in the letters that everybody uses for it: `pt-BR` for `pt_br`.
 * @returns nothing where it is the tag of no language that anybody knows by name.
 */
export function languageTag(written: string): Language | undefined {
  try {
    const [tag = ''] = Intl.getCanonicalLocales(written.replaceAll('_', '-'));
    return TAG.test(tag) && names.of(tag) !== undefined ? tag : undefined;
  } catch {
    return undefined;
  }
}

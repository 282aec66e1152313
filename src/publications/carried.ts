import { LANGUAGES, ORIGINAL } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';

/** Says on a page that was published before and is not printed any more that it is kept as it was. */
export function markCarriedOver(html: string, file: string): string {
  if (html.includes('data-kept')) return html;
  const language = LANGUAGES.find((one) => file.startsWith(`${one}/`)) ?? ORIGINAL;
  return html.replace(
    /<main\b[^>]*>/,
    (main) => `${main}<p class="quiet" data-kept>${wordsOf(language).versions.kept}</p>`,
  );
}

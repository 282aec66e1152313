import { languageAt } from '../domain/addresses.ts';
import type { Site } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';

/** Says on a page that was published before and is not printed any more that it is kept as it was. */
export function markCarriedOver(site: Pick<Site, 'languages'>, html: string, file: string): string {
  if (html.includes('data-kept')) return html;
  return html.replace(
    /<main\b[^>]*>/,
    (main) => `${main}<p class="quiet" data-kept>${wordsOf(languageAt(site, file)).versions.kept}</p>`,
  );
}

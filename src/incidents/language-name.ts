import type { Language } from '../domain/site.ts';
import type { Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';

/** Says that a file is named for a language in which it cannot be a translation; `others` are those in which it could. */
export function tellLanguage(
  id: string,
  language: Language,
  others: readonly Language[],
  report: Report,
): void {
  const [first] = others;
  report.add({
    name: 'language-unknown',
    place: { line: 1, column: 1 },
    found: `${id}.${language}.md`,
    expected:
      first === undefined
        ? 'no translation: this site has one language'
        : `a language of this site: ${others.join(', ')}`,
    remedy: () =>
      first === undefined
        ? `Name it ${id}.md if it is the original, or add "${language}" to "languages" in nightlight.yaml.`
        : `Name it ${id}.${first}.md, or ${id}.md if it is the original.${didYouMean(language, others)}`,
  });
}

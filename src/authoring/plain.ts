import { type Incident, isOpen, newestUpdate } from '../domain/incident.ts';
import type { Place, Problem } from '../problems/index.ts';
import { problemIn } from '../problems/index.ts';
import type { TemplateWords } from '../i18n/templates.ts';
import { easeOf, isHard } from './ease.ts';

/**
 * What makes the newest words of an open incident hard to read at night, as notes: nothing is kept back for them. Of
 * what is over nothing is said, for nobody would hear of it.
 * @param text of its file, for the places.
 * @param words of the language that it is written in; without them no word is avoided.
 */
export function plainNotes(incident: Incident, text: string, words: TemplateWords | undefined): Problem[] {
  if (!isOpen(incident)) return [];
  const { prose } = newestUpdate(incident);
  const said = [incident.title, incident.advice ?? '', prose.words];
  const note = (mistake: Omit<Parameters<typeof problemIn>[1], 'place'>, where: string) =>
    problemIn({ file: `${incident.id}.md` }, { ...mistake, place: placeOf(where, text) });
  const ease = easeOf([prose.words, incident.advice ?? ''].join('\n'), incident.language);
  const hard =
    ease && isHard(ease)
      ? [
          note(
            {
              name: 'hard-to-read',
              found: ease.longest,
              expected: `a reading ease of ${ease.enough} or more; this is ${ease.score}`,
              remedy: `Say it in shorter sentences and words: its longest sentence, above, has ${ease.longestLength} words. A child of 12 should understand it at night.`,
            },
            ease.longest,
          ),
        ]
      : [];
  const avoided = (words?.avoid ?? []).flatMap((word) => {
    const match = said.map((one) => wordIn(one, word, incident.language)).find((one) => one !== undefined);
    return match === undefined
      ? []
      : note(
          {
            name: 'word-to-avoid',
            found: match,
            expected: 'what people notice, in words that they use themselves',
            remedy:
              'Say what does not work, for whom, and until when you know more. What is no more than a hope, leave out.',
          },
          match,
        );
  });
  return [...hard, ...avoided];
}

/** A word as it stands in a text, by itself and not as a part of another. */
function wordIn(text: string, word: string, language: string): string | undefined {
  const lower = text.toLocaleLowerCase(language);
  const wanted = word.toLocaleLowerCase(language);
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const before = lower.slice(0, at);
    const after = lower.slice(at + wanted.length);
    if (!/[\p{L}\p{M}]$/u.test(before) && !/^[\p{L}\p{M}]/u.test(after))
      return text.slice(at, at + word.length);
  }
  return undefined;
}

/** Where words stand in a file; at its top where Markdown writes them otherwise. */
function placeOf(words: string, text: string): Place {
  const at = text.lastIndexOf(words);
  if (at < 0) return { line: 1, column: 1 };
  const before = text.slice(0, at).split(/\r\n?|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

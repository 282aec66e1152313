import type { Language } from '../domain/site.ts';

/** How easily a text is read, and what makes it hard. */
export interface Ease {
  /** By the formula of its language: higher is easier. */
  score: number;
  /** What a 12-year-old still reads easily, by the same formula. */
  enough: number;
  longest: string;
  /** In words. */
  longestLength: number;
}

/** What the formulas count. */
interface Counts {
  sentences: number;
  words: number;
  syllables: number;
  letters: number;
}

interface Formula {
  score(counts: Counts): number;
  enough: number;
  syllables(word: string): number;
}

/** A score of fewer words says more of a name than of a text. */
const FEWEST_WORDS = 12;

/**
 * How easily a text is read; nothing for a text of a few words, or in a language that there is no formula for.
 * No package counts syllables in all seven languages, so each has the measure that was made for it.
 */
export function easeOf(text: string, language: Language): Ease | undefined {
  const formula = Object.hasOwn(FORMULAS, language) ? FORMULAS[language] : undefined;
  const sentences = sentencesIn(text);
  const words = sentences.flatMap(({ words }) => words);
  if (!formula || words.length < FEWEST_WORDS) return undefined;
  const score = formula.score({
    sentences: sentences.length,
    words: words.length,
    syllables: words.reduce((sum, word) => sum + formula.syllables(word.toLowerCase()), 0),
    letters: words.reduce((sum, word) => sum + word.length, 0),
  });
  const longest = sentences.reduce((one, other) => (other.words.length > one.words.length ? other : one));
  return {
    score: Math.round(score),
    enough: formula.enough,
    longest: longest.sentence,
    longestLength: longest.words.length,
  };
}

export function isHard({ score, enough }: Ease): boolean {
  return score < enough;
}

function sentencesIn(text: string): { sentence: string; words: string[] }[] {
  return text
    .replace(/https?:\S+/g, '')
    .split(/(?<=[.!?…])\s+|\n+/)
    .map((sentence) => ({
      sentence: sentence.trim(),
      words: sentence.match(/\p{L}[\p{L}\p{M}’'-]*/gu) ?? [],
    }))
    .filter(({ words }) => words.length > 0);
}

/** Vowels that are spoken together, and those that are not, by the spelling of a language. */
const byNuclei = (nuclei: RegExp) => (word: string) => Math.max(1, word.match(nuclei)?.length ?? 1);

const flesch = (base: number, perSentence: number, perWord: number) => (counts: Counts) =>
  base - (perSentence * counts.words) / counts.sentences - (perWord * counts.syllables) / counts.words;

/**
 * The reading ease of Flesch (1948), and what it became for other languages: Fernández Huerta (1959) for Spanish,
 * Amstad (1978) for German, Kandel and Moles (1958) for French, Douma (1960) for Dutch, Martins and others (1996) for
 * Portuguese; Gulpease (Lucisano and Piemontese 1988) for Italian counts letters. 70 of Flesch is the seventh year of
 * school, at 12 to 13; Martins puts that year between 50 and 75, and Gulpease puts 60 at the end of the eighth.
 */
const FORMULAS: Record<Language, Formula> = {
  en: { score: flesch(206.835, 1.015, 84.6), enough: 70, syllables: englishSyllables },
  es: {
    score: flesch(206.84, 1.02, 60),
    enough: 70,
    syllables: byNuclei(/[iuü]?[aeoáéó][iuyü]?|[íú]|[iuüy]+/g),
  },
  de: {
    score: flesch(180, 1, 58.5),
    enough: 60,
    syllables: byNuclei(/äu|ie|ei|ai|au|eu|aa|ee|oo|[aeiouyäöü]/g),
  },
  fr: { score: flesch(207, 1.015, 73.6), enough: 70, syllables: frenchSyllables },
  it: {
    score: ({ sentences, words, letters }) => 89 + (300 * sentences - 10 * letters) / words,
    enough: 60,
    syllables: byNuclei(/[aeiouàèéìòù]+/g),
  },
  nl: {
    score: flesch(206.835, 0.93, 77),
    enough: 70,
    syllables: byNuclei(/aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|ei|ij|oe|eu|ui|ou|au|[aeiouyéèëïöü]/g),
  },
  pt: {
    score: flesch(248.835, 1.015, 84.6),
    enough: 65,
    syllables: byNuclei(/ão|ãe|õe|[iu]?[aeoáéóãõâêôà][iu]?|[íú]|[iu]+/g),
  },
};

/** An "e" at the end is mostly not spoken. */
function englishSyllables(word: string): number {
  if (word.length <= 3) return 1;
  const spoken = word
    .replace(/(?:[^laeiouytd]es|[^aeiouytd]ed|[^laeiouy]e)$/, '')
    .replace(/^y/, '')
    .match(/[aeiouy]{1,2}/g);
  return Math.max(1, spoken?.length ?? 1);
}

function frenchSyllables(word: string): number {
  const spoken = word.length > 3 ? word.replace(/(?:e|es|ent)$/, '') : word;
  return Math.max(1, spoken.match(/é|[aeiouyàâäèêëîïôöûùüœ]+/g)?.length ?? 1);
}

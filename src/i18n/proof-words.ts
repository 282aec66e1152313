import { wordsOf } from './index.ts';
import type { ProofWords } from './proof.ts';

/** The words of one language, for a page and for its script. */
export function proofWords(language: string): ProofWords {
  const { proof, format, labelled } = wordsOf(language);
  const { kinds, first, nothing, paces, counts, about, fewer, usual, untold, updates } = proof;
  const { locale, units } = format;
  return {
    locale,
    labelled: labelled('{label}'),
    units,
    kinds,
    first,
    nothing,
    paces,
    counts,
    about,
    fewer,
    usual,
    untold,
    updates,
  };
}

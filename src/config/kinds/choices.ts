import { isScalar } from 'yaml';
import { didYouMean } from '../../problems/suggest.ts';
import { written } from '../../yaml/document.ts';
import type { Kind } from '../fields.ts';

/** Yes or no. */
export const flag: Kind<boolean> = {
  called: 'true or false',
  schema: { type: 'boolean' },
  read: ({ node, place }, { report }) => {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    report.add({
      name: 'value-not-allowed',
      place,
      found: written(node),
      expected: 'true or false',
      remedy: 'Write one of those, without quotes.',
    });
    return undefined;
  },
};

export function oneOf<Word extends string>(words: readonly Word[]): Kind<Word> {
  return {
    called: words.join(', '),
    schema: { enum: words },
    read: ({ node, place }, { report }) => {
      const found = written(node);
      const meant = words.find((one) => one === (isScalar(node) ? node.value : undefined));
      if (meant !== undefined) return meant;
      report.add({
        name: 'value-not-allowed',
        place,
        found,
        expected: `one of ${words.join(', ')}`,
        remedy: () => `Write one of those.${didYouMean(found, words)}`,
      });
      return undefined;
    },
  };
}

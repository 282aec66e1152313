import { isScalar } from 'yaml';
import { didYouMean } from '../../problems/suggest.ts';
import { written } from '../../yaml/document.ts';
import type { Kind } from '../fields.ts';

interface Range {
  called: string;
  least: number;
  most?: number;
  /** Whether the least itself is too little. */
  above?: boolean;
  whole?: boolean;
}

function number({ called, least, most, above = false, whole = false }: Range): Kind<number> {
  return {
    called,
    schema: {
      type: whole ? 'integer' : 'number',
      [above ? 'exclusiveMinimum' : 'minimum']: least,
      ...(most !== undefined && { maximum: most }),
    },
    read: ({ node, place }, { report }) => {
      const value = isScalar(node) ? node.value : undefined;
      if (
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (above ? value > least : value >= least) &&
        value <= (most ?? value) &&
        (!whole || Number.isInteger(value))
      )
        return value;
      report.add({
        name: 'number-out-of-range',
        place,
        found: written(node),
        expected: called,
        remedy:
          typeof value === 'string'
            ? 'Write the number alone, without quotes and without a unit.'
            : 'Write a number within that range.',
      });
      return undefined;
    },
  };
}

export const minutes = number({ called: 'a number of minutes above 0', least: 0, above: true });
export const minutesOrNone = number({ called: 'a number of minutes, 0 or more', least: 0 });
export const seconds = number({ called: 'a number of seconds, 1 or more', least: 1 });
export const perSecond = number({ called: 'a number a second above 0', least: 0, above: true });
export const count = number({ called: 'a whole number from 1 on', least: 1, whole: true });
export const money = number({ called: 'an amount, 0 or more', least: 0 });
export const part = number({ called: 'a number from 0 to 1', least: 0, most: 1 });
export const year = number({ called: 'a year such as 2026', least: 1970, most: 9999, whole: true });

/** A part of a minute, or the word that leaves it out of the sum. */
export const partOrLeftOut: Kind<number | 'left out'> = {
  called: `${part.called}, or "left out"`,
  schema: { anyOf: [part.schema, { const: 'left out' }] },
  read: (value, reading) => {
    const { node, place } = value;
    const found = isScalar(node) ? node.value : undefined;
    if (found === 'left out') return found;
    if (typeof found !== 'string') return part.read(value, reading);
    reading.report.add({
      name: 'value-not-allowed',
      place,
      found,
      expected: partOrLeftOut.called,
      remedy: `Write one of those.${didYouMean(found, ['left out'])}`,
    });
    return undefined;
  },
};

/** Among more words than these none is meant more than another; in the number of words looked at. */
const MOST_WORDS = 500;

/** The word that was probably meant, if one is near enough to be a slip of the hand. */
export function nearest(written: string, words: Iterable<string>): string | undefined {
  const wanted = plain(written);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let looked = 0;
  for (const word of words) {
    if (++looked > MOST_WORDS) break;
    const known = plain(word);
    const steps = known.startsWith(wanted) && wanted.length >= 4 ? 1 : distance(wanted, known, least);
    if (steps < least) {
      least = steps;
      best = word;
    }
  }
  return best;
}

/** `Did you mean "x"?`, with a space before it, or nothing. */
export function didYouMean(written: string, words: Iterable<string>): string {
  const word = nearest(written, words);
  return word === undefined ? '' : ` Did you mean "${word}"?`;
}

/** Words to choose from, as they stand in a sentence: `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  const [last = '', ...rest] = words.toReversed();
  return rest.length === 0 ? last : `${rest.toReversed().join(', ')} or ${last}`;
}

function plain(word: string): string {
  return word
    .slice(0, 60)
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}

/** Damerau-Levenshtein, neighbours swapped counting one; gives up above `limit`. */
function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      let steps = Math.min(
        (last[column] as number) + 1,
        (next[column - 1] as number) + 1,
        (last[column - 1] as number) + same,
      );
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        steps = Math.min(steps, (before[column - 2] as number) + 1);
      next.push(steps);
    }
    before = last;
    last = next;
  }
  return last[other.length] as number;
}

/** The id of a file that is called so, as near to it as an address can be: `Alerts March` gives `alerts-march`. */
export function proposedId(called: string): string {
  const id = called
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return id || 'incident';
}

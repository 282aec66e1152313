import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { didYouMean, nearest } from '../../src/problems/suggest.ts';
import fc from '../chance.ts';

const KEYS = ['title', 'began', 'ended', 'impact', 'works', 'advice', 'follow-alerts', 'major_outage'];

describe('the word that was probably meant', () => {
  for (const [written, meant, slip] of [
    ['advise', 'advice', 'one letter for another'],
    ['tile', 'title', 'a letter left out'],
    ['beggan', 'began', 'a letter too many'],
    ['wroks', 'works', 'two neighbours swapped, which is one slip'],
    ['owrks', 'works', 'the first two swapped'],
    ['worsk', 'works', 'the last two swapped'],
    ['impact', 'impact', 'nothing at all'],
    ['IMPACT', 'impact', 'large letters'],
    ['Major  Outage', 'major_outage', 'spaces for the line between'],
    ['major-outage', 'major_outage', 'another line between'],
    ['foll', 'follow-alerts', 'the beginning of a word alone, from four letters on'],
    ['mayor_outgae', 'major_outage', 'two slips in a long word'],
  ] as const)
    test(`is found behind ${slip}: ${written}`, () => assert.equal(nearest(written, KEYS), meant));

  for (const [written, why] of [
    ['fol', 'three letters begin too many words'],
    ['bagen', 'two slips in five letters are another word'],
    ['status', 'nothing is like it'],
    ['', 'nothing was written'],
  ] as const)
    test(`is not guessed where ${why}: "${written}"`, () => assert.equal(nearest(written, KEYS), undefined));

  test('may be two slips away from six letters on, and one slip from a short word', () => {
    assert.equal(nearest('abcdef', ['abcdxy']), 'abcdxy');
    assert.equal(nearest('abcde', ['abcxy']), undefined);
    assert.equal(nearest('ab', ['ax']), 'ax');
    assert.equal(nearest('ab', ['xy']), undefined);
  });

  test('is the nearest of them, and the first of those that are as near', () => {
    assert.equal(nearest('worked', ['walked', 'works', 'worker']), 'worker');
    assert.equal(nearest('bat', ['cat', 'hat']), 'cat');
  });

  test('is looked for among five hundred words and no more', () => {
    const many = (count: number) => [...Array.from({ length: count }, () => 'x'), 'title'];
    assert.equal(nearest('title', many(499)), 'title');
    assert.equal(nearest('title', many(500)), undefined);
  });

  test('is compared by its first sixty letters', () => {
    const long = 'a'.repeat(60);
    assert.equal(nearest(`${long}${'b'.repeat(200)}`, [`${long}c`]), `${long}c`);
  });

  test('is found after any one slip of the hand, whatever the word', () => {
    const letter = fc.constantFrom(...'abcdefghij');
    const word = fc.array(letter, { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(word, fc.nat(), letter, fc.constantFrom(0, 1, 2, 3), (letters, place, other, slip) => {
        const at = place % letters.length;
        const written = [
          letters.with(at, other),
          letters.toSpliced(at, 1),
          letters.toSpliced(at, 0, other),
          letters.toSpliced(at, 2, ...letters.slice(at, at + 2).toReversed()),
        ][slip] as string[];
        assert.equal(nearest(written.join(''), [letters.join('')]), letters.join(''));
        assert.equal(nearest(letters.join(''), [written.join('')]), written.join(''));
      }),
      { numRuns: 300 },
    );
  });

  test('is asked for as a question behind a sentence, or not at all', () => {
    assert.equal(didYouMean('advise', KEYS), ' Did you mean "advice"?');
    assert.equal(didYouMean('status', KEYS), '');
  });
});

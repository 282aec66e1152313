import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ORIGINAL } from '../../src/i18n/index.ts';
import { readWords } from '../../src/words/check.ts';
import { INVENTED, longer, messageIn, mirrored, wordsIn } from './languages.ts';

/** Letters that are written from right to left. */
const ARABIC = /\p{Script=Arabic}/u;

describe('The invented languages', () => {
  for (const language of INVENTED)
    test(`have every word of the original, with all values and tags: ${language.tag}`, () => {
      const bytes = new TextEncoder().encode(JSON.stringify(wordsIn(language, ORIGINAL)));
      assert.deepEqual(readWords(bytes, `words/${language.tag}.json`).problems, []);
    });

  test('leave nothing but values, choices and tags as it is', () => {
    const text =
      '{count, plural, =2 {Both of {name}} one {One} other {# <b title="{name}">days</b>}}, and {hasWho, select, yes {{who}} other {}}';
    assert.equal(
      messageIn(text, (said) => said.toUpperCase()),
      '{count, plural, =2 {BOTH OF {name}} one {ONE} other {# <b title="{name}">DAYS</b>}}, AND {hasWho, select, yes {{who}} other {}}',
    );
    for (const broken of ['{a', 'a}', '{a, plural, one {b}'])
      assert.throws(() => messageIn(broken, (said) => said), /a brace/, broken);
  });

  test('make words a third longer', () => {
    assert.equal(longer.say('Followers'), 'Fóollóowéers');
    const text = JSON.stringify(ORIGINAL.pages).replaceAll(/[^a-z]/gi, '');
    const ratio = longer.say(text).length / text.length;
    assert.ok(ratio > 1.33 && ratio < 1.5, String(ratio));
  });

  test('turn the direction, but for names of capital letters', () => {
    const said = mirrored.say('Times are in UTC, not in RFC3339?');
    assert.match(said, /UTC، .*RFC3339؟$/);
    assert.doesNotMatch(said, /[a-z]/);
    assert.match(said, ARABIC);
  });
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { languageOf, spokenLanguages, subscriptionWordsOf } from '../../src/i18n/index.ts';
import { SHIPPED } from '../languages.ts';
import { countSms } from '../../src/publications/messages/sms-count.ts';
import { REPORTERS } from '../../src/problems/reporters.ts';
import { readWords } from '../../src/words/check.ts';

const WORDS = join(import.meta.dirname, '../../src/i18n/words');

describe('The words of each language that we ship are whole', () => {
  for (const name of readdirSync(WORDS))
    test(name, () => {
      const bytes = readFileSync(join(WORDS, name));
      const lines = bytes.toString().split('\n');
      const { problems, words } = readWords(bytes, `src/i18n/words/${name}`);
      const said = REPORTERS.terminal(problems, ({ place }) => lines[(place?.line ?? 0) - 1]);
      assert.equal(problems.length, 0, said);
      assert.deepEqual(words, JSON.parse(bytes.toString()), 'strict JSON, as bundlers read it');
    });

  for (const language of SHIPPED)
    test(`and what is said by text message in ${language} takes no letter that costs twice`, () => {
      const { texts } = subscriptionWordsOf(language);
      const named = { brand: 'B', programme: 'P', service: 's', contact: 'c', link: 'l' };
      for (const say of Object.values(texts))
        assert.equal(countSms(say(named)).encoding, 'gsm-7', say(named));
    });

  test('and people can answer in each', () =>
    assert.deepEqual(
      SHIPPED.filter((language) => languageOf(language).keywords === undefined),
      [],
    ));

  test('and each file is spoken', () =>
    assert.deepEqual(
      SHIPPED.filter((language) => !spokenLanguages().includes(language)),
      [],
    ));
});

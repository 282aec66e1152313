import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { siteOf } from '../../src/config/index.ts';
import { LANGUAGES } from '../languages.ts';
import { parse, SMALL } from './reading.ts';

/** What is said of a config: place and name, what was found, what was expected, the way out. */
const said = (text: string, spoken: readonly string[] = LANGUAGES) =>
  parse(text, spoken).problems.map(
    ({ place, name, found, expected, remedy }) =>
      `${place?.line}:${place?.column} ${name}: ${found} | ${expected} | ${remedy}`,
  );

/** The small config with other languages. */
const named = (languages: string) => SMALL.replace('languages: [en, es]', `languages: ${languages}`);

/** The small config in one language, each text as it is. */
const PLAIN = named('[es]').replaceAll(/\{ en: [^{}]*, es: ([^{}]*) \}/g, '$1');

describe('the languages of a site', () => {
  test('have the order in which they are written', () => {
    const { config, problems } = parse(named('[es, en]'));
    assert.deepEqual(problems, []);
    assert.ok(config);
    const { languages, name } = siteOf(config);
    assert.deepEqual(languages, ['es', 'en']);
    assert.deepEqual(Object.keys(name), ['es', 'en']);
  });

  test('must be written: nobody guesses in which one a page is', () => {
    assert.deepEqual(said(SMALL.replace('  languages: [en, es]\n', '')), [
      '1:1 key-missing: no "languages" | languages: [en] | Add a line such as "languages: [en]".',
    ]);
  });

  test('are a list with one at least, each by its tag, and each once', () => {
    assert.deepEqual(said(named('en')).slice(0, 1), [
      '2:14 value-shape: en | a list of languages, the first one without a prefix in its addresses | Write it as [en], or [en, es].',
    ]);
    assert.match(said(named('[]'))[0] ?? '', /^2:14 value-shape: /);
    assert.deepEqual(said(named('[en, es, en]')), [
      '2:23 value-not-allowed: en | each language once | It stands there already: take one of the two out.',
    ]);
    assert.deepEqual(said(named('[en, ES]')), [
      '2:19 value-not-allowed: ES | the tag of a language, such as en, es, pt-BR | Write es: it stands so in addresses and in names of files.',
    ]);
    assert.match(said(named('[en, es, pt_br]'))[0] ?? '', /\| Write pt-BR: /);
    assert.match(
      said(named('[en, es, Spanish]'))[0] ?? '',
      /^2:23 value-not-allowed: Spanish \| the tag .* \| Write the two or three small letters/,
    );
    // It has three letters, and is no language that people know by them.
    assert.match(said(named('[en, es, qaa]'))[0] ?? '', /by which people know a language/);
    for (const none of ['42', 'true', '[en]', "''", 'x', 'e1', 'en-'])
      assert.match(said(named(`[en, es, ${none}]`))[0] ?? '', /^2:23 value-not-allowed/, none);
  });

  test('each have words, ours or the operator\u2019s', () => {
    const three = named('[en, es, eo]').replaceAll(/es: ([^{},]*) \}/g, 'es: $1, eo: $1 }');
    assert.deepEqual(said(three), [
      '2:23 language-without-words: eo | a language that there are words for: en, es | Take it out, or put its words into words/eo.json.',
    ]);
    assert.deepEqual(said(three, ['en', 'es', 'eo']), []);
  });
});

describe('where there is one language', () => {
  test('a text is written as it is', () => {
    const { config, problems } = parse(PLAIN);
    assert.deepEqual(problems, []);
    assert.ok(config);
    const { name, advice, components } = siteOf(config);
    assert.deepEqual(name, { es: 'Estado' });
    assert.deepEqual(advice, { es: 'Mire el dispositivo.' });
    assert.deepEqual(components[0]?.description, { es: 'Llegan alertas.' });
  });

  test('or with its language, and no other', () => {
    assert.deepEqual(said(PLAIN.replace('name: Estado', 'name: { es: Estado }')), []);
    assert.deepEqual(said(PLAIN.replace('name: Estado', 'name: { en: Status, es: Estado }')), [
      '3:11 key-unknown: en | one of es | Take it out, or add "en" to "languages" of "site".',
    ]);
  });

  test('what is missing is shown as it would be written', () => {
    assert.deepEqual(said(PLAIN.replace('  name: Estado\n', '')), [
      `1:1 key-missing: no "name" | name: 'Status' | Add a line such as "name: 'Status'".`,
    ]);
    assert.match(
      said(SMALL.replace('  name: { en: Status, es: Estado }\n', ''))[0] ?? '',
      /Add a line such as "name: \{ en: 'Status', es: '\.\.\.' \}"\.$/,
    );
  });
});

describe('where there are several languages', () => {
  test('a text that is in none is told with the way to write it in each', () => {
    assert.deepEqual(
      said(SMALL.replace('{ en: Look at the device., es: Mire el dispositivo. }', "Don't panic.")),
      [
        "9:11 language-missing: Don't panic. | words in each language of the site: en, es | Write { en: 'Don''t panic.', es: '...' }, or one language a line, indented.",
      ],
    );
  });

  test('and an account speaks the first unless it says another', () => {
    const accounts = `${named('[es, en]')}delivery:
  mastodon:
    - { instance: 'https://mastodon.example' }
    - { name: other, language: en, instance: 'https://mastodon.example' }
`;
    const { config } = parse(accounts);
    assert.deepEqual(
      config?.delivery.mastodon.map(({ language }) => language),
      ['es', 'en'],
    );
    assert.match(said(accounts.replace('language: en', 'language: fr'))[0] ?? '', /one of es, en/);
  });
});

test('where nobody knows the languages, no text is held to them', () => {
  assert.equal(said(named('[Klingon]')).length, 1);
});

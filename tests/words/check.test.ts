import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Data, type LanguageFile, ORIGINAL } from '../../src/i18n/index.ts';
import { readWords } from '../../src/words/check.ts';

const FACTS = { name: 'Deutsch', locale: 'de', direction: 'ltr', bibtex: 'german', contractions: {} };
const WHOLE = { language: FACTS, ...ORIGINAL };
const SHIPPED = WHOLE as unknown as LanguageFile;

/** What is said of a whole file after a change of it: name, and place where it has one. */
function told(change: (words: Record<string, Record<string, Data>>) => void): string[] {
  const words = structuredClone(WHOLE) as unknown as Record<string, Record<string, Data>>;
  change(words);
  return problemsOf(JSON.stringify(words));
}

function problemsOf(text: string, shipped?: LanguageFile): string[] {
  return readWords(new TextEncoder().encode(text), 'words/de.json', shipped).problems.map(
    ({ name, severity, found }) => `${severity} ${name}: ${found}`,
  );
}

/** The same where the file says one word of the answer otherwise. */
const said = (key: string, text: Data) =>
  problemsOf(JSON.stringify({ pages: { answer: { [key]: text } } }), SHIPPED);

describe('A whole file of words', () => {
  test('as the original is has nothing to mend', () =>
    assert.deepEqual(
      told(() => undefined),
      [],
    ));

  test('has every word, and a group that is missing is told once', () => {
    assert.deepEqual(
      told(({ pages }) => delete pages?.skip),
      ['error word-missing: no pages.skip'],
    );
    assert.deepEqual(
      told(({ pages }) => delete pages?.strip),
      ['error word-missing: no pages.strip'],
    );
    assert.deepEqual(
      told((words) => delete words.messages),
      ['error word-missing: no messages'],
    );
  });

  test('has lists as long as those of the original', () => {
    const change = (steps: (list: Data[]) => unknown) =>
      told(({ pages = {} }) => steps((pages.uptime as Record<string, Data[]>).howText as Data[]));
    assert.deepEqual(
      change((list) => list.pop()),
      ['error word-missing: no pages.uptime.howText[2]'],
    );
    assert.deepEqual(
      change((list) => list.push('more')),
      ['error word-unknown: pages.uptime.howText[3]'],
    );
  });

  test('says what its language is', () => {
    assert.deepEqual(
      told((words) => delete words.language),
      ['error key-missing: no language'],
    );
    assert.deepEqual(
      told(({ language = {} }) => {
        delete language.bibtex;
        Object.assign(language, {
          locale: 'nothing like',
          direction: 'up',
          contractions: { 'de el': 'del' },
          nam: 'x',
        });
      }),
      [
        'error key-missing: no bibtex',
        'error value-not-allowed: nothing like',
        'error value-not-allowed: up',
        'error value-not-allowed: {...}',
        'error key-unknown: nam',
      ],
    );
  });

  test('is read as a translator left it, mistakes of all kinds at once', () =>
    assert.deepEqual(
      told(({ pages = {}, messages = {} }) => {
        pages.skip = ' ';
        messages.stop = ['x'];
      }),
      ['error word-empty: nothing for pages.skip', 'error value-shape: [...]'],
    ));

  test('that is no mapping, not UTF-8 or endless says so', () => {
    assert.deepEqual(problemsOf('[]'), ['error value-shape: []']);
    const { problems } = readWords(new Uint8Array([0x7b, 0xff]), 'words/de.json');
    assert.deepEqual(
      problems.map(({ name }) => name),
      ['invalid-utf8'],
    );
    assert.deepEqual(problemsOf(' '.repeat(1_048_577)), ['error text-too-long: 1048577 bytes']);
  });
});

describe('A file that says words of ours otherwise', () => {
  test('may say a single one', () => {
    const { words, problems } = readWords(
      new TextEncoder().encode('{"language": {"locale": "de-AT"}, "pages": {"nav": {"menu": "Seiten"}}}'),
      'words/de.json',
      SHIPPED,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(words, { language: { locale: 'de-AT' }, pages: { nav: { menu: 'Seiten' } } });
  });

  test('may say more or less in a list', () => {
    const list = (howText: string[]) =>
      problemsOf(JSON.stringify({ pages: { uptime: { howText } } }), SHIPPED);
    assert.deepEqual(list(['one']), []);
    assert.deepEqual(list(['1', '2', '3', '4', '{x}']), ['error message-value-unknown: {x}']);
  });

  test('is warned where a value or a link is gone, for it may be meant', () => {
    assert.deepEqual(said('working', 'It works.'), ['warning message-value-missing: It works.']);
    assert.deepEqual(problemsOf('{"pages": {"home": {"toldText": "{subscribe}"}}}', SHIPPED), [
      'warning markup-lost: {subscribe}',
    ]);
  });

  test('has no word that nobody says', () =>
    assert.deepEqual(said('wroking', 'x'), ['error word-unknown: pages.answer.wroking']));

  test('is told where a group of words belongs that stands alone', () => {
    const { problems } = readWords(new TextEncoder().encode('{"answer": {}}'), 'words/de.json', SHIPPED);
    assert.match(
      String(problems[0]?.remedy),
      /^Put it below "pages", nested as in ours: \{ "pages": \{ "answer":/,
    );
  });

  test('says all templates of a row', () =>
    assert.deepEqual(problemsOf('{"pages": {"local": {"moment": {"today": "{time}"}}}}', SHIPPED), [
      'error word-missing: no pages.local.moment.day',
    ]));
});

describe('A message', () => {
  const of = (text: string) =>
    problemsOf(JSON.stringify({ pages: { answer: { more: text } } }), SHIPPED).map((one) =>
      one.replace('error ', ''),
    );

  test('is taken with every plural of its language', () =>
    assert.deepEqual(of('{count, plural, one {# Sache} other {# Sachen}}'), []));
  test('lacks a plural', () =>
    assert.deepEqual(of('{count, plural, other {#}}'), ['plural-incomplete: other']));
  test('needs no plural for numbers that it names', () =>
    assert.deepEqual(of('{count, plural, =1 {eine} other {#}}'), []));
  test('is broken', () =>
    assert.deepEqual(of('{count, plural, one {#}'), ['message-broken: the end of the text']));
  test('names a value that there is not', () =>
    assert.deepEqual(of('{count} {cuont}'), ['message-value-unknown: {cuont}']));
  test('takes the twin of a value for the value', () =>
    assert.deepEqual(said('working', '{Service} läuft, und {service} auch.'), []));
  test('keeps the answers of a condition', () => {
    const cited = (text: string) =>
      problemsOf(JSON.stringify({ messages: { speakers: { press: text } } }), SHIPPED);
    assert.deepEqual(cited('Presse{hasPlace, select, yes { ({place})} other {}}'), []);
    assert.deepEqual(cited('Presse{hasPlace, select, ja { ({place})} other {}}'), [
      'error message-broken: ja',
    ]);
  });
  test('that a script fills has no plurals', () =>
    assert.deepEqual(
      problemsOf('{"pages": {"chart": {"more": "{count, plural, one {#} other {#}}"}}}', SHIPPED),
      ['error message-broken: a plural or a choice'],
    ));
  test('of a counted thing is one plural', () =>
    assert.deepEqual(problemsOf('{"pages": {"format": {"units": {"day": "{count} Tage"}}}}', SHIPPED), [
      'error message-broken: more or less than one plural',
    ]));
  test('takes either of two values that say the same', () => {
    const since = (text: string) => problemsOf(JSON.stringify({ messages: { since: text } }), SHIPPED);
    assert.deepEqual(since('{From}'), []);
    assert.deepEqual(since('Seit'), ['warning message-value-missing: Seit']);
  });

  test('is told where it is broken, past letters that are written with several', () => {
    const text = '{"pages": {"answer": {"working": "\\u00e4\\"\\n{service} {servise}"}}}';
    const [problem] = readWords(new TextEncoder().encode(text), 'words/de.json', SHIPPED).problems;
    assert.deepEqual(problem?.place, { line: 1, column: text.indexOf('{servise') + 1 });
    assert.match(problem?.remedy ?? '', /Did you mean "service"/);
  });

  test('with a hidden brace is told why', () => {
    const [problem] = readWords(
      new TextEncoder().encode(`{"pages": {"answer": {"working": "l'{service} va"}}}`),
      'words/de.json',
      SHIPPED,
    ).problems;
    assert.match(problem?.remedy ?? '', /apostrophe/);
  });
});

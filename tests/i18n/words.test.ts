import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { counted } from '../../src/i18n/format.ts';
import {
  formatOf,
  labelled,
  languageOf,
  messageWordsOf,
  spokenLanguages,
  wordsOf,
} from '../../src/i18n/index.ts';
import { SHIPPED } from '../languages.ts';
import { formsOf, messageIn, plain, template } from '../../src/i18n/message.ts';
import { Call, Counted, Row, Template } from '../../src/i18n/shape.ts';
import { wordsIn } from '../../src/i18n/speak.ts';

const ENGLISH = { locale: 'en-GB', contractions: {} };
const SPANISH = { locale: 'es', contractions: { 'de |el ': 'del ', 'y |i': 'e i', 'y |ie': 'y ie' } };

describe('French', () => {
  test('breaks no line before a colon and the like, in whatever stands on pages', () => {
    const file = join(import.meta.dirname, '../../src/i18n/words/fr.json');
    const { pages } = JSON.parse(readFileSync(file, 'utf8')) as { pages: object };
    const wrong = JSON.stringify(pages).match(/[^"]{0,20}[^":] [:;?!](?=[ "])/g);
    assert.equal(wrong, null);
    assert.equal(labelled('Début', 'fr'), 'Début\u00A0:');
    assert.equal(labelled('Inicio', 'es'), 'Inicio:');
  });
});

describe('A message', () => {
  test('chooses a plural by the rules of its language', () => {
    const say = messageIn('{count, plural, one {# thing} other {# things}}', ENGLISH);
    assert.deepEqual(
      [0, 1, 2, 12345].map((count) => say({ count })),
      ['0 things', '1 thing', '2 things', '12345 things'],
    );
    const french = { locale: 'fr', contractions: {} };
    assert.equal(messageIn('{count, plural, one {# jour} other {# jours}}', french)({ count: 0 }), '0 jour');
  });

  test('takes tags, braces and quotes of a value as they are', () => {
    const say = messageIn('<a href="{link}">{name}</a>', ENGLISH);
    assert.equal(say({ link: '/x', name: `it's {y} <b>` }), `<a href="/x">it's {y} <b></a>`);
  });

  test('is contracted where a value meets the words around it, and nowhere else', () => {
    const say = messageIn('un problema de {service}, grande el {other} y {third}', SPANISH);
    assert.equal(
      say({ service: 'el servicio de el Este', other: 'x', third: 'iones' }),
      'un problema del servicio de el Este, grande el x e iones',
    );
    assert.equal(
      say({ service: 'El Salvador', other: 'x', third: 'iones' }).slice(0, 25),
      'un problema de El Salvado',
    );
  });

  test('is contracted by the longest rule, and by whole words only', () => {
    assert.equal(messageIn('a y {x}', SPANISH)({ x: 'ie' }), 'a y ie');
    assert.equal(messageIn('grande {x}', SPANISH)({ x: 'el mar' }), 'grande el mar');
  });

  test('that is broken says so', () => assert.throws(() => messageIn('{count, plural, one {x}', ENGLISH)));
});

describe('A text', () => {
  test('is what stands there', () => assert.equal(plain(`it's "so"`, ENGLISH), `it's "so"`));
  test('has its doubled apostrophes once', () => assert.equal(plain("l''eau", ENGLISH), "l'eau"));
  test('for a script keeps the names of its values', () => {
    assert.equal(template('after {first}', ['first'], ENGLISH), 'after {first}');
    assert.equal(template("l''{first}", ['first'], ENGLISH), "l'{first}");
  });
});

describe('The forms of a counted thing', () => {
  const said = (text: string, locale: string, counts: number[]) => {
    const forms = formsOf(text, { locale, contractions: {} });
    return counts.map((count) => counted(forms, count, locale));
  };

  test('go without the number that stands before them', () =>
    assert.deepEqual(formsOf('{count, plural, one {# day} other {# days}}', ENGLISH), ['day', 'days']));

  test('are as many as a language has', () => {
    const text = '{count, plural, one {# dzień} few {# dni} many {# dni} other {# dnia}}';
    assert.deepEqual(said(text, 'pl', [1, 2, 5, 22]), ['1 dzień', '2 dni', '5 dni', '22 dni']);
  });

  test('may say a number in a word, or behind the thing', () => {
    const text = '{count, plural, =2 {two days} one {day #} other {days: #}}';
    assert.deepEqual(said(text, 'en', [1, 2, 3]), ['day 1', 'two days', 'days: 3']);
  });

  test('of nothing are those of one where the language says so', () =>
    assert.deepEqual(said('{count, plural, one {# minute} other {# minutes}}', 'fr', [0, 2]), [
      '0 minute',
      '2 minutes',
    ]));
});

describe('Words', () => {
  const data = {
    text: 'a text',
    says: { one: '{Service} works, {service} does', two: 'nothing' },
    perhaps: '{title}{hasWho, select, yes { by {who}} other {}}',
    clock: '{fromTime} on {date}',
    list: ['one {x}', 'two'],
    rows: { first: '{time}', second: 'on {time}' },
    days: '{count, plural, one {# day} other {# days}}',
    fills: [{ text: 'see {link}' }],
  };
  const words = wordsIn(
    data,
    {
      says: new Call(['service']),
      perhaps: new Call(['title', 'who?']),
      clock: new Call(['{date}', 'from{time}']),
      list: new Call(['x']),
      rows: new Row(['second', 'first'], ['time']),
      days: new Counted(),
      fills: new Template(['link']),
    },
    ENGLISH,
  );

  test('are text where the table says nothing', () => assert.equal(words.text, 'a text'));
  test('below a message are messages, with a capital letter where they ask for it', () => {
    assert.equal(words.says.one('émile'), 'Émile works, émile does');
    assert.equal(words.says.two('x'), 'nothing');
  });
  test('may do without a value', () => {
    assert.equal(words.perhaps('A', 'B'), 'A by B');
    assert.equal(words.perhaps('A', undefined), 'A');
  });
  test('take the properties of an object', () =>
    assert.equal(words.clock({ date: 'Monday' }, { time: '01:00' }), '01:00 on Monday'));
  test('of a list are said together', () => assert.deepEqual(words.list('x'), ['one x', 'two']));
  test('for scripts stand in the order of the table', () =>
    assert.deepEqual(words.rows, ['on {time}', '{time}']));
  test('that are counted are forms', () => assert.deepEqual(words.days, ['day', 'days']));
  test('in groups of a list keep what is filled', () => assert.equal(words.fills[0]?.text, 'see {link}'));
});

describe('A language', () => {
  test('has its name, its direction and what others call it', () => {
    assert.deepEqual(
      spokenLanguages()
        .filter((language) => SHIPPED.includes(language))
        .map((language) => [wordsOf(language).language, languageOf(language).bibtex]),
      [
        ['English', 'english'],
        ['Español', 'spanish'],
        ['Deutsch', 'german'],
        ['Français', 'french'],
        ['Italiano', 'italian'],
        ['Nederlands', 'dutch'],
        ['Português', 'portuguese'],
      ],
    );
  });

  test('without words is a mistake of ours', () => {
    assert.throws(() => wordsOf('xx'), /xx/);
    assert.throws(() => wordsOf('constructor'), /constructor/);
  });

  test('says "one" where one hour is another', () => {
    const one = Date.UTC(2026, 2, 1, 1, 5);
    assert.equal(
      formatOf('es').inSentence({ earliest: one, latest: one }),
      'el 1 de marzo de 2026 a la 01:05 UTC',
    );
    assert.deepEqual(wordsOf('es').local.hour, ['las', 'la']);
    assert.equal(
      formatOf('pt').inSentence({ earliest: one, latest: one }),
      'em 1 de março de 2026, à 01:05 UTC',
    );
    assert.equal(
      formatOf('pt').window({ earliest: one, latest: one + 2 * 3_600_000 }),
      'de 01:05 a 03:05 UTC, em 1 de março de 2026',
    );
  });

  test('contracts what the config calls the service', () => {
    assert.equal(
      wordsOf('es').answer.clear('el intercambio'),
      'No se ha comunicado ningún problema del intercambio.',
    );
    assert.equal(
      wordsOf('es').format.fromSome('el 1 de marzo de 2026 (UTC)'),
      'desde algún momento del 1 de marzo de 2026 (UTC)',
    );
  });

  test('says from when something lasts in its own way', () => {
    const times = ['from 1 March', '1 March'] as const;
    assert.equal(messageWordsOf('en').since(...times), 'Since 1 March');
    assert.equal(messageWordsOf('es').since('desde el 1 de marzo', ''), 'Desde el 1 de marzo');
  });
});

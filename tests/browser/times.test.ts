import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { wordsOf } from '../../src/i18n/index.ts';
import { NOW, openPage } from './page.ts';

type Ages = typeof import('../../src/browser/ages.ts');
type Times = typeof import('../../src/browser/times.ts');
type Printed = typeof import('../../src/browser/printed.ts');

const iso = (instant: number) => new Date(instant).toISOString();
const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

describe('the age beside a time', () => {
  const ageOf = async (
    age: number,
    { language = 'en', zone = 'UTC' }: { language?: 'en' | 'es'; zone?: string } = {},
  ) => {
    const page = openPage(`<span id="age" data-age="${iso(NOW - age)}">old</span><span id="none"></span>`, {
      zone,
    });
    const { addAges } = await page.load<Ages>('ages.ts');
    addAges(page.document, wordsOf(language).format.locale, wordsOf(language).ages, NOW);
    assert.equal(page.text('#none'), '');
    return page.text('#age');
  };

  const ages: [ms: number, en: string, es: string][] = [
    [0, '', ''],
    [MINUTE - SECOND, '', ''],
    [MINUTE, 'a minute ago', 'hace un minuto'],
    [2 * MINUTE - SECOND, 'a minute ago', 'hace un minuto'],
    [HOUR - SECOND, '59 minutes ago', 'hace 59 minutos'],
    [HOUR, 'an hour ago', 'hace una hora'],
    [3 * HOUR, '3 hours ago', 'hace 3 horas'],
    [DAY - SECOND, '23 hours ago', 'hace 23 horas'],
    [DAY, 'yesterday', 'ayer'],
    [3 * DAY, '3 days ago', 'hace 3 días'],
    [-MINUTE, 'in a minute', 'dentro de un minuto'],
    [-HOUR, 'in an hour', 'dentro de una hora'],
    [-2 * HOUR, 'in 2 hours', 'dentro de 2 horas'],
    [-DAY, 'tomorrow', 'mañana'],
  ];
  for (const [ms, en, es] of ages)
    test(`reads "${en}" after ${ms / SECOND} s: whole units, rounded down, nothing under a minute`, async () => {
      assert.equal(await ageOf(ms), en);
      assert.equal(await ageOf(ms, { language: 'es' }), es);
    });

  test('in days goes by the calendar of the reader', async () => {
    // It is 22:00 on 28 February in New York, and 03:00 on 1 March in UTC: thirty hours ago it was the day before there.
    assert.equal(await ageOf(26 * HOUR, { zone: 'America/New_York' }), 'yesterday');
    assert.equal(await ageOf(30 * HOUR), '2 days ago');
    assert.equal(await ageOf(30 * HOUR, { zone: 'America/New_York' }), 'yesterday');
  });
});

describe("the reader's own time", () => {
  const NEW_YORK = { zone: 'America/New_York', languages: ['en-US'] };
  const SPANISH = { zone: 'America/New_York', languages: ['es-US'], language: 'es' as const };
  type Device = { zone: string; languages?: string[]; language?: 'en' | 'es' };

  /** What a time reads when it is NOW, 22:00 on 28 February in New York. Narrow spaces are told as spaces. */
  const read = async (mark: string, { language = 'en', ...device }: Device = NEW_YORK) => {
    const page = openPage(`<main><time id="when" ${mark}>UTC</time></main>`, device);
    const { addLocalTimes } = await page.load<Times>('times.ts');
    for (let twice = 0; twice < 2; twice++)
      addLocalTimes(page.document, wordsOf(language).format.locale, wordsOf(language).local, NOW);
    return page.text('#when')?.replace(/\s/g, ' ');
  };
  const at = (from: string, to?: string, as?: string) =>
    `data-from="${from}" ${to ? `data-to="${to}"` : ''} ${as ? `data-as="${as}"` : ''}`;

  test('comes first, UTC after it, once; a time of today goes without its day', async () => {
    assert.equal(await read(at('2026-03-01T02:10:00Z')), '9:10 PM EST (02:10 UTC)');
  });

  test('of another day has its day, and of another year its year; UTC has a day where it is another there', async () => {
    assert.equal(await read(at('2026-02-27T15:30:00Z')), 'Feb 27, 10:30 AM EST (15:30 UTC)');
    assert.equal(await read(at('2026-02-27T02:10:00Z')), 'Feb 26, 9:10 PM EST (27 Feb, 02:10 UTC)');
    assert.equal(await read(at('2019-11-30T15:30:00Z')), 'Nov 30, 2019, 10:30 AM EST (15:30 UTC)');
    assert.equal(await read(at('2026-03-01T06:55:00Z')), 'Mar 1, 1:55 AM EST (06:55 UTC)');
  });

  test('is written with twelve hours or twenty-four, as at home', async () => {
    assert.equal(
      await read(at('2026-03-01T02:10:00Z'), { zone: 'America/New_York', languages: ['en-GB'] }),
      '21:10 GMT−5 (02:10 UTC)',
    );
    assert.equal(
      await read(at('2026-03-01T02:10:00Z'), { zone: 'America/New_York', languages: ['fr-FR', 'en-US'] }),
      '9:10 PM EST (02:10 UTC)',
    );
    assert.equal(
      await read(at('2026-03-01T02:10:00Z'), { zone: 'America/New_York', languages: ['fr-FR'] }),
      '21:10 GMT−5 (02:10 UTC)',
    );
  });

  test('has no minus in its zone at which a line may break, in a stretch neither', async () => {
    const device = { zone: 'America/New_York', languages: ['es-ES'], language: 'es' as const };
    assert.equal(
      await read(at('2019-11-30T05:00:00Z', '2019-11-30T06:00:00Z'), device),
      'entre las 0:00 y la 1:00 GMT−5 del 30 de noviembre de 2019 (5:00–6:00 UTC)',
    );
    const apart = await read(at('2026-02-27T02:00:00Z', '2026-02-27T15:00:00Z'), device);
    assert.doesNotMatch(apart ?? '', /GMT-/);
  });

  test('makes each formatter once, however many times stand in the page and however often they are written', async () => {
    const made: string[] = [];
    class DateTimeFormat extends Intl.DateTimeFormat {
      constructor(locale: string, options: Intl.DateTimeFormatOptions) {
        super(locale, { timeZone: NEW_YORK.zone, ...options });
        made.push(JSON.stringify([locale, options]));
      }
    }
    const marks = Array.from({ length: 80 }, (_, day) =>
      at(iso(NOW - day * DAY), iso(NOW - day * DAY + 20 * HOUR), ['moment', 'since', 'window'][day % 3]),
    );
    const page = openPage(marks.map((mark) => `<time ${mark}></time>`).join(''), {
      ...NEW_YORK,
      has: { Intl: Object.create(Intl, { DateTimeFormat: { value: DateTimeFormat } }) },
    });
    const { addLocalTimes } = await page.load<Times>('times.ts');
    for (const now of [NOW, NOW + DAY])
      addLocalTimes(page.document, wordsOf('en').format.locale, wordsOf('en').local, now);
    assert.equal(page.count('.local'), 80);
    assert.equal(made.length, new Set(made).size);
    assert.ok(made.length <= 8, `${made.length} were made`);
  });

  const sentences: [what: string, mark: string, en: string, es: string][] = [
    ['at', at('2026-03-01T02:10:00Z', '', 'inSentence'), 'at 9:10 PM EST', 'a las 9:10 p.m. EST'],
    ['at one', at('2026-02-28T18:10:00Z', '', 'inSentence'), 'at 1:10 PM EST', 'a la 1:10 p.m. EST'],
    [
      'at, on a day',
      at('2026-02-27T15:30:00Z', '', 'inSentence'),
      'at 10:30 AM EST on February 27',
      'el 27 de febrero a las 10:30 a.m. EST',
    ],
    ['since', at('2026-03-01T02:10:00Z', '', 'since'), '9:10 PM EST', 'las 9:10 p.m. EST'],
    [
      'since some time',
      at('2026-03-01T01:40:00Z', '2026-03-01T01:50:00Z', 'since'),
      'some time between 8:40 and 8:50 PM EST',
      'algún momento entre las 8:40 y las 8:50 p.m. EST',
    ],
    ['from', at('2026-03-01T02:10:00Z', '', 'from'), 'from 9:10 PM EST', 'desde las 9:10 p.m. EST'],
    [
      'from some time',
      at('2026-02-28T05:00:00Z', '2026-02-28T06:00:00Z', 'from'),
      'from some time between 12:00 and 1:00 AM EST',
      'desde algún momento entre las 12:00 y la 1:00 a.m. EST',
    ],
    [
      'before, by the latest reading',
      at('2026-03-01T01:40:00Z', '2026-03-01T02:40:00Z', 'before'),
      'before 9:40 PM EST',
      'antes de las 9:40 p.m. EST',
    ],
    [
      'between, on a day',
      at('2019-11-30T05:00:00Z', '2019-11-30T06:00:00Z'),
      'between 12:00 and 1:00 AM EST on November 30, 2019',
      'entre las 12:00 y la 1:00 a.m. EST del 30 de noviembre de 2019',
    ],
    [
      'between two days',
      at('2026-02-27T02:00:00Z', '2026-02-27T15:00:00Z'),
      'between Feb 26, 9:00 PM EST and Feb 27, 10:00 AM EST',
      'entre el 26 feb, 9:00 p.m. EST y el 27 feb, 10:00 a.m. EST',
    ],
    [
      'a window',
      at('2026-03-01T01:00:00Z', '2026-03-01T02:30:00Z', 'window'),
      'from 8:00 to 9:30 PM EST',
      'de las 8:00 a las 9:30 p.m. EST',
    ],
  ];
  for (const [what, mark, en, es] of sentences)
    test(`stands in a sentence as people say it: ${what}`, async () => {
      assert.equal((await read(mark))?.replace(/ \([^(]*\)$/, ''), en);
      assert.equal((await read(mark, SPANISH))?.replace(/ \([^(]*\)$/, ''), es);
    });

  test('of an uncertain moment has both ends in UTC too', async () => {
    const mark = at('2026-03-01T01:40:00Z', '2026-03-01T01:50:00Z');
    assert.equal(await read(mark), 'between 8:40 and 8:50 PM EST (01:40–01:50 UTC)');
  });

  test('of a stretch over midnight in UTC names both days there, never a month as a number', async () => {
    const yesterday = at('2026-02-27T20:00:00Z', '2026-02-28T02:00:00Z');
    assert.equal(
      await read(yesterday),
      'between 3:00 and 9:00 PM EST on February 27 (27 Feb, 20:00 UTC – 28 Feb, 02:00 UTC)',
    );
    const today = at('2026-02-28T23:30:00Z', '2026-03-01T00:30:00Z');
    assert.equal(await read(today), 'between 6:30 and 7:30 PM EST (28 Feb, 23:30 UTC – 1 Mar, 00:30 UTC)');
  });

  test('is written anew where the time that stands there is another', async () => {
    const page = openPage('<time id="when" data-from="2026-03-01T02:10:00Z">UTC</time>', NEW_YORK);
    const { addLocalTimes } = await page.load<Times>('times.ts');
    const write = () => addLocalTimes(page.document, 'en-GB', wordsOf('en').local, NOW);
    write();
    page.find('#when').dataset.from = '2026-03-01T02:20:00Z';
    write();
    assert.equal(page.text('#when')?.replace(/\s/g, ' '), '9:20 PM EST (02:20 UTC)');
  });

  for (const zone of ['UTC', 'Etc/UTC'])
    test(`is said once on a device in ${zone}`, async () => {
      assert.equal(await read(at('2026-03-01T02:10:00Z'), { zone, languages: ['en-GB'] }), '02:10 UTC');
    });

  test('is not written where no instant is known', async () => {
    assert.equal(await read('datetime="2026-03-01"'), 'UTC');
  });
});

describe('a printed page', () => {
  test('says when it was printed, in UTC, anew with each print', async () => {
    const page = openPage('<p data-printed="Printed on {time}."></p>', { zone: 'America/New_York' });
    const { datePrints } = await page.load<Printed>('printed.ts');
    datePrints('en-GB');
    assert.equal(page.text('p'), '');
    await page.happens('beforeprint');
    assert.equal(page.text('p'), 'Printed on 1 March 2026 at 03:00 UTC.');
    await page.clock.pass(HOUR);
    await page.happens('beforeprint');
    assert.equal(page.text('p'), 'Printed on 1 March 2026 at 04:00 UTC.');
  });

  test('without a place for it is printed all the same', async () => {
    const page = openPage('<p>Nothing</p>');
    const { datePrints } = await page.load<Printed>('printed.ts');
    datePrints('en-GB');
    await page.happens('beforeprint');
    assert.equal(page.text('p'), 'Nothing');
  });
});

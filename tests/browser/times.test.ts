import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NOW, openPage } from './page.ts';

type Ages = typeof import('../../src/browser/ages.ts');
type Times = typeof import('../../src/browser/times.ts');
type Printed = typeof import('../../src/browser/printed.ts');

const iso = (instant: number) => new Date(instant).toISOString();
const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

describe('the age beside a time', () => {
  const ageOf = async (age: number, locale = 'en-GB') => {
    const page = openPage(`<span id="age" data-age="${iso(NOW - age)}">old</span><span id="none"></span>`);
    const { addAges } = await page.load<Ages>('ages.ts');
    addAges(page.document, locale, NOW);
    assert.equal(page.text('#none'), '');
    return page.text('#age');
  };

  const ages: [ms: number, text: string][] = [
    [0, ''],
    [MINUTE - SECOND, ''],
    [MINUTE, '1 minute ago'],
    [2 * MINUTE - SECOND, '1 minute ago'],
    [HOUR - SECOND, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [DAY - SECOND, '23 hours ago'],
    [DAY, '1 day ago'],
    [2 * DAY - SECOND, '1 day ago'],
    [-2 * HOUR, 'in 2 hours'],
  ];
  for (const [ms, text] of ages)
    test(`reads "${text}" after ${ms / SECOND} s: whole units, rounded down, nothing under a minute`, async () => {
      assert.equal(await ageOf(ms), text);
    });

  test('reads in the language of the page', async () => {
    assert.equal(await ageOf(3 * HOUR, 'es-US'), 'hace 3 horas');
  });
});

describe("the reader's own time", () => {
  const at = '2026-03-01T06:05:00Z';
  const localOf = async (
    mark: string,
    given: { zone: string; languages?: string[]; locale?: string },
  ): Promise<string | undefined> => {
    const page = openPage(`<main><time id="when" ${mark}>UTC</time></main>`, given);
    const { addLocalTimes } = await page.load<Times>('times.ts');
    addLocalTimes(page.document, given.locale ?? 'en-GB', 'your time');
    addLocalTimes(page.document, given.locale ?? 'en-GB', 'your time');
    return page.text('#when .local');
  };

  test('stands behind UTC, once, with the day and the name of the zone', async () => {
    const page = openPage(`<time id="when" data-from="${at}">06:05 UTC</time>`, {
      zone: 'America/New_York',
      languages: ['en-US'],
    });
    const { addLocalTimes } = await page.load<Times>('times.ts');
    addLocalTimes(page.document, 'en-GB', 'your time');
    addLocalTimes(page.document, 'en-GB', 'your time');
    assert.equal(page.text('#when'), '06:05 UTC (Mar 1, 01:05 EST, your time)');
  });

  test('of an uncertain moment has both ends', async () => {
    const text = await localOf(`data-from="${at}" data-to="2026-03-01T07:05:00Z"`, {
      zone: 'America/New_York',
      languages: ['en-US'],
    });
    assert.match(text ?? '', /01:05.*02:05.*EST, your time\)$/);
  });

  test('is written as at home where the browser knows the language of the page', async () => {
    const mark = `data-from="${at}"`;
    const zone = 'America/New_York';
    const home = await localOf(mark, { zone, languages: ['es-MX', 'en-US'], locale: 'en-GB' });
    assert.equal(home, ' (Mar 1, 01:05 EST, your time)');
    const page = await localOf(mark, { zone, languages: ['fr-FR'], locale: 'en-GB' });
    assert.equal(page, ' (1 Mar, 01:05 GMT-5, your time)');
  });

  for (const zone of ['UTC', 'Etc/UTC'])
    test(`is not written again for a device in ${zone}`, async () => {
      const page = openPage(`<time data-from="${at}">06:05 UTC</time>`, { zone });
      const { addLocalTimes } = await page.load<Times>('times.ts');
      addLocalTimes(page.document, 'en-GB', 'your time');
      assert.equal(page.text('time'), '06:05 UTC');
      assert.equal(page.document.documentElement.dataset.zone, 'utc');
    });

  test('is not written where no instant is known', async () => {
    assert.equal(await localOf('datetime="2026-03-01"', { zone: 'America/New_York' }), undefined);
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

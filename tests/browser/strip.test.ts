import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { longestSaid } from '../../src/browser/strip.ts';
import type { DayUptime } from '../../src/domain/uptime.ts';
import { openPage } from './page.ts';

const STRIPS = {
  en: {
    labelled: '{label}:',
    locale: 'en-GB',
    quiet: 'no incident',
    before: 'outside the record',
    instant: 'an incident of no length',
    minutes: 'min',
    statuses: { major_outage: 'major outage', degraded_performance: 'degraded' },
  },
};
/** Eight days, the last of them 1 March: outside, quiet (4), an outage of 90 min, an instant, and two statuses. */
const DAYS = '- 4. M90 z M60d7';
const STRIP = `
  <div class="strip">
    <svg id="strip" role="img" aria-label="Alerts, 8 days. 3 of 8 days" data-days="${DAYS}" data-last="2026-03-01"
      data-href="/components/alerts/"></svg>
    <p><span data-day class="day">3 of 8 days</span></p>
  </div>`;
const pageOf = (body: string, lang = 'en', dir = 'ltr') =>
  `<html lang="${lang}" dir="${dir}"><body>${body}</body></html>`;

describe('a strip of days', () => {
  const enlivened = async (body = STRIP, lang = 'en', dir = 'ltr') => {
    const page = openPage(pageOf(body, lang, dir));
    await page.load('strips.ts', { STRIPS });
    const says = () => [page.text('[data-day]'), page.find('#strip').getAttribute('aria-valuetext')];
    const press = async (key: string) => (await page.happens('keydown', '#strip', { key })).defaultPrevented;
    return { page, says, press };
  };

  test('becomes one tab stop that stands at today and still says the summary', async () => {
    const { page } = await enlivened();
    const { attributes } = page.find('#strip');
    const said = Object.fromEntries(
      ['role', 'tabindex', 'aria-valuemin', 'aria-valuemax', 'aria-valuenow', 'aria-valuetext'].map(
        (name) => [name, attributes.getNamedItem(name)?.value],
      ),
    );
    assert.deepEqual(said, {
      role: 'slider',
      tabindex: '0',
      'aria-valuemin': '0',
      'aria-valuemax': '7',
      'aria-valuenow': '7',
      'aria-valuetext': '3 of 8 days',
    });
    assert.equal(page.text('[data-day]'), '3 of 8 days');
  });

  test('goes from right to left where the page does', async () => {
    const { page, press } = await enlivened(STRIP, 'en', 'rtl');
    const at = () => page.find('#strip').getAttribute('aria-valuenow');
    await press('ArrowRight');
    assert.equal(at(), '6', 'what lies at the right was before');
    await press('ArrowLeft');
    assert.equal(at(), '7');
    page.find('#strip').getBoundingClientRect = () => ({ left: 100, right: 180, width: 80 }) as DOMRect;
    await page.happens('pointermove', '#strip', { clientX: 101, pointerType: 'mouse' });
    assert.equal(at(), '7', 'today stands at the left');
    await page.happens('pointermove', '#strip', { clientX: 179, pointerType: 'mouse' });
    assert.equal(at(), '0');
  });

  test('under the name of its component leads where that does', async () => {
    const bare = STRIP.replace(/data-href="[^"]*"/, '');
    const { page, press } = await enlivened(
      `<li class="component"><a href="/components/alerts/">Alerts</a>${bare}</li>`,
    );
    await press('ArrowLeft');
    await press('ArrowRight');
    assert.equal(page.find('[data-day] a').getAttribute('href'), '/components/alerts/#d-2026-03-01');
  });

  test('that is only a line says its day in the place that its group has for all', async () => {
    const thin = STRIP.replace('class="strip"', 'class="strip thin"').replace(/<p>.*<\/p>/, '');
    const { page, says } = await enlivened(`<div class="group">${thin}<p><span data-day></span></p></div>`);
    assert.equal(page.text('[data-day]'), '');
    await page.happens('focus', '#strip');
    const text = '1 March 2026: major outage 1 h, degraded 7 min';
    assert.deepEqual(says(), [text, text]);
  });

  test('says the day that it stands at when it is reached, and marks it', async () => {
    const { page, says } = await enlivened();
    await page.happens('focus', '#strip');
    const text = '1 March 2026: major outage 1 h, degraded 7 min';
    assert.deepEqual(says(), [text, text]);
    assert.equal(page.find('.cursor').getAttribute('x'), '7');
  });

  const walks: [keys: string[], day: string][] = [
    [['ArrowLeft'], '28 February 2026: an incident of no length'],
    [['ArrowDown', 'ArrowLeft'], '27 February 2026: major outage 1 h 30 min'],
    [['ArrowLeft', 'ArrowLeft', 'ArrowLeft'], '26 February 2026: no incident'],
    [['Home'], '22 February 2026: outside the record'],
    [['PageDown'], '22 February 2026: outside the record'],
    [['Home', 'ArrowRight'], '23 February 2026: no incident'],
    [['Home', 'ArrowUp', 'ArrowRight'], '24 February 2026: no incident'],
    [['Home', 'ArrowLeft'], '22 February 2026: outside the record'],
    [['Home', 'PageUp'], '1 March 2026: major outage 1 h, degraded 7 min'],
    [['ArrowLeft', 'End'], '1 March 2026: major outage 1 h, degraded 7 min'],
    [['ArrowLeft', 'End', 'ArrowRight', 'ArrowLeft'], '28 February 2026: an incident of no length'],
  ];
  for (const [keys, day] of walks)
    test(`is walked through by ${keys.join(', ')}`, async () => {
      const { says, press } = await enlivened();
      for (const key of keys) assert.equal(await press(key), true);
      assert.deepEqual(says(), [day, day]);
    });

  test('leaves other keys to the browser', async () => {
    const { says, press } = await enlivened();
    assert.equal(await press('Tab'), false);
    assert.equal(says()[0], '3 of 8 days');
  });

  test('shows a day with an entry as a link to its incidents, and a day without as words', async () => {
    const { page, press } = await enlivened();
    await press('ArrowLeft');
    assert.equal(page.find('[data-day] a').getAttribute('href'), '/components/alerts/#d-2026-02-28');
    for (const key of ['Home', 'ArrowRight']) {
      await press(key);
      assert.equal(page.count('[data-day] a'), 0);
    }
  });

  test('has the longest of what strips that share a place can say, so that the page can keep room for it', () => {
    const day = Date.UTC(2026, 2, 1);
    const quiet = { day, service: 'in', incidents: [], worst: 'operational', by: {} } as unknown as DayUptime;
    const long = { ...quiet, incidents: ['a'] } as unknown as DayUptime;
    assert.equal(longestSaid([[quiet], [long, quiet]], STRIPS.en), '1 March 2026: an incident of no length');
    const hurt = { ...long, by: { major_outage: 5 * 60_000 } } as unknown as DayUptime;
    assert.equal(longestSaid([[hurt, long]], STRIPS.en), '1 March 2026: an incident of no length');
    assert.equal(longestSaid([[hurt]], STRIPS.en), '1 March 2026: major outage 5 min');
    assert.equal(longestSaid([[quiet]], STRIPS.en), undefined);
  });

  test('shows minutes alone under an hour, and nothing but hours for whole ones', async () => {
    const body = STRIP.replace(DAYS, 'M59 M60 M0 M119');
    const { says, press } = await enlivened(body);
    const said: (string | undefined)[] = [];
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await press(key);
      said.push(says()[0]?.split(': major outage ')[1]);
    }
    assert.deepEqual(said, ['59 min', '1 h', '0 min', '1 h 59 min']);
  });

  test('shows the day under a finger, and under a mouse that moves over it', async () => {
    const { page, says } = await enlivened();
    page.find('#strip').getBoundingClientRect = () => ({ left: 100, width: 80 }) as DOMRect;
    const point = (name: string, clientX: number, pointerType: string) =>
      page.happens(name, '#strip', { clientX, pointerType });
    await point('pointerdown', 111, 'mouse');
    assert.match(says()[0] ?? '', /^23 February 2026/);
    await point('pointermove', 179, 'mouse');
    assert.match(says()[0] ?? '', /^1 March 2026/);
    await point('pointermove', 90, 'mouse');
    assert.match(says()[0] ?? '', /^22 February 2026/);
  });

  test('goes with a finger that drags to the nearest day with an entry, which a tap then opens', async () => {
    const { page, says } = await enlivened();
    page.find('#strip').getBoundingClientRect = () => ({ left: 100, width: 80 }) as DOMRect;
    const point = (name: string, clientX: number) =>
      page.happens(name, '#strip', { clientX, pointerType: 'touch' });
    const opens = () => page.find('[data-day] a').getAttribute('href');
    await point('pointerdown', 111);
    assert.match(says()[0] ?? '', /^27 February 2026/);
    assert.equal(opens(), '/components/alerts/#d-2026-02-27');
    await point('pointermove', 165);
    assert.match(says()[0] ?? '', /^28 February 2026/);
    await point('pointermove', 400);
    assert.match(says()[0] ?? '', /^1 March 2026/);
    await point('pointermove', 0);
    assert.match(says()[0] ?? '', /^27 February 2026/);
  });

  test('whose days are too narrow for a mouse goes to the nearest day with an entry under it, too', async () => {
    const { page, says } = await enlivened();
    page.find('#strip').getBoundingClientRect = () => ({ left: 100, width: 16 }) as DOMRect;
    await page.happens('pointermove', '#strip', { clientX: 101, pointerType: 'mouse' });
    assert.match(says()[0] ?? '', /^27 February 2026/);
  });

  test('without any entry says the day under a finger', async () => {
    const { page, says } = await enlivened(STRIP.replace(DAYS, '- 7.'));
    page.find('#strip').getBoundingClientRect = () => ({ left: 100, width: 80 }) as DOMRect;
    await page.happens('pointerdown', '#strip', { clientX: 125, pointerType: 'touch' });
    assert.equal(says()[0], '24 February 2026: no incident');
  });

  test('in a new part of the page is walked through too, and the others not twice', async () => {
    const { page, press, says } = await enlivened();
    await press('Home');
    const part = page.document.createElement('section');
    part.innerHTML = STRIP.replace('id="strip"', 'id="new"');
    page.document.body.append(part);
    await page.happens('nightlight:part', undefined, { detail: page.document });
    assert.equal(page.find('#new').getAttribute('role'), 'slider');
    assert.equal(page.find('#strip').getAttribute('aria-valuenow'), '0');
    await press('ArrowRight');
    assert.match(says()[0] ?? '', /^23 February 2026/);
  });

  test('without a place for its words stays a picture with a label', async () => {
    const { page } = await enlivened(STRIP.replace('data-day ', ''));
    assert.equal(page.find('#strip').getAttribute('role'), 'img');
  });

  test('in a language that nobody has words for stays a picture with a label', async () => {
    const { page } = await enlivened(STRIP, 'fr');
    await page.happens('nightlight:part', undefined, { detail: page.document });
    assert.equal(page.find('#strip').getAttribute('role'), 'img');
  });
});

describe('what a page fetches once the reader comes near it', () => {
  type Summon = typeof import('../../src/browser/summon.ts');
  const HOME = `<html><head><link rel="icon" href="/repo/icon.svg"></head>
    <body>${STRIP}${STRIP}<div data-chart></div></body></html>`;

  /** What the observers of the page watch; a test says what comes near. */
  const summoning = async (html = HOME) => {
    const near: { margin: string | undefined; places: Element[]; comes: (is: boolean) => void }[] = [];
    class IntersectionObserver {
      places: Element[] = [];
      constructor(tell: (entries: object[]) => void, { rootMargin }: { rootMargin?: string }) {
        const comes = (isIntersecting: boolean) => tell([{ isIntersecting: false }, { isIntersecting }]);
        near.push({ margin: rootMargin, places: this.places, comes });
      }
      observe(place: Element) {
        this.places.push(place);
      }
      disconnect() {
        this.places.length = 0;
      }
    }
    const page = openPage(html, { has: { IntersectionObserver } });
    const { summon, summonForKeyboard } = await page.load<Summon>('summon.ts');
    const scripts = () =>
      [...page.document.querySelectorAll('script')].map((script) => script.getAttribute('src'));
    return { page, near, summon, summonForKeyboard, scripts };
  };

  test('is nothing until then', async () => {
    const { page, near, summon, scripts } = await summoning();
    summon(page.document);
    assert.deepEqual(
      near.map(({ margin, places }) => [margin, places.length]),
      [
        ['0px', 2],
        ['200px', 1],
      ],
    );
    near[0]?.comes(false);
    assert.deepEqual(scripts(), []);
  });

  test('lies beside the icon, is fetched once, and is then no longer waited for', async () => {
    const { page, near, summon, scripts } = await summoning();
    summon(page.document);
    near[0]?.comes(true);
    near[0]?.comes(true);
    assert.deepEqual(scripts(), ['/repo/strips.js']);
    assert.equal(near[0]?.places.length, 0);
    near[1]?.comes(true);
    assert.deepEqual(scripts(), ['/repo/strips.js', '/repo/chart.js']);
    summon(page.document);
    assert.equal(near.length, 2);
  });

  test('is nothing on a page without strips and charts', async () => {
    const { page, near, summon } = await summoning('<p>About</p>');
    summon(page.document);
    assert.equal(near.length, 0);
  });

  test('is the strips for a keyboard, at its first key: it finds them as tab stops', async () => {
    const { page, summonForKeyboard, scripts } = await summoning();
    summonForKeyboard();
    assert.deepEqual(scripts(), []);
    await page.happens('keydown', 'body', { key: 'Tab' });
    await page.happens('keydown', 'body', { key: 'Tab' });
    assert.deepEqual(scripts(), ['/repo/strips.js']);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WatchedData } from '../../src/browser/watched.ts';
import type { Looks, ResponseFile } from '../../src/domain/response-file.ts';
import { isoSeconds } from '../../src/domain/time.ts';
import { responseWords } from '../../src/i18n/responses-words.ts';
import { settled } from './clock.ts';
import { type Answer, NOW, openPage } from './page.ts';

const STEP = 300_000;
const looks = (from: number, median: number | null, failures = 0): Looks => ({
  from: isoSeconds(from),
  ...{ looks: 10, failures, median, worst: median && median + 2_200 },
});

const FILE: ResponseFile = {
  version: 1,
  at: isoSeconds(NOW - 20_000),
  checks: [
    {
      check: 'sharing',
      minutes: [
        ...Array.from({ length: 100 }, (_, place) => looks(NOW - (110 - place) * STEP, 180)),
        looks(NOW - 2 * STEP, null, 10),
        looks(NOW - STEP, 180),
      ],
      days: [looks(Date.UTC(2026, 1, 28), 170), looks(Date.UTC(2026, 2, 1), 180, 10)],
    },
    { check: 'of another', minutes: [looks(NOW - STEP, 5)], days: [] },
  ],
};

const DATA: WatchedData = {
  checks: [['sharing', 30]],
  outages: [
    [NOW - 2 * STEP, null, 'major_outage'],
    [NOW - 40 * 86_400_000, NOW - 39 * 86_400_000, 'degraded_performance'],
  ],
};

const PAGE = `<html lang="en"><body><section id="watched"><p>It lies in <a href="/base/watch.json">watch.json</a>.</p>
  <div data-watched='${JSON.stringify(DATA)}'></div></section></body></html>`;

/** A page whose place comes near when the test says so. */
async function opened(answer: Answer | undefined) {
  let comes = (): void => undefined;
  class Near {
    constructor(seen: (entries: { isIntersecting: boolean }[]) => void) {
      comes = () => seen([{ isIntersecting: true }]);
    }
    observe() {}
    disconnect() {}
  }
  const page = openPage(PAGE, { server: () => answer, has: { IntersectionObserver: Near } });
  await page.load('watched.ts', { RESPONSES: { en: responseWords('en') }, SHEET: '.speed{}' });
  const near = async () => {
    comes();
    await settled();
  };
  return { page, near };
}

describe('how fast a component answers, on its page,', () => {
  test('is fetched when it is about to be seen', async () => {
    const { page, near } = await opened({ body: FILE });
    assert.deepEqual(page.asked, []);
    await near();
    assert.deepEqual(page.asked, ['/base/watch.json']);
  });

  test('is said in words for the newest day and for the days before', async () => {
    const { page, near } = await opened({ body: FILE });
    await near();
    const captions = [...page.document.querySelectorAll('figcaption')].map((one) => one.textContent);
    assert.deepEqual(captions, [
      'sharing, the last 24 hoursHalf of the answers took at most 180 milliseconds; the slowest took 2.4 seconds. The drawing ends at 720 milliseconds: what took longer is cut off. 10 of 1,020 checks failed. Nothing is known about 15 hours 25 minutes. As of 1 Mar, 03:00 UTC.',
      'sharing, the last 90 daysHalf of the answers took at most 170 milliseconds; the slowest took 2.4 seconds. The drawing ends at 720 milliseconds: what took longer is cut off. 10 of 20 checks failed. Nothing is known about 88 days. As of 1 Mar, 03:00 UTC.',
    ]);
    assert.equal(page.count('svg:not([aria-hidden="true"])'), 0, 'a screen reader is spared the lines');
  });

  test('is drawn with gaps, failed looks and outages', async () => {
    const { page, near } = await opened({ body: FILE });
    await near();
    const first = page.find('figure');
    assert.equal(first.querySelectorAll('.line').length, 2, 'a line ends where nothing was measured');
    assert.equal(first.querySelectorAll('.failed').length, 1);
    assert.deepEqual(
      [...first.querySelectorAll('.out')].map((one) => one.getAttribute('class')),
      ['out major_outage'],
    );
    assert.equal(page.count('.out'), 3, 'the older one lies behind the days');
  });

  for (const [how, answer] of [
    ['there is no file', { body: 'Not found', status: 404 }],
    ['it cannot be read', { body: '<html>' }],
    ['nobody answers', undefined],
    ['it holds nothing of its checks', { body: { ...FILE, checks: [] } }],
  ] as const)
    test(`is a sentence with a link where ${how}`, async () => {
      const { page, near } = await opened(answer);
      await near();
      assert.equal(page.text('[data-watched]'), 'None of it could be read just now.');
      assert.equal(page.count('#watched a'), 1);
    });

  test('is drawn again in a part of the page that is exchanged', async () => {
    const { page, near } = await opened({ body: FILE });
    await near();
    page.find('[data-watched]').replaceChildren();
    await page.happens('nightlight:part');
    assert.equal(page.count('figure'), 2);
  });
});

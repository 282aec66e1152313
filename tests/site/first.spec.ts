import type { Page } from 'playwright/test';
import { answerIn, expect, find, test } from './base.ts';

/** The edges of what a selector finds first that is seen, in pixels from the top and the start of the screen. */
async function edges(page: Page, selector: string) {
  const box = await page.locator(selector).filter({ visible: true }).first().boundingBox();
  if (!box) throw new Error(`nothing is at ${selector}`);
  return { top: box.y, bottom: box.y + box.height, left: box.x, right: box.x + box.width };
}

/** What is needed at night, in its order. Where nothing is wrong there is no "since", and nobody asks what works. */
const TROUBLE = ['#answer h1', '#answer .since', '#answer .todo', '#answer .works'];
const LISTED = ['#answer h1', '#answer .affected', '#answer .todo', '#answer .works'];
const SCREENS: [name: string, parts: string[]][] = [
  ['one-incident', TROUBLE],
  ['overdue', TROUBLE],
  ['degraded', TROUBLE],
  ['maintenance-now', TROUBLE],
  ['everything-down', TROUBLE],
  ['several', LISTED],
  ['one-region', LISTED],
  ['nothing-watched', ['#answer h1', '#answer .todo']],
];

test.describe('the first screen of a phone', () => {
  test.use({ viewport: { width: 360, height: 640 } });

  for (const language of ['', 'es/'])
    test(`holds the answer, since when, what to do and what works, in this order: /${language}`, async ({
      page,
      open,
    }) => {
      for (const [name, parts] of SCREENS) {
        await open(name, language);
        await expect(page.locator('html')).not.toHaveAttribute('data-freshness', 'waiting');
        let below = 0;
        for (const part of parts) {
          const { top, bottom } = await edges(page, part);
          expect(top, `${name}: ${part}`).toBeGreaterThanOrEqual(below);
          expect(bottom, `${name}: ${part}`).toBeLessThanOrEqual(640);
          below = bottom;
        }
        expect((await edges(page, '#answer .known')).top, name).toBeGreaterThanOrEqual(below);
      }
    });

  test('has the newest word first under the answer, and the components after it', async ({ page, open }) => {
    await open('one-incident');
    const [answer, word, components, recent] = await Promise.all(
      ['#answer', '#open .card', '.components', '#recent'].map((one) => edges(page, one)),
    );
    expect(word?.top).toBeGreaterThanOrEqual(answer?.bottom as number);
    expect(components?.top).toBeGreaterThanOrEqual(word?.bottom as number);
    expect(recent?.top).toBeGreaterThanOrEqual(components?.bottom as number);
    const card = page.locator('#open .card');
    await expect(card.getByRole('heading')).toHaveText('Followers get no alerts');
    await expect(card).toContainText(/Cause identified ·\s9:55\sPM EST \(02:55 UTC\)/);
    await expect(card).toContainText('The service that sends alerts has stopped.');
    await expect(card).toContainText(/Next update due by\s+Mar 1, 1:55\sAM EST \(06:55 UTC\)/);
    const lines = await card
      .locator('.utc')
      .evaluateAll((all) => all.map((one) => one.getClientRects().length));
    expect(lines, 'what stands in brackets is whole').toEqual([1, 1]);
    await open('overdue');
    // The comma does not begin a line: it is at the end of what stands before it.
    const comma = (time: Element) => getComputedStyle(time, '::after').content;
    expect(await page.locator('.card .overdue .utc').evaluate(comma)).toBe('","');
    // On the page of the incident the age has a line of its own.
    await open('overdue', 'incidents/2026-03-01-alerts/');
    expect(await page.locator('.head .utc').first().evaluate(comma)).toBe('none');
  });

  test('of a demonstration says what it is within the answer, and shows the record before the components', async ({
    page,
    open,
  }) => {
    await open('demonstration');
    await expect(page.locator('#answer')).toContainText('This page is a demonstration built from');
    await expect(page.locator('.demonstration')).toHaveCount(0);
    const [recent, components] = await Promise.all(['#recent', '.components'].map((one) => edges(page, one)));
    expect(recent?.bottom).toBeLessThanOrEqual(components?.top as number);
  });
});

test('a demonstration says so in one line on other pages, and the rest to whoever opens it', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await open('demonstration', 'history/');
  const notice = page.getByRole('complementary');
  expect((await notice.boundingBox())?.height).toBeLessThan(40);
  const rest = notice.getByText('This page is a demonstration built from');
  await expect(rest).toBeHidden();
  await notice.getByText('Demonstration, not a live status').click();
  await expect(rest).toBeVisible();
});

test.describe('a phone without scripts', () => {
  test.use({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false });

  test('keeps no line for what only a script says', async ({ page, open }) => {
    await open('nothing-watched');
    const line = await page
      .locator('#answer .todo dd')
      .evaluate((one) => parseFloat(getComputedStyle(one).lineHeight));
    for (const part of ['.known', '[data-who]']) {
      const one = page.locator(`#answer ${part}`);
      const text = await one.evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return range.getBoundingClientRect().height;
      });
      expect((await one.boundingBox())?.height, part).toBeLessThan(text + line / 2);
    }
  });
});

test.describe('a wide screen', () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test('has the components beside the answer and what is open', async ({ page, open }) => {
    for (const [name, path] of [
      ['one-incident', ''],
      ['nothing-watched', ''],
      ['record', 'es/'],
    ] as const) {
      await open(name, path);
      const [answer, components] = await Promise.all(
        ['#answer', '.components'].map((one) => edges(page, one)),
      );
      const where = `${name}: /${path}`;
      expect(components?.left, where).toBeGreaterThan(answer?.right as number);
      expect(components?.top, where).toBeLessThan(answer?.bottom as number);
      expect((await edges(page, '#recent')).left, where).toBe(answer?.left);
    }
    // What is fine takes one line: mark, name and days.
    await open('one-incident');
    for (const name of ['Readings on the wearer’s device', 'Other apps that read shared data'])
      expect((await page.getByRole('link', { name }).boundingBox())?.height, name).toBeLessThan(40);
  });

  test('is walked through by a keyboard from the answer over the newest word to the components', async ({
    page,
    open,
  }) => {
    await open('one-incident');
    await page.locator('#answer').focus();
    const places: string[] = [];
    for (let step = 0; step < 40 && places.at(-1) !== 'recent'; step++) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(
        () => document.activeElement?.closest('#answer, #open, .components, #recent')?.id || 'components',
      );
      if (places.at(-1) !== place) places.push(place);
    }
    expect(places).toEqual(['answer', 'open', 'components', 'recent']);
  });
});

test('a group says once that nothing is wrong with its components, and one that differs speaks for itself', async ({
  page,
  open,
}) => {
  await open('one-incident');
  const groups = page.locator('.group');
  await expect(groups.nth(0)).toContainText('All three: no problem reported');
  await expect(groups.nth(1)).toContainText('The other: no problem reported');
  await expect(groups.nth(1).locator('#status-follow-alerts')).toContainText('Followers get no alerts');
  await expect(page.getByText('No problem reported', { exact: true }).filter({ visible: true })).toHaveCount(
    0,
  );
  // On paper its times stand in both zones.
  await page.emulateMedia({ media: 'print' });
  const since = page.locator('#answer .since');
  await expect(since.getByText(/9:10\sPM EST/)).toBeVisible();
  await expect(since.getByText('(02:10 UTC)')).toBeVisible();
});

test('a page that takes a new one leaves what did not change where it is, for a reader far from UTC too', async ({
  page,
  open,
}) => {
  const [before, after] = [find('left-open-before'), find('left-open-after')];
  await page.clock.install({ time: before.now });
  const server = await open('left-open-before');
  await expect(answerIn(page)).toHaveText('Glucose sharing is working.');
  await expect(page.locator('#group-wearer')).toBeVisible();
  const stay = ['#group-wearer', '#maintenance'];
  await page.evaluate((all) => {
    for (const one of all) (document.querySelector(one) as HTMLElement).dataset.kept = 'yes';
  }, stay);
  server.folders = { [before.base]: after.folder };
  server.setClock(after.now);
  await page.clock.runFor(61_000);
  await expect(answerIn(page)).toHaveText('Followers get no alerts.');
  for (const one of stay) await expect(page.locator(one)).toHaveAttribute('data-kept', 'yes');
});

test('a command to the clock that outlived the test before is no error of a page', async ({ page, open }) => {
  await page.addInitScript(() => {
    (window as unknown as { __pwClock: { controller: { log(): void } } }).__pwClock.controller.log();
  });
  await open('one-incident');
  await expect(answerIn(page)).toHaveText('Followers get no alerts.');
});

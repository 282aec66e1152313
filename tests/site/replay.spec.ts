import type { Page } from 'playwright/test';
import { violationsByDayAndNight } from './axe.ts';
import { isThorough } from '../thorough.ts';
import { beforeRelease, expect, test } from './base.ts';

const NIGHT = 'replay/2019-11-30-follow-outage/';
const LABEL = 'Replay of 30 November 2019. Not now.';

const slider = (page: Page) => page.getByRole('slider', { name: 'Move through the replay' });
const happening = (page: Page) => page.getByRole('region', { name: /^What was happening/ });
const told = (page: Page) => page.getByRole('region', { name: 'What had been said by then' });

test('a demonstration leads to its replay from its answer, and so does the page of the incident', async ({
  page,
  open,
}) => {
  await open('record');
  const link = { name: 'See the night of 30 November 2019 as this page would have told it.' };
  await expect(page.locator('#answer').getByRole('link', link)).toBeVisible();
  await page.goto(new URL('/incidents/2019-11-30-follow-outage/', page.url()).href);
  await page.getByRole('link', link).click();
  await expect(page).toHaveTitle(/^Replay of 30 November 2019\. Not now\./);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'The night of 30 November 2019 as this page would have told it',
  );
});

test('at six in the morning followers had lost everything, as is known today, and nobody had said a word', async ({
  page,
  open,
}) => {
  const server = await open('record', `${NIGHT}#t-20191130T060000Z`);
  await expect(happening(page)).toContainText('Followers see no glucose, and followers get no alerts.');
  await expect(told(page)).toContainText('Nothing. At most 1 hour without a word from the operator.');
  await expect(told(page).getByRole('listitem')).toHaveCount(0);
  // Nobody's word stands for it: nothing is green, and nothing asks whether it is fresh.
  await expect(page.locator('[data-freshness]')).toHaveCount(0);
  const asked = server.asked.filter((path) => !path.startsWith('/icon'));
  expect(asked.toSorted()).toEqual(['/later.js', '/print.css', `/${NIGHT}`]);
});

test('a keyboard goes from instant to instant, and the address keeps up so that it can be cited', async ({
  page,
  open,
}) => {
  await open('record', NIGHT);
  await slider(page).focus();
  await expect(slider(page)).toHaveAttribute(
    'aria-valuetext',
    /^Nov 29, 2019, 11:30 PM EST \(30 Nov, 04:30 UTC\)\. /,
  );
  await page.keyboard.press('ArrowRight');
  await expect(slider(page)).toHaveAttribute(
    'aria-valuetext',
    /^Nov 30, 2019, 12:00 AM EST \(05:00 UTC\)\. Followers see no glucose/,
  );
  await expect(page).toHaveURL(/#t-20191130T050000Z$/);
  await expect(happening(page)).toContainText('It may not have begun yet.');
  await page.keyboard.press('ArrowRight');
  await expect(happening(page)).not.toContainText('It may not have begun yet.');
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/#t-20191130T050000Z$/);
  await page.keyboard.press('End');
  await expect(page).toHaveURL(/#t-20191203T065000Z$/);
  await expect(told(page).getByRole('listitem').first()).toContainText('Resolved');
  await expect(told(page).getByRole('listitem')).toHaveCount(9);
  await expect(told(page)).not.toContainText('without a word');
});

test('a word whose time is not known exactly may have been said, and says so', async ({ page, open }) => {
  await open('record', `${NIGHT}#t-20191130T160000Z`);
  const first = told(page).getByRole('listitem').filter({ hasText: 'Investigating' });
  await expect(first).toContainText('It may have been said by then, or not yet.');
  await page
    .locator('#_instants')
    .locator('#t-20191130T163000Z')
    .getByRole('link', { name: /16:30/ })
    .first()
    .click();
  await expect(first).not.toContainText('It may have been said by then');
  await expect(page.locator('#t-20191130T163000Z')).toContainText(
    'It was between 9 hours 30 minutes and 11 hours 30 minutes before the operator said anything.',
  );
});

test('played, a night of ten hours takes half a minute, and can be paused', async ({ page, open }) => {
  await page.clock.install({ time: Date.UTC(2026, 10, 22, 10) });
  await open('record', NIGHT, 'clock set');
  await page.clock.pauseAt(Date.UTC(2026, 10, 22, 11));
  await page.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(30_000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /\(14:(29|30) UTC\)\. /);
  await expect(told(page)).toContainText('Nothing. Between 8 hours');
  await expect(page).toHaveURL(/#t-20191130T14(29|30)\d\dZ$/);
  await page.clock.runFor(10_000);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /\(14:(29|30) UTC\)\. /);
});

for (const width of isThorough ? [360, 1280] : [360])
  test(`nothing moves when its script comes, for the first instant is printed: at ${width} pixels`, async ({
    page,
    open,
  }) => {
    await page.setViewportSize({ width, height: 740 });
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        const list = document.getElementById('_instants');
        if (!list) return;
        observer.disconnect();
        Object.assign(window, { printedAt: list.getBoundingClientRect().top });
      }).observe(document, { childList: true, subtree: true });
    });
    await open('record', NIGHT);
    await expect(slider(page)).toHaveAttribute('aria-valuetext', /04:30 UTC/);
    const [before, after] = await page.evaluate(() => [
      (window as unknown as { printedAt: number }).printedAt,
      document.getElementById('_instants')?.getBoundingClientRect().top,
    ]);
    expect(after).toBe(before);
  });

test('on a phone who plays it sees what was lost and how long nobody had said a word', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.clock.install({ time: Date.UTC(2026, 10, 22, 10) });
  await open('record', NIGHT, 'clock set');
  await page.clock.pauseAt(Date.UTC(2026, 10, 22, 11));
  await page.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(9_000);
  const headline = happening(page).getByRole('heading', { name: /^Followers see no glucose/ });
  await expect(headline).toBeInViewport({ ratio: 1 });
  // However far it is scrolled, the line and its button stay.
  await told(page).scrollIntoViewIfNeeded();
  await expect(told(page)).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeInViewport({ ratio: 1 });
  await expect(slider(page)).toBeInViewport({ ratio: 1 });
});

test('the link that skips to the content is seen above the label, and a time in large text is whole', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await open('record', NIGHT);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  // A click on it reaches it and nothing that lies above.
  await skip.click({ trial: true });
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  const wide = await page.locator('[data-clock]').evaluate((clock) => clock.clientWidth);
  expect(wide).toBeGreaterThan(200);
});

test('who wants no motion is shown one instant after another, each for two seconds', async ({
  page,
  open,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.clock.install({ time: Date.UTC(2026, 10, 22, 10) });
  await open('record', NIGHT, 'clock set');
  await page.clock.pauseAt(Date.UTC(2026, 10, 22, 11));
  await page.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(1_900);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /04:30 UTC/);
  await page.clock.runFor(200);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /05:00 UTC/);
  await page.clock.runFor(2_000);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /06:00 UTC/);
});

test('the label is in every picture of it, however far it is scrolled, on a small screen too', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await open('record', NIGHT);
  const label = page.getByText(LABEL, { exact: true });
  for (const part of [0, 0.5, 1]) {
    await page.evaluate((part) => scrollTo(0, part * document.documentElement.scrollHeight), part);
    await expect(label).toBeInViewport({ ratio: 1 });
  }
  // A cited instant is not hidden under it.
  await page.goto(`${page.url()}#t-20191201T213000Z`);
  const top = (await page.locator('#t-20191201T213000Z').boundingBox())?.y ?? 0;
  const bar = await label.boundingBox();
  expect(top).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0) - 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('every instant stands in a list, with what was new at it and what was said', async ({
    page,
    open,
  }) => {
    await open('record', NIGHT);
    await expect(slider(page)).toBeHidden();
    const instants = page.locator('#_instants > li');
    expect(await instants.count()).toBeGreaterThan(15);
    await expect(instants.nth(1)).toContainText('Followers see glucose');
    await expect(page.locator('#t-20191203T065000Z')).toContainText('There was another short disruption');
    await page.emulateMedia({ media: 'print' });
    for (const one of await instants.all()) await expect(one).toBeVisible();
    await expect(page.getByText(LABEL, { exact: true })).toBeVisible();
  });
});

test('on paper stands all of the list and no part that only a script can move', async ({ page, open }) => {
  await open('record', NIGHT);
  await page.emulateMedia({ media: 'print' });
  await expect(slider(page)).toBeHidden();
  await expect(page.locator('#_instants > li').last()).toBeVisible();
  await expect(page.getByText(LABEL, { exact: true })).toBeVisible();
});

test('read from right to left, the line runs from right to left, and so do its keys', async ({
  page,
  open,
}) => {
  await open('record', NIGHT);
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await slider(page).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/#t-20191130T050000Z$/);
  const scale = await page.locator('.line > .band').evaluate((band) => getComputedStyle(band).transform);
  expect(scale).toMatch(/^matrix\(-1,/);
});

test('a drill is replayed as one', async ({ page, open }) => {
  await open('drill', 'replay/2026-03-01-drill/#t-20260301T030500Z');
  await expect(page).toHaveTitle(/^Replay of a drill of 1 March 2026\. Not now\./);
  await expect(page.getByText(/^It was a drill: what is played here was made up/)).toBeVisible();
  await expect(page.locator('[data-board]')).toContainText('Followers get alerts');
});

// Axe looks at a replay every day as it is opened (`looks.spec.ts`).
beforeRelease('axe finds nothing in a replay, by day and at night', async ({ page, open }) => {
  await open('record', `${NIGHT}#t-20191202T050000Z`);
  await expect(slider(page)).toBeVisible();
  expect(await violationsByDayAndNight(page)).toEqual([]);
});

import type { Page } from 'playwright/test';
import { answerIn, expect, find, test } from './base.ts';

const MINUTE = 60_000;
const freshness = (page: Page) => page.locator('html');

test('a page that the server no longer vouches for says "unknown", and when it was last confirmed', async ({
  page,
  open,
}) => {
  const server = await open('nothing-watched');
  server.setClock(find('nothing-watched').now + 41 * MINUTE);
  await page.reload();
  await expect(answerIn(page)).toHaveText('Unknown: this page cannot confirm anything right now.');
  await expect(page.locator('#answer')).toContainText('last confirmed at 1 March 2026, 03:10 UTC');
  await expect(page.locator('#answer')).toContainText('Last confirmed: Glucose sharing is working.');
  await expect(page).toHaveTitle(/^Unknown · /);
  // What stands further down may not say otherwise.
  await expect(page.locator('.word').getByText('No problem reported').filter({ visible: true })).toHaveCount(
    0,
  );
  await expect(page.locator('.word').getByText('Unknown').filter({ visible: true })).toHaveCount(8);
});

test('a wrong clock on the phone changes nothing', async ({ page, open }) => {
  for (const wrong of ['2019-01-01T00:00:00Z', '2031-01-01T00:00:00Z']) {
    await page.clock.setSystemTime(new Date(wrong));
    const server = await open('nothing-watched');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
    await server.close();
  }
});

test('a tab that slept says "unknown" as soon as it wakes, before it has asked anybody', async ({
  page,
  open,
}) => {
  await page.clock.install({ time: new Date('2026-03-01T03:10:00Z') });
  const server = await open('nothing-watched');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  server.up = false;
  await page.clock.setSystemTime(new Date('2026-03-01T09:10:00Z'));
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
});

test('a server that dies becomes "unknown" when the proof runs out, not before, and one that comes back is believed', async ({
  page,
  open,
}) => {
  await page.clock.install({ time: new Date('2026-03-01T03:10:00Z') });
  const site = find('nothing-watched');
  const server = await open('nothing-watched');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  server.up = false;
  await page.clock.runFor(20 * MINUTE);
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  await page.clock.runFor(21 * MINUTE);
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
  server.up = true;
  // The same clock as the page's; the server rebuilt meanwhile, so its heartbeat is valid again.
  server.folders = { [site.base]: site.folder };
  server.setClock(site.now + 5 * MINUTE);
  await page.reload();
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
});

test('a network that was never there is "unknown", and not what the cache says', async ({ page, open }) => {
  const server = await open('nothing-watched');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  await page.route('**/heartbeat.json*', (route) => route.abort());
  await page.reload();
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
  expect(server.up).toBe(true);
});

test('a stale cache in front is found out by its Age', async ({ page, open }) => {
  const server = await open('nothing-watched');
  server.headers = { Age: String(50 * 60) };
  await page.reload();
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
});

test('a cache that repeats one old answer for ever is found out by the time that passes', async ({
  page,
  open,
}) => {
  await page.clock.install({ time: new Date('2026-03-01T03:10:00Z') });
  const server = await open('nothing-watched');
  server.headers = { Date: new Date(find('nothing-watched').now).toUTCString() };
  await page.reload();
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  await page.clock.runFor(42 * MINUTE);
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
});

test.describe('a page left open', () => {
  const before = find('left-open-before');
  const after = find('left-open-after');

  test('takes the new page by itself, keeps the focus, and says the new answer', async ({ page, open }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before');
    await expect(answerIn(page)).toHaveText('Glucose sharing is working.');
    await page.getByRole('link', { name: 'The whole history' }).focus();
    server.folders = { [before.base]: after.folder };
    server.setClock(after.now);
    await page.clock.runFor(MINUTE);
    await expect(answerIn(page)).toHaveText('Part of glucose sharing is not working.');
    await expect(page.getByRole('status')).toHaveText('Part of glucose sharing is not working.');
    await expect(page.getByRole('heading', { name: 'Open now' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'The whole history' })).toBeFocused();
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
    await expect(page.locator('#answer')).toContainText('your time');
  });

  test('forgets the next reading of the old page, and keeps that of the new one', async ({ page, open }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
    server.folders = { [before.base]: after.folder };
    server.setClock(after.now);
    await page.clock.runFor(MINUTE);
    await expect(answerIn(page)).toHaveText('Part of glucose sharing is not working.');
    // The old page would have said at 03:24 that its watcher is silent and nothing else is known.
    await page.clock.runFor(20 * MINUTE);
    await expect(answerIn(page)).toHaveText('Part of glucose sharing is not working.');
    await expect(page.locator('#answer')).toContainText('Known as of 1 March 2026, 03:26 UTC');
  });

  test('does not take a page that is not the one the heartbeat speaks of, and says "unknown"', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
    await page.route(`**${before.base}heartbeat.json*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), build: 'another' } });
    });
    await page.clock.runFor(MINUTE);
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
    expect(server.asked.filter((path) => path === before.base).length).toBeGreaterThan(1);
  });
});

test('the page switches to its next reading at the announced instant, by the server’s clock', async ({
  page,
  open,
}) => {
  await page.clock.install({ time: new Date('2026-03-01T03:10:00Z') });
  await open('maintenance-soon');
  await expect(answerIn(page)).toHaveText('No problem with glucose sharing is reported.');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  await page.clock.runFor(61_000);
  await expect(answerIn(page)).toHaveText('Planned maintenance of glucose sharing is under way.');
  await expect(page.getByRole('status')).toHaveText('Planned maintenance of glucose sharing is under way.');
  await expect(page.locator('#status-follow-alerts').getByText('Under planned maintenance')).toBeVisible();
});

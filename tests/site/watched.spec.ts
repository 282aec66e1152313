import type { Page } from 'playwright/test';
import type { Looks, ResponseFile } from '../../src/domain/response-file.ts';
import { isoSeconds } from '../../src/domain/time.ts';
import { violations } from './axe.ts';
import { expect, find, test } from './base.ts';

const STEP = 300_000;
const DAY = 86_400_000;

/** A day with a watcher that was away for an hour, an outage and one slow answer, and a month before it. */
function measured(now: number): ResponseFile {
  const today = now - (now % DAY);
  const looks = (from: number, median: number | null, failures = 0): Looks => ({
    from: isoSeconds(from),
    ...{ looks: 10, failures, median, worst: median && median * 2 },
  });
  const minutes = Array.from({ length: 287 }, (_, place) => {
    const from = now - (now % STEP) - (287 - place) * STEP;
    if (place >= 270 && place < 278) return looks(from, null, 10);
    return looks(from, place === 60 ? 1900 : 180 + ((place * 37) % 60));
  }).filter((_, place) => place < 100 || place > 112);
  const days = Array.from({ length: 40 }, (_, place) => looks(today - (39 - place) * DAY, 170 + place));
  return { version: 1, at: isoSeconds(now - 9_000), checks: [{ check: 'alerts', minutes, days }] };
}

const part = (page: Page) => page.getByRole('region', { name: 'How fast it answers' });

async function opened(page: Page, open: (name: string, path: string) => Promise<unknown>, language = '') {
  const { now } = find('furnished');
  await page.route('**/watch.json', (route) =>
    route.fulfill({ json: measured(now), headers: { date: new Date(now).toUTCString() } }),
  );
  await open('furnished', `${language}components/device-readings/`);
}

for (const width of [360, 1280])
  test(`a component that is watched shows how fast it answers, at ${width} pixels`, async ({
    page,
    open,
  }) => {
    await page.setViewportSize({ width, height: 500 });
    await opened(page, open);
    await part(page).scrollIntoViewIfNeeded();
    const day = part(page).getByRole('figure').first();
    await expect(day).toContainText('alerts, the last 24 hours');
    await expect(day).toContainText('80 of 2,740 checks failed. Nothing is known about 1 hour 5 minutes.');
    await expect(part(page).getByRole('figure')).toHaveCount(2);
    await expect(day.locator('.out.degraded_performance')).toHaveCount(1);
    const [left, wide] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(left).toBe(wide);
    expect(await violations(page)).toEqual([]);
  });

test('it is said in the language of the page', async ({ page, open }) => {
  await opened(page, open, 'es/');
  const region = page.getByRole('region', { name: 'Con qué rapidez responde' });
  await region.scrollIntoViewIfNeeded();
  await expect(region.getByRole('figure').first()).toContainText('Fallaron 80 de 2740 comprobaciones.');
});

test('nothing of it is asked for before it is near, nor where nobody watches', async ({ page, open }) => {
  await page.setViewportSize({ width: 360, height: 400 });
  const server = await open('furnished', 'components/device-readings/');
  await page.waitForLoadState('networkidle');
  expect(server.asked.filter((path) => path.endsWith('/watch.json'))).toEqual([]);
  await page.goto(`${server.url}/furnished/components/sign-in/`);
  await expect(part(page)).toHaveCount(0);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('a sentence leads to the numbers', async ({ page, open }) => {
    await open('furnished', 'components/device-readings/');
    await expect(part(page).getByRole('link', { name: 'watch.json' })).toHaveAttribute(
      'href',
      '/furnished/watch.json',
    );
  });
});

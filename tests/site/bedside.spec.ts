import { expect, find, test } from './base.ts';

const MINUTE = 60_000;
const before = find('left-open-before');
const after = find('left-open-after');

async function beginNight(page: import('playwright/test').Page) {
  await expect(page.getByRole('button', { name: 'Begin the night' })).toBeDisabled();
  await page.getByRole('button', { name: 'Try the alarm' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
  await page.getByRole('button', { name: 'I hear it. Stop.' }).click();
  await page.getByRole('button', { name: 'Begin the night' }).click();
}

test.describe('bedside', () => {
  test('cannot begin before the alarm was tried, then shows the time, one word and since when', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(before.now) });
    await open('left-open-before', 'bedside/');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    await expect(page.locator('#clock')).toHaveText('22:10');
    await expect(page.locator('#since')).toHaveText('since 22:10');
    await expect(page.locator('#confirmed')).toHaveText('Last confirmed at 22:10');
    await expect(page.locator('#awake')).not.toBeEmpty();
    await expect(page.getByRole('button', { name: 'Stop the alarm' })).toBeHidden();
  });

  test('sounds when a chosen component gets worse, until it is stopped, and chimes when it is over', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before', 'bedside/');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    server.folders = { [before.base]: after.folder };
    server.setClock(after.now);
    await page.clock.runFor(31_000);
    await expect(page.locator('#word')).toHaveText('Not working');
    await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
    await page.getByRole('button', { name: 'Stop the alarm' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-sound', '');
    server.folders = { [before.base]: before.folder };
    await page.clock.runFor(30_000);
    await expect(page.locator('#word')).toHaveText('No problem');
    await expect(page.locator('html')).toHaveAttribute('data-sound', 'chime');
  });

  test('sounds when the server goes away for longer than was chosen, and knows when it comes back', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before', 'bedside/');
    await page.getByLabel('Sound it too when nothing could be confirmed for').selectOption('2 minutes');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    server.up = false;
    await page.clock.runFor(MINUTE);
    await expect(page.locator('html')).toHaveAttribute('data-sound', '');
    await page.clock.runFor(1.6 * MINUTE);
    await expect(page.locator('#word')).toHaveText('Unknown');
    await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
    server.up = true;
    server.setClock(before.now + 3 * MINUTE);
    await page.clock.runFor(31_000);
    await expect(page.locator('#word')).toHaveText('No problem');
    await expect(page.locator('html')).toHaveAttribute('data-sound', 'chime');
  });

  test('does not believe a heartbeat that is too old', async ({ page, open }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before', 'bedside/');
    server.setClock(before.now + 50 * MINUTE);
    await beginNight(page);
    await page.clock.runFor(5.6 * MINUTE);
    await expect(page.locator('#word')).toHaveText('Unknown');
    await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
  });

  test('does not take "no problem" from a watcher that has fallen silent, however fresh the page is', async ({
    page,
    open,
  }) => {
    const watched = find('nothing-watched');
    await page.clock.install({ time: new Date(watched.now) });
    const server = await open('nothing-watched', 'bedside/');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    server.setClock(watched.now + 16 * MINUTE);
    await page.clock.runFor(5.6 * MINUTE);
    await expect(page.locator('#word')).toHaveText('Unknown');
    await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
  });

  test('shows since when it has been so, and not since when it was heard', async ({ page, open }) => {
    await page.clock.install({ time: new Date(after.now) });
    await open('left-open-after', 'bedside/');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('Not working');
    await expect(page.locator('#since')).toHaveText('since 21:10');
  });

  test('keeps the choice on the device, and says plainly what it cannot do', async ({ page, open }) => {
    await open('left-open-before', 'bedside/');
    await expect(page.getByText('The alarms of the wearer’s own device come first.')).toBeVisible();
    await expect(
      page.getByText('A locked phone, another app in front or a closed tab is silence.'),
    ).toBeVisible();
    await page.getByLabel('Reports for clinics').check();
    await page.getByLabel('Sign-in').uncheck();
    await beginNight(page);
    await page.getByRole('button', { name: 'End the night' }).click();
    await page.reload();
    await expect(page.getByLabel('Reports for clinics')).toBeChecked();
    await expect(page.getByLabel('Sign-in')).not.toBeChecked();
  });

  test('of a demonstration says that it watches nothing', async ({ page, open }) => {
    await open('demonstration', 'es/bedside/');
    await expect(page.getByText('No vigila ningún servicio real')).toBeVisible();
  });
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the last page is shown with "unknown" as its answer, never an old green', async ({
    page,
    open,
    context,
  }) => {
    const server = await open('nothing-watched');
    await expect(page.locator('html')).toHaveAttribute('data-freshness', 'proved');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-freshness', 'proved');
    server.up = false;
    await context.setOffline(true);
    await page.goto(`${server.url}${find('nothing-watched').base}`);
    await expect(page.locator('#answer').getByRole('heading').filter({ visible: true })).toHaveText(
      'Unknown: this page cannot confirm anything right now.',
    );
    await expect(page.locator('#answer')).toContainText('last confirmed at 1 March 2026, 03:10 UTC');
    await expect(page.locator('[data-status="confirmed"]')).toBeHidden();
    await page.goto(`${server.url}${find('nothing-watched').base}never/seen/`);
    await expect(page.locator('#answer')).toContainText('Unknown');
  });
});

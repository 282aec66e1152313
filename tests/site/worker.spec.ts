import type { BrowserContext, Page } from 'playwright/test';
import { seal } from '../../src/domain/whole.ts';
import { answerIn, expect, find, testAlone as test } from './base.ts';

const { base } = find('nothing-watched');

/** Opens the page twice: the second visit is the first that the worker sees and keeps. */
async function visit(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-freshness', /^(proved|vouched)$/);
}

/** What lies between: every page is answered so, those that the worker asks for too. */
function pagesAre(context: BrowserContext, body: (html: string) => string): Promise<unknown> {
  return context.route(
    (url) => url.pathname === base,
    async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: body(await answer.text()) });
    },
  );
}

test('the login page of a hotel is handed on, and never kept as ours', async ({ page, open, context }) => {
  const server = await open('nothing-watched');
  await visit(page);
  await pagesAre(context, () => '<!doctype html><html><body><h1>Hotel login please</h1></body></html>');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Hotel login please' })).toBeVisible();
  await context.unrouteAll();
  server.up = false;
  await page.reload();
  await expect(answerIn(page)).toHaveText('Unknown: this page cannot confirm anything right now.');
  await expect(page.getByText('Hotel login please')).toHaveCount(0);
});

test('a page that was cut short gives way to the one that was kept, which says "unknown" at once', async ({
  page,
  open,
  context,
}) => {
  await open('nothing-watched');
  await visit(page);
  await context.route('**/heartbeat.json*', () => undefined);
  await pagesAre(context, (html) => html.slice(0, html.length / 2));
  await page.reload();
  await expect(answerIn(page)).toHaveText('Unknown: this page cannot confirm anything right now.');
  await expect(page.getByRole('contentinfo')).toBeVisible();
});

test('a page that hangs is answered from what was kept within seconds', async ({ page, open, context }) => {
  await open('nothing-watched');
  await visit(page);
  await context.route('**/heartbeat.json*', () => undefined);
  await context.route(
    (url) => url.pathname === base,
    () => undefined,
  );
  const started = Date.now();
  await page.reload();
  await expect(answerIn(page)).toHaveText('Unknown: this page cannot confirm anything right now.');
  expect(Date.now() - started).toBeLessThan(20_000);
});

test('a phone that is full shows the network’s answer all the same', async ({ page, open, context }) => {
  await open('nothing-watched');
  await visit(page);
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(() => {
    Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
  });
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-freshness', 'vouched');
});

test('a page that was never kept opens on a slow network, and the first page stands in only where there is none', async ({
  page,
  open,
  context,
}) => {
  const server = await open('nothing-watched');
  await visit(page);
  const history = `${server.url}${base}history/`;
  await context.route(history, async (route) => {
    await new Promise((done) => setTimeout(done, 6_000));
    await route.continue();
  });
  await page.goto(history);
  await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText('History');
  server.up = false;
  await page.goto(`${server.url}${base}uptime/`);
  await expect(answerIn(page)).toHaveText('Unknown: this page cannot confirm anything right now.');
});

test('without a network the last page is shown with "unknown" as its answer, never an old green', async ({
  page,
  open,
  context,
}) => {
  const server = await open('nothing-watched');
  await expect(page.locator('html')).toHaveAttribute('data-freshness', 'vouched');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-freshness', 'vouched');
  server.up = false;
  await context.setOffline(true);
  await page.goto(`${server.url}${find('nothing-watched').base}`);
  await expect(page.locator('#answer').getByRole('heading').filter({ visible: true })).toHaveText(
    'Unknown: this page cannot confirm anything right now.',
  );
  await expect(page.locator('#answer')).toContainText(/last confirmed at 10:10\sPM EST \(03:10 UTC\)/);
  await expect(page.locator('[data-status="confirmed"]')).toBeHidden();
  await page.goto(`${server.url}${find('nothing-watched').base}never/seen/`);
  await expect(page.locator('#answer')).toContainText('Unknown');
});

test('the form for those who write is left to the network', async ({ page, open, context }) => {
  const server = await open('nothing-watched');
  await visit(page);
  const body = seal('<!doctype html><html lang="en"><body><p>The form</p></body></html>');
  const isEither = (url: URL) => [`${base}admin/`, `${base}another/`].includes(url.pathname);
  await context.route(isEither, (route) => route.fulfill({ contentType: 'text/html', body }));
  for (const name of ['another', 'admin']) await page.goto(`${server.url}${base}${name}/`);
  await expect(page.getByText('The form')).toBeVisible();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain(`${base}another/`);
  expect(kept).not.toContain(`${base}admin/`);
});

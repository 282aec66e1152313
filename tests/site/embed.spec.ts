import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Locator } from 'playwright/test';
import { beforeRelease, expect, find, pass, stopClocks, test } from './base.ts';
import { serve, type TestServer } from '../server.ts';
import { ROOT } from '../tour/situations.ts';

const MINUTE = 60_000;
const before = find('left-open-before');
const after = find('left-open-after');

test.describe('the banner in a foreign page under a strict policy', () => {
  let status: TestServer;
  let host: Server;
  let page: string;

  test.beforeEach(async () => {
    status = await serve({ [before.base]: before.folder }, before.now);
    host = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader(
        'Content-Security-Policy',
        `default-src 'none'; script-src ${status.url}; connect-src ${status.url}`,
      );
      response.end(
        `<!doctype html><html lang="es"><title>An app</title><p>Ours</p><nightlight-status lang="en" src="${status.url}${before.base}">…</nightlight-status><nightlight-status src="${status.url}${before.base}"></nightlight-status><script src="${status.url}${before.base}embed.js"></script>`,
      );
    });
    await new Promise<void>((done) => host.listen(0, '127.0.0.1', done));
    page = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
  });
  test.afterEach(async () => {
    await status.close();
    host.closeAllConnections();
    host.close();
  });

  test('shows the answer in the language of the page or its own, and follows it', async ({
    page: browser,
    errors: _,
  }) => {
    await browser.clock.install({ time: new Date(before.now) });
    await browser.goto(page);
    const [english, spanish] = [browser.getByRole('status').nth(0), browser.getByRole('status').nth(1)];
    await expect(english).toContainText('Glucose sharing is working.');
    await expect(spanish).toContainText('El uso compartido de glucosa funciona.');
    // A page that says nothing of it is light, whatever the device is; what is dark says so.
    await browser.emulateMedia({ colorScheme: 'dark' });
    expect(await groundOf(english)).toBe('rgb(227, 243, 233)');
    await browser.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'dark'));
    expect(await groundOf(english)).toBe('rgb(21, 41, 31)');
    status.folders = { [before.base]: after.folder };
    status.setClock(after.now);
    await pass(browser, 1.3 * MINUTE);
    await expect(english).toContainText('Followers get no alerts.');
    await expect(english).toContainText('Look at the glucose yourself');
  });

  beforeRelease(
    'says "unknown" when it cannot hear any more, asks less often, and finds back',
    async ({ page: browser, errors: _ }) => {
      await stopClocks(browser, before.now);
      await browser.goto(page);
      const banner = browser.getByRole('status').first();
      await expect(banner).toContainText('Glucose sharing is working.');
      status.up = false;
      const asked = status.asked.length;
      // Nobody answers, so nothing is late.
      await browser.clock.runFor(44 * MINUTE);
      await pass(browser, MINUTE);
      await expect(banner).toContainText('Unknown: we cannot say whether glucose sharing is working.');
      expect(status.asked.length - asked).toBeLessThan(40);
      status.up = true;
      status.folders = { [before.base]: after.folder };
      status.setClock(before.now + 46 * MINUTE);
      // The site was built again meanwhile: its word holds until later.
      await browser.route('**/heartbeat.json*', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({
          response: answer,
          json: { ...(await answer.json()), valid_until: '2026-03-01T04:30:00Z' },
        });
      });
      await pass(browser, 13 * MINUTE);
      await expect(banner).toContainText('Followers get no alerts.');
      await browser.unrouteAll({ behavior: 'ignoreErrors' });
    },
  );

  beforeRelease(
    'says "unknown" when the word of whoever checks has run out and nothing more is heard',
    async ({ page: browser, errors: _ }) => {
      await browser.clock.install({ time: new Date(before.now) });
      await browser.goto(page);
      const banner = browser.getByRole('status').first();
      await expect(banner).toContainText('Glucose sharing is working.');
      await browser.route('**/heartbeat.json*', (route) => route.abort());
      // A watcher's word holds for twenty minutes.
      await browser.clock.runFor(20 * MINUTE);
      await pass(browser, MINUTE / 2);
      await expect(banner).toContainText('Unknown: we cannot say whether glucose sharing is working.');
      await expect(banner).toHaveAttribute('data-tone', 'unknown');
    },
  );

  test('says "unknown" where it may not read the server’s time, for the phone may be slow', async ({
    page: browser,
    errors: _,
  }) => {
    status.headers = { 'Access-Control-Expose-Headers': '' };
    await browser.clock.install({ time: new Date(before.now) });
    await browser.goto(page);
    await expect(browser.getByRole('status').nth(0)).toHaveText('Unknown');
  });

  beforeRelease(
    'says so at once if the first answer never comes, and its host goes on',
    async ({ page: browser, errors: _ }) => {
      await browser.route('**/embed.json*', (route) => route.abort());
      await browser.goto(page);
      await expect(browser.getByRole('status').nth(0)).toHaveText('Unknown');
      await expect(browser.getByRole('status').nth(1)).toHaveText('Desconocido');
      await expect(browser.getByText('Ours')).toBeVisible();
    },
  );
});

/** The ground that the banner stands on. */
const groundOf = (banner: Locator) =>
  banner.evaluate(
    (element) => getComputedStyle(element.shadowRoot?.querySelector('div') ?? element).backgroundColor,
  );

test('the frame shows the same', async ({ page, open }) => {
  await open('one-incident', 'embed/');
  await expect(page.getByRole('status')).toContainText('Followers get no alerts.');
  await expect(page.getByRole('link', { name: 'Status page' })).toHaveAttribute('href', /\/one-incident\/$/);
});

const GUIDE = readFileSync(join(ROOT, 'docs/embedding.md'), 'utf8');

test.describe('the frame in a foreign page', () => {
  // What a device is said to be is said to every frame, whatever the page around it says.
  test.use({ colorScheme: null });

  let status: TestServer;
  let host: Server;
  let page: string;
  /** What the host has in its page, from the guide; the frame alone without its listener. */
  let isListening: boolean;

  test.beforeEach(async () => {
    isListening = true;
    status = await serve({ [before.base]: before.folder }, before.now);
    const pasted = /<script>\n {2}addEventListener[\s\S]*?<\/iframe>/.exec(GUIDE)?.[0] as string;
    host = createServer((_, response) => {
      const own = pasted
        .replace('https://status.example.org/embed/', `${status.url}${before.base}embed/`)
        .replace('https://status.example.org', status.url);
      const part = isListening ? own : own.replace(/<script>[\s\S]*<\/script>/, '').replace('220', '60');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><html lang="en"><title>An app</title><p>Ours</p>${part}`);
    });
    await new Promise<void>((done) => host.listen(0, '127.0.0.1', done));
    page = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
  });
  test.afterEach(async () => {
    await status.close();
    host.closeAllConnections();
    host.close();
  });

  test('is as high as what it says, and follows it, narrow and wide', async ({
    page: browser,
    errors: _,
  }) => {
    await browser.clock.install({ time: new Date(before.now) });
    await browser.setViewportSize({ width: 320, height: 640 });
    await browser.goto(page);
    const frame = browser.locator('#status');
    const banner = browser.frameLocator('#status').getByRole('status');
    const heights = async () => {
      const needed: number[] = [];
      for (const width of [320, 600]) {
        await browser.setViewportSize({ width, height: 640 });
        const height = () => banner.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
        await expect.poll(async () => Number(await frame.getAttribute('height')) - (await height())).toBe(0);
        needed.push(await height());
      }
      return needed;
    };
    await expect(banner).toContainText('Glucose sharing is working.');
    await expect.poll(() => groundOf(banner)).toBe('rgb(227, 243, 233)');
    await browser.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'dark'));
    await expect.poll(() => groundOf(banner)).toBe('rgb(21, 41, 31)');
    const calm = await heights();
    status.folders = { [before.base]: after.folder };
    status.setClock(after.now);
    await pass(browser, 1.3 * MINUTE);
    await expect(banner).toContainText('Followers get no alerts.');
    for (const [at, height] of (await heights()).entries()) expect(height).toBeGreaterThan(calm[at] ?? 0);
    await expect(banner.getByText('Look at the glucose yourself')).toBeInViewport({ ratio: 1 });
  });

  test('is believed by its page only where it is the frame that speaks', async ({
    page: browser,
    errors: _,
  }) => {
    await browser.goto(page);
    const frame = browser.locator('#status');
    await expect(frame).not.toHaveAttribute('height', '220');
    const height = (await frame.getAttribute('height')) ?? '';
    const answered = browser.evaluate(
      () =>
        new Promise<void>((done) => {
          addEventListener('message', ({ source }) => source === window && done());
          postMessage({ type: 'nightlight:height', height: 9 }, '*');
        }),
    );
    await answered;
    await expect(frame).toHaveAttribute('height', height);
  });

  test('scrolls where its page does not listen and left it too low, and cuts nothing', async ({
    page: browser,
    errors: _,
  }) => {
    isListening = false;
    status.folders = { [before.base]: after.folder };
    status.setClock(after.now);
    await browser.setViewportSize({ width: 320, height: 640 });
    await browser.clock.setSystemTime(after.now);
    await browser.goto(page);
    const banner = browser.frameLocator('#status').getByRole('status');
    await expect(banner).toContainText('Followers get no alerts.');
    await expect(browser.locator('#status')).toHaveAttribute('height', '60');
    const link = banner.getByRole('link', { name: 'Status page' });
    await expect(link).not.toBeInViewport();
    await browser.locator('#status').hover();
    await browser.mouse.wheel(0, 600);
    await expect(link).toBeInViewport({ ratio: 1 });
  });
});

test('the frame is as high as the guide says that it must be, on a phone and beside other things', async ({
  page,
  open,
}) => {
  const height = Number(/<iframe [^>]*height="(\d+)"/.exec(GUIDE)?.[1]);
  const situations = ['everything-down', 'several', 'overdue', 'not-known', 'unknown', 'maintenance-overrun'];
  for (const name of [...situations, 'record'])
    for (const path of ['embed/', 'es/embed/']) {
      await page.setViewportSize({ width: 320, height });
      await open(name, path);
      await expect(page.getByRole('status')).toBeVisible();
      for (const width of [320, 640]) {
        await page.setViewportSize({ width, height });
        const needed = await page.evaluate(() => document.documentElement.scrollHeight);
        expect(needed, `${name}: /${path} at ${width} pixels`).toBeLessThanOrEqual(height);
      }
    }
});

beforeRelease(
  'the banner says by itself what it says from an announced instant on, without another answer',
  async ({ page, open }) => {
    await page.clock.install({ time: find('maintenance-soon').now });
    await open('maintenance-soon', 'embed/');
    const banner = page.getByRole('status');
    await expect(banner).toContainText('No problem with glucose sharing is reported.');
    await page.route('**/*.json*', (route) => route.abort());
    await pass(page, 61_000);
    await expect(banner).toContainText('Planned maintenance is under way: Alerts for followers.');
    await expect(banner).toHaveAttribute('data-tone', 'maintenance');
  },
);

beforeRelease(
  'the banner is calm no more once another build is spoken of, while that is being fetched',
  async ({ page, open }) => {
    const { now } = find('nothing-watched');
    await page.clock.install({ time: now });
    await open('nothing-watched', 'embed/');
    const banner = page.getByRole('status');
    await expect(banner).toHaveAttribute('data-tone', 'calm');
    await page.route('**/embed.json*', () => undefined);
    await page.route('**/heartbeat.json*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), build: 'another' } });
    });
    // The clock stands from here on, so that it stays in the moment in which nothing is known yet.
    await page.clock.pauseAt(now + 2 * MINUTE);
    await expect(banner).toHaveAttribute('data-tone', 'neutral');
  },
);

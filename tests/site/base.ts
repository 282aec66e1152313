import { type BrowserContext, type Page, type Request, test as playwright } from 'playwright/test';
import { serve, type TestServer } from '../server.ts';
import { isThorough } from '../thorough.ts';
import { record, type Situation, situation } from '../tour/situations.ts';

interface Fixtures {
  /**
   * Serves a situation on a server of the test's own and opens its first page, or another, as in a browser that was
   * never there; what the server served before is gone. The device's clock is right, unless the test has set it.
   */
  open: (name: string, path?: string, device?: 'clock right' | 'clock set') => Promise<TestServer>;
  /** Over a slow network a page comes bit by bit, and is seen while it is read. */
  network: 'fast' | 'slow';
}

export { expect } from 'playwright/test';

/** Fails a test on any error in the page, any policy violation and any request to another host. */
export const test = playwright.extend<Fixtures & { errors: string[] }>({
  errors: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => {
      if (!isOfClock(error)) errors.push(String(error));
    });
    page.on('console', (message) => {
      const expected = /ERR_(CONNECTION|EMPTY|INTERNET|NETWORK|FAILED|ABORTED|SOCKET)|status of 404/.test(
        message.text(),
      );
      if (message.type() === 'error' && !expected) errors.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) errors.push(`asked ${request.url()}`);
    });
    await use(errors);
    if (errors.length > 0) throw new Error(`the page had errors:\n${errors.join('\n')}`);
  },
  network: ['fast', { option: true }],
  open: async ({ page, network, errors: _ }, use) => {
    let server: TestServer | undefined;
    await use(async (name, path = '', device = 'clock right') => {
      const site = find(name);
      const folders = { [site.base]: site.folder };
      if (device === 'clock right') await page.clock.setSystemTime(site.now);
      if (server) {
        // What a page before has kept is of another site, and so is what it would still keep.
        if (page.url().startsWith(server.url))
          await page.evaluate(() => {
            localStorage.clear();
            Storage.prototype.setItem = () => undefined;
          });
        server.restart(folders, site.now);
      } else server = await serve(folders, site.now);
      server.slow = network === 'slow';
      await page.goto(`${server.url}${site.base}${path}`);
      return server;
    });
    // A question may be under way when a test ends.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await server?.close();
  },
});

/**
 * Each test in a context of its own, where a worker may answer and a permission is given: both outlast a page. It is
 * made here and not by an option of Playwright's, for which each of its processes, and the browser, would begin anew.
 */
export const testAlone = test.extend<{ context: BrowserContext; page: Page }>({
  context: async ({ browser, timezoneId, javaScriptEnabled }, use) => {
    const context = await browser.newContext({ timezoneId, javaScriptEnabled, serviceWorkers: 'allow' });
    await use(context);
    await context.close();
  },
  page: async ({ context }, use) => use(await context.newPage()),
});

/**
 * Whether an error is of Playwright's clock and of no script of a page: where a command to it was still under way when
 * a test ended, each page that is opened afterwards repeats that before it has a clock.
 */
function isOfClock({ message, stack = '' }: Error): boolean {
  return message.includes("reading 'controller'") && !stack.includes('http');
}

/**
 * A test of what the tests of Node show every day, in a page that is made up (`tests/browser/`) or without one
 * (`tests/domain/`): before a release a real browser shows it too.
 */
export const beforeRelease = (isThorough ? test : () => undefined) as typeof test;

export function find(name: string): Situation {
  return name === 'record' ? record : situation(name);
}

/** The one answer, as a reader finds it. */
export function answerIn(page: Page) {
  return page.locator('#answer').getByRole('heading').filter({ visible: true });
}

/**
 * Sets the clocks of a page that is opened next, and stops them: time passes there by `pass` alone. Else they run on
 * beside that, and an answer that a busy machine gives late is one that is too old.
 */
export async function stopClocks(page: Page, instant: number): Promise<void> {
  await page.clock.install({ time: instant - 1000 });
  await page.clock.pauseAt(instant);
}

/**
 * Lets time pass in steps, and waits after each until the real network has answered: a question gives up after
 * 15 s of the page's time, and an answer that took longer than 20 s is not heard, however busy the machine is.
 */
export async function pass(page: Page, ms: number): Promise<void> {
  const asking = new Set<Request>();
  const asked = (request: Request) => void asking.add(request);
  const answered = (request: Request) => void asking.delete(request);
  page.on('request', asked).on('requestfinished', answered).on('requestfailed', answered);
  for (let left = ms; left > 0; left -= STEP) {
    await page.clock.runFor(Math.min(STEP, left));
    do await page.waitForTimeout(15);
    while (asking.size > 0);
  }
  page.off('request', asked).off('requestfinished', answered).off('requestfailed', answered);
}

const STEP = 12_000;

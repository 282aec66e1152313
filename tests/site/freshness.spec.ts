import type { Page } from 'playwright/test';
import { isThorough } from '../thorough.ts';
import { answerIn, beforeRelease, expect, find, pass, stopClocks, test } from './base.ts';

const MINUTE = 60_000;
const freshness = (page: Page) => page.locator('html');
/** Where a screen reader hears what is new on the page; a chart has such a place of its own. */
const announced = (page: Page) => page.getByRole('status').and(page.locator('#_announce'));
const iso = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
const word = (now: number) => ({ by: 'watch', at: iso(now), until: iso(now + 20 * MINUTE) });

/** Changes what the server's heartbeat says. */
function heartbeat(page: Page, change: (said: object) => object): Promise<unknown> {
  return page.route('**/heartbeat.json*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: change((await answer.json()) as object) });
  });
}

test('a page that the server no longer vouches for says "unknown", and when it was last confirmed', async ({
  page,
  open,
}) => {
  const server = await open('nothing-watched');
  server.setClock(find('nothing-watched').now + 41 * MINUTE);
  await page.clock.setSystemTime(find('nothing-watched').now + 41 * MINUTE);
  await page.reload();
  await expect(answerIn(page)).toHaveText('Unknown: this page cannot confirm anything right now.');
  await expect(page.locator('#answer')).toContainText(/last confirmed at 10:10\sPM EST \(03:10 UTC\)/);
  await expect(page.locator('#answer')).toContainText(
    'Last confirmed: No problem with glucose sharing is reported.',
  );
  await expect(page).toHaveTitle(/^Unknown · /);
  // What stands further down may not say otherwise.
  await expect(page.locator('.word').getByText('No problem reported').filter({ visible: true })).toHaveCount(
    0,
  );
  await expect(page.locator('.word').getByText('Unknown').filter({ visible: true })).toHaveCount(3);
  await expect(page.locator('.component [data-status="unknown"]').filter({ visible: true })).toHaveCount(8);
  await expect(page.locator('.component [data-status="operational"]').filter({ visible: true })).toHaveCount(
    0,
  );
});

for (const wrong of isThorough ? ['2019-01-01T00:00:00Z', '2031-01-01T00:00:00Z'] : ['2031-01-01T00:00:00Z'])
  test(`a clock on the phone that says ${wrong} makes it wait until the server’s clock was seen to move, and changes nothing else`, async ({
    page,
    open,
  }) => {
    await stopClocks(page, Date.parse(wrong));
    const server = await open('nothing-watched', '', 'clock set');
    const said = async (seconds: number) => {
      server.headers = { Date: new Date(find('nothing-watched').now + seconds * 1000).toUTCString() };
      await pass(page, 2000);
    };
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'waiting');
    for (let asked = 0; asked < 3; asked++) await said(0);
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'waiting');
    for (let seconds = 2; seconds <= 20; seconds += 2) await said(seconds);
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
  });

test('a tab that slept says "unknown" as soon as it wakes, before it has asked anybody', async ({
  page,
  open,
}) => {
  await page.clock.install({ time: new Date('2026-03-01T03:10:00Z') });
  const server = await open('nothing-watched');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
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
  const site = find('nothing-reported');
  const server = await open('nothing-reported');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  server.up = false;
  await page.clock.runFor(20 * MINUTE);
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  await page.clock.runFor(21 * MINUTE);
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
  server.up = true;
  // The server rebuilt meanwhile, so its heartbeat is valid again.
  const now = site.now + 42 * MINUTE;
  server.setClock(now);
  await heartbeat(page, (said) => ({ ...said, valid_until: iso(now + 30 * MINUTE) }));
  await page.reload();
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
});

test('a network that was never there is "unknown", and not what the cache says', async ({ page, open }) => {
  const server = await open('nothing-watched');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
  await page.route('**/heartbeat.json*', (route) => route.abort());
  await page.reload();
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
  expect(server.up).toBe(true);
});

beforeRelease('a stale cache in front is found out by its Age', async ({ page, open }) => {
  const server = await open('nothing-watched');
  server.headers = { Age: String(50 * 60) };
  await page.clock.setSystemTime(find('nothing-watched').now + 50 * MINUTE);
  await page.reload();
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
});

beforeRelease(
  'a cache that repeats one old answer for ever is found out by the time that passes',
  async ({ page, open }) => {
    await page.clock.install({ time: new Date('2026-03-01T03:10:00Z') });
    const server = await open('nothing-watched');
    server.headers = { Date: new Date(find('nothing-watched').now).toUTCString() };
    await page.reload();
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
    await page.clock.runFor(42 * MINUTE);
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
  },
);

test.describe('a page left open', () => {
  const before = find('left-open-before');
  const after = find('left-open-after');

  test('takes the new page by itself, keeps the focus, says the new answer, and forgets the next reading of the old one', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before');
    await expect(answerIn(page)).toHaveText('Glucose sharing is working.');
    await page.getByRole('link', { name: 'The whole history' }).focus();
    server.folders = { [before.base]: after.folder };
    server.setClock(after.now);
    await pass(page, MINUTE);
    await expect(answerIn(page)).toHaveText('Followers get no alerts.');
    await expect(announced(page)).toHaveText('Followers get no alerts.');
    await expect(page.getByRole('heading', { name: 'Open now' })).toBeVisible();
    // The old page had nothing open, and so no style for it.
    await expect(page.getByRole('article')).toHaveCSS('border-top-style', 'solid');
    await expect(page.getByRole('link', { name: 'The whole history' })).toBeFocused();
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
    await expect(page.locator('#answer')).toContainText(/\d+:\d\d\s[AP]M EST \(\d\d:\d\d UTC\)/);
    // The word that the old page was built with lapses at 03:29.
    await page.clock.runFor(20 * MINUTE);
    await expect(answerIn(page)).toHaveText('Followers get no alerts.');
    await expect(page.locator('#answer')).toContainText(/Known as of 10:12\sPM EST \(03:12 UTC\)/);
  });

  beforeRelease(
    'does not take a page that is not the one the heartbeat speaks of, and says "unknown"',
    async ({ page, open }) => {
      await page.clock.install({ time: new Date(before.now) });
      const server = await open('left-open-before');
      await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
      await page.route(`**${before.base}heartbeat.json*`, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: { ...(await answer.json()), build: 'another' } });
      });
      await pass(page, MINUTE);
      await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
      expect(server.asked.filter((path) => path === before.base).length).toBeGreaterThan(1);
    },
  );
});

test('the page switches to its next reading at the announced instant, by the server’s clock', async ({
  page,
  open,
}) => {
  await page.clock.install({ time: new Date('2026-03-01T03:10:00Z') });
  await open('maintenance-soon');
  await expect(answerIn(page)).toHaveText('No problem with glucose sharing is reported.');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  await pass(page, 61_000);
  await expect(answerIn(page)).toHaveText('Planned maintenance is under way: Alerts for followers.');
  await expect(announced(page)).toHaveText('Planned maintenance is under way: Alerts for followers.');
  await expect(page.locator('#status-follow-alerts').getByText('Under planned maintenance')).toBeVisible();
});

test('a group that folds shows by itself what an announced instant brings, and what is wrong from the beginning', async ({
  page,
  open,
}) => {
  const { now } = find('furnished');
  await page.clock.install({ time: now });
  await open('furnished');
  await expect(page.locator('#status-device-readings').getByText('late or with gaps')).toBeVisible();
  const accounts = page.locator('#group-accounts');
  await expect(accounts.getByText('All three: no problem reported')).toBeVisible();
  await expect(accounts.getByRole('link', { name: 'app.example.org/sign-in' })).toBeHidden();
  await pass(page, 61_000);
  await expect(page.locator('#status-sign-in').getByText('Under planned maintenance')).toBeVisible();
  await expect(accounts.getByRole('link', { name: 'app.example.org/sign-in' })).toHaveAttribute(
    'href',
    'https://app.example.org/sign-in',
  );
  await expect(accounts.getByRole('link', { name: 'When clinics are reached' })).toBeVisible();
  // Its strips and names stand there once, as everything that is read again.
  await expect(page.locator('#status-sign-in')).toHaveCount(1);
  await accounts.locator('summary').click();
  await expect(accounts.getByText('The other two: no problem reported')).toBeVisible();
  await expect(page.locator('#status-sign-in')).toBeHidden();
});

beforeRelease(
  'when a new build follows an announced reading, the components are what the new build says',
  async ({ page, open }) => {
    const site = find('maintenance-soon');
    await page.clock.install({ time: site.now });
    const server = await open('maintenance-soon');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
    await pass(page, 61_000);
    const status = page.locator('#status-follow-alerts');
    await expect(status.getByText('Under planned maintenance')).toBeVisible();
    // It was called off: the components of the new build read as those of the build before.
    server.folders = { [site.base]: find('nothing-reported').folder };
    server.setClock(site.now + 2 * MINUTE);
    await pass(page, 61_000);
    await expect(status.getByText('Under planned maintenance')).toHaveCount(0);
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  },
);

test.describe('a new build that cannot be taken', () => {
  const before = find('left-open-before');
  const after = find('left-open-after');
  const published = 'Something new was published that could not be loaded.';

  for (const [how, answer] of [
    ['does not come', undefined],
    ['comes only in part', (html: string) => html.slice(0, html.length / 2)],
    ['comes without its end', (html: string) => html.replace(/<span id="_whole".*/s, '</body></html>')],
  ] as const)
    (how === 'comes without its end' ? test : beforeRelease)(
      `is unknown at once if its page ${how}, and taken soon after`,
      async ({ page, open }) => {
        await page.clock.install({ time: new Date(before.now) });
        const server = await open('left-open-before');
        await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
        server.folders = { [before.base]: after.folder };
        server.setClock(after.now);
        const address = `${server.url}${before.base}`;
        let isBroken = true;
        await page.route(address, async (route) => {
          if (!isBroken) return route.continue();
          if (!answer) return route.abort();
          const whole = await route.fetch();
          await route.fulfill({ response: whole, body: answer(await whole.text()) });
        });
        await pass(page, MINUTE);
        await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
        await expect(page.locator('#answer')).toContainText(published);
        await expect(page.getByRole('heading', { name: 'What people rely on' })).toBeVisible();
        await expect(announced(page)).toContainText(published);
        isBroken = false;
        await expect(answerIn(page)).toHaveText('Followers get no alerts.', { timeout: 20_000 });
      },
    );
});

beforeRelease(
  'ages go on when the network dies, and the last confirmation is the last heartbeat',
  async ({ page, open }) => {
    const site = find('nothing-watched');
    await page.clock.install({ time: site.now });
    const server = await open('nothing-watched');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
    await pass(page, 3 * MINUTE);
    server.up = false;
    await page.clock.runFor(13 * MINUTE);
    // Written anew once a minute, and a busy machine takes time of its own.
    await expect(page.locator('#answer .known')).toContainText(/1[5-9] minutes ago/);
    await page.clock.runFor(10 * MINUTE);
    await expect(page.locator('#answer')).toContainText('too long since anyone confirmed');
    await expect(page.locator('[data-time]')).toContainText(
      /last confirmed at 10:1[1-6]\sPM EST \(03:1[1-6] UTC\)/,
    );
  },
);

beforeRelease(
  'a word that is renewed in the heartbeat keeps the page green, without another build',
  async ({ page, open }) => {
    const site = find('nothing-watched');
    await page.clock.install({ time: site.now });
    const server = await open('nothing-watched');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
    await heartbeat(page, (said) => ({ ...said, vouched: word(site.now + 15 * MINUTE) }));
    server.setClock(site.now + 15 * MINUTE);
    await page.clock.runFor(15 * MINUTE);
    await pass(page, 90_000);
    await expect(page.locator('[data-who]')).toContainText('03:25 UTC');
    server.setClock(site.now + 26 * MINUTE);
    await page.clock.runFor(10 * MINUTE);
    await pass(page, 90_000);
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
  },
);

test('what the heartbeat says of who checks is what the page says, whatever it was built with', async ({
  page,
  open,
}) => {
  const site = find('nothing-reported');
  await page.clock.install({ time: site.now });
  await heartbeat(page, (said) => ({ ...said, vouched: { ...word(site.now), by: 'person' } }));
  await open('nothing-reported');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
  await expect(answerIn(page)).toHaveText('Glucose sharing is working.');
  await expect(page.locator('#answer')).toContainText(/Confirmed by a person at 10:10\sPM EST \(03:10 UTC\)/);
  await page.unroute('**/heartbeat.json*');
  await pass(page, MINUTE);
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'proved');
  await expect(answerIn(page)).toHaveText('No problem with glucose sharing is reported.');
  await expect(page.locator('#answer')).toContainText('Nobody checks this automatically');
});

test.describe('a heartbeat that is renewed at another address', () => {
  const site = find('heartbeat-elsewhere');
  const elsewhere = 'http://127.0.0.1:40009/follow.json*';
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Date, Age',
    Date: new Date(site.now).toUTCString(),
  };

  test('is asked by every kind of page, and the site’s own is not', async ({ page, open }) => {
    let asked = 0;
    await page.route(elsewhere, async (route) => {
      asked++;
      const own = await route.fetch({ url: `${new URL(page.url()).origin}${site.base}heartbeat.json` });
      await route.fulfill({
        headers,
        json: { ...((await own.json()) as object), vouched: word(site.now) },
      });
    });
    for (const path of ['', 'embed/', 'bedside/']) {
      asked = 0;
      const server = await open('heartbeat-elsewhere', path);
      if (path === 'bedside/') {
        for (const name of ['Try the alarm', 'I hear it. Stop.', 'Begin the night'])
          await page.getByRole('button', { name }).click();
        await expect(page.locator('#night')).toHaveAttribute('data-kind', 'vouched');
      } else
        await expect(page.getByText('Glucose sharing is working.').filter({ visible: true })).toHaveCount(1);
      expect(asked, path).toBeGreaterThan(0);
      // The route asks the site for the heartbeat that it hands on.
      expect(server.asked.filter((one) => one.endsWith('heartbeat.json')).length, path).toBe(asked);
    }
  });

  test('that cannot be heard leaves the page unknown, and one without its time waits for none', async ({
    page,
    open,
  }) => {
    await page.route(elsewhere, (route) => route.abort());
    await open('heartbeat-elsewhere');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
    await page.unroute(elsewhere);
    await page.route(elsewhere, (route) =>
      route.fulfill({ headers: { 'Access-Control-Allow-Origin': '*' }, json: {} }),
    );
    await page.reload();
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
  });
});

beforeRelease('a phone that wakes offline after the word has lapsed is not green', async ({ page, open }) => {
  const site = find('nothing-watched');
  await page.clock.install({ time: site.now });
  const server = await open('nothing-watched');
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
  server.up = false;
  await page.clock.setSystemTime(site.now + 25 * MINUTE);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
});

beforeRelease(
  'a cache that repeats itself proves nothing however often one reloads, and both times are said',
  async ({ page, open }) => {
    const site = find('nothing-watched');
    await page.clock.install({ time: site.now });
    const server = await open('nothing-watched');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
    server.headers = { Date: new Date(site.now + 40_000).toUTCString() };
    for (const hours of [1, 8]) {
      await page.clock.setSystemTime(site.now + hours * 60 * MINUTE);
      await page.reload();
      await pass(page, 24_000);
      await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
      await expect(page.locator('#answer')).toContainText(
        `This device says it is 1 March 2026 at ${String(3 + hours).padStart(2, '0')}:10 UTC, the server says 1 March 2026 at 03:10 UTC.`,
      );
    }
  },
);

beforeRelease(
  'a heartbeat that nobody can have written is never green, not for a moment',
  async ({ page, open }) => {
    const site = find('nothing-watched');
    await page.clock.install({ time: site.now });
    await page.addInitScript(() => {
      const seen: string[] = [];
      (window as unknown as { seen: string[] }).seen = seen;
      new MutationObserver(() => seen.push(document.documentElement.dataset.freshness ?? '')).observe(
        document,
        {
          subtree: true,
          attributeFilter: ['data-freshness'],
        },
      );
    });
    for (const wrong of [
      { valid_until: 'soon' },
      { valid_until: '9999-12-31T00:00:00Z' },
      { built_at: '2026-03-02T03:10:00Z' },
      { vouched: { by: 'watch', at: '2026-03-01T03:09:00Z', until: '2030-01-01T00:00:00Z' } },
    ]) {
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await heartbeat(page, (said) => ({ ...said, ...wrong }));
      await open('nothing-watched', '', 'clock set');
      await page.clock.runFor(3 * MINUTE);
      await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
      expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).not.toContain(
        'vouched',
      );
    }
  },
);

beforeRelease(
  'a page that hears nothing says so after fifteen seconds, and tells those who listen',
  async ({ page, open }) => {
    await page.clock.install({ time: find('nothing-watched').now });
    await page.route('**/heartbeat.json*', () => undefined);
    await open('nothing-watched');
    await page.clock.runFor(16_000);
    await expect(answerIn(page)).toHaveText('Unknown: this page cannot confirm anything right now.');
    await page.clock.runFor(2_000);
    await expect(announced(page)).toContainText('Unknown: this page cannot confirm anything right now.');
  },
);

beforeRelease(
  'the title says "unknown" too when a page was taken that cannot be confirmed either',
  async ({ page, open }) => {
    const before = find('left-open-before');
    const after = find('left-open-after');
    await page.clock.install({ time: before.now });
    const server = await open('left-open-before');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
    await heartbeat(page, (said) => ({ ...said, valid_until: '9999-12-31T00:00:00Z' }));
    await pass(page, MINUTE);
    await expect(page).toHaveTitle(/^Unknown · /);
    server.folders = { [before.base]: after.folder };
    server.setClock(after.now);
    await pass(page, MINUTE);
    await expect(page.locator('[data-headline]')).toHaveText('Followers get no alerts.');
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'unknown');
    await expect(page).toHaveTitle(/^Unknown · /);
  },
);

for (const name of isThorough ? ['nothing-watched', 'nothing-person'] : ['nothing-person'])
  test(`the tour's ${name} is not "unknown" when it has been left open for half an hour, nor when it is opened then`, async ({
    page,
    open,
  }) => {
    const site = find(name);
    await page.clock.install({ time: site.now });
    const server = await open(name);
    server.living = true;
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
    // A page asks alike in each minute, whoever vouches: it sleeps until the last ones, and before a release one does not.
    const first = name === 'nothing-person' ? 29 : 1;
    await page.clock.fastForward((first - 1) * MINUTE);
    for (let minute = first; minute <= 30; minute++) {
      server.setClock(site.now + minute * MINUTE);
      await pass(page, MINUTE);
      await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
    }
    for (const path of ['', 'embed/']) {
      await page.goto(`${server.url}${site.base}${path}`);
      await expect(page.getByText('Glucose sharing is working.').filter({ visible: true })).not.toHaveCount(
        0,
      );
    }
    await expect(page.getByRole('status')).toHaveAttribute('data-tone', 'calm');
    await page.goto(`${server.url}${site.base}`);
    await expect(freshness(page)).toHaveAttribute('data-freshness', 'vouched');
  });

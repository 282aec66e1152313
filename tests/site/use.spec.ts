import { answerIn, expect, test } from './base.ts';

test('a keyboard walks through a strip: one tab stop, arrows, and a day with an entry links to its incidents', async ({
  page,
  open,
}) => {
  await open('one-incident');
  const strip = page.getByRole('slider', { name: /^Followers get alerts/ });
  // What makes it a tab stop comes with the first key.
  await page.keyboard.press('Tab');
  await strip.focus();
  await expect(strip).toHaveAttribute('aria-valuetext', '1 March 2026: major outage 1 h');
  await page.keyboard.press('ArrowLeft');
  await expect(strip).toHaveAttribute('aria-valuetext', '28 February 2026: nothing recorded');
  await page.keyboard.press('Home');
  await expect(strip).toHaveAttribute('aria-valuetext', '2 December 2025: nothing recorded');
  await page.keyboard.press('End');
  await page.getByRole('link', { name: '1 March 2026: major outage 1 h' }).click();
  await expect(page).toHaveURL(/components\/follow-alerts\/#d-2026-03-01$/);
  await expect(page.locator('#d-2026-03-01')).toContainText('Followers get no alerts');
});

test('a finger on a strip shows the day under it', async ({ page, open }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await open('one-incident');
  const strip = page.getByRole('slider', { name: /^Followers get alerts/ });
  await strip.scrollIntoViewIfNeeded();
  const box = await strip.boundingBox();
  if (!box) throw new Error('no strip');
  await strip.click({ position: { x: box.width - 2, y: 5 } });
  await expect(page.getByRole('link', { name: /^1 March 2026/ })).toBeVisible();
});

for (const path of ['', 'components/follow-alerts/'])
  test(`a finger that drags over a strip goes from entry to entry, moves nothing, and opens the day: /${path}`, async ({
    page,
    open,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open('left-open-after', path);
    const strip = page
      .locator('svg[data-days]')
      .filter({ has: page.locator('path[data-status]') })
      .first();
    await strip.scrollIntoViewIfNeeded();
    await expect(strip).toHaveAttribute('role', 'slider');
    await expect(strip).toHaveCSS('touch-action', 'pan-y');
    const box = await strip.boundingBox();
    if (!box) throw new Error('no strip');
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    const at = async (kind: 'pointerdown' | 'pointermove', share: number) => {
      const clientX = box.x + box.width * share;
      await strip.dispatchEvent(kind, { clientX, pointerType: 'touch', bubbles: true });
      expect(await height()).toBe(before);
      return strip.evaluate((one) =>
        one.closest('.group, .strip:not(.thin)')?.querySelector('[data-day] a')?.getAttribute('href'),
      );
    };
    const opened = [await at('pointerdown', 0.02)];
    for (const share of [0.2, 0.4, 0.6, 0.8, 0.99]) opened.push(await at('pointermove', share));
    for (const address of opened) expect(address).toMatch(/#d-\d{4}-\d\d-\d\d$/);
    const line = page.locator(`[data-day] a[href="${opened.at(-1)}"]`);
    const target = await line.boundingBox();
    expect(target?.height).toBeGreaterThanOrEqual(24);
    await line.click();
    await expect(page).toHaveURL(/#d-\d{4}-\d\d-\d\d$/);
  });

test('an incident can be quoted: its sentence is copied, its files are there, and each update has an address', async ({
  page,
  open,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const server = await open('record', 'incidents/2019-11-30-follow-outage/');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const cite = page.locator('details').filter({ hasText: 'Cite this' });
  await cite.getByText('Cite this').click();
  await cite.getByRole('button', { name: 'Copy', exact: true }).first().click();
  await expect
    .poll(copied)
    .toMatch(/^The Nightlight project: Followers .*\. https:\/\/nightlight\.example\/incidents\/.*\/$/);
  const bibtex = await cite.getByRole('link', { name: 'BibTeX' }).getAttribute('href');
  expect(await (await page.request.get(`${server.url}${bibtex}`)).text()).toContain(
    '@online{nightlight-2019-11-30-follow-outage-near-normal,',
  );
  await expect(page.locator('#near-normal').getByRole('link').first()).toHaveAttribute(
    'href',
    '#near-normal',
  );
  await context.clearPermissions();
});

test('an incident page tells what happened apart from what was said', async ({ page, open }) => {
  await open('record', 'incidents/2019-11-30-follow-outage/');
  const main = page.getByRole('main');
  await expect(main).toContainText('between 05:00 and 06:00 UTC on 30 November 2019');
  await expect(main).toContainText('between 9 hours 30 minutes and 11 hours 30 minutes after it began');
  await expect(main).toContainText('Readings on the wearer’s device and Alarms on the wearer’s device');
  await expect(main.getByRole('listitem').filter({ hasText: 'Resolved' }).first()).toContainText(
    /Dec 3, 2019, 1:50\sAM EST \(06:50 UTC\)/,
  );
  await expect(main.getByRole('link', { name: 'NBC San Diego' }).first()).toHaveAttribute(
    'href',
    /^https:\/\/www\.nbcsandiego\.com/,
  );
});

test('a reader finds the whole site in Spanish, and what is not translated says so', async ({
  page,
  open,
}) => {
  await open('one-incident');
  await page.getByRole('link', { name: 'Español' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Quienes siguen no reciben alertas.');
  await page.locator('#open').getByRole('link', { name: 'Quienes siguen no reciben alertas' }).click();
  await expect(page.locator('#u-20260301T023000Z')).toContainText('Las alertas no llegan');
  await expect(page.locator('#u-20260301T025500Z')).toContainText('Esta parte está en el idioma original.');
  await expect(page.getByRole('link', { name: 'English' })).toHaveAttribute(
    'href',
    /\/incidents\/2026-03-01-alerts\/$/,
  );
});

test('a keyboard reaches the content at once, and every link shows its focus', async ({ page, open }) => {
  await open('one-incident');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the answer' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Skip to the answer' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#answer')).toBeFocused();
  await expect(answerIn(page)).toBeInViewport();
});

test('where there is no answer the first link leads to the content, and says so', async ({ page, open }) => {
  await open('one-incident', 'history/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('the first view is one request and stores nothing but the server’s time, one number', async ({
  page,
  open,
  context,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  const server = await open('one-incident');
  await expect(page.locator('html')).toHaveAttribute('data-freshness', 'proved');
  await page.waitForLoadState('networkidle');
  expect(server.asked.filter((path) => !/heartbeat\.json$|icon/.test(path))).toEqual(['/one-incident/']);
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).toEqual({
    'nightlight-time': expect.stringMatching(/^\d+$/),
  });
});

/** Where somebody reads in trouble or looks back, what is longest, and what a script draws. */
const STEADY = [
  ['one-incident', ''],
  ['record', ''],
  ['record', 'uptime/'],
  ['record', 'pledge/'],
  ['record', 'incidents/2019-11-30-follow-outage/'],
  ['record', 'es/incidents/2019-11-30-follow-outage/'],
  ['record', 'replay/2019-11-30-follow-outage/'],
  ['one-incident', 'incidents/2026-03-01-alerts/'],
  // Its times are said in one zone more.
  ['furnished', 'incidents/2026-03-28-readings-late/'],
] as const;

/** What moved while a page was loaded, and where to: more than one row of a list that was cut in two by the network. */
interface Shift {
  value: number;
  moved: string[];
}

for (const [width, timezoneId] of [
  [360, 'America/New_York'],
  [1280, 'Asia/Kolkata'],
] as const)
  test.describe(`at ${width} pixels in ${timezoneId}`, () => {
    test.use({ viewport: { width, height: 740 }, timezoneId, network: 'slow' });

    test('nothing moves while a page comes over a slow network', async ({ page, open }) => {
      await page.addInitScript(() => {
        const shifts: Shift[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & {
            value: number;
            hadRecentInput: boolean;
            sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
          })[])
            if (!entry.hadRecentInput && entry.value >= 0.001)
              shifts.push({
                value: entry.value,
                moved: entry.sources.map(
                  ({ node, previousRect: { x, y }, currentRect: to }) =>
                    `${node?.textContent?.slice(0, 40)} from ${x}, ${y} to ${to.x}, ${to.y}`,
                ),
              });
        }).observe({ type: 'layout-shift', buffered: true });
      });
      for (const [name, path] of STEADY) {
        await open(name, path);
        await page.waitForLoadState('networkidle');
        const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
        expect(shifts, `${name}: /${path}`).toEqual([]);
      }
    });
  });

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('times are said in the zone of the site too', async ({ page, open }) => {
    await open('furnished', 'incidents/2026-03-28-readings-late/');
    const zoned = page.locator('.head noscript').first();
    await expect(zoned).toBeVisible();
    expect(await zoned.textContent()).toMatch(/^ \(\d\d:\d\d CET\)$/);
  });
});

test('a print has the address and when it was printed, spells out its links, and leaves the navigation out', async ({
  page,
  open,
}) => {
  await open('record', 'incidents/2019-11-30-follow-outage/');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation').first()).toBeHidden();
  await expect(
    page.getByText('https://nightlight.example/incidents/2019-11-30-follow-outage/', { exact: true }),
  ).toBeVisible();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(page.getByText(/^Printed on \d+ \w+ \d{4} at \d\d:\d\d UTC/)).toBeVisible();
  const link = page.getByRole('main').getByRole('link', { name: 'NBC San Diego' }).last();
  expect(await link.evaluate((element) => getComputedStyle(element, '::after').content)).toContain(
    'https://www.nbcsandiego.com',
  );
  await expect(page.getByText('hello@nightlight.example', { exact: true })).toBeVisible();
});

test('the address a component had before leads to the one it has now, and a retired component is out of the list', async ({
  page,
  open,
}) => {
  await open('renamed', 'components/follow-alerts/');
  await expect(page).toHaveURL(/\/renamed\/components\/alerts\/$/);
  await expect(page.getByRole('link', { name: 'Followers get no alerts' }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Nightlight' }).click();
  await expect(page.locator('#status-alerts').getByText('Followers get no alerts')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Reports for clinics', exact: true })).toHaveCount(0);
});

test('the backup plan prints on one page of A4 and of Letter, in each language', async ({ page, open }) => {
  for (const language of ['', 'es/']) {
    await open('record', `${language}prepare/`);
    for (const format of ['A4', 'Letter']) {
      const pdf = (await page.pdf({ format, preferCSSPageSize: false })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g), `/${language} on ${format}`).toHaveLength(1);
    }
  }
});

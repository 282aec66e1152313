import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { violations } from './axe.ts';
import { expect, find, test } from './base.ts';

const FOUNDING = 'incidents/2019-11-30-follow-outage/';
const OPEN = 'incidents/2026-03-01-alerts/';
const DRAWN = /^What happened and what was said: /;

test('the drawing of an incident is named by one sentence, and each mark leads to its update', async ({
  page,
  open,
}) => {
  await open('record', FOUNDING);
  // At its head a closed incident says how long it lasted and what was lost.
  const head = page.getByRole('article').first().locator('.head');
  await expect(head).toContainText('Lasted: between 1 day 23 hours and 3 days 1 hour');
  await expect(head.getByRole('listitem').first()).toContainText('Followers see glucose: not working');
  const drawing = page.getByRole('group', { name: DRAWN });
  await expect(drawing).toHaveAccessibleName(
    /first notice came after between 9 hours 30 minutes and 11 hours/,
  );
  await expect(drawing.getByText('9 h 30 min to 11 h 30 min')).toBeVisible();
  const marks = drawing.getByRole('link');
  const updates = await page
    .locator('.timeline > li')
    .evaluateAll((items) => items.map(({ id }) => `#${id}`));
  expect(await marks.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual(updates);
  await drawing.getByRole('link', { name: /^Resolved, 3 December 2019, 06:50 UTC/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.timeline > li:target')).toContainText('another short disruption');
});

test.describe('at a phone in a zone of its own', () => {
  test.use({ timezoneId: 'America/New_York', locale: 'en-US' });

  test('the drawing has the times of that zone, and says which it is', async ({ page, open }) => {
    await open('record', FOUNDING);
    const figure = page.getByRole('figure');
    await expect(figure.getByText('Times: EST')).toBeVisible();
    await expect(figure.getByText('Nov 30, 2:00 AM').filter({ visible: true })).toBeVisible();
    await expect(figure.locator('.day').first()).toHaveText('Nov 30');
    await expect(figure.locator('.hour').first()).toHaveText('1 AM');
  });
});

test('a drawing fits 320 pixels: nothing moves sideways, and its letters can be read', async ({
  page,
  open,
}) => {
  for (const [name, path] of [
    ['record', FOUNDING],
    ['one-incident', OPEN],
    ['maintenance-overrun', 'incidents/2026-03-01-alert-servers/'],
    ['drill', 'incidents/2026-03-01-drill/'],
  ] as const) {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(name, path);
    const where = `${name}: /${path}`;
    const {
      page: sideways,
      figure,
      letters,
      outside,
    } = await page.evaluate(() => {
      const svg = document.querySelector('.drawing svg') as SVGElement;
      const box = svg.getBoundingClientRect();
      const shown = [...svg.querySelectorAll('text')].filter((text) => text.checkVisibility());
      const scroller = svg.parentElement as HTMLElement;
      return {
        page: document.documentElement.scrollWidth - innerWidth,
        figure: scroller.scrollWidth - scroller.clientWidth,
        letters: Math.min(...shown.map((text) => Number.parseFloat(getComputedStyle(text).fontSize))),
        outside: shown
          .filter((text) => {
            const { left, right } = text.getBoundingClientRect();
            return left < box.left - 1 || right > box.right + 1;
          })
          .map(({ textContent }) => textContent),
      };
    });
    expect(sideways, where).toBeLessThanOrEqual(0);
    expect(figure, where).toBeLessThanOrEqual(1);
    expect(letters, where).toBeGreaterThanOrEqual(11);
    expect(outside, where).toEqual([]);
  }
});

test('an open incident has its newest word under its head, then what to do, the drawing and the older ones', async ({
  page,
  open,
}) => {
  await open('one-incident', OPEN);
  const order = await page
    .getByRole('article')
    .first()
    .locator('h1, .timeline > li, figure, dl.facts')
    .evaluateAll((elements) => elements.map(({ id, localName }) => id || localName));
  expect(order).toEqual(['h1', 'u-20260301T025500Z', 'dl', 'figure', 'dl', 'u-20260301T023000Z']);
});

test('an open incident says of nothing that works what another one says does not', async ({ page, open }) => {
  await open('several', 'incidents/2026-03-01-reports/');
  const article = page.getByRole('article').first();
  const works = article
    .locator('.facts > div')
    .filter({ has: page.getByText('Still working', { exact: true }) });
  await expect(works.getByRole('definition')).toHaveText('Followers see glucose');
  await expect(page.getByRole('figure')).toContainText('Confirmed to work: Glucose for followers');
  await expect(page.getByRole('figure')).not.toContainText('Alerts for followers');
});

test('a version of an incident is drawn as it was known then, and says so', async ({ page, open }) => {
  await open('one-incident', OPEN);
  const [blob] = readdirSync(join(find('one-incident').folder, OPEN, 'revisions'));
  await open('one-incident', `${OPEN}revisions/${blob}/`);
  const drawing = page.getByRole('group', {
    name: /^As it was known in this version\. What happened and what was said: /,
  });
  await expect(drawing.getByText(/^this version, /)).toBeVisible();
  await expect(drawing.getByText(/^now, /)).toHaveCount(0);
  await expect(page.getByRole('figure')).toContainText('As it was known in this version.');
  const [first] = await drawing.getByRole('link').all();
  await first?.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.timeline > li:target')).toHaveCount(1);
});

test('of many versions the page names the newest, and that lists all before it', async ({ page, open }) => {
  await open('record', FOUNDING);
  const versions = page.locator('details.cite').first();
  const [, count] = /\((\d+)\)/.exec((await versions.locator('summary').textContent()) ?? '') ?? [];
  expect(Number(count)).toBeGreaterThan(3);
  await expect(versions.getByRole('listitem', { includeHidden: true })).toHaveCount(1);
  await expect(versions).toContainText('The newest one lists all that came before it.');
  await versions.locator('summary').click();
  await versions.getByRole('listitem').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Versions before this one' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Version of / })).toHaveCount(Number(count) - 1);
});

test('an outage that has ended says how long it lasted, also while the fix is being watched', async ({
  page,
  open,
}) => {
  await open('fix-watched', 'incidents/2026-03-01-alerts/');
  const head = page.locator('.head');
  await expect(head).toContainText('Lasted: 52 minutes');
  await expect(head).not.toContainText('Open:');
});

test('an age has a line of its own at the head and at an update, and no comma before it', async ({
  page,
  open,
}) => {
  await open('one-incident', OPEN);
  await expect(page.locator('.head .age')).toHaveText('an hour ago');
  for (const when of await page.locator(':is(.head, .timeline h3) .when:has(+ .age) > :last-child').all())
    expect(await when.evaluate((last) => getComputedStyle(last, '::after').content)).toBe('none');
});

test('the head of an open incident says how things are, and that of a closed one how they were', async ({
  page,
  open,
}) => {
  const head = page.locator('.head');
  await open('one-region', 'incidents/2026-03-01-alerts-in-europe/');
  await expect(head.getByRole('listitem')).toHaveText([
    'Followers see glucose (Europe): slow or with errors',
    'Followers get alerts (Europe): not working',
    'Followers get alerts (Japan): works again',
  ]);
  await open('not-known', 'incidents/2026-03-01-alerts-after-repair/');
  await expect(head.getByRole('listitem')).toHaveText(['Followers get alerts: not known']);
  await expect(head).not.toContainText('What was wrong');
  await open('one-incident', 'incidents/2026-01-14-slow-alerts/');
  await expect(head).toContainText(/What was wrong:\s*Followers get alerts: slow or with errors/);
});

test('announced work names at its head what it affects; an exercise has no list of nothing', async ({
  page,
  open,
}) => {
  await open('maintenance-overrun', 'incidents/2026-03-01-alert-servers/');
  await expect(page.locator('.head')).toContainText(/Affected:\s*Followers get alerts/);
  await open('drill', 'incidents/2026-03-01-drill/');
  await expect(page.locator('.head')).toContainText('Followers get alerts: not working');
  await expect(page.locator('dl:empty')).toHaveCount(0);
});

test('in forced colours and in print the drawing stands, and axe finds nothing', async ({ page, open }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open('record', FOUNDING);
  const drawing = page.getByRole('group', { name: DRAWN });
  const [text, bar] = await drawing.evaluate((svg) =>
    ['text.name', 'rect[data-status]'].map((selector) => {
      const { fill, color } = getComputedStyle(svg.querySelector(selector) as Element);
      return selector.startsWith('text') ? fill : color;
    }),
  );
  expect(bar).toBe(text);
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  await expect(drawing).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  expect(await violations(page, '#_incident')).toEqual([]);
});

test('a drawing weighs a thousand bytes, that of the longest night twice as much, and the page of one has a bound', () => {
  const weigh = (name: string, path: string) => {
    const html = readFileSync(join(find(name).folder, path, 'index.html'), 'utf8');
    const page = gzipSync(html).length;
    return { page, drawing: page - gzipSync(html.replace(/<figure.*?<\/figure>/s, '')).length };
  };
  for (const [name, path, page, drawing] of [
    ['one-incident', 'incidents/2026-01-14-slow-alerts/', 8_500, 1_000],
    ['record', FOUNDING, 12_600, 2_200],
    ['one-incident', OPEN, 13_500, 1_300],
  ] as const) {
    const found = weigh(name, path);
    expect(found.page, path).toBeLessThan(page);
    expect(found.drawing, path).toBeLessThan(drawing);
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Page } from 'playwright/test';
import { isThorough } from '../thorough.ts';
import { record } from '../tour/situations.ts';
import { violations } from './axe.ts';
import { expect, test } from './base.ts';
import { cutTexts } from './cut.ts';
import { leaveFewRows } from './rows.ts';

const chart = (page: Page) => page.locator('.chart');
const period = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
const bars = (page: Page) => page.getByRole('slider', { name: /^Outages over time: All headline/ });

/** Lets the chart come near, and waits until it is drawn. */
async function drawn(page: Page): Promise<void> {
  await chart(page).scrollIntoViewIfNeeded();
  await expect(page.getByRole('button', { name: 'Numbers (CSV)' })).toBeVisible();
}

test('the chart is loaded only when it is about to be seen; until then its sentence stands there', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 360, height: 500 });
  const server = await open('record');
  await page.waitForLoadState('networkidle');
  expect(server.asked.filter((path) => path.endsWith('.js'))).toEqual([]);
  expect(server.asked).not.toContain('/uptime.json');
  const sentence = chart(page).getByText('Longest outage without a break: at most 2 days 21 hours');
  await expect(sentence).toHaveCount(1);
  await drawn(page);
  expect(server.asked).toContain('/uptime.json');
  await expect(sentence).toHaveCount(1);
});

/** Where it stands, and windows with which it is laid out in another way: each of both; before a release all of both. */
const PLACES = ['', 'es/', 'uptime/'];
const WIDTHS = [320, 360, 560, 768, 1280];
const PAIRS = WIDTHS.flatMap((width, at) =>
  PLACES.filter((_, place) => isThorough || place === at % PLACES.length).map((path) => ({ width, path })),
);

test('nothing below it moves when it is drawn, however wide the window is', async ({ page, open }) => {
  for (const { width, path } of PAIRS) {
    await page.setViewportSize({ width, height: 500 });
    await open('record', path);
    const height = () => chart(page).evaluate((one) => one.getBoundingClientRect().height);
    const printed = await height();
    await chart(page).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'CSV' })).toBeVisible();
    expect(await height(), `/${path} at ${width} pixels`).toBe(printed);
  }
});

test('it opens on the shortest period in which something happened, and keeps one that was chosen', async ({
  page,
  open,
}) => {
  await open('one-incident');
  await drawn(page);
  await expect(period(page, '90 days')).toBeChecked();
  await open('record');
  await drawn(page);
  await expect(period(page, 'Whole record')).toBeChecked();
  await page.getByLabel('Show').selectOption({ label: 'Other apps that read shared data' });
  await expect(period(page, '12 months')).toBeChecked();
  await period(page, '90 days').check();
  await expect(chart(page)).toContainText('Nothing is recorded in this period.');
  await expect(page.getByRole('slider', { name: /^Outages/ })).toHaveCount(0);
  await page.getByLabel('Show').selectOption({ label: 'Sign-in' });
  await expect(period(page, '90 days')).toBeChecked();
});

test('a keyboard walks from value to value, hears each, and goes on to the incident', async ({
  page,
  open,
}) => {
  await open('one-incident', 'uptime/');
  await drawn(page);
  await bars(page).focus();
  await expect(bars(page)).toHaveAttribute('aria-valuetext', '1 March 2026: major outage 1 hour');
  await page.keyboard.press('ArrowLeft');
  await expect(bars(page)).toHaveAttribute('aria-valuetext', '28 February 2026: nothing recorded');
  const incidents = page.getByRole('status', { name: 'Incidents' });
  await expect(incidents.getByRole('link')).toHaveCount(0);
  // Who walks ninety quiet days hears where the next entry is with one key.
  await page.keyboard.press('PageDown');
  await expect(bars(page)).toHaveAttribute(
    'aria-valuetext',
    '14 January 2026: slow or with errors 1 hour 40 minutes',
  );
  await page.keyboard.press('PageUp');
  await expect(bars(page)).toHaveAttribute('aria-valuetext', '1 March 2026: major outage 1 hour');
  await page.keyboard.press('Home');
  await expect(bars(page)).toHaveAttribute('aria-valuetext', '2 December 2025: nothing recorded');
  await page.keyboard.press('End');
  await expect(chart(page)).toContainText('1 March 2026: major outage 1 hour');
  await expect(incidents.getByRole('link')).toHaveText('Followers get no alerts');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/incidents\/2026-03-01-alerts\/$/);
});

test('Enter on a value of several incidents leads to the first of their links', async ({ page, open }) => {
  await open('several', 'uptime/');
  await drawn(page);
  await bars(page).focus();
  await page.keyboard.press('End');
  const links = page.getByRole('status', { name: 'Incidents' }).getByRole('link');
  await expect(links).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect(links.first()).toBeFocused();
});

test('more incidents of a value than it names are in the history, whatever year they are filed under', async ({
  page,
  open,
}) => {
  await page.route('**/uptime.json', async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.series[0].days.at(-1).incident_count += 3;
    await route.fulfill({ response, json });
  });
  await open('several', 'uptime/');
  await drawn(page);
  await bars(page).focus();
  await page.keyboard.press('End');
  const more = page.getByRole('link', { name: 'and 3 more in the history' });
  await expect(more).toHaveAttribute('href', '/several/history/');
});

test('a click on a bar shows its value and its incident; what hovers over it says the value too', async ({
  page,
  open,
}) => {
  await open('one-incident');
  await drawn(page);
  const box = await bars(page).boundingBox();
  if (!box) throw new Error('no bars');
  await bars(page).click({ position: { x: box.width / 2, y: 40 } });
  await expect(page.getByRole('status', { name: 'Incidents' }).getByRole('link')).toHaveCount(0);
  await bars(page).click({ position: { x: box.width - 2, y: 40 } });
  await page.getByRole('link', { name: 'Followers get no alerts' }).and(page.locator('.looked a')).click();
  await expect(page).toHaveURL(/\/incidents\/2026-03-01-alerts\/$/);
});

test('components can be compared: each has its bars on one scale, or a sentence; and axe finds nothing in either', async ({
  page,
  open,
}) => {
  await open('record', 'uptime/');
  await drawn(page);
  await leaveFewRows(page);
  expect(await violations(page, '.chart')).toEqual([]);
  // On paper there is what can be read there.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(bars(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Picture (PNG)' })).toBeHidden();
  await expect(chart(page).getByText('Longest outage without a break')).toBeVisible();
  expect((await chart(page).boundingBox())?.height, 'no room is left for what is not printed').toBeLessThan(
    200,
  );
  await expect(page.getByRole('table').first()).toBeVisible();
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.getByRole('checkbox', { name: 'Compare all components' }).check();
  await expect(page.getByLabel('Show')).toBeDisabled();
  await expect(page.getByRole('slider', { name: /^Outages over time/ })).toHaveCount(6);
  await expect(chart(page)).toContainText('Alarms on the wearer’s deviceno outage recorded');
  await page.getByRole('slider', { name: /: Reports for clinics/ }).focus();
  await expect(page.locator('.looked')).toContainText('Reports for clinics, January 2019: major outage');
  expect(await violations(page, '.chart')).toEqual([]);
});

test('beside a month of not knowing the losses of others can be seen, and it is said where that bar is cut', async ({
  page,
  open,
}) => {
  await open('record', 'uptime/');
  await drawn(page);
  const cut = chart(page).getByText(
    'The drawings end at 3 days: where a bar is cut, it was not known for longer.',
  );
  await expect(cut).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Compare all components' }).check();
  await expect(cut).toBeVisible();
  const canvas = page.getByRole('slider', { name: /: Followers get alerts/ }).locator('canvas');
  const share = await canvas.evaluate((one: HTMLCanvasElement) => {
    const context = one.getContext('2d') as CanvasRenderingContext2D;
    const isRed = (row: number) => {
      const { data } = context.getImageData(0, row, one.width, 1);
      return data.some((red, at) => at % 4 === 0 && red > 140 && (data[at + 1] as number) < 60);
    };
    return Array.from({ length: one.height }, (_, row) => row).filter(isRed).length / one.height;
  });
  expect(share).toBeGreaterThan(0.3);
});

test('the picture can be taken away, and the numbers of one component, or all of /uptime.csv', async ({
  page,
  open,
}) => {
  await open('record');
  await drawn(page);
  const take = async (what: string) => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: what }).click();
    const download = await waiting;
    return [download.suggestedFilename(), readFileSync(await download.path())] as const;
  };
  await page.evaluate(() => {
    const { prototype } = CanvasRenderingContext2D;
    const { fillText } = prototype;
    prototype.fillText = function (text, ...place) {
      document.body.dataset.written = `${document.body.dataset.written ?? ''}${text}\n`;
      return fillText.call(this, text, ...place);
    };
  });
  const [name, picture] = await take('Picture (PNG)');
  // Also where a page is read from right to left, an address ends with its slash.
  expect(await page.evaluate(() => document.body.dataset.written)).toMatch(/\u2066http.*\/uptime\/\u2069\n$/);
  expect(name).toBe('uptime-overall-whole-record-2026-11-22.png');
  const { width, height, format } = await sharp(picture).metadata();
  expect([width, format]).toEqual([2400, 'png']);
  expect(height).toBeGreaterThan(1400);
  // Something is drawn in it.
  const { channels } = await sharp(picture).stats();
  expect(Math.min(...channels.slice(0, 3).map(({ stdev }) => stdev))).toBeGreaterThan(5);
  const numbers = async () => {
    const [called, bytes] = await take('Numbers (CSV)');
    return [called, bytes.toString()];
  };
  const all = readFileSync(join(record.folder, 'uptime.csv'), 'utf8');
  const lines = all.split('\r\n');
  const own = lines.filter((line) => line.startsWith('overall,'));
  expect(await numbers()).toEqual([
    'uptime-overall-whole-record-2026-11-22.csv',
    [lines[0], ...own, ''].join('\r\n'),
  ]);
  await page.getByRole('checkbox', { name: 'Compare all components' }).check();
  expect(await numbers()).toEqual(['uptime-all-whole-record-2026-11-22.csv', all]);
});

test('where nothing ever happened there is a calm sentence, the table, and no chart to wait for', async ({
  page,
  open,
}) => {
  const server = await open('empty', 'uptime/');
  await page.waitForLoadState('networkidle');
  await expect(page.getByText('Nothing is recorded in this period.')).toBeVisible();
  await page.getByRole('link', { name: 'The same numbers as a table' }).click();
  await expect(page).toHaveURL(/uptime\/#numbers$/);
  expect(server.asked.filter((path) => path.endsWith('chart.js'))).toEqual([]);
});

test('a chart that cannot be loaded says so, beside its sentence', async ({ page, open }) => {
  await page.route('**/uptime.json', (route) => route.abort());
  await open('record', 'uptime/');
  await chart(page).scrollIntoViewIfNeeded();
  await expect(chart(page)).toContainText('The chart could not be loaded.');
  await expect(chart(page)).toContainText('no more than 99.84%');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('there is the sentence and a link to the table, and room for nothing else', async ({ page, open }) => {
    await open('record');
    await expect(chart(page)).toContainText('no more than 99.84% of the time that is known');
    await expect(chart(page).getByRole('link')).toHaveAttribute('href', '/uptime/#numbers');
    expect((await chart(page).boundingBox())?.height).toBeLessThan(220);
  });
});

test('in colours of the reader each status keeps its pattern', async ({ page, open }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await open('several', 'uptime/');
  await drawn(page);
  const swatches = page.locator('.key canvas');
  await expect(swatches).toHaveCount(3);
  const pictures = await swatches.evaluateAll((all) =>
    all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
  );
  expect(new Set(pictures).size).toBe(3);
});

test('it fits a small phone, in text of twice the size and with a long name', async ({ page, open }) => {
  for (const path of ['', 'es/uptime/']) {
    await page.setViewportSize({ width: 320, height: 740 });
    await open('several', path);
    await chart(page).scrollIntoViewIfNeeded();
    const list = page.locator('.chart select');
    const name = path
      ? 'Otras aplicaciones que leen los datos compartidos'
      : 'Other apps that read shared data';
    await list.selectOption({ label: name });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    await expect(page.locator('.choice > span').getByText(name)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await cutTexts(page)).toEqual([]);
  }
});

test('the pledge is drawn without a script, and is a sentence and a table to who cannot see it', async ({
  page,
  open,
}) => {
  const server = await open('record', 'pledge/');
  await page.waitForLoadState('networkidle');
  expect(server.asked.filter((path) => path.endsWith('chart.js'))).toEqual([]);
  await expect(page.getByRole('table')).toContainText(
    'between 9 hours 30 minutes and 11 hours 30 minutes: missed',
  );
  const notice = page.getByRole('figure', { name: /^From the beginning to the first notice/ });
  await expect(notice).toContainText('Kept: 0. Missed: 2.');
  await expect(notice).toContainText('6 are not counted; they are named below.');
  await expect(notice.locator('svg.line')).toHaveCount(2);
  await expect(page.getByRole('figure', { name: /^The longest silence/ }).locator('svg.line')).toHaveCount(2);
  await page.emulateMedia({ media: 'print' });
  await expect(notice.locator('svg.line').first()).toBeVisible();
  // No sheet ends within a row, or with a heading.
  await expect(page.getByRole('row').nth(1)).toHaveCSS('break-inside', 'avoid');
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveCSS('break-after', 'avoid');
});

test('where nobody knows when it began, the pledge says that, and not that there was no notice', async ({
  page,
  open,
}) => {
  await open('began-unknown', 'pledge/');
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows.filter({ hasText: 'it is not known when it began: nobody can tell' })).toHaveCount(1);
  await expect(page.locator('main')).not.toContainText('no notice');
});

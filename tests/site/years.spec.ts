import { violations } from './axe.ts';
import { expect, test } from './base.ts';

const OUTAGE =
  /^30 November – 3 December 2019, .*not working: Followers receive no glucose data and no alerts/;

test('the history shows every year at a glance, and a run of marked days is one link to its incident', async ({
  page,
  open,
}) => {
  await open('record', 'history/');
  const years = page.getByRole('region', { name: 'The years at a glance' });
  await expect(years.getByRole('group', { name: /^2019: \d+ days with an entry$/ })).toBeVisible();
  await expect(years.getByRole('img', { name: '2024: nothing recorded' })).toBeVisible();
  // A keyboard stops at runs of marked days and at years, not at every day.
  const stops = years.getByRole('link');
  const names = await stops.evaluateAll((all) => all.map((one) => one.textContent?.trim() ?? ''));
  expect(names.length).toBeLessThan(40);
  expect(names).toContain('2019');
  expect(names.every((name) => name !== '')).toBe(true);
  const mark = years.getByRole('link', { name: OUTAGE });
  await expect(mark).toHaveCount(1);
  await mark.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/incidents\/2019-11-30-follow-outage\/$/);
});

test('a finger that comes down beside a lone mark means it', async ({ page, open }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await open('record', 'history/');
  const mark = page.getByRole('link', { name: /^8 – 10 April 2020, / });
  await mark.scrollIntoViewIfNeeded();
  const box = await mark.locator('path').first().boundingBox();
  if (!box) throw new Error('the mark is not drawn');
  await page.mouse.click(box.x + box.width / 2 + 7, box.y + box.height / 2);
  await expect(page).toHaveURL(/\/incidents\/2020-04-08-share-europe\/$/);
});

test('a list says of an incident how long it lasted, what was lost, when it was told and by whom', async ({
  page,
  open,
}) => {
  for (const path of ['history/', 'history/2019/', 'components/follow-alerts/']) {
    await open('record', path);
    const row = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: 'Followers receive no glucose data and no alerts' })
      .filter({ hasText: 'First notice after' });
    await expect(row).toContainText('30 November – 3 December 2019');
    await expect(row).toContainText('between 1 day 23 hours and 3 days 1 hour');
    await expect(row).toContainText('between 9 hours 30 minutes and 11 hours 30 minutes');
    await expect(row).toContainText('the vendor');
    await expect(row).toContainText('Followers see no glucose');
  }
});

test('the page of a year and of a component have their own drawing, and the uptime that of all together', async ({
  page,
  open,
}) => {
  await open('record', 'history/2019/');
  await expect(page.getByRole('link', { name: OUTAGE })).toHaveCount(1);
  await expect(page.getByRole('group', { name: /^20/ })).toHaveCount(1);
  const earlier = page.getByRole('region', { name: 'From an earlier year' });
  await expect(earlier.getByRole('listitem')).toContainText(/31 December 2018 – \d+ January 2019/);
  await open('record', 'history/2020/');
  await expect(earlier).toHaveCount(0);
  await open('record', 'components/reports/');
  await expect(page.getByRole('link', { name: OUTAGE })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^31 December 2018, not working: / })).toHaveCount(1);
  await open('record', 'uptime/');
  await expect(page.getByRole('link', { name: OUTAGE })).toHaveCount(1);
});

test('a quiet day is "nothing recorded" in a demonstration, and on a live page not more than that', async ({
  page,
  open,
}) => {
  const legend = page.getByRole('list', { name: 'What the marks say' });
  await open('record', 'history/');
  await expect(legend).toContainText('nothing recorded');
  await expect(page.getByText('is not kept')).toHaveCount(0);
  await open('one-incident', 'history/');
  await expect(legend).toContainText('no problem reported');
  await expect(legend).not.toContainText('nothing recorded');
  await expect(page.getByText('whether anybody checked that day is not recorded')).toBeVisible();
});

const AXE = ['history/', 'components/partner-apps/'];

test('nothing moves sideways on a phone or a wide screen, and axe finds nothing wrong', async ({
  page,
  open,
}) => {
  for (const path of ['history/', 'history/2021/', 'components/partner-apps/', 'es/history/']) {
    await open('record', path);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, `/${path} at ${width} pixels`).toBeLessThanOrEqual(0);
    }
    // How a history is marked up does not hang on its width, nor on its language and year.
    if (AXE.includes(path)) expect(await violations(page), path).toEqual([]);
  }
});

test('in forced colours and on paper a marked day still stands out from one without an entry', async ({
  page,
  open,
}) => {
  await open('record', 'history/');
  const widths = () =>
    page.evaluate(() => {
      const ground = document.querySelector('svg.field .quiet-days') as Element;
      const mark = document.querySelector('svg.field a [data-status="major_outage"]') as Element;
      return {
        ground: Number.parseFloat(getComputedStyle(ground).strokeWidth),
        fill: getComputedStyle(mark).fill,
        paper: getComputedStyle(document.documentElement).backgroundColor,
      };
    });
  await page.emulateMedia({ forcedColors: 'active' });
  const forced = await widths();
  expect(forced.ground).toBeLessThan(0.2);
  expect(forced.fill).not.toBe(forced.paper);
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  const printed = await widths();
  expect(printed.fill).not.toBe(printed.paper);
  await expect(page.getByRole('link', { name: OUTAGE })).toBeVisible();
});

test('each component has its years in small and leads to its own page; where nothing is recorded it is folded, open on paper', async ({
  page,
  open,
}) => {
  await open('record', 'uptime/');
  const folded = page.locator('.unhurt');
  await expect(folded.getByText(/Readings on the wearer’s device.*: no outage recorded/)).toBeVisible();
  const row = folded.getByRole('rowheader', { name: 'Readings on the wearer’s device' });
  await expect(row).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(row).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  const small = page.locator('.small-years > li');
  await expect(small).toHaveCount(8);
  const alerts = small.filter({ hasText: 'Followers get alerts' });
  await expect(alerts).toContainText('4 days with an entry');
  await expect(alerts.locator('[data-status="major_outage"]')).toHaveCount(1);
  await expect(small.filter({ hasText: 'Alarms on the wearer' })).toContainText('nothing recorded');
  await alerts.getByRole('link').click();
  await expect(page).toHaveURL(/\/components\/follow-alerts\/$/);
});

for (const [path, name, cell] of [
  ['uptime/', /^Sign-in/, /no more than 99/],
  ['pledge/', /Followers receive no glucose data and no alerts/, /between 9 hours 30 minutes/],
] as const)
  test(`a table fits a narrow screen, and stays a table for voices: /${path}`, async ({ page, open }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open('record', path);
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    const found = row.getByRole('cell', { name: cell }).first();
    await expect(found).toBeVisible();
    expect(await page.getByRole('columnheader').count()).toBeGreaterThan(2);
    const sides = await page.getByRole('table').evaluateAll((tables) =>
      tables.flatMap((table) => {
        const { left, right } = table.getBoundingClientRect();
        return table.checkVisibility() && (left < 0 || right > innerWidth) ? [table.textContent] : [];
      }),
    );
    expect(sides).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    // What stands beside a value is the head of its column, which voices are told by the table.
    await expect(found).toHaveCSS('display', 'grid');
  });

test('drawings of components that stand beside each other are in line, also where a name takes more room', async ({
  page,
  open,
}) => {
  for (const path of ['uptime/', 'es/uptime/']) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await open('record', path);
    const places = await page
      .locator('.small-years > li')
      .evaluateAll((all) =>
        all.map((one) => [
          one.getBoundingClientRect().top,
          one.querySelector('svg')?.getBoundingClientRect().top,
        ]),
      );
    expect(places).toHaveLength(8);
    for (const row of Map.groupBy(places, ([top]) => top).values())
      expect(new Set(row.map(([, drawing]) => drawing)).size, path).toBe(1);
  }
});

test('the days after something was retired are not in the record, in its strip as in its years', async ({
  page,
  open,
}) => {
  await open('renamed', 'components/reports/');
  await expect(page.locator('.strip .quiet')).toHaveAttribute('d', 'M0 .8H60');
  await expect(page.locator('.strip .outside')).toHaveAttribute('d', 'M60 .95H90');
});

import { expect, test } from './base.ts';

/** What a page says of a fact, by the fact's name. */
const fact = (page: import('playwright/test').Page, name: string | RegExp) =>
  page.locator('dl.facts > div').filter({ has: page.getByRole('term').filter({ hasText: name }) });

test.describe('what nobody has translated', () => {
  test('says so on a page in another language, and in which language it is', async ({ page, open }) => {
    await open('one-incident', 'es/incidents/2026-01-14-slow-alerts/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveAttribute('lang', 'en');
    const advice = fact(page, /^Qué se dijo/);
    await expect(advice.getByText('Keep the wearer')).toHaveAttribute('lang', 'en');
    await expect(advice).toContainText('Esta parte está en el idioma original.');
    await expect(page.locator('article .prose[lang=en]')).toHaveCount(2);
  });

  test('is marked part by part: what is translated beside it stands without a mark', async ({
    page,
    open,
  }) => {
    await open('one-incident', 'es/incidents/2026-03-01-alerts/');
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveAttribute('lang');
    await expect(fact(page, /^Qué hacer/)).not.toContainText('idioma original');
    const newest = page.locator('#u-20260301T025500Z');
    await expect(newest).toContainText('Esta parte está en el idioma original.');
    await expect(newest.locator('.prose')).toHaveAttribute('lang', 'en');
    await expect(page.locator('#u-20260301T023000Z .prose')).not.toHaveAttribute('lang');
  });

  test('is marked in lists of titles, too', async ({ page, open }) => {
    await open('one-incident', 'es/history/2026/');
    const rows = page.locator('ul.incidents');
    await expect(rows.getByRole('link', { name: 'Alerts reach followers late' })).toHaveAttribute(
      'lang',
      'en',
    );
    await expect(rows.getByRole('link', { name: 'Quienes siguen no reciben alertas' })).not.toHaveAttribute(
      'lang',
    );
  });
});

test.describe('the record that ships', () => {
  test('says from when a status was, and whose the advice is', async ({ page, open }) => {
    await open('record', 'incidents/2019-11-30-follow-outage/');
    await expect(fact(page, 'What was wrong')).toContainText(
      /Followers see no glucose, +from some time between 12:00 and 1:00\sAM EST on November 30, 2019 \(05:00–06:00 UTC\)/,
    );
    await expect(page.getByRole('term').filter({ hasText: 'advice from the editors' })).toBeVisible();
    await expect(page.getByText('What people were told to do')).toHaveCount(0);
    await expect(fact(page, 'Pledge')).toContainText('missed. Longest silence');
  });

  test('claims nothing between two sightings, and no length that needs it', async ({ page, open }) => {
    await open('record', 'incidents/2026-06-17-share-interface/');
    await expect(fact(page, 'What was wrong')).toContainText(
      /It is not known whether other apps get the shared readings, +from 8:00\sPM EDT on June 17 \(18 Jun, 00:00 UTC\)/,
    );
    await expect(page.getByText('works again')).toHaveCount(0);
    await expect(page.getByText('Lasted at least')).toHaveCount(0);
    await expect(fact(page, 'From the first to the last time it was seen')).toContainText('21 days');
  });

  test('is in Spanish from end to end', async ({ page, open }) => {
    await open('record', 'es/history/');
    const links = page.locator('ul.incidents a');
    const addresses = await links.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
    expect(addresses.length).toBe(8);
    for (const address of addresses) {
      await page.goto(address);
      await expect(page.getByText('idioma original'), address).toHaveCount(0);
      await expect(page.locator('main .prose[lang]'), address).toHaveCount(0);
    }
  });
});

test('of what was withdrawn or has not begun no page says when it ended, or that it has not', async ({
  page,
  open,
}) => {
  await open('withdrawn', 'incidents/2026-02-28-region/');
  await expect(fact(page, /^Began/)).toHaveCount(1);
  await expect(fact(page, /^Ended/)).toHaveCount(0);
  await expect(page.getByText('This incident was withdrawn')).not.toHaveCount(0);
  await open('maintenance-ahead', 'incidents/2026-03-02-alert-servers/');
  await expect(page.getByText('It has not begun.')).not.toHaveCount(0);
  await expect(fact(page, /^Ended/)).toHaveCount(0);
  await expect(fact(page, /^What is wrong/)).toHaveCount(0);
});

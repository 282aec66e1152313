import { readIncidents } from '../../src/incidents/index.ts';
import { currentSite } from '../../src/site/config.ts';
import { violationsByDayAndNight } from './axe.ts';
import { expect, find, test } from './base.ts';

const PHONE = { width: 360, height: 740 };

test.describe('the links to the editor of the forge, on a phone', () => {
  test('have the time of whoever follows them, and open a first notice without a mistake', async ({
    page,
    open,
  }) => {
    const { now, env } = find('furnished');
    await page.setViewportSize(PHONE);
    await open('furnished', 'about/#writing', 'clock set');
    const part = page.locator('#writing');
    await expect(part.getByRole('heading', { name: 'Writing a first notice' })).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    // Half an hour after the page was opened.
    await page.clock.setSystemTime(now);
    const link = part.getByRole('link', { name: 'Followers get alerts' });
    await link.focus();
    const at = new Date(now).toISOString();
    const { origin, pathname, searchParams } = new URL((await link.getAttribute('href')) ?? '');
    expect(`${origin}${pathname}`).toBe('https://github.com/example/status/new/main');
    const name = searchParams.get('filename') ?? '';
    expect(name).toMatch(new RegExp(`^incidents/${at.slice(0, 10)}-[a-z0-9-]+\\.md$`));
    const text = searchParams.get('value') ?? '';
    expect(text).toContain(`## Investigating - ${at.slice(0, 16)}Z\n`);
    expect(text).toContain('follow-alerts: major_outage');
    const site = await currentSite({ site: process.cwd(), env });
    const bytes = new TextEncoder().encode(text);
    const { problems } = readIncidents([{ name: name.replace('incidents/', ''), bytes }], { site, now });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('can be read and tapped by everybody', async ({ page, open }) => {
    await page.setViewportSize(PHONE);
    await open('furnished', 'about/#writing');
    expect(await violationsByDayAndNight(page)).toEqual([]);
    const links = page.locator('#writing').getByRole('link');
    expect(await links.count()).toBe(8);
    for (const link of await links.all())
      expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  });
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the links leave the time to be filled in, and the page says so', async ({ page, open }) => {
    await open('furnished', 'about/#writing');
    const part = page.locator('#writing');
    await expect(part).toContainText(
      'Where it says YYYY-MM-DDThh:mmZ, put the time at which you say it, in UTC',
    );
    const href = await part.getByRole('link').first().getAttribute('href');
    expect(href).toContain('YYYY-MM-DDThh%3AmmZ');
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIncidents } from '../../src/incidents/index.ts';
import { currentSite } from '../../src/site/config.ts';
import { serve } from '../server.ts';
import { startBuilder } from '../tour/builds.ts';
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

test('where an editor opens empty, the notice stands below the link with the time of whoever reads, to be pasted', async ({
  page,
}) => {
  const NOW = Date.UTC(2026, 2, 1, 9, 4);
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const config = readFileSync(join(import.meta.dirname, '../fixtures/sites/live.yaml'), 'utf8');
  const lines = 'forge:\n  repository: https://gitlab.com/example/status\n  links: true\n';
  writeFileSync(join(folder, 'nightlight.yaml'), `${config}\n${lines}`);
  mkdirSync(join(folder, 'incidents'));
  const builder = startBuilder();
  await builder.build({ NIGHTLIGHT_SITE: folder, NIGHTLIGHT_NOW: '2026-03-01T09:00Z', BASE_PATH: '/' });
  builder.end();
  const server = await serve({ '/': join(folder, 'dist') }, NOW);
  try {
    await page.setViewportSize(PHONE);
    await page.clock.setSystemTime(NOW);
    await page.goto(`${server.url}/about/#writing`);
    const part = page.locator('#writing');
    const address = await part.getByRole('link').first().getAttribute('href');
    expect(address).toContain('https://gitlab.com/example/status/-/new/main');
    const text = part.locator('pre').first();
    await part.getByRole('link').first().focus();
    await expect(text).toContainText('## Investigating - 2026-03-01T09:04Z');
    const site = await currentSite({ site: folder, env: {} });
    const bytes = new TextEncoder().encode((await text.textContent()) ?? '');
    const { problems } = readIncidents([{ name: '2026-03-01-pasted.md', bytes }], { site, now: NOW });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the links leave the time to be filled in, and the page says so', async ({ page, open }) => {
    await open('furnished', 'about/#writing');
    const part = page.locator('#writing');
    await expect(part).toContainText(
      'Where it says YYYY-MM-DDThh:mmZ, put the time at which you post it, in UTC',
    );
    const href = await part.getByRole('link').first().getAttribute('href');
    expect(href).toContain('YYYY-MM-DDThh%3AmmZ');
  });
});

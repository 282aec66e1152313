import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright/test';
import { readIncidents } from '../../src/incidents/index.ts';
import { isAddress } from '../../src/release/addresses.ts';
import { filesIn, verifySite } from '../../src/release/verify.ts';
import { addAdmin } from '../../src/site/admin.ts';
import { currentSite } from '../../src/site/config.ts';
import { type Github, startGithub, TOKEN } from '../admin/github.ts';
import { serve } from '../server.ts';
import { startBuilder } from '../tour/builds.ts';
import { expect, test as playwright } from './base.ts';

const NOW = Date.UTC(2026, 2, 1, 9, 4);
const LIVE = readFileSync(join(import.meta.dirname, '../fixtures/sites/live.yaml'), 'utf8');

/** A file that somebody wrote by hand: the form does not ask for all of it. */
const BY_HAND = `---
# The night shift's own.
title: Sign-in is slow
impact: { sign-in: degraded_performance }
began: 2026-02-28T02:00Z/2026-02-28T03:00Z
sources:
  - { title: A post, url: 'https://example.org/post' }
---
## Investigating - 2026-02-28T04:00Z - Facebook
We look.
`;

interface Fixtures {
  /** A forge that keeps a repository with one incident. */
  forge: Github;
  /** A folder with that site, whose form commits there. */
  folder: string;
  /** Opens the form, which lies in `dist` of the folder, and signs in. */
  begin: () => Promise<void>;
}

const test = playwright.extend<Fixtures>({
  forge: async ({ browserName: _ }, use) => {
    const forge = await startGithub({
      'nightlight.yaml': LIVE,
      'incidents/2026-02-28-sign-in.md': BY_HAND,
      'incidents/2026-02-28-sign-in.es.md': '---\ntitle: Entrar tarda\n---\n',
    });
    await use(forge);
    await forge.close();
  },
  folder: async ({ forge }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
    write(folder, forge);
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  begin: async ({ page, folder, errors: _ }, use) => {
    const server = await serve({ '/': join(folder, 'dist') }, NOW);
    await use(async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.clock.setSystemTime(NOW);
      await page.goto(`${server.url}/admin/`);
      await page.getByRole('button', { name: 'Sign In Using Access Token' }).click();
      await page.getByRole('textbox', { name: 'Personal Access Token' }).fill(TOKEN);
      await page.getByRole('button', { name: 'Sign In', exact: true }).click();
      await page.getByRole('treeitem', { name: 'Incidents' }).click();
    });
    await server.close();
  },
});

/** Puts a clone of what the forge keeps into a folder. */
function write(folder: string, { files, repository }: Github): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const lines = `forge:\n  repository: ${repository}\n  kind: github\n  admin: true\n`;
  writeFileSync(join(folder, 'nightlight.yaml'), `${LIVE}\n${lines}`);
}

/** The form alone, as a build leaves it. */
async function formIn(folder: string): Promise<void> {
  const site = await currentSite({ site: folder, env: {} });
  await addAdmin(join(folder, 'dist'), site, { url: site.url, base: '/' });
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Entry saved.')).toBeVisible();
}

/** What is further down is made when it is about to be seen. */
async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('group', { name: 'Affected' }).scrollIntoViewIfNeeded();
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('on a phone a first notice is written, committed, read without a mistake and published', async ({
  page,
  forge,
  folder,
  begin,
}) => {
  const builder = startBuilder();
  const build = () =>
    builder.build({ NIGHTLIGHT_SITE: folder, NIGHTLIGHT_NOW: '2026-03-01T09:04Z', BASE_PATH: '/' });
  try {
    await build();
    const site = await currentSite({ site: folder, env: {} });
    const out = join(folder, 'dist');
    expect(verifySite(out, site, '/')).toEqual([]);
    expect(existsSync(join(out, 'admin/index.html'))).toBe(true);
    // No address that stays, and nothing that a search or a worker should know.
    expect(filesIn(out).filter((file) => file.startsWith('admin/') && isAddress(file))).toEqual([]);
    expect(readFileSync(join(out, 'sitemap.xml'), 'utf8')).not.toContain('admin');
    await begin();
    await page.getByRole('button', { name: 'Create New Entry' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Followers get no alerts: since tonight');
    await page.getByRole('textbox', { name: 'Words' }).fill('No alerts arrive. We look for the cause.');
    await choose(page, 'Component', 'Followers get alerts');
    await page.getByRole('checkbox', { name: 'Followers see glucose' }).click();
    await page.getByRole('textbox', { name: 'What to do' }).fill('Keep the device where you hear it.');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await save(page);
    expect(forge.commits).toEqual(['Publish 2026-03-01-followers-get-no-alerts-since-tonight']);
    const name = '2026-03-01-followers-get-no-alerts-since-tonight.md';
    const text = forge.files.get(`incidents/${name}`) ?? '';
    expect(text).toBe(`---
title: 'Followers get no alerts: since tonight'
impact:
  follow-alerts: major_outage
works: [follow-glucose]
advice: Keep the device where you hear it.
---
## Investigating - 2026-03-01T09:04Z
No alerts arrive. We look for the cause.
`);
    const files = [{ name, bytes: new TextEncoder().encode(text) }];
    const { problems } = readIncidents(files, { site, now: NOW });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    write(folder, forge);
    await build();
    expect(verifySite(out, site, '/')).toEqual([]);
    expect(existsSync(join(out, 'admin/cms/index.js'))).toBe(true);
    const html = readFileSync(join(out, `incidents/${name.replace('.md', '')}/index.html`), 'utf8');
    expect(html).toContain('No alerts arrive. We look for the cause.');
  } finally {
    builder.end();
  }
});

test('what is said of an incident that somebody wrote by hand leaves the rest of its file as it was', async ({
  page,
  forge,
  folder,
  begin,
}) => {
  await formIn(folder);
  await begin();
  // Its translation is no entry of its own.
  await expect(page.getByRole('row')).toHaveCount(1);
  await page.getByRole('row', { name: 'Sign-in is slow' }).click();
  await page.getByRole('button', { name: /^Add .?update/ }).click();
  await page.getByRole('combobox', { name: 'State', exact: true }).click();
  await page.getByRole('option', { name: 'Resolved', exact: true }).click();
  await page.getByRole('textbox', { name: 'Words' }).fill('Signing in is quick again.');
  await save(page);
  expect(forge.files.get('incidents/2026-02-28-sign-in.md')).toBe(
    `${BY_HAND}\n## Resolved - 2026-03-01T09:04Z\nSigning in is quick again.\n`,
  );
  expect(forge.commits).toEqual(['Update 2026-02-28-sign-in']);
});

test('without a token that may write, nothing is shown and nothing is written', async ({
  page,
  forge,
  folder,
  errors,
}) => {
  await formIn(folder);
  const server = await serve({ '/': join(folder, 'dist') }, NOW);
  await page.goto(`${server.url}/admin/`);
  await page.getByRole('button', { name: 'Sign In Using Access Token' }).click();
  await page.getByRole('textbox', { name: 'Personal Access Token' }).fill('another');
  await page.getByRole('button', { name: 'Sign In', exact: true }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByRole('treeitem')).toHaveCount(0);
  expect(forge.commits).toEqual([]);
  expect(forge.asked.some((one) => one.includes('/trees/'))).toBe(false);
  // The refusal stands in the console too.
  errors.length = 0;
  await server.close();
});

test('the form is gone from a site that wants it no more', async ({ folder }) => {
  await formIn(folder);
  const site = await currentSite({ site: folder, env: {} });
  await addAdmin(join(folder, 'dist'), { ...site, forge: undefined }, { url: site.url, base: '/' });
  expect(existsSync(join(folder, 'dist/admin'))).toBe(false);
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { FORGES, type Forge } from '../../src/domain/site.ts';
import { readIncidents } from '../../src/incidents/index.ts';
import { isAddress } from '../../src/release/addresses.ts';
import { filesIn, verifySite } from '../../src/release/verify.ts';
import { addAdmin } from '../../src/site/admin.ts';
import { currentSite } from '../../src/site/config.ts';
import { APPLICATION, type Consent } from '../admin/accounts.ts';
import { startForge, type TestForge, TOKEN } from '../admin/forge.ts';
import { cloneInto, fillNotice, formIn, handOn, signIn } from '../admin/steps.ts';
import { serve } from '../server.ts';
import { isThorough } from '../thorough.ts';
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

const BY_HAND_AT = 'incidents/2026-02-28-sign-in.md';
const NOTICE = 'incidents/2026-03-01-followers-get-no-alerts-since-tonight.md';

/** What another wrote, in the meantime, behind what stands there. */
const THEIRS = '\n## Identified - 2026-03-01T09:02Z\nA disk is full.\n';

interface Fixtures {
  /** Starts a forge that keeps a repository with one incident, and opens the form of that site there. */
  begin: (kind: Forge['kind'], token?: string) => Promise<{ forge: TestForge; folder: string }>;
}

const test = playwright.extend<Fixtures>({
  begin: async ({ page, errors: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
    const started: { close(): Promise<void> }[] = [];
    await use(async (kind, token = TOKEN) => {
      const forge = await startForge(kind, {
        'nightlight.yaml': LIVE,
        [BY_HAND_AT]: BY_HAND,
        'incidents/2026-02-28-sign-in.es.md': '---\ntitle: Entrar tarda\n---\n',
      });
      cloneInto(folder, forge);
      await formIn(folder);
      const server = await serve({ '/': join(folder, 'dist') }, NOW);
      started.push(forge, server);
      await page.setViewportSize({ width: 360, height: 740 });
      await page.clock.setSystemTime(NOW);
      await page.goto(`${server.url}/admin/`);
      await signIn(handOn(page), token);
      return { forge, folder };
    });
    for (const one of started) await one.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

/** Adds an update to the incident that somebody wrote by hand, as far as saving it. */
async function say(page: Page, state: string, words: string): Promise<void> {
  await page.getByRole('row', { name: 'Sign-in is slow' }).click();
  await page.getByRole('button', { name: /^Add .?update/ }).click();
  await page.getByRole('combobox', { name: 'State', exact: true }).last().click();
  await page.getByRole('option', { name: state, exact: true }).click();
  await page.getByRole('textbox', { name: 'Words' }).last().fill(words);
}

/** A first notice, from the list to the commit; what was typed is there again after the page was closed over it. */
async function giveNotice(page: Page, forge: TestForge): Promise<void> {
  await page.getByRole('button', { name: 'Create New Entry' }).click();
  await fillNotice(page, handOn(page), 'Followers see glucose');
  await expect.poll(() => draftsIn(page)).toContain('Followers get no alerts: since tonight');
  await page.reload();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue(
    'Followers get no alerts: since tonight',
  );
  expect(forge.commits).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
  await save(page);
  await expect(page.getByText('Entry saved.')).toBeVisible();
  expect(forge.commits).toEqual(['Publish 2026-03-01-followers-get-no-alerts-since-tonight']);
  expect(forge.files.get(NOTICE)).toBe(`---
title: 'Followers get no alerts: since tonight'
impact:
  follow-alerts: major_outage
works: [follow-glucose]
advice: Keep the device where you hear it.
---
## Investigating - 2026-03-01T09:04Z
No alerts arrive. We look for the cause.
`);
}

const both = `${BY_HAND}${THEIRS}\n## Update - 2026-03-01T09:04Z\nHalf of them can sign in.\n`;

/** Somebody else writes in the same file, and what both said stands there. */
async function writeAtOnce(page: Page, { files, push, commits }: TestForge): Promise<void> {
  await say(page, 'Update', 'Half of them can sign in.');
  push(BY_HAND_AT, BY_HAND + THEIRS);
  await save(page);
  await page.getByRole('button', { name: 'Save Anyway' }).click();
  await expect(page.getByRole('row', { name: 'Sign-in is slow' })).toBeVisible();
  expect(files.get(BY_HAND_AT)).toBe(both);
  expect(commits.at(-1)).toBe('Update 2026-02-28-sign-in');
}

/** They write again, so that not both can stand, and nobody's words go. */
async function writeAgain(page: Page, { files, push }: TestForge): Promise<void> {
  await say(page, 'Resolved', 'Signing in is quick again.');
  const worse = `${both}\n## Update - 2026-03-01T09:04:30Z\nNow nobody can.\n`;
  push(BY_HAND_AT, worse);
  await save(page);
  await page.getByRole('button', { name: 'Save Anyway' }).click();
  await expect(page.getByText('Not saved: somebody else changed this while you wrote')).toBeVisible();
  expect(files.get(BY_HAND_AT)).toBe(worse);
  await expect(page.getByRole('textbox', { name: 'Words' }).last()).toHaveValue('Signing in is quick again.');
}

/** What was typed stays in the form where the browser tells late of a move that was made before. */
async function typeOverMove(page: Page): Promise<void> {
  const list = page.url();
  await page.getByRole('button', { name: 'Create New Entry' }).click();
  const words = page.getByRole('textbox', { name: 'Words' });
  await words.fill('No alerts arrive.');
  await page.evaluate(
    (newURL) => dispatchEvent(new HashChangeEvent('hashchange', { oldURL: newURL, newURL })),
    list,
  );
  // The drawn moves end later than the form begins, and would be told of then.
  expect(await page.evaluate(() => typeof document.startViewTransition)).toBe('undefined');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeVisible();
  await expect(words).toHaveValue('No alerts arrive.');
  await page.goBack();
  await expect(page.getByRole('row')).toHaveCount(1);
}

for (const kind of FORGES)
  test(`on a phone a notice is written, kept there, committed to ${kind}, and loses nothing of what others write`, async ({
    page,
    begin,
    errors,
  }) => {
    const { forge, folder } = await begin(kind);
    await page.getByRole('treeitem', { name: 'Incidents' }).click();
    // Its translation is no entry of its own.
    await expect(page.getByRole('row')).toHaveCount(1);
    // The form is the same everywhere; how a new file is committed the package knows of each forge.
    if (kind === 'gitlab') await typeOverMove(page);
    if (kind === 'github' || isThorough) await giveNotice(page, forge);
    await writeAtOnce(page, forge);
    // What is refused is decided before a forge is asked to write (`guard.test.ts` tries it with each).
    if (kind === 'github' || isThorough) await writeAgain(page, forge);
    // The refusal stands in the console too.
    errors.splice(0, errors.length, ...errors.filter((one) => !/409|Not saved|Server responded/.test(one)));
    if (kind === 'github') await publish(forge, folder);
  });

/** What the form committed is read without a mistake and published, and the form lies beside the page. */
async function publish(forge: TestForge, folder: string): Promise<void> {
  const site = await currentSite({ site: folder, env: {} });
  const text = forge.files.get(NOTICE) ?? '';
  const files = [{ name: basename(NOTICE), bytes: new TextEncoder().encode(text) }];
  const { problems } = readIncidents(files, { site, now: NOW });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  cloneInto(folder, forge);
  const builder = startBuilder();
  try {
    await builder.build({ NIGHTLIGHT_SITE: folder, NIGHTLIGHT_NOW: '2026-03-01T09:06Z', BASE_PATH: '/' });
  } finally {
    builder.end();
  }
  const out = join(folder, 'dist');
  expect(verifySite(out, site, '/')).toEqual([]);
  expect(existsSync(join(out, 'admin/cms/index.js'))).toBe(true);
  // No address that stays, and nothing that a search or a worker should know.
  expect(filesIn(out).filter((file) => file.startsWith('admin/') && isAddress(file))).toEqual([]);
  expect(readFileSync(join(out, 'sitemap.xml'), 'utf8')).not.toContain('admin');
  const html = readFileSync(join(out, NOTICE.replace('.md', ''), 'index.html'), 'utf8');
  expect(html).toContain('No alerts arrive. We look for the cause.');
}

/** What the browser keeps of what is being written, as text. */
function draftsIn(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answered = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const kept: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answered(indexedDB.open(name));
      if (database.objectStoreNames.contains('draft-backups'))
        kept.push(
          await answered(database.transaction('draft-backups').objectStore('draft-backups').getAll()),
        );
      database.close();
    }
    return JSON.stringify(kept);
  });
}

/** Opens the form of a forge at which an application is registered, and its window for signing in. */
async function byAccount(page: Page, kind: 'gitlab' | 'gitea', consent: Consent) {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const forge = await startForge(kind, { 'nightlight.yaml': LIVE, [BY_HAND_AT]: BY_HAND });
  forge.accounts.consent = consent;
  cloneInto(folder, forge, `  application: ${APPLICATION}\n`);
  await formIn(folder);
  const server = await serve({ '/': join(folder, 'dist') }, NOW);
  await page.clock.setSystemTime(NOW);
  await page.goto(`${server.url}/admin/`);
  const account = page.getByRole('button', { name: /^Sign In with/ });
  const opened = page.waitForEvent('popup');
  await account.click();
  const popup = await opened;
  return {
    ...{ forge, popup, account, home: `${server.url}/admin/` },
    close: async () => {
      await server.close();
      await forge.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const gone = (popup: Page) => expect.poll(() => popup.isClosed()).toBe(true);

for (const kind of ['gitlab', 'gitea'] as const)
  test(`by an account of ${kind} somebody is signed in without a token, in a window that closes by itself`, async ({
    page,
    errors: _,
  }) => {
    const { forge, popup, home, close } = await byAccount(page, kind, 'given');
    await gone(popup);
    await page.getByRole('treeitem', { name: 'Incidents' }).click();
    await expect(page.getByRole('row', { name: 'Sign-in is slow' })).toBeVisible();
    const [asked] = forge.accounts.asked;
    expect([forge.accounts.asked.length, asked?.get('redirect_uri')]).toEqual([1, home]);
    if (kind === 'gitlab') expect(asked?.get('scope')).toBe('api');
    await close();
  });

/** The account says no, somebody else comes back, the forge does not know the code: and what is said then. */
const NOT_IN: [[Consent, RegExp], ...[Consent, RegExp][]] = [
  ['denied', /^\S* ?Not signed in: .+ \(access_denied\)$/],
  ['strange', /CSRF/],
  ['wrong code', /invalid_grant/],
];

test('nobody is signed in by an account that is refused: it is said why each time, and it can be tried again', async ({
  page,
  errors,
}) => {
  const [[first]] = NOT_IN;
  const { forge, popup, account, close } = await byAccount(page, 'gitlab', first);
  let shown = popup;
  for (const [index, [consent, said]] of NOT_IN.entries()) {
    if (consent !== first) shown = await tried(page, forge, account, consent);
    await gone(shown);
    await expect(page.getByRole('alert').first()).toHaveText(said);
    await expect(page.getByRole('treeitem')).toHaveCount(0);
    expect(forge.accounts.asked).toHaveLength(index + 1);
    expect(forge.asked.some((one) => one.includes('/api/'))).toBe(false);
  }
  await gone(await tried(page, forge, account, 'given'));
  await expect(page.getByRole('treeitem', { name: 'Incidents' })).toBeVisible();
  errors.length = 0;
  await close();
});

/** Signs in once more, where the account now says this. */
async function tried(page: Page, forge: TestForge, account: Locator, consent: Consent): Promise<Page> {
  forge.accounts.consent = consent;
  const opened = page.waitForEvent('popup');
  await account.click();
  return opened;
}

test('without a token that may write, nothing is shown and nothing is written', async ({
  page,
  begin,
  errors,
}) => {
  const { forge } = await begin('github', 'another');
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByRole('treeitem')).toHaveCount(0);
  expect(forge.commits).toEqual([]);
  expect(forge.asked.some((one) => one.includes('/trees/'))).toBe(false);
  // The refusal stands in the console too.
  errors.length = 0;
});

test('the form is gone from a site that wants it no more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  mkdirSync(join(folder, 'dist/admin'), { recursive: true });
  writeFileSync(join(folder, 'nightlight.yaml'), LIVE);
  const site = await currentSite({ site: folder, env: {} });
  await addAdmin(join(folder, 'dist'), site, { url: site.url, base: '/' });
  expect(existsSync(join(folder, 'dist/admin'))).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});

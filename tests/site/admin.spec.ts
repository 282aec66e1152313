import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { FORGES, type Forge } from '../../src/domain/site.ts';
import { APPLICATION, type Consent } from '../admin/accounts.ts';
import { startForge, type TestForge } from '../admin/forge.ts';
import { NOTICE, NOTICE_AT } from '../admin/notice.ts';
import { cloneInto, fillNotice, formIn, handOn, signIn } from '../admin/steps.ts';
import { serve } from '../server.ts';
import { isThorough } from '../thorough.ts';
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

/** What another wrote, in the meantime, behind what stands there. */
const THEIRS = '\n## Identified - 2026-03-01T09:02Z\nA disk is full.\n';

interface Begun {
  forge: TestForge;
  /** The address of the form. */
  home: string;
}

interface Fixtures {
  /** Starts a forge that keeps a repository with one incident, and opens the form of that site on a phone. */
  begin: (kind: Forge['kind']) => Promise<Begun>;
}

const test = playwright.extend<Fixtures>({
  begin: async ({ page, errors: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
    const started: { close(): Promise<void> }[] = [];
    await use(async (kind) => {
      const forge = await startForge(kind, {
        'nightlight.yaml': LIVE,
        [BY_HAND_AT]: BY_HAND,
        'incidents/2026-02-28-sign-in.es.md': '---\ntitle: Entrar tarda\n---\n',
      });
      cloneInto(folder, forge, kind === 'github' ? '' : `  application: ${APPLICATION}\n`);
      await formIn(folder);
      const server = await serve({ '/': join(folder, 'dist') }, NOW);
      started.push(forge, server);
      await page.setViewportSize({ width: 360, height: 740 });
      await page.clock.setSystemTime(NOW);
      const home = `${server.url}/admin/`;
      await page.goto(home);
      return { forge, home };
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
  expect(forge.files.get(NOTICE_AT)).toBe(NOTICE);
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
  test(`on a phone ${kind} lets in nobody else, and who writes a notice there loses nothing of it or of what others write`, async ({
    page,
    begin,
    errors,
  }) => {
    const begun = await begin(kind);
    const { forge } = begun;
    if (kind === 'github') await byToken(page, forge);
    else await byAccount(page, begun, kind === 'gitlab' || isThorough ? NOT_IN : []);
    // What is refused stands in the console too.
    errors.length = 0;
    await page.getByRole('treeitem', { name: 'Incidents' }).click();
    // Its translation is no entry of its own.
    await expect(page.getByRole('row')).toHaveCount(1);
    // The form is the same everywhere; how a new file is committed the package knows of each forge.
    if (kind === 'gitlab') await typeOverMove(page);
    if (kind === 'github' || isThorough) await giveNotice(page, forge);
    await writeAtOnce(page, forge);
    // What is refused is decided before a forge is asked to write (`guard.test.ts` tries it with each).
    if (kind === 'github' || isThorough) await writeAgain(page, forge);
    errors.splice(0, errors.length, ...errors.filter((one) => !/409|Not saved|Server responded/.test(one)));
  });

// A token is taken alike at each forge; every day it is given at GitHub, where there is no other way.
if (isThorough)
  for (const kind of ['gitlab', 'gitea'] as const)
    test(`a token of ${kind} lets somebody in where an application is named too`, async ({ page, begin }) => {
      await begin(kind);
      await signIn(handOn(page));
      await page.getByRole('treeitem', { name: 'Incidents' }).click();
      await expect(page.getByRole('row', { name: 'Sign-in is slow' })).toBeVisible();
    });

/** Without a token that may write, nothing is shown and nothing is written; with one somebody is in. */
async function byToken(page: Page, forge: TestForge): Promise<void> {
  await signIn(handOn(page), 'another');
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByRole('treeitem')).toHaveCount(0);
  expect(forge.commits).toEqual([]);
  expect(forge.asked.some((one) => one.includes('/trees/'))).toBe(false);
  await signIn(handOn(page));
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

/** The account says no, somebody else comes back, the forge does not know the code: and what is said then. */
const NOT_IN: [Consent, RegExp][] = [
  ['denied', /^\S* ?Not signed in: .+ \(access_denied\)$/],
  ['strange', /CSRF/],
  ['wrong code', /invalid_grant/],
];

/**
 * By an account somebody is signed in without a token, in a window that closes by itself; nobody is by one that is
 * refused: it is said why each time, and it can be tried again.
 */
async function byAccount(page: Page, { forge, home }: Begun, refused: typeof NOT_IN): Promise<void> {
  for (const [index, [consent, said]] of refused.entries()) {
    await tried(page, forge, consent);
    await expect(page.getByRole('alert').first()).toHaveText(said);
    await expect(page.getByRole('treeitem')).toHaveCount(0);
    expect(forge.accounts.asked).toHaveLength(index + 1);
    expect(forge.asked.some((one) => one.includes('/api/'))).toBe(false);
  }
  await tried(page, forge, 'given');
  await expect(page.getByRole('treeitem', { name: 'Incidents' })).toBeVisible();
  const { asked } = forge.accounts;
  expect([asked.length, asked.at(-1)?.get('redirect_uri')]).toEqual([refused.length + 1, home]);
  if (forge.kind === 'gitlab') expect(asked.at(-1)?.get('scope')).toBe('api');
}

/** Signs in, where the account says this, until the window for it is closed. */
async function tried(page: Page, forge: TestForge, consent: Consent): Promise<void> {
  forge.accounts.consent = consent;
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: /^Sign In with/ }).click();
  const popup = await opened;
  await expect.poll(() => popup.isClosed()).toBe(true);
}

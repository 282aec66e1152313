import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright';
import sharp from 'sharp';
import { adminConfig } from '../../src/admin/config.ts';
import { currentSite } from '../../src/site/config.ts';
import { startForge } from '../admin/forge.ts';
import { cloneInto, fillNotice, formIn, handOn, signIn } from '../admin/steps.ts';
import { serve } from '../server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SITE = join(ROOT, 'tests/fixtures/sites/live.yaml');
const NOW = Date.UTC(2026, 2, 1, 9, 4);
const PAST = `---
title: Sign-in is slow
impact: { sign-in: degraded_performance }
---
## Investigating - 2026-02-28T04:00Z
We look.

## Resolved - 2026-02-28T06:00Z
Signing in is quick again.
`;

/** The steps of a first notice in the form at `/admin/`, each with its picture. */
export const FORM = ['list', 'new', 'filled', 'component', 'saved'] as const;

/** What the form asks, and which program draws it, as a digest: its pictures are true as long as both are the same. */
export async function formShown(): Promise<string> {
  const site = await currentSite({ site: ROOT, env: { NIGHTLIGHT_CONFIG: SITE } });
  const repository = 'https://github.com/example/status';
  const forge = { kind: 'github', repository, branch: 'main', folder: '' } as const;
  const program = readFileSync(join(ROOT, 'node_modules/@sveltia/cms/package.json'), 'utf8');
  const { version } = JSON.parse(program) as { version: string };
  const asked = JSON.stringify([adminConfig(site, forge, { url: site.url, base: '/' }), version]);
  return createHash('sha256').update(asked).digest('hex').slice(0, 16);
}

/** Takes a picture at each step of a first notice, on a phone, against a forge on this machine. @returns their paths. */
export async function takeForm(browser: Browser): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const forge = await startForge('github', {
    'nightlight.yaml': readFileSync(SITE, 'utf8'),
    'incidents/2026-02-28-sign-in.md': PAST,
  });
  cloneInto(folder, forge);
  await formIn(folder);
  const server = await serve({ '/': join(folder, 'dist') }, NOW);
  const page = await browser.newPage({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'UTC',
    hasTouch: true,
  });
  await page.clock.setSystemTime(NOW);
  const paths: string[] = [];
  const take = async (step: (typeof FORM)[number]) => {
    // What slides in has come to rest, and what was offered of the program's own is gone.
    await page.waitForTimeout(700);
    const path = `docs/pictures/form-${step}.png`;
    await sharp(await page.screenshot())
      .png({ palette: true, effort: 10 })
      .toFile(join(ROOT, path));
    paths.push(path);
  };
  const hand = handOn(page);
  await page.goto(`${server.url}/admin/`);
  await signIn(hand);
  await hand.tap('treeitem', 'Incidents');
  await page.getByRole('row', { name: 'Sign-in is slow' }).waitFor();
  await take('list');
  await hand.tap('button', 'Create New Entry');
  await page.getByRole('textbox', { name: 'Words' }).waitFor();
  await take('new');
  await fillNotice(page, hand);
  await page.getByRole('textbox', { name: 'Title' }).scrollIntoViewIfNeeded();
  await take('filled');
  await page.getByRole('combobox', { name: 'Component', exact: true }).scrollIntoViewIfNeeded();
  await take('component');
  await hand.tap('button', 'Save');
  await page.getByText('Entry saved.').waitFor();
  await take('saved');
  await page.close();
  await server.close();
  await forge.close();
  rmSync(folder, { recursive: true, force: true });
  return paths;
}

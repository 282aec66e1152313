import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { addAdmin } from '../../src/site/admin.ts';
import { currentSite } from '../../src/site/config.ts';
import { type TestForge, TOKEN } from './forge.ts';

/**
 * Puts a clone of what the forge keeps into a folder, with a config that wants the form.
 * @param more lines below `forge`.
 */
export function cloneInto(folder: string, { files, repository, kind }: TestForge, more = ''): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const config = files.get('nightlight.yaml') ?? '';
  const lines = `forge:\n  repository: ${repository}\n  kind: ${kind}\n  admin: true\n${more}`;
  writeFileSync(join(folder, 'nightlight.yaml'), `${config}\n${lines}`);
}

/** The form alone in `dist` of a folder, as a build leaves it. */
export async function formIn(folder: string): Promise<void> {
  const site = await currentSite({ site: folder, env: {} });
  await addAdmin(join(folder, 'dist'), site, { url: site.url, base: '/' });
}

/** How somebody goes through the form: each step as they do it, with what they tap and type. */
export interface Hand {
  tap(role: 'button' | 'treeitem' | 'combobox' | 'option' | 'checkbox', name: string): Promise<void>;
  type(field: string, text: string): Promise<void>;
}

/** A hand on a page; each tap and each letter is counted where somebody counts. */
export function handOn(page: Page, counted?: { taps: number; letters: number }): Hand {
  return {
    async tap(role, name) {
      await page.getByRole(role, { name, exact: true }).click();
      if (counted) counted.taps++;
    },
    async type(field, text) {
      // To go into a field is a tap too.
      await page.getByRole('textbox', { name: field }).fill(text);
      if (counted) {
        counted.taps++;
        counted.letters += text.length;
      }
    },
  };
}

export async function signIn({ tap, type }: Hand, token = TOKEN): Promise<void> {
  await tap('button', 'Sign In Using Access Token');
  await type('Personal Access Token', token);
  await tap('button', 'Sign In');
}

/** What is typed in a first notice, by the fields in the order in which somebody comes by them. */
const TYPED = {
  Words: 'No alerts arrive. We look for the cause.',
  'What to do': 'Keep the device where you hear it.',
  Title: 'Followers get no alerts: since tonight',
};

/** How often it is looked whether what was typed stands there, and how long between, in ms. */
const LOOKS = 20;
const BETWEEN = 100;

/** A first notice, as far as saving it: what must be said, and what to do. */
export async function fillNotice(page: Page, { tap, type }: Hand, works?: string): Promise<void> {
  await type('Words', TYPED.Words);
  // What is further down is made when it is about to be seen.
  await page.getByRole('group', { name: 'Affected' }).scrollIntoViewIfNeeded();
  await tap('combobox', 'Component');
  await tap('option', 'Followers get alerts');
  if (works) await tap('checkbox', works);
  await type('What to do', TYPED['What to do']);
  await type('Title', TYPED.Title);
  // On a busy machine the form empties what was typed while it began.
  for (const [field, text] of Object.entries(TYPED)) {
    const box = page.getByRole('textbox', { name: field });
    for (let look = 0; look < LOOKS && (await box.inputValue()) !== text; look++) {
      await box.fill(text);
      await page.waitForTimeout(BETWEEN);
    }
  }
}

import type { Page } from 'playwright/test';
import { violationsByDayAndNight } from './axe.ts';
import { expect, test } from './base.ts';
import { covers } from './cover.ts';
import { cutTexts } from './cut.ts';
import { isThorough } from '../thorough.ts';
import { leaveFewRows } from './rows.ts';

// Axe looks at an element and those around it, so it sees the pages that have every one; how a text fits is looked
// at on those that have also the longest of each. What a page beside these shows, one of them shows (`cover.ts`): every
// day each kind of element in each kind that it stands in, before a release each element in each place and language.
const { kinds, fits, elements, layouts } = covers();
const [judged, fitted] = isThorough ? [elements, layouts] : [kinds, fits];
const looked = new Set(judged.map(String));

/** How many pages one test looks at: to make one ready for a test takes nearly as long as to open it. */
const AT_A_TIME = 8;

for (let first = 0; first < fitted.length; first += AT_A_TIME)
  test(`axe finds nothing on the pages from ${first} on, and no text is cut`, async ({ page, open }) => {
    const wrong: string[] = [];
    for (const [name, path] of fitted.slice(first, first + AT_A_TIME)) {
      const isJudged = looked.has(String([name, path]));
      await page.setViewportSize({ width: 1280, height: 740 });
      await open(name, path);
      if (isJudged) await page.waitForLoadState('networkidle');
      await unfold(page);
      const found = await misfits(page);
      if (isJudged) {
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '';
        });
        await leaveFewRows(page);
        found.push(...(await violationsByDayAndNight(page)));
      }
      wrong.push(...found.map((what) => `${name}: /${path}: ${what}`));
    }
    expect(wrong).toEqual([]);
  });

/** Opens what is folded, for what a reader must open first is text like any other. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
}

/** What is wider than a small phone; and what is cut or too wide in text of twice the size, on a phone and on a desk. */
async function misfits(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  const resize = async (width: number) => {
    await page.setViewportSize({ width, height: 740 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) wrong.push(`it is ${wide} pixels wide of ${width}`);
  };
  await resize(320);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  for (const width of [360, 1280]) {
    await resize(width);
    wrong.push(...(await cutTexts(page)).map((text) => `it cuts at ${width} pixels ${text}`));
  }
  return wrong.slice(0, 20);
}

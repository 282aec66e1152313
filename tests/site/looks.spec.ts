import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect, test } from './base.ts';
import { covers } from './cover.ts';
import { cutTexts } from './cut.ts';

// Axe looks at an element and those around it, so it sees the pages that have every one; how a text fits is looked
// at on those that have also the longest of each place. What a page beside these shows, one of them shows (`cover.ts`).
const { elements, layouts } = covers();
const looked = new Set(elements.map(String));

for (const [name, path] of layouts) {
  if (looked.has(String([name, path])))
    test(`axe finds nothing on ${name}: /${path}, and no text is cut`, async ({ page, open }) => {
      await open(name, path);
      await page.waitForLoadState('networkidle');
      expect(await violations(page)).toEqual([]);
      expect(await misfits(page)).toEqual([]);
    });
  else
    test(`no text is cut on ${name}: /${path}`, async ({ page, open }) => {
      await open(name, path);
      expect(await misfits(page)).toEqual([]);
    });
}

/** What the library of axe leaves in a page. */
interface Axe {
  axe: { run: (where: Document, options: object) => Promise<{ violations: Violation[] }> };
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/** What axe finds by daylight, and which contrasts are too low at night. */
async function violations(page: Page): Promise<string[]> {
  // It is asked only for what is wrong: to tell of all that is right takes it as long as to look. No page has a frame,
  // and only for frames does it open a page of its own each time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  // Axe is in the page by now; to put it there takes a browser as long as to look at a small page.
  const dark = await page.evaluate(() =>
    (window as unknown as Axe).axe.run(document, {
      runOnly: ['color-contrast'],
      resultTypes: ['violations'],
    }),
  );
  return [...(violations as Violation[]), ...dark.violations].map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
  );
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

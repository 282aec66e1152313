import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';

/** The library, which is put into a page by itself: what wraps it for Playwright takes as long again as to look. */
const SOURCE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What the library leaves in a page. */
interface Axe {
  axe: { run: (where: Document | string, options: object) => Promise<{ violations: Violation[] }> };
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/**
 * What axe finds wrong with a page, or with the part of it that a selector names: each rule with the first element
 * that breaks it.
 * @param rules all by their tags, or the ids of some.
 */
export async function violations(page: Page, where = '', rules: string[] = RULES): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  // It is asked only for what is wrong, and not where: to tell of all that is right takes it as long as to look, and
  // to name an element by a selector of its own a sixth of that. Of the sheets it would read no rule here asks.
  const found = await page.evaluate(
    async ([part, runOnly]) => {
      const options = {
        runOnly,
        resultTypes: ['violations'],
        selectors: false,
        preload: { assets: ['media'] },
      };
      return (await (window as unknown as Axe).axe.run(part || document, options)).violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
      );
    },
    [where, rules] as const,
  );
  return found;
}

/** What it finds by daylight, and which contrasts are too low at night. */
export async function violationsByDayAndNight(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const byDay = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...byDay, ...(await violations(page, '', ['color-contrast']))];
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';

/** The library, which is put into a page by itself: what wraps it for Playwright takes as long again as to look. */
const SOURCE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What the library leaves in a page. */
interface Axe {
  axe: {
    run: (
      where: Document | string | { include: Element[] },
      options: object,
    ) => Promise<Record<'violations' | 'passes', Judged[]>>;
  };
}

interface Judged {
  id: string;
  nodes: { html: string; element?: Element }[];
}

/**
 * What axe finds wrong with a page, or with the part of it that a selector names: each rule with the first element
 * that breaks it.
 * @param rules all by their tags, or the ids of some.
 * @param without the ids of those that are left out.
 */
export async function violations(
  page: Page,
  where = '',
  rules: string[] = RULES,
  without: string[] = [],
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  // It is asked only for what is wrong, and not where: to tell of all that is right takes it as long as to look, and
  // to name an element by a selector of its own a sixth of that. Of the sheets it would read no rule here asks.
  const found = await page.evaluate(
    async ([part, runOnly, left]) => {
      const options = {
        runOnly,
        rules: Object.fromEntries(left.map((id) => [id, { enabled: false }])),
        resultTypes: ['violations'],
        selectors: false,
        preload: { assets: ['media'] },
      };
      return (await (window as unknown as Axe).axe.run(part || document, options)).violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html}`,
      );
    },
    [where, rules, without] as const,
  );
  return found;
}

/** What it finds by daylight, and which contrasts are too low by day or at night. */
export async function violationsByDayAndNight(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const byDay = [...(await violations(page, '', RULES, ['color-contrast'])), ...(await lowContrasts(page))];
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...byDay, ...(await lowContrasts(page))];
}

/** Texts that axe has found easy to read, by all that it judges them by. */
const readable = new Set<string>();

/**
 * Which contrasts axe finds too low. A text is shown to it if none before it had the same colours, size and ground and
 * was found easy to read; half of what axe takes for a page is spent on such.
 */
async function lowContrasts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(lookAtTexts);
  const wanted = texts.flatMap((look, at) => (readable.has(look) ? [] : [at]));
  if (wanted.length === 0) return [];
  const { violations: found, passed } = await page.evaluate(judgeTexts, wanted);
  for (const at of passed) readable.add(texts[at] ?? '');
  return found;
}

/** The texts of a page, those of one look together, kept there for who asks about some of them. */
interface Kept {
  texts: Element[][];
}

/** Keeps the texts of the page by how they look, and tells these looks. Run in the page. */
function lookAtTexts(): string[] {
  const looks = new Map<Element | null, string>([[null, '']]);
  const groundOf = (element: Element | null): string => {
    const known = looks.get(element);
    if (known !== undefined || !element) return known ?? '';
    const style = getComputedStyle(element);
    const { backgroundColor, backgroundImage, opacity, position, filter, mixBlendMode, overflow } = style;
    const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join();
    const isPlain = own === 'rgba(0, 0, 0, 0),none,1,none,normal';
    // What is taken out of the flow may lie over something else, and so may what stands in it.
    const place = position === 'static' ? '' : `${element.tagName}.${element.getAttribute('class')}`;
    const look = `${groundOf(element.parentElement)}${isPlain ? '' : `|${own}`}${place}${overflow === 'visible' ? '' : overflow}`;
    looks.set(element, look);
    return look;
  };
  const found = new Map<string, Element[]>();
  for (const element of document.body.querySelectorAll('*')) {
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
    if (!isText && !/^(?:INPUT|SELECT|TEXTAREA)$/.test(element.tagName)) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontSize, fontWeight, textShadow, webkitTextStrokeWidth } = getComputedStyle(element);
    const look = [color, fontSize, fontWeight, textShadow, webkitTextStrokeWidth, groundOf(element)].join(
      ';',
    );
    found.set(look, [...(found.get(look) ?? []), element]);
  }
  (window as unknown as Kept).texts = [...found.values()];
  return [...found.keys()];
}

/** Lets axe judge the contrast of the texts of some looks, and tells which of them it found easy to read. Run in the page. */
async function judgeTexts(wanted: number[]): Promise<{ violations: string[]; passed: number[] }> {
  const { texts } = window as unknown as Kept;
  // What is over another thing in one place is so in each that is laid out alike: some of each look are enough.
  const include = wanted.flatMap((at) => texts[at]?.slice(0, 5) ?? []);
  const { violations: found, passes } = await (window as unknown as Axe).axe.run(
    { include },
    {
      runOnly: ['color-contrast'],
      resultTypes: ['violations', 'passes'],
      selectors: false,
      elementRef: true,
      preload: false,
    },
  );
  const easy = new Set(passes.flatMap(({ nodes }) => nodes.map(({ element }) => element)));
  return {
    violations: found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    passed: wanted.filter((at) => texts[at]?.some((one) => easy.has(one))),
  };
}

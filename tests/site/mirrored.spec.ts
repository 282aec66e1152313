import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright/test';
import { mirrored } from '../invented/languages.ts';
import { expect, find, test } from './base.ts';

const RIGHT = `${mirrored.tag}/`;

async function boxOf(of: Locator) {
  const box = await of.boundingBox();
  if (!box) throw new Error('nothing is seen');
  return { ...box, left: box.x, right: box.x + box.width };
}

test.describe('where a page is read from right to left, time goes so too', () => {
  test('along a strip: today stands at the left, and the arrow to the left goes on', async ({
    page,
    open,
  }) => {
    await open('invented', RIGHT);
    const strip = page
      .locator('svg[data-days]')
      .filter({ has: page.locator('path[data-status]') })
      .first();
    await strip.scrollIntoViewIfNeeded();
    await expect(strip).toHaveAttribute('role', 'slider');
    const [box, today] = [await boxOf(strip), await boxOf(strip.locator('path[data-status]').first())];
    expect(today.left).toBeLessThan(box.left + 10);
    await page.mouse.move(box.left + 2, box.y + box.height / 2);
    await expect(strip).toHaveAttribute('aria-valuenow', '89');
    await strip.press('ArrowRight');
    await expect(strip).toHaveAttribute('aria-valuenow', '88');
  });

  test('in the chart: the newest bar stands at the left, and what they are measured by at the right', async ({
    page,
    open,
  }) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await open('invented', `${RIGHT}uptime/`);
    const bars = page.locator('.canvas').first();
    await bars.scrollIntoViewIfNeeded();
    await expect(bars).toHaveAttribute('aria-valuenow', '89');
    const { width, height } = await boxOf(bars);
    await bars.click({ position: { x: width / 2, y: height / 2 } });
    const middle = Number(await bars.getAttribute('aria-valuenow'));
    expect(middle).toBeGreaterThan(40);
    await bars.click({ position: { x: 3, y: height / 2 } });
    await expect(bars).toHaveAttribute('aria-valuenow', '89');
    await bars.press('ArrowRight');
    await expect(bars).toHaveAttribute('aria-valuenow', '88');
  });

  test('in the years: January stands at the right', async ({ page, open }) => {
    await open('invented', `${RIGHT}history/`);
    const months = page.locator('.months .field > span');
    const january = await boxOf(months.first());
    expect(january.left).toBeGreaterThan((await boxOf(months.last())).left);
    const field = page.locator('svg.field').first();
    const mark = await boxOf(field.locator('path[data-status]').last());
    expect((mark.left + mark.right) / 2).toBeGreaterThan(
      (await boxOf(field)).left + 0.7 * (await boxOf(field)).width,
    );
  });

  test('and each line begins at the right, whatever language it is in', async ({ page, open }) => {
    await open('invented', RIGHT);
    for (const inside of ['#maintenance .card h3 a', '#answer .todo dd span']) {
      const line = page.locator(inside).first();
      const edges = await line.evaluate((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const [first] = range.getClientRects();
        const block = one.closest('h3, dd') as HTMLElement;
        return [first?.right, block.getBoundingClientRect().right];
      });
      expect(edges[0]).toBeCloseTo(edges[1] as number, 0);
    }
  });
});

test('an entry of a feed says that it is read from right to left, and what nobody has translated that it is not', () => {
  const feed = readFileSync(join(find('invented').folder, RIGHT, 'feed.json'), 'utf8');
  const items = (JSON.parse(feed) as { items: { content_html: string }[] }).items;
  expect(
    items.map(({ content_html: html }) => html).filter((html) => !html.startsWith('<div dir="rtl">')),
  ).toEqual([]);
  expect(feed).toContain('<div lang=\\"en-XA\\" dir=\\"ltr\\">');
});

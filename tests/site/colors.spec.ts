import type { Page } from 'playwright/test';
import sharp from 'sharp';
import { expect, test } from './base.ts';
import { isThorough } from '../thorough.ts';
import { leaveFewRows } from './rows.ts';

/** How many pixels of a picture are green: so that nobody could take them for another colour. */
async function greenPixels(picture: Buffer): Promise<number> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let at = 0; at < data.length; at += info.channels) {
    const green = (data[at + 1] as number) - 40;
    if (green > (data[at] as number) && green > (data[at + 2] as number)) count++;
  }
  return count;
}

/** Makes the window as high as its page: what it shows is drawn in a fifth of the time that a part of it takes after another. */
async function showAll(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 720, height });
}

/**
 * In which looks a page is drawn: before a release in all four. Every day one of the record in two, which have each
 * theme and each kind of colours between them; what others say beside it has colours of ours by day or at night.
 */
function looksOf(name: string, at: number, turn: number) {
  if (isThorough) return LOOKS.flat();
  if (name === 'record') return LOOKS[(at + turn) % 2] ?? [];
  return [[turn % 2 === 0 ? 'dark' : 'light', 'none']] as const;
}

/** What the window shows, packed quickly: what packs it best takes longer than to draw it. */
async function shown(page: Page): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { optimizeForSpeed: true });
  await devtools.detach();
  return Buffer.from(data, 'base64');
}

/** Each theme and each kind of colours, in two looks. */
const LOOKS = [
  [
    ['dark', 'active'],
    ['light', 'none'],
  ],
  [
    ['light', 'active'],
    ['dark', 'none'],
  ],
] as const;

test.describe('green stands for nothing but proved health', () => {
  for (const [at, pages] of [
    [
      ['record', ''],
      ['record', 'pledge/'],
      ['record', 'bedside/'],
      ['demonstration', ''],
      ['one-incident', ''],
      ['unknown', ''],
      ['not-known', 'uptime/'],
    ],
    [
      ['record', 'uptime/'],
      ['record', 'components/follow-alerts/'],
      ['record', 'incidents/2019-11-30-follow-outage/'],
      ['nothing-reported', ''],
      ['maintenance-now', ''],
      ['not-known', ''],
      ['nothing-watched', 'uptime/'],
    ],
  ].entries())
    test(`on every kind of page, by day and at night, in colours of its own and of the reader: ${pages.length} from ${pages[0]}`, async ({
      page,
      open,
    }) => {
      for (const [turn, [name = '', path = '']] of pages.entries()) {
        // What stands beside the text on a wide screen is the ground alone.
        await page.setViewportSize({ width: 720, height: 740 });
        await open(name, path);
        await page.waitForLoadState('networkidle');
        await leaveFewRows(page);
        await showAll(page);
        for (const [colorScheme, forcedColors] of looksOf(name, at, turn)) {
          await page.emulateMedia({ colorScheme, forcedColors });
          const green = await greenPixels(await shown(page));
          expect(green, `${name}: /${path}: ${colorScheme}, forced colours ${forcedColors}`).toBe(0);
        }
      }
    });

  test('and what is proved and vouched for is green, in the answer alone', async ({ page, open }) => {
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await open('nothing-watched');
    await expect(page.locator('html')).toHaveAttribute('data-freshness', 'vouched');
    const answer = page.locator('#answer');
    expect(await greenPixels(await answer.screenshot())).toBeGreaterThan(20);
    await answer.evaluate((element) => element.remove());
    await showAll(page);
    expect(await greenPixels(await shown(page))).toBe(0);
  });

  test('a page that is not proved is not green, whoever vouches', async ({ page, open }) => {
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await page.route('**/heartbeat.json*', (route) => route.abort());
    await open('nothing-watched');
    await expect(page.locator('html')).toHaveAttribute('data-freshness', 'unknown');
    await showAll(page);
    expect(await greenPixels(await shown(page))).toBe(0);
  });
});

test('in forced colours nothing drawn of the replay and the pledge keeps a colour of ours', async ({
  page,
  open,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  for (const [path, drawn] of [
    ['replay/2019-11-30-follow-outage/', '.band rect'],
    ['pledge/', '.pledge svg.axis text'],
  ] as const) {
    await open('record', path);
    const fills = await page.evaluate((selector) => {
      const own = getComputedStyle(document.body).color;
      return [...document.querySelectorAll(selector)].map((one) => getComputedStyle(one).fill === own);
    }, drawn);
    expect(fills.length, path).toBeGreaterThan(0);
    expect(
      fills.filter((isOwn) => !isOwn),
      path,
    ).toEqual([]);
  }
});

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { findOrGetChromium } from '../chromium.ts';
import { serve } from '../server.ts';
import { record, situation } from '../tour/situations.ts';
import { formShown, takeForm } from './form.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'docs/pictures');
/** What stood on each page when it was taken, as digests. */
const TAKEN = join(FOLDER, 'taken.json');

/** A picture of a real page, as README and docs show it. */
interface Shot {
  name: string;
  situation: string;
  /** Below the site's base. */
  path: string;
  width: number;
  height: number;
  /** The part of the page that is shown; all that fits if there is none. */
  part?: string;
}

/** The pages that README and docs show, each in light and dark. */
export const SHOTS: Shot[] = [
  { name: 'open', situation: 'one-incident', path: '', width: 1280, height: 800 },
  { name: 'phone', situation: 'one-incident', path: '', width: 360, height: 640 },
  {
    name: 'night',
    situation: 'record',
    path: 'incidents/2019-11-30-follow-outage/',
    width: 1280,
    height: 1180,
  },
  { name: 'history', situation: 'record', path: 'history/', width: 1280, height: 800 },
  { name: 'writing', situation: 'furnished', path: 'about/', width: 360, height: 740, part: '#writing' },
  { name: 'pledge', situation: 'record', path: 'pledge/', width: 1280, height: 800 },
];

const siteOf = ({ situation: name }: Shot) => (name === record.name ? record : situation(name));

/** The words of the page as it is built, as a digest: a picture is true as long as they are those that it shows. */
export function wordsOf(shot: Shot): string {
  const html = readFileSync(join(siteOf(shot).folder, shot.path, 'index.html'), 'utf8');
  const words = html
    .replaceAll(/<(script|style|template)\b.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  return createHash('sha256').update(words).digest('hex').slice(0, 16);
}

/** The words of each page when its picture was taken, by name. */
export function wordsTaken(): Record<string, string> {
  return JSON.parse(readFileSync(TAKEN, 'utf8')) as Record<string, string>;
}

/** Takes all of them from the tour, which must be built. @returns their paths. */
export async function takePictures(): Promise<string[]> {
  const browser = await chromium.launch({
    executablePath: findOrGetChromium(),
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  });
  const paths: string[] = [];
  for (const shot of SHOTS) {
    const { base, folder, now } = siteOf(shot);
    const server = await serve({ [base]: folder }, now);
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({
        viewport: { width: shot.width, height: shot.height },
        deviceScaleFactor: 2,
        colorScheme,
        locale: 'en-US',
        timezoneId: 'America/New_York',
      });
      await page.clock.setFixedTime(now);
      await page.goto(`${server.url}${base}${shot.path}`, { waitUntil: 'networkidle' });
      const path = `docs/pictures/${shot.name}-${colorScheme}.png`;
      const png = await (shot.part ? page.locator(shot.part) : page).screenshot();
      await sharp(png).png({ palette: true, effort: 10 }).toFile(join(ROOT, path));
      paths.push(path);
      await page.close();
    }
    await server.close();
  }
  paths.push(...(await takeForm(browser)));
  await browser.close();
  const words = Object.fromEntries(SHOTS.map((shot) => [shot.name, wordsOf(shot)]));
  words.form = await formShown();
  writeFileSync(TAKEN, `${JSON.stringify(words, null, 2)}\n`);
  return paths;
}

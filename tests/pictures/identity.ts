import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { ico, raster } from '../../src/pictures/identity.ts';
import { iconSvg, lampIn } from '../../src/publications/lamp.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FONT = join(
  ROOT,
  'node_modules/@expo-google-fonts/atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf',
);

/** The files of `public/` that show the lamp, by name: icons, and what a link shows where a page has no picture. */
export async function identityFiles(): Promise<Map<string, Buffer>> {
  const [round, square] = [iconSvg(14), iconSvg(0)];
  return new Map([
    ['icon.svg', Buffer.from(round)],
    ['icon-180.png', await raster(square, 180)],
    ['icon-512.png', await raster(square, 512)],
    ['favicon.ico', ico(await raster(round, 32, false))],
    ['share.png', await sharePicture()],
  ]);
}

/** Writes them, and names them. */
export async function writeIdentity(): Promise<string[]> {
  const files = await identityFiles();
  for (const [name, bytes] of files) writeFileSync(join(ROOT, 'public', name), bytes);
  return Array.from(files.keys(), (name) => `public/${name}`);
}

/** A file of `public/` as it lies there. */
export function lying(name: string): Buffer {
  return readFileSync(join(ROOT, 'public', name));
}

/** 1200 by 630: the lamp, and the three questions that the first page answers. */
async function sharePicture(): Promise<Buffer> {
  const ground = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><rect width="1200" height="630" fill="#10131a"/>${lampIn('#9dbdff', 'translate(76 92) scale(6)')}</svg>`;
  const words = (text: string, size: number, color: string) => ({
    text: {
      text: `<span foreground="${color}">${text}</span>`,
      font: `Atkinson Hyperlegible Next Bold ${size}`,
      fontfile: FONT,
      dpi: 72,
      rgba: true,
    },
  });
  return sharp(Buffer.from(ground))
    .composite([
      { input: words('Is it working? Since when?\nWhat do I do?', 66, '#e9ebf1'), left: 92, top: 318 },
      {
        input: words('Nightlight · status for a service that people sleep next to', 32, '#a3abbd'),
        left: 92,
        top: 512,
      },
    ])
    .png({ palette: true, colours: 64, effort: 10 })
    .toBuffer();
}

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Identity } from '../publications/identity.ts';
import { escapeHtml, xmlText } from '../publications/escape.ts';
import { iconSvg, lampIn, MOONLIGHT, NIGHT } from '../publications/lamp.ts';
import { moduleFile } from '../release/engine.ts';

/** A logo, as it lies there. */
export interface LogoFile {
  bytes: Uint8Array;
  width: number;
  height: number;
}

/** What is drawn from. */
export interface Drawn extends Identity {
  logo?: LogoFile | undefined;
}

/** How much wider than high a logo may be, or the other way round, to be an icon by itself. */
const SQUARE = 1.25;
const INK = '#e9ebf1';
const QUIET = '#a3abbd';
const WHITE = '#ffffff';

/**
 * The bytes of one of the files that show whose page it is, by its name in `public/`; kept under a digest of all that
 * it is drawn from. Nothing for any other file, and for an icon of a site without an accent and a logo: ours fits.
 * @param folder where drawn pictures are kept. It may be deleted at any time.
 */
export async function identityFile(
  name: string,
  site: Drawn,
  folder: string,
): Promise<Uint8Array | undefined> {
  const draw = DRAWN[name];
  if (!draw || (name !== SHARE && !site.accent && !site.logo)) return undefined;
  const { default: sharp } = await import('sharp');
  const { bytes: logo, ...size } = site.logo ?? {};
  const key = createHash('sha256')
    .update(JSON.stringify([name, sharp.versions, { ...site, logo: size }]))
    .update(await readFile(moduleFile('src/pictures/identity.ts')))
    .update(await readFile(moduleFile('src/publications/lamp.ts')))
    .update(logo ?? '')
    .digest('hex');
  const path = join(folder, 'identity', key.slice(0, 32));
  const kept = await readFile(path).catch(() => undefined);
  if (kept) return kept;
  const bytes = await draw(site);
  await mkdir(dirname(path), { recursive: true });
  // Two builds at once may draw the same: a rename is one step.
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, bytes);
  await rename(own, path);
  return bytes;
}

export const SHARE = 'share.png';

const DRAWN: Record<string, (site: Drawn) => Promise<Uint8Array>> = {
  'icon.svg': async (site) => Buffer.from(await icon(site, 14)),
  'icon-180.png': async (site) => raster(await icon(site, 0), 180),
  'icon-512.png': async (site) => raster(await icon(site, 0), 512),
  'favicon.ico': async (site) => ico(await raster(await icon(site, 14), 32, false)),
  [SHARE]: sharePicture,
};

/** A logo that is about as wide as high, on white; else the lamp in the colour of the site. */
async function icon({ accent, logo }: Drawn, corner: number): Promise<string> {
  if (!logo || Math.max(logo.width / logo.height, logo.height / logo.width) > SQUARE)
    return iconSvg(corner, accent?.night);
  // Within what a system may cut off at the corners.
  const png = await logoWithin(logo, 384, 384);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="${corner}" fill="${WHITE}"/><image x="8" y="8" width="48" height="48" href="data:image/png;base64,${png.toString('base64')}"/></svg>\n`;
}

/** @throws Error of the library where a logo cannot be read. */
async function logoWithin({ bytes, width, height }: LogoFile, most: number, high: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const scale = Math.min(most / width, high / height);
  const density = Math.min(2400, Math.max(1, 72 * scale));
  return sharp(bytes, { density })
    .resize({
      width: Math.round(width * scale),
      height: Math.round(height * scale),
      fit: 'contain',
      background: '#0000',
    })
    .png()
    .toBuffer();
}

/** An icon as pixels. */
export async function raster(svg: string, size: number, palette = true): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg), { density: (72 * size) / 64 })
    .resize(size, size)
    .png({ palette, effort: 10 })
    .toBuffer();
}

/** A picture as an icon file (https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)): a head, one entry, the PNG. */
export function ico(png: Buffer): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(32, 6);
  head.writeUInt8(32, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, png]);
}

/** 1200 by 630: the logo or the lamp, the name, the three questions that the first page answers, and where it stands. */
async function sharePicture({ name, questions, address, accent, logo }: Drawn): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const color = accent?.night ?? MOONLIGHT;
  const mark = logo ? await logoWithin(logo, 520, 96) : undefined;
  const size = mark && (await sharp(mark).metadata());
  // A logo is made for paper: here it stands on a card of its own.
  const card = size
    ? `<rect x="92" y="64" width="${size.width + 56}" height="${size.height + 48}" rx="20" fill="${WHITE}"/>`
    : lampIn(color, 'translate(76 64) scale(6)');
  const ground = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><rect width="1200" height="630" fill="${NIGHT}"/><rect width="16" height="630" fill="${color}"/>${card}</svg>`;
  const [title, asked, where] = await Promise.all([
    written(name, 84, INK, { width: 1016, height: 176 }),
    written(questions, 46, INK, { width: 1016, height: 96 }),
    written(address, 32, QUIET, { width: 1016, height: 40 }),
  ]);
  return sharp(Buffer.from(ground))
    .composite([
      ...(mark ? [{ input: mark, left: 120, top: 88 }] : []),
      { input: title, left: 92, top: 408 - ((await sharp(title).metadata()).height ?? 0) },
      { input: asked, left: 92, top: 446 },
      { input: where, left: 92, top: 562 },
    ])
    .png({ palette: true, colours: 128, effort: 10 })
    .toBuffer();
}

/** Words in letters of `size`, or as much smaller as they must be to fit. */
async function written(
  text: string,
  size: number,
  color: string,
  room: { width: number; height: number },
): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const { FAMILY, FONTS, fontsLoaded } = await import('./draw.ts');
  await fontsLoaded();
  for (let scale = 1; ; scale -= 0.04) {
    const drawn = sharp({
      text: {
        text: `<span foreground="${color}"><b>${escapeHtml(xmlText(text))}</b></span>`,
        font: `${FAMILY} ${size}`,
        fontfile: FONTS[0],
        width: room.width,
        dpi: Math.max(4, Math.floor(72 * scale)),
        wrap: 'word-char',
        rgba: true,
      },
    });
    const { width, height } = await drawn.metadata();
    if ((width <= room.width && height <= room.height) || scale <= 0.1) return drawn.png().toBuffer();
  }
}

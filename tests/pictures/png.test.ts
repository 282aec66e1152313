import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import { type Pixels, pngOf } from '../../src/pictures/png.ts';

/** Pixels of colours that are written as numbers of six digits. */
function pixels(width: number, ...colors: number[]): Pixels {
  const data = Uint8Array.from(colors.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  return { data, width, height: colors.length / width };
}

/** What a reader of PNG sees. */
async function seen(picture: Pixels): Promise<Pixels & { format: string | undefined }> {
  const bytes = await pngOf(picture);
  const { format } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height, format };
}

describe('a PNG of few colours', () => {
  test('shows each pixel as it was where there are few', async () => {
    const flag = pixels(3, 0x10131c, 0xffffff, 0xffffff, 0xffffff, 0xe5534b, 0xe5534b, 0xe5534b, 0x8ea2ff, 0);
    assert.deepEqual(await seen(flag), { ...flag, format: 'png' });
  });

  test('goes on from row to row where one colour does', async () => {
    const plain = pixels(2, ...Array.from({ length: 8 }, () => 0x10131c));
    assert.deepEqual((await seen(plain)).data, plain.data);
  });

  test('shows what differs hardly as most of it is', async () => {
    const paper = Array.from({ length: 9 }, () => 0x10131c);
    assert.deepEqual(
      (await seen(pixels(11, 0x11131c, 0x11141c, ...paper))).data.slice(0, 6),
      pixels(1, 0x10131c, 0x10131c).data,
    );
  });

  test('keeps the colours of most pixels where there are many, and shows the others as the nearest', async () => {
    const levels = Array.from({ length: 8 }, (_, index) => index * 32);
    const often = levels.flatMap((red) =>
      levels.flatMap((green) => [0, 64, 128, 192].map((blue) => (red << 16) | (green << 8) | blue)),
    );
    const picture = pixels(1, ...often, ...often, 0x0c0000, 0xe0e0ff);
    const { data } = await seen(picture);
    assert.deepEqual(data.slice(0, -6), picture.data.slice(0, -6));
    assert.deepEqual(data.slice(-6), pixels(1, 0, 0xe0e0c0).data);
  });

  test('is the same each time', async () => {
    const picture = pixels(2, 1, 2, 3, 0xff00ff);
    assert.deepEqual(await pngOf(picture), await pngOf(picture));
  });
});

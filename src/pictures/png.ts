import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

/** Red, green and blue, row by row. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}
export const CHANNELS = 3;

/** As many as a byte can name. */
const COLORS = 256;
/** Colours that are nearer to each other than this may be shown as one: nobody tells them apart at the edge of a letter or in a fade. */
const NEAR = 11;
/** Of how many bits of each channel a shade is: what differs less is one. */
const BITS = 5;
const SHADES = 1 << (BITS * CHANNELS);
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

const compress = promisify(deflate);

/**
 * A PNG of few colours: those that most pixels have, unless one that is chosen is near; all others are the nearest of them. What is drawn here is
 * flat, so that no pixel has to be compared with its neighbours to choose them (https://www.w3.org/TR/png/).
 */
export async function pngOf({ data, width, height }: Pixels): Promise<Buffer> {
  const rows = rowsOf(data, width);
  const { palette, indexOf } = paletteOf(shadesOf(rows));
  // Each row begins with how it was filtered: not at all.
  const named = new Uint8Array((width + 1) * height);
  for (const [y, row] of rows.entries()) {
    let at = y * (width + 1) + 1;
    if (row === rows[y - 1]) {
      named.copyWithin(at, at - width - 1, at - 1);
      continue;
    }
    for (let run = 0; run < row.lengths.length; run++) {
      const index = indexOf[shadeOf(row.colors[run] as number)] as number;
      const end = at + (row.lengths[run] as number);
      while (at < end) named[at++] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits for each pixel, which name a colour of the palette.
  header.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', await compress(named, { level: 5 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The runs of a row: how many pixels of one colour lie beside each other, and which it is. */
interface Row {
  lengths: number[];
  colors: number[];
}

/** The rows of a picture, from the top. Many are as the one above, and are not looked at pixel by pixel. */
function rowsOf(data: Uint8Array, width: number): Row[] {
  const rows: Row[] = [];
  const length = width * CHANNELS;
  let above: Uint8Array | undefined;
  for (let from = 0; from < data.length; from += length) {
    const row = data.subarray(from, from + length);
    const isSame = above !== undefined && Buffer.compare(row, above) === 0;
    rows.push(isSame ? (rows.at(-1) as Row) : runsOf(row, width));
    above = row;
  }
  return rows;
}

function runsOf(row: Uint8Array, width: number): Row {
  const [lengths, colors]: [number[], number[]] = [[], []];
  for (let at = 0; at < width; ) {
    const color = colorAt(row, at);
    let end = at + 1;
    while (end < width && colorAt(row, end) === color) end++;
    lengths.push(end - at);
    colors.push(color);
    at = end;
  }
  return { lengths, colors };
}

/** The shades of a picture. */
interface Shades {
  /** Those that there are. */
  used: number[];
  /** How many pixels each has, and a colour that stands for it: that of more than half of them, where one is. */
  pixels: Uint32Array;
  colors: Uint32Array;
}

function shadesOf(rows: readonly Row[]): Shades {
  const [pixels, winning, votes] = [0, 1, 2].map(() => new Uint32Array(SHADES)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const used: number[] = [];
  for (const { lengths, colors } of rows)
    for (let index = 0; index < lengths.length; index++) {
      const [run, color] = [lengths[index] as number, colors[index] as number];
      const shade = shadeOf(color);
      if (pixels[shade] === 0) used.push(shade);
      pixels[shade] = (pixels[shade] as number) + run;
      // The colour of more than half of them wins the vote.
      const vote = votes[shade] as number;
      if (winning[shade] === color) votes[shade] = vote + run;
      else if (vote >= run) votes[shade] = vote - run;
      else {
        winning[shade] = color;
        votes[shade] = run - vote;
      }
    }
  return { used, pixels, colors: winning };
}

function colorAt(data: Uint8Array, pixel: number): number {
  const at = pixel * CHANNELS;
  return ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
}

function shadeOf(color: number): number {
  const of = (shift: number) => (color >> (shift + 8 - BITS)) & ((1 << BITS) - 1);
  return (of(16) << (2 * BITS)) | (of(8) << BITS) | of(0);
}

/** The colours of a picture, three bytes each, and which of them stands for a shade. */
function paletteOf({ used, pixels, colors }: Shades): { palette: Buffer; indexOf: Uint8Array } {
  const chosen: number[] = [];
  const indexOf = new Uint8Array(SHADES);
  const most = used.toSorted(
    (one, other) => (pixels[other] as number) - (pixels[one] as number) || one - other,
  );
  for (const shade of most) {
    const color = colors[shade] as number;
    const { index, apart } = nearest(color, chosen);
    const isOwn = apart > NEAR * NEAR && chosen.length < COLORS;
    indexOf[shade] = isOwn ? chosen.push(color) - 1 : index;
  }
  const palette = Buffer.alloc(chosen.length * CHANNELS);
  for (const [index, color] of chosen.entries()) palette.writeUIntBE(color, index * CHANNELS, CHANNELS);
  return { palette, indexOf };
}

/** The nearest of some colours, and the square of how far it is. */
function nearest(color: number, colors: readonly number[]): { index: number; apart: number } {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < colors.length; index++) {
    const one = colors[index] as number;
    const red = (color >> 16) - (one >> 16);
    const green = ((color >> 8) & 255) - ((one >> 8) & 255);
    const blue = (color & 255) - (one & 255);
    const apart = red * red + green * green + blue * blue;
    if (apart >= least) continue;
    best = index;
    least = apart;
  }
  return { index: best, apart: least };
}

function chunk(name: string, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(content.length + 12);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(name, 4, 'latin1');
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, content.length + 8)), content.length + 8);
  return bytes;
}

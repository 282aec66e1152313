import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { packageFolder } from '../release/engine.ts';
import { escapeHtml, xmlText } from '../publications/escape.ts';
import type { Picture, PictureTone } from '../publications/picture.ts';
import type { DrawnPart } from '../publications/picture-drawing.ts';
import { type Form, FORMS } from '../publications/picture-files.ts';
import { CHANNELS, type Pixels, pngOf } from './png.ts';

/** How much of a picture's text is shown; where something is left out, it says where to read on. */
interface Shown {
  sentences: number;
  facts: number;
  title: boolean;
}

/** A drawn picture, and how it was made to fit. */
export interface Drawing extends Shown {
  bytes: Buffer;
  /** Whether it shows what happened over time. */
  drawn: boolean;
  /** The height of the letters of the text, in pixels of the picture. */
  textSize: number;
}

/** Sizes in pixels at full scale. The text may shrink to `SMALLEST` of it before something is left out. */
const SIZES: Record<Form, { margin: number; small: number; text: number; title: number; gap: number }> = {
  wide: { margin: 60, small: 28, text: 36, title: 60, gap: 14 },
  tall: { margin: 72, small: 34, text: 46, title: 72, gap: 22 },
};
const SMALLEST = 0.72;
/** A title that would have to be smaller than this is no title. */
const TINIEST = 0.2;
/** What does not fit even into the largest surface that the library draws on. */
const TOO_LARGE = { width: 0, height: 32_767 };
const MARGIN_BESIDE_SLIM = 44;
const EDGE = 16;
const PAPER = '#10131c';
const INK = '#ffffff';
const QUIET = '#c3cad9';
const EDGES: Record<PictureTone, string> = {
  trouble: '#e5534b',
  watched: '#d9a21b',
  over: '#8ea2ff',
  planned: '#8ea2ff',
  apart: '#8b93a5',
};

/** Made for readers with low vision, by the Braille Institute; it draws letters that are told apart easily. */
export const FAMILY = 'Atkinson Hyperlegible Next';
export const FONTS = ['400Regular', '700Bold'].map((weight) =>
  join(
    packageFolder('@expo-google-fonts/atkinson-hyperlegible-next'),
    weight,
    `AtkinsonHyperlegibleNext_${weight}.ttf`,
  ),
);
/** At this resolution a point is a pixel. */
const FULL = 72;

/**
 * Draws a picture as PNG or JPEG. The text is laid out as large as fits and never cut: first it shrinks a
 * little, then whole sentences and after them whole facts are left out from the end, and the picture says
 * where to read on; only then it shrinks further, for a title that is a page of its own. A slim drawing is
 * left out before any of the text is.
 */
export async function draw(picture: Picture, form: Form): Promise<Drawing> {
  await fontsLoaded();
  const { width, height } = FORMS[form];
  const { margin } = SIZES[form];
  let part = picture.drawings?.[form];
  let text = await fitted(picture, form, part);
  if (part?.slim && !isWhole(picture, text)) {
    part = undefined;
    text = await fitted(picture, form, part);
  }
  const { shown, scale } = text;
  const [block, art] = await Promise.all([
    pixelsOf(textOf(picture, form, shown, scale, roomBeside(part, form).width)),
    part && pixelsOf(sharp(Buffer.from(part.svg))),
  ]);
  const above = Math.floor((height - block.height - heightOf(part, form)) / 2);
  const page = pageOf(form, EDGES[picture.tone]);
  place(block, page, margin, above);
  // The letters of a drawing begin a little inside of it, and stand below those of the text.
  if (art) place(art, page, margin - EDGE, height - above - art.height);
  const bytes = await (form === 'wide'
    ? pngOf(page)
    : sharp(page.data, { raw: { width, height, channels: CHANNELS } })
        .jpeg({ quality: 60 })
        .toBuffer());
  return { bytes, ...shown, drawn: part !== undefined, textSize: SIZES[form].text * scale };
}

/** The room of the text, in pixels. A slim drawing takes some of the margins rather than of the words. */
function roomBeside(part: DrawnPart | undefined, form: Form): { width: number; height: number } {
  const { width, height } = FORMS[form];
  const { margin } = SIZES[form];
  const edge = part?.slim ? MARGIN_BESIDE_SLIM : margin;
  return { width: width - 2 * margin, height: height - 2 * edge - heightOf(part, form) };
}

/** What a drawing takes of the height, with the space above it. */
function heightOf(part: DrawnPart | undefined, form: Form): number {
  return part ? part.height + SIZES[form].gap * (part.slim ? 1 : 2) : 0;
}

/** How much of the text has room, and by how much smaller than at its full size. */
async function fitted(
  picture: Picture,
  form: Form,
  part: DrawnPart | undefined,
): Promise<{ shown: Shown; scale: number }> {
  const room = roomBeside(part, form);
  let shown: Shown = { sentences: picture.sentences.length, facts: picture.facts.length, title: true };
  let scale = 1;
  for (;;) {
    const text = textOf(picture, form, shown, scale, room.width, 'size');
    const needed = await text.metadata().catch(() => TOO_LARGE);
    const fit = Math.min(room.height / needed.height, room.width / needed.width);
    if (fit >= 1) return { shown, scale };
    const smaller = Math.min(scale - 0.02, scale * Math.sqrt(fit));
    const least = shown.sentences + shown.facts > 0 ? SMALLEST : TINIEST;
    if (smaller >= least) scale = smaller;
    else if (scale > least) scale = least;
    else shown = withLess(shown, fit);
  }
}

/** Whether nothing of the text was left out. */
function isWhole({ sentences, facts }: Picture, { shown }: { shown: Shown }): boolean {
  return shown.title && shown.sentences === sentences.length && shown.facts === facts.length;
}

function withLess({ sentences, facts, title }: Shown, fit: number): Shown {
  if (sentences > 0) return { sentences: Math.min(sentences - 1, Math.ceil(sentences * fit)), facts, title };
  if (facts > 0) return { sentences, facts: facts - 1, title };
  return { sentences, facts, title: false };
}

/** Letters in their colours; where only their room is asked for, without, which takes half as long. */
function textOf(
  picture: Picture,
  form: Form,
  shown: Shown,
  scale: number,
  width: number,
  what: 'letters' | 'size' = 'letters',
) {
  // Sizes are in steps, and the resolution stays: letters of a size are read from the font once for all pictures.
  const step = Math.floor(FULL * scale) / FULL;
  return sharp({
    text: {
      text: markup(picture, form, shown, step),
      font: `${FAMILY} ${SIZES[form].text * step}`,
      width,
      dpi: FULL,
      wrap: 'word-char',
      rgba: what === 'letters',
    },
  });
}

/** What was drawn: red, green, blue, and how much that covers what lies below, row by row. */
type Layer = Pixels;
const OPAQUE = 255;

async function pixelsOf(drawn: Sharp): Promise<Layer> {
  const { data, info } = await drawn.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** A picture with nothing on it but its coloured edge. */
function pageOf(form: Form, edge: string): Pixels {
  const { width, height } = FORMS[form];
  const row = Buffer.concat([
    Buffer.alloc(EDGE * CHANNELS, edge.slice(1), 'hex'),
    Buffer.alloc((width - EDGE) * CHANNELS, PAPER.slice(1), 'hex'),
  ]);
  return { data: Buffer.alloc(row.length * height, row), width, height };
}

/** Puts what was drawn to its place in a picture, which has room for it. Most of it is empty: that is passed over. */
function place({ data, width, height }: Layer, page: Pixels, left: number, top: number): void {
  for (let y = 0; y < height; y++) {
    let from = y * width * (CHANNELS + 1);
    let to = ((top + y) * page.width + left) * CHANNELS;
    for (let x = 0; x < width; x++, from += CHANNELS + 1, to += CHANNELS) {
      const cover = data[from + CHANNELS] as number;
      if (cover === 0) continue;
      for (let channel = 0; channel < CHANNELS; channel++) {
        const [over, under] = [data[from + channel] as number, page.data[to + channel] as number];
        page.data[to + channel] = Math.floor((over * cover + under * (OPAQUE - cover)) / OPAQUE);
      }
    }
  }
}

/** Pango's markup (https://docs.gtk.org/Pango/pango_markup.html). */
function markup(picture: Picture, form: Form, shown: Shown, scale: number): string {
  const { small, text, title, gap } = SIZES[form];
  const { mark, state, days, time, sentences, facts, site, address, more, accent } = picture;
  const sized = (size: number, inner: string, attributes = '') =>
    `<span size="${Math.round(size * scale * 1024)}" ${attributes}>${inner}</span>`;
  const bold = (words: string) => `<b>${safe(words)}</b>`;
  const body = sentences.slice(0, shown.sentences).join('').trim();
  const left = !shown.title || shown.facts < facts.length || shown.sentences < sentences.length;
  const quiet = `foreground="${QUIET}"`;
  const lines = [
    mark && sized(small, bold(mark), quiet),
    sized(small, [bold(state), ...[days, time].flatMap((one) => (one ? safe(one) : []))].join(' · '), quiet),
    shown.title && sized(title, bold(picture.title), 'line_height="0.95"'),
    body && sized(text, safe(body)),
    ...facts
      .slice(0, shown.facts)
      .map(({ label, text: words }) => sized(text, `${bold(`${label}:`)} ${safe(words)}`)),
    sized(
      small,
      `${accent ? `<span foreground="${accent}">${bold(site)}</span>` : bold(site)} · ${left ? `${safe(more)} ` : ''}${safe(address)}`,
      quiet,
    ),
  ].filter(Boolean);
  return `<span foreground="${INK}">${lines.join(`\n${sized(gap, '\n')}`)}</span>`;
}

/** Text as text, as in any other markup. */
function safe(text: string): string {
  return escapeHtml(xmlText(text));
}

let loading: Promise<unknown> | undefined;

/** A text may name one font file; a file once named is known to those that follow, which would be slower if they named it too. */
export function fontsLoaded(): Promise<unknown> {
  loading ??= Promise.all(
    FONTS.map((fontfile) => sharp({ text: { text: 'x', font: FAMILY, fontfile } }).toBuffer()),
  );
  return loading;
}

import type { Range, UptimeRow } from '../domain/uptime-file.ts';
import type { ChartText } from '../i18n/chart-text.ts';
import type { Palette } from './colors.ts';
import { patternOf } from './patterns.ts';
import { drawPlot } from './plot.ts';

/** What stands in a picture of the chart that somebody takes away. */
export interface Picture {
  title: string;
  /** A component each: what it is, its numbers in words, its bars; none where nothing happened. */
  parts: { heading: string; lines: string[]; rows: UptimeRow[] }[];
  key: { status: string; label: string }[];
  /** Of when it is, from where, and that it is a demonstration where it is one. */
  foot: string[];
  range: Range;
  most: number;
  text: ChartText;
  palette: Palette;
  /** Whether it is read from right to left. */
  isMirrored: boolean;
}

const [WIDTH, MARGIN, LINE, GAP, DENSITY] = [1200, 56, 30, 24, 2];

/** The chart as a PNG that says by itself what it shows, of which site and of when. Sizes in pixels of the page. */
export async function drawPicture(picture: Picture): Promise<Blob> {
  const { parts, palette, range, most, text, isMirrored } = picture;
  const family = getComputedStyle(document.body).fontFamily;
  const small = parts.length > 1;
  const plotHeight = small ? 130 : 420;
  const direction = isMirrored ? 'rtl' : 'ltr';
  const context = contextOf(WIDTH, 1);
  context.direction = direction;
  const wrap = (line: string, font: string) => {
    context.font = font;
    return wrapped(context, line, WIDTH - 2 * MARGIN);
  };
  const fonts = { title: `600 34px ${family}`, heading: `600 24px ${family}`, body: `20px ${family}` };
  const title = wrap(picture.title, fonts.title);
  const sheets = parts.map(({ heading, lines, rows }) => ({
    heading: wrap(heading, fonts.heading),
    lines: lines.flatMap((line) => wrap(line, fonts.body)),
    rows,
  }));
  const foot = picture.foot.flatMap((line) => wrap(line, fonts.body));
  const height =
    2 * MARGIN +
    title.length * 46 +
    sheets.reduce(
      (sum, { heading, lines, rows }) =>
        sum + heading.length * 34 + lines.length * LINE + GAP + (rows.length > 0 ? plotHeight : 0),
      0,
    ) +
    picture.key.length * LINE +
    24 +
    foot.length * LINE;

  const page = contextOf(WIDTH, height);
  page.direction = direction;
  /** Where something begins that is so far from the margin where reading begins, and so wide. */
  const from = (start: number, width = 0) => (isMirrored ? WIDTH - MARGIN - start - width : MARGIN + start);
  page.fillStyle = palette.paper;
  page.fillRect(0, 0, WIDTH, height);
  let y = MARGIN;
  const write = (lines: string[], font: string, color: string, leading: number) => {
    page.font = font;
    page.fillStyle = color;
    for (const line of lines) {
      page.fillText(line, from(0), y + leading * 0.7);
      y += leading;
    }
  };
  write(title, fonts.title, palette.ink, 46);
  for (const { heading, lines, rows } of sheets) {
    write(heading, fonts.heading, palette.ink, 34);
    write(lines, fonts.body, palette.quiet, LINE);
    if (rows.length > 0) {
      const canvas = document.createElement('canvas');
      canvas.width = WIDTH - 2 * MARGIN;
      canvas.height = plotHeight;
      const still = { density: DENSITY, font: 18 };
      const plot = { rows, range, most, text, palette, small, isMirrored, still, at: () => undefined };
      const chart = drawPlot(canvas, plot);
      page.drawImage(canvas, MARGIN, y, WIDTH - 2 * MARGIN, plotHeight);
      chart.destroy();
      y += plotHeight;
    }
    y += GAP;
  }
  for (const { status, label } of picture.key) {
    page.fillStyle = patternOf(status, palette.of(status));
    page.fillRect(from(0, 30), y + 3, 30, 18);
    page.strokeStyle = palette.of(status);
    page.strokeRect(from(0.5, 29), y + 3.5, 29, 17);
    page.font = fonts.body;
    page.fillStyle = palette.ink;
    page.fillText(label, from(44), y + LINE * 0.6);
    y += LINE;
  }
  y += 24;
  write(foot, fonts.body, palette.quiet, LINE);
  return new Promise((resolve, reject) =>
    page.canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  );
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width * DENSITY;
  canvas.height = height * DENSITY;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no canvas');
  context.scale(DENSITY, DENSITY);
  return context;
}

/** A text in lines that are not wider than `width`, in the font that is set. */
function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = [lines.at(-1), word].filter((part) => part !== undefined).join(' ');
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

import { LOOKS } from '../domain/look.ts';
import { severity, worst } from '../domain/status.ts';
import { labelled, wordsOf } from '../i18n/index.ts';
import { type drawingOf, fillOf, layOut, type Pen, printDrawing } from './drawing/index.ts';
import { FORMS, type Form } from './picture-files.ts';

type Drawing = ReturnType<typeof drawingOf>;
type Thing = Parameters<Pen['look']>[0];

/** A drawing as it stands in a picture: SVG with colours of its own, and its size in pixels. */
export interface DrawnPart {
  svg: string;
  width: number;
  height: number;
  /** It stands there only where all words have room beside it. */
  slim: boolean;
}

/** The most room that it takes of a picture, the size of its letters, in pixels, and how many components have a lane. */
const ROOMS: Record<
  Form,
  { width: number; height: number; letters: number; smallest: number; lanes: number }
> = {
  wide: { width: FORMS.wide.width - 120, height: 350, letters: 26, smallest: 18, lanes: 1 },
  tall: { width: FORMS.tall.width - 144, height: 680, letters: 32, smallest: 22, lanes: 2 },
};
/** The most room that a slim one takes of the height, and the size of its letters, in pixels. */
const SLIM = { height: 190, letters: 20 };
const PAPER = '#10131c';
const INK = '#ffffff';
const QUIET = '#c3cad9';
const LINE = '#3a4152';

/**
 * The drawing of an incident for a picture, as large as there is room for. What the words of the picture say too is
 * left out: what still worked, and the times at which a status changed.
 * @param slim for a picture whose words need the room: the worst lane and the marks of what was said.
 * @returns `undefined` where it would be too small to be read.
 */
export function drawnPart(drawing: Drawing, form: Form, slim = false): DrawnPart | undefined {
  const room = ROOMS[form];
  const { width, smallest, lanes } = room;
  const { height: most, letters } = slim ? SLIM : room;
  const short = slim ? slimmed(drawing) : shortened(drawing, lanes);
  for (let size = letters; size >= smallest; size--) {
    // A label in the middle of its place may reach a little beyond the edge.
    const inner = width - 2 * size;
    const geometry = layOut(short, { width: inner / size, slim });
    // Under a slim one nothing is written.
    const height = Math.ceil((geometry.height + (slim ? -0.4 : 0.3)) * size);
    if (height > most) continue;
    const { defs, art, marks } = printDrawing(geometry, penOf(inner, size));
    // The words beside a slim one say the zone with each of their times.
    const zone = slim
      ? ''
      : `<text x="${width - size}" y="${height - size / 2}" text-anchor="end" fill="${QUIET}">${labelled(wordsOf(drawing.language).drawing.legend.times, drawing.language)} UTC</text>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Atkinson Hyperlegible Next,sans-serif" font-size="${size}"><defs>${defs}</defs><g transform="translate(${size})">${art}${marks}</g>${zone}</svg>`;
    const colored = svg
      .replaceAll('class="strong"', `font-weight="700" fill="${INK}"`)
      .replaceAll('<stop', '<stop stop-color="currentColor"');
    return { svg: colored, width, height, slim };
  }
  return undefined;
}

/**
 * One lane, of all components where they fared alike or else of the worst, until the picture's now: ground after it
 * would look as if it were over. How long nothing was said and what is due is for the words.
 */
function slimmed(drawing: Drawing): Drawing {
  const courses = new Set(drawing.lanes.map(({ stretches }) => JSON.stringify(stretches)));
  const { lanes, ...short } = shortened(drawing, 1);
  const unnamed = courses.size > 1 ? lanes : lanes.map((lane) => ({ ...lane, name: '' }));
  const now = drawing.lines.find(({ kind }) => kind === 'now')?.at ?? drawing.to;
  const body = { ...drawing.body, to: Math.min(drawing.body.to, now) };
  return { ...short, lanes: unnamed, silences: [], lines: [], to: Math.min(drawing.to, now), body };
}

/** The worst lanes by their short names, and no time that depends on when the picture is made. */
function shortened(drawing: Drawing, count: number): Drawing {
  const worstIn = ({ stretches }: Drawing['lanes'][0]) =>
    severity(worst(stretches.map(({ status }) => status)));
  const lanes = drawing.lanes
    .toSorted((one, other) => worstIn(one) - worstIn(other))
    .slice(0, count)
    .map((lane) => ({
      ...lane,
      name: lane.short,
      stretches: lane.stretches.map((one) => ({ ...one, fromText: undefined, toText: undefined })),
    }));
  const lines = drawing.lines.filter(({ kind }) => kind !== 'now');
  // Where there is room for one silence, it is the one until the first notice.
  const [first] = drawing.silences.toSorted((one, other) => rankOf(one) - rankOf(other));
  const silences = count > 1 || !first ? drawing.silences : [first];
  return { ...drawing, lanes, lines, silences, works: undefined };
}

function rankOf({ kind }: Drawing['silences'][0]): number {
  return kind === 'between' ? 1 : 0;
}

/** The pen of pictures: pixels, and the colours of the night. */
function penOf(width: number, size: number): Pen {
  const round = (value: number) => String(Number(value.toFixed(1)));
  const em = (share: number) => round(share * size);
  return {
    x: (share) => round(share * width),
    y: em,
    links: false,
    fade: ({ status }) => ` color="${LOOKS[status ?? 'operational'].night}"`,
    look: (thing) => attributes(lookOf(thing, em)),
  };
}

function lookOf(thing: Thing, em: (share: number) => string): Record<string, string | undefined> {
  if ('edge' in thing) {
    if (thing.role === 'ground') return { fill: '#1c2130' };
    const color = thing.role === 'works' ? QUIET : LOOKS[thing.status ?? 'operational'].night;
    return {
      // What is filled by a gradient or a pattern names it itself.
      fill: fillOf(thing) ? undefined : color,
      ...(thing.edge === 'possible' && { 'fill-opacity': '.35' }),
      ...(thing.edge !== 'certain' && { stroke: color, 'stroke-dasharray': `${em(0.3)} ${em(0.25)}` }),
    };
  }
  if ('own' in thing) return { fill: thing.own ? INK : PAPER, stroke: INK, 'stroke-width': '2.5' };
  if ('x1' in thing)
    switch (thing.role) {
      case 'tick':
      case 'divider':
      case 'base':
        return { stroke: LINE };
      case 'cut':
        return { stroke: PAPER, 'stroke-width': em(0.5) };
      case 'range':
        return { stroke: QUIET, 'stroke-width': em(0.3), opacity: '.5' };
      case 'silence':
        return { stroke: INK, 'stroke-width': em(0.35) };
      case 'pledge':
        return { stroke: '#9dbdff', 'stroke-width': '3' };
      case 'stem':
      case 'now':
        return { stroke: QUIET, 'stroke-width': '2' };
      default:
        return { stroke: INK, 'stroke-dasharray': `${em(0.3)} ${em(0.25)}` };
    }
  switch (thing.role) {
    case 'word':
      return {
        fill: thing.open ? INK : PAPER,
        'font-weight': '700',
        // Upon what does not fill its place, a word keeps a ground of its own.
        ...(thing.open && {
          'paint-order': 'stroke',
          stroke: PAPER,
          'stroke-width': em(0.3),
          'stroke-linejoin': 'round',
        }),
      };
    case 'name':
    case 'heading':
      return { fill: INK, 'font-weight': '700' };
    case 'works':
      return { fill: INK };
    default:
      return { fill: QUIET };
  }
}

function attributes(of: Record<string, string | undefined>): string {
  return Object.entries(of)
    .flatMap(([name, value]) => (value === undefined ? [] : ` ${name}="${value}"`))
    .join('');
}

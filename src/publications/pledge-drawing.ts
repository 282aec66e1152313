import { axisOf } from '../domain/axis.ts';
import type { Verdict } from '../domain/pledge.ts';
import { MINUTE, type Span } from '../domain/time.ts';
import { escapeHtml } from './escape.ts';

/** One incident to be drawn: how long it took, and whether the promise was kept. */
export interface PledgeTime {
  /** `undefined` where it cannot be measured. */
  span: Span | undefined;
  verdict: Verdict;
  /** Set where nothing was ever said, so that the line does not end. */
  never: boolean;
}

/** What the axis says. */
export interface AxisWords {
  /** Beside the line of the promise. */
  promised: string;
  /** What lies beyond the break. */
  longer: string;
  /** Minutes at a tick: "30 min", "2 h". */
  tick(minutes: number): string;
  /** From where time runs. */
  direction: 'ltr' | 'rtl';
}

/** Lines on one scale, each a picture as wide as its place; and the axis that they stand under. */
export interface PledgeDrawing {
  axis: string;
  lines: string[];
  /** Up to how many minutes the scale is even, if there are times beyond that. */
  brokenAt: number | undefined;
}

/** The scale shows at most this many times what was promised; longer lines cross a break. */
const MOST_TIMES = 12;
/** Where the even part of a broken scale ends, and where the break and the end of what is longer are drawn, in percent. */
const [EVEN, BREAK, BEYOND] = [84, 89, 98];

/**
 * Times against a promise, as SVG that needs no script and no style of its own: sideways all is in percent, so
 * that letters keep their size on every screen. The part of a line that is not known fades within dashes, as in the
 * drawing of an incident.
 * @param promised in minutes.
 * @param id begins the ids in it: there may be two drawings in one page.
 */
export function drawPledge(
  times: PledgeTime[],
  promised: number,
  words: AxisWords,
  id: string,
): PledgeDrawing {
  const longest = times.map(({ span }) => (span?.possible ?? 0) / MINUTE);
  const limit = promised * MOST_TIMES;
  const isBroken = longest.some((minutes) => minutes > limit);
  const { max, step } = axisOf(
    Math.max(promised * 2, ...longest.filter((minutes) => minutes <= limit).map(Math.ceil)),
  );
  const even = isBroken ? EVEN : BEYOND;
  const x = (minutes: number) => round(minutes > max ? BEYOND : (minutes / max) * even);
  const put = placing(words.direction);
  const ticks = Array.from({ length: max / step + 1 }, (_, index) => index * step);
  const grid = ticks.map((tick) => put.upright('grid', x(tick))).join('');
  const promise = put.upright('promise', x(promised));
  return {
    axis: svg('axis', [
      `<defs><linearGradient id="${id}-fading"${words.direction === 'rtl' ? ' x1="1" x2="0"' : ''}><stop stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0.1"/></linearGradient>`,
      `<mask id="${id}-fade" maskContentUnits="objectBoundingBox"><path fill="url(#${id}-fading)" d="M0 0h1v1h-1z"/></mask></defs>`,
      put.label('promised', x(promised), '1.1em', words.promised, x(promised) > 60 ? 'end' : 'start'),
      ...ticks.map((tick) => put.label('tick', x(tick), '2.6em', words.tick(tick), anchorAt(tick, max))),
      ...(isBroken ? [put.breakMark('2.2em'), put.label('tick', 100, '2.6em', words.longer, 'end')] : []),
    ]),
    lines: times.map((time) => svg('line', [grid, lineOf(time, x, max, id, put), promise])),
    brokenAt: isBroken ? max : undefined,
  };
}

function lineOf(
  { span, verdict, never }: PledgeTime,
  x: (minutes: number) => number,
  max: number,
  id: string,
  put: Placing,
): string {
  const group = (marks: string) => `<g data-verdict="${verdict.replaceAll(' ', '-')}">${marks}</g>`;
  if (!span) return never ? group(`${put.never()}${put.end(verdict, BEYOND)}`) : '';
  const [certain, possible] = [span.certain / MINUTE, span.possible / MINUTE];
  const isKnown = x(certain) === x(possible) && certain === possible;
  // Both lie beyond the break: there is room to show that they differ, but not by how much.
  const from = certain > max && !isKnown ? (BREAK + BEYOND) / 2 : x(certain);
  const to = x(possible);
  const fading = isKnown
    ? ''
    : [put.bar('unsure', from, to, ` mask="url(#${id}-fade)"`), put.bar('bound', from, to)].join('');
  const sure = put.bar('sure', 0, from);
  const marks = `${sure}${fading}${put.end(verdict, isKnown ? from : to)}`;
  return `${group(marks)}${possible > max ? put.breakMark() : ''}`;
}

/** Marks at places in percent of the width, from where time begins. */
type Placing = ReturnType<typeof placing>;

/** From right to left, time begins at the right; letters are anchored in the direction of the page by themselves. */
function placing(direction: AxisWords['direction']) {
  const on = (at: number) => (direction === 'rtl' ? round(100 - at) : at);
  return {
    bar: (kind: string, from: number, to: number, more = '') =>
      `<rect class="${kind}" x="${Math.min(on(from), on(to))}%" y="50%" width="${round(to - from)}%" height="8" transform="translate(0 -4)"${more}/>`,
    upright: (kind: string, at: number) =>
      `<line class="${kind}" x1="${on(at)}%" x2="${on(at)}%" y1="0" y2="100%"/>`,
    label: (kind: string, at: number, y: string, text: string, anchor: string) =>
      `<text class="${kind}" x="${on(at)}%" y="${y}" text-anchor="${anchor}">${escapeHtml(text)}</text>`,
    /** Where nothing was ever said: dots, as long as the longest. */
    never: () => `<line class="never" x1="${on(0)}%" x2="${on(BEYOND)}%" y1="50%" y2="50%"/>`,
    /** What a line ends with: a full point where the promise was kept, a cross where it was not, an empty ring where nobody can tell. */
    end: (verdict: Verdict, at: number) => {
      const mark =
        verdict === 'missed'
          ? '<path d="M-5-5 5 5M-5 5 5-5"/>'
          : `<circle r="5"${verdict === 'kept' ? ' class="full"' : ''}/>`;
      return `<svg class="end" x="${on(at)}%" y="50%" overflow="visible">${mark}</svg>`;
    },
    breakMark: (y = '50%') =>
      `<svg class="break" x="${on(BREAK)}%" y="${y}" overflow="visible"><path class="gap" d="M-3 7 3-7"/><path d="M-6 7 0-7M0 7 6-7"/></svg>`,
  };
}

function svg(kind: string, parts: string[]): string {
  return `<svg class="${kind}" width="100%" aria-hidden="true">${parts.join('')}</svg>`;
}

/** Labels at the ends of the axis stay inside of it. */
function anchorAt(tick: number, max: number): string {
  if (tick === 0) return 'start';
  return tick === max ? 'end' : 'middle';
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}

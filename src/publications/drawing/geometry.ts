import { LOOKS } from '../../domain/look.ts';
import type { Language } from '../../domain/site.ts';
import type { Status } from '../../domain/status.ts';
import type { Instant, TimeRange } from '../../domain/time.ts';
import { formatOf } from '../../i18n/index.ts';
import { BRIEF_RANGE, type Drawing, type Lane, type Phrase, type Silence, type Stretch } from './facts.ts';
import { widthOf, wrap } from './measure.ts';
import { type Scale, scaleOf, ticksOf } from './scale.ts';

/**
 * Everything of a drawing with its place. `x` is a share of the width, 0 to 1, from where time begins; `y` and
 * heights are in units, and a unit is the size of the text. So the same places hold at every width that is not
 * smaller than the one they were found for.
 */
export interface Geometry {
  language: Language;
  direction: 'ltr' | 'rtl';
  sentence: string;
  drill: boolean;
  /** How tall it is, in units. */
  height: number;
  bars: Bar[];
  rules: Rule[];
  labels: Label[];
  marks: Mark[];
}

export type BarRole = 'ground' | 'status' | 'works';

/** A bar of a lane. `edge` says what is known of it: `in` fades from possible to certain, `out` back. */
export interface Bar {
  role: BarRole;
  status: Status | undefined;
  edge: 'certain' | 'in' | 'out' | 'possible';
  x1: number;
  x2: number;
  y: number;
  height: number;
}

export type RuleRole =
  | 'tick'
  | 'cut'
  | 'base'
  | 'range'
  | 'stem'
  | 'silence'
  | 'silent'
  | 'pledge'
  | 'due'
  | 'overdue'
  | 'window'
  | 'now'
  | 'divider';

/** A straight line. */
export interface Rule {
  role: RuleRole;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export type LabelRole = 'hour' | 'day' | 'name' | 'word' | 'time' | 'works' | 'heading' | 'silence' | 'line';

/** A line of text; `y` is its base line. */
export interface Label {
  role: LabelRole;
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  /** How far it stands from there, in units, in the direction of time. */
  aside?: number;
  parts: Phrase;
  /** How wide it is at most, in units. */
  width: number;
  /** Only there is room for it where the drawing is as wide as `wide`. */
  wide: boolean;
  /** Only where it is narrower than that; where it is wide, it stands elsewhere. */
  narrow?: boolean;
  /** It stands on a bar that does not fill the ground: one of an exercise, say. */
  open?: boolean;
}

/** A word that was said: a mark that leads to it. */
export interface Mark {
  id: string;
  own: boolean;
  name: string;
  x: number;
  y: number;
}

/** For how much room places are found, in units: the size of the text is 1. */
export interface Room {
  width: number;
  /** The width from which on more is shown, if the drawing may be wider. */
  wide?: number;
}

const LINE = 1.4;
/** How wide a date and a time of day are at the axis. */
const HOUR_WIDTH = 3.2;
const BAR = 1.6;
/** How far from each other marks are at least: 24 pixels, where the text is 13. */
export const PITCH = 1.9;
/** The radius of a mark. */
export const RADIUS = 0.5;
const GAP = 0.5;
/** How large what matters most is set. */
const LARGE = 1.2;
/** How far a label stands from its line. */
const ASIDE = 0.4;
/** What took no time is still seen. */
const LEAST = 0.004;

/** Finds a place for everything that a drawing shows. */
export function layOut(drawing: Drawing, { width, wide = width }: Room): Geometry {
  const scale = scaleOf(drawing);
  const sheet = new Sheet(width, wide, scale, drawing.drill);
  const lines = drawing.lines.filter(({ kind }) => kind === 'window' || kind === 'now');
  let y = sheet.linesOfText(lines, 0);
  const top = y;
  y = sheet.axis(drawing, y);
  const bars = y;
  for (const lane of drawing.lanes) y = sheet.lane(lane, y);
  if (drawing.works) y = sheet.works(drawing.works, y);
  const middle = y;
  y = sheet.heading(drawing.heading, y + GAP / 2);
  const promised = drawing.lines.filter((line) => !lines.includes(line));
  const above = y;
  y = sheet.linesOfText(promised, y);
  y = sheet.said(drawing, y);
  const base = y;
  y = sheet.silences(drawing.silences, y + GAP / 2);
  const bottom = y + GAP / 2;
  for (const { kind, at } of lines) sheet.vertical(kind, at, top, base);
  for (const { kind, at } of promised) sheet.vertical(kind, at, above, base);
  for (const { instant, wide } of sheet.ticks)
    if (!wide) sheet.vertical('tick', instant, bars - GAP / 2, base);
  for (const { to } of scale.sections.slice(0, -1)) sheet.vertical('cut', to, bars - GAP, bottom);
  sheet.rule('divider', 0, middle, 1, middle);
  return {
    language: drawing.language,
    direction: drawing.direction,
    sentence: drawing.sentence,
    drill: drawing.drill,
    height: bottom,
    bars: sheet.bars,
    rules: sheet.rules,
    labels: sheet.labels,
    marks: sheet.marks,
  };
}

/** How much room a text has: where it is anchored, and from where to where it reaches at the smallest width. */
interface Placed {
  x: number;
  anchor: Label['anchor'];
  from: number;
  to: number;
}

/** A line of a label, placed. */
interface Line {
  parts: Phrase;
  spot: Placed;
  y: number;
}

class Sheet {
  bars: Bar[] = [];
  rules: Rule[] = [];
  labels: Label[] = [];
  marks: Mark[] = [];
  ticks: { instant: Instant; wide: boolean; x: number; anchor: Label['anchor'] }[] = [];
  /** What the times of the lanes above already say. */
  private told = new Set<string>();
  /** The words in the bars of this lane, in shares of the width. */
  private words: { from: number; to: number }[] = [];

  private readonly width: number;
  private readonly wide: number;
  private readonly scale: Scale;

  private readonly isDrill: boolean;

  constructor(width: number, wide: number, scale: Scale, isDrill: boolean) {
    this.isDrill = isDrill;
    this.width = width;
    this.wide = wide;
    this.scale = scale;
  }

  rule(role: RuleRole, x1: number, y1: number, x2: number, y2: number): void {
    this.rules.push({ role, x1, y1, x2, y2 });
  }

  vertical(role: RuleRole, at: Instant, y1: number, y2: number): void {
    const x = this.scale.xOf(at);
    this.rule(role, x, y1, x, y2);
  }

  /** Days and times of day. More of them where there is more room. */
  axis({ language }: Drawing, y: number): number {
    const format = formatOf(language, 'brief');
    // What stood at the smaller width stands at the larger one too, anchored as it was.
    for (const [room, wide] of [
      [this.width, false],
      [this.wide, true],
    ] as const) {
      const taken = this.ticks.map(({ x, anchor }) => reachOf(x, anchor, HOUR_WIDTH, room));
      for (const instant of ticksOf(this.scale, (HOUR_WIDTH + 0.7) / room)) {
        const spot = around(this.scale.xOf(instant), HOUR_WIDTH, room);
        if (!isFree(spot, taken)) continue;
        taken.push(spot);
        this.ticks.push({ instant, wide, x: spot.x, anchor: spot.anchor });
      }
    }
    this.ticks.sort((one, other) => one.instant - other.instant);
    const days = { narrow: '', all: '' };
    for (const { instant, wide, x, anchor } of this.ticks) {
      const at = { earliest: instant, latest: instant };
      const label = { x, anchor, width: HOUR_WIDTH, wide };
      const day = format.date(instant);
      // A day is written where it begins; at the smaller width that may be at another tick.
      if (day !== days.all || (!wide && day !== days.narrow))
        this.labels.push({
          ...label,
          role: 'day',
          y: y + LINE * 0.8,
          parts: [{ text: day, at }],
          ...(day === days.all && { narrow: true }),
        });
      days.all = day;
      if (!wide) days.narrow = day;
      this.labels.push({
        ...label,
        role: 'hour',
        y: y + LINE * 1.7,
        parts: [{ text: format.time(instant), at }],
      });
    }
    return y + LINE * 2 + GAP;
  }

  lane({ name, short, stretches }: Lane, y: number): number {
    this.words = [];
    let below = this.text('name', widthOf(name, true) <= this.width ? name : short, y);
    this.bars.push({
      role: 'ground',
      status: undefined,
      edge: 'certain',
      ...this.whole(),
      y: below,
      height: BAR,
    });
    for (const stretch of stretches.filter(({ status }) => status !== 'operational'))
      this.stretch(stretch, below);
    const times = stretches.flatMap(({ from, to, fromText, toText }): [number, Phrase][] => [
      ...(fromText ? [[this.scale.xOf(from.earliest), fromText] as [number, Phrase]] : []),
      ...(toText ? [[this.scale.xOf(to.latest), toText] as [number, Phrase]] : []),
    ]);
    below += BAR;
    const news = times.filter(([x, phrase]) => {
      const key = `${x} ${plain(phrase)}`;
      if (this.told.has(key)) return false;
      this.told.add(key);
      return true;
    });
    below = this.rows('time', news, below);
    return below + GAP;
  }

  private stretch({ status, from, to, word }: Stretch, y: number): void {
    const xs = [from.earliest, from.latest, to.earliest, to.latest].map(this.scale.xOf) as [
      number,
      number,
      number,
      number,
    ];
    const bar = (edge: Bar['edge'], x1: number, x2: number) =>
      this.bars.push({ role: 'status', status, edge, x1, x2: Math.max(x2, x1 + LEAST), y, height: BAR });
    const isPossible = to.earliest < from.latest;
    if (isPossible) bar('possible', xs[0], xs[3]);
    else {
      if (xs[1] > xs[0]) bar('in', xs[0], xs[1]);
      bar('certain', xs[1], xs[2]);
      if (xs[3] > xs[2]) bar('out', xs[2], xs[3]);
    }
    const [x1, x2] = isPossible ? [xs[0], xs[3]] : [xs[1], xs[2]];
    const cut = this.scale.sections.slice(1).map((section) => section.x1);
    // A word does not lie over a cut: it stands in the widest piece.
    const edges = [x1, ...cut.filter((x) => x > x1 && x < x2), x2];
    const pieces = edges.slice(1).map((x, index) => [edges[index] as number, x] as const);
    const [left, right] = pieces.reduce((most, one) => (one[1] - one[0] > most[1] - most[0] ? one : most));
    const need = widthOf(word, true) + 1.2;
    if ((right - left) * this.wide < need) return;
    const wide = (right - left) * this.width < need;
    const [middle, half] = [(left + right) / 2, need / 2 / (wide ? this.wide : this.width)];
    const spot = { from: middle - half, to: middle + half };
    // Where nobody knows which of two it was, one word would lie upon the other.
    if (this.words.some(({ from, to }) => from < spot.to && spot.from < to)) return;
    this.words.push(spot);
    this.labels.push({
      role: 'word',
      ...((!LOOKS[status].bears || isPossible || this.isDrill) && { open: true }),
      x: middle,
      y: y + 1.12,
      anchor: 'middle',
      parts: [{ text: word }],
      width: need - 1.2,
      wide,
    });
  }

  works({ text, from, to }: NonNullable<Drawing['works']>, y: number): number {
    const below = this.text('works', text, y);
    const [x1, x2] = [this.scale.xOf(from), this.scale.xOf(to)];
    this.bars.push({ role: 'works', status: undefined, edge: 'certain', x1, x2, y: below, height: 0.4 });
    return below + 0.4 + GAP;
  }

  heading(text: string, y: number): number {
    return this.text('heading', text, y + GAP / 2);
  }

  /** The marks over a base line, as true to their time as there is room for; stems lead to their true places. */
  said({ words }: Drawing, y: number): number {
    const [left, right] = [RADIUS / this.width, 1 - RADIUS / this.width];
    const pitch = PITCH / this.width;
    const capacity = Math.floor((right - left) / pitch) + 1;
    const most = Math.max(3, Math.ceil(words.length / capacity) + 1);
    const spots = words.map(({ at }) => this.scale.xOf(middle(at)));
    const xs = spread(spots, pitch, most, left, right);
    const lasts: number[] = [];
    const rows = xs.map((x) => {
      const free = lasts.findIndex((last) => x - last >= pitch - 1e-9);
      const row = free < 0 ? lasts.length : free;
      lasts[row] = x;
      return row;
    });
    const base = y + Math.max(1, lasts.length) * PITCH;
    this.rule('base', this.whole().x1, base, this.whole().x2, base);
    for (const [index, word] of words.entries()) {
      const [spot, x] = [spots[index] as number, xs[index] as number];
      const markY = base - PITCH * ((rows[index] as number) + 0.5);
      const [x1, x2] = [word.at.earliest, word.at.latest].map(this.scale.xOf) as [number, number];
      if (x2 > x1) this.rule('range', x1, base, x2, base);
      this.rule('stem', spot, base, x, markY);
      this.marks.push({ id: word.id, own: word.own, name: word.name, x, y: markY });
    }
    return base + 0.2;
  }

  silences(silences: Silence[], y: number): number {
    let below = y;
    for (const { certain, possible, text } of silences) {
      const [x1, x2] = [this.scale.xOf(possible.from), this.scale.xOf(possible.to)];
      const line = below + 0.5;
      this.rule('silent', x1, line, x2, line);
      if (certain) this.rule('silence', this.scale.xOf(certain.from), line, this.scale.xOf(certain.to), line);
      below = line + 0.3;
      const lines = text.flatMap((part): Phrase[] =>
        wrap(part.text, this.width / (part.strong ? LARGE : 1), part.strong).map((words) => [
          { ...part, text: words },
        ]),
      );
      const width = Math.max(...lines.map(widthOfPhrase));
      const placed = (room: number) =>
        lines.map((parts, index) => ({
          parts,
          spot: under(x1, x2, width, room),
          y: below + LINE * (index + 0.8),
        }));
      this.label('silence', placed(this.width), placed(this.wide));
      below += LINE * lines.length + GAP / 2;
    }
    return below;
  }

  /** What lines mean, each at its line. */
  linesOfText(lines: Drawing['lines'], y: number): number {
    return this.rows(
      'line',
      lines.map(({ at, text }) => [this.scale.xOf(at), text]),
      y,
    );
  }

  /** Labels at their places, in as many rows as it takes that no two of them touch. */
  private rows(role: LabelRole, wanted: [number, Phrase][], y: number): number {
    const rowsAt = (room: number) => {
      const rows: Placed[][] = [];
      return wanted.map(([at, phrase]) =>
        this.broken(phrase, room).map((parts): Line => {
          const spot = beside(at, widthOfPhrase(parts) + ASIDE, room);
          let row = rows.findIndex((taken) => isFree(spot, taken));
          if (row < 0) row = rows.push([]) - 1;
          rows[row]?.push(spot);
          return { parts, spot, y: y + LINE * (row + 0.85) };
        }),
      );
    };
    const [narrow, wide] = [rowsAt(this.width), rowsAt(this.wide)];
    for (const [index, lines] of narrow.entries()) this.label(role, lines, wide[index] as Line[]);
    return Math.max(y, ...narrow.flat().map((line) => line.y + LINE * 0.15));
  }

  /** What is too long for a line has one for its words and one for its time. */
  private broken(phrase: Phrase, room: number): Phrase[] {
    if (widthOfPhrase(phrase) + ASIDE <= room) return [phrase];
    return phrase.map((part) => [{ ...part, text: part.text.trim() }]);
  }

  /** A label in its lines: once, or where they stand elsewhere in a wide drawing, once for each. */
  private label(role: LabelRole, near: Line[], far: Line[]): void {
    const isSame =
      near.length === far.length &&
      near.every(({ spot, y }, index) => {
        const other = far[index] as Line;
        return spot.x === other.spot.x && spot.anchor === other.spot.anchor && y === other.y;
      });
    const push = ({ parts, spot: { x, anchor }, y }: Line, more: Pick<Label, 'wide' | 'narrow'>) => {
      // A label beside a line does not lie upon it.
      const aside = role !== 'line' || x === 0 ? 0 : anchor === 'start' ? ASIDE : -ASIDE;
      const width = widthOfPhrase(parts);
      this.labels.push({ role, parts, width, x, anchor, y, ...(aside !== 0 && { aside }), ...more });
    };
    for (const line of near) push(line, { wide: false, ...(!isSame && { narrow: true }) });
    if (!isSame) for (const line of far) push(line, { wide: true });
  }

  private text(role: LabelRole, text: string, y: number): number {
    const lines = wrap(text, this.width, role === 'name' || role === 'heading');
    for (const [index, line] of lines.entries())
      this.labels.push({
        role,
        x: 0,
        anchor: 'start',
        y: y + LINE * (index + 0.8),
        parts: [{ text: line }],
        width: widthOf(line, role === 'name' || role === 'heading'),
        wide: false,
      });
    return y + lines.length * LINE;
  }

  private whole(): { x1: number; x2: number } {
    const { sections } = this.scale;
    return { x1: sections[0]?.x1 as number, x2: sections.at(-1)?.x2 as number };
  }
}

/**
 * Places in their order, no `most` + 1 of them within `pitch` of each other, so that as many rows take all of
 * them; each as near to its spot as that allows.
 */
function spread(spots: number[], pitch: number, most: number, left: number, right: number): number[] {
  const xs: number[] = [];
  const sorted = spots.toSorted((one, other) => one - other);
  const order = spots
    .map((spot, index) => ({ spot, index }))
    .toSorted((one, other) => one.spot - other.spot || one.index - other.index);
  for (const [index, spot] of sorted.entries())
    xs.push(
      Math.max(left, spot, xs[index - 1] ?? left, (xs[index - most] ?? Number.NEGATIVE_INFINITY) + pitch),
    );
  for (let index = xs.length - 1; index >= 0; index--)
    xs[index] = Math.min(
      right,
      xs[index] as number,
      xs[index + 1] ?? right,
      (xs[index + most] ?? Number.POSITIVE_INFINITY) - pitch,
    );
  const result: number[] = [];
  for (const [rank, { index }] of order.entries()) result[index] = xs[rank] as number;
  return result;
}

/** Around a place where there is room on both sides, else beside it. */
function around(x: number, width: number, room: number): Placed {
  const middle = reachOf(x, 'middle', width, room);
  return middle.from >= 0 && middle.to <= room ? middle : beside(x, width, room);
}

/** Beside a place: after it, else before it, else from the beginning on. */
function beside(x: number, width: number, room: number): Placed {
  const [after, before] = [reachOf(x, 'start', width, room), reachOf(x, 'end', width, room)];
  if (after.to <= room) return after;
  return before.from >= 0 ? before : reachOf(0, 'start', width, room);
}

function reachOf(x: number, anchor: Label['anchor'], width: number, room: number): Placed {
  const from = x * room - width * { start: 0, middle: 0.5, end: 1 }[anchor];
  return { x, anchor, from, to: from + width };
}

/** Under a stretch: from its beginning on, else up to its end. */
function under(x1: number, x2: number, width: number, room: number): Placed {
  const first = beside(x1, width, room);
  const last = x2 * room - width;
  return first.anchor === 'start' && first.x > 0
    ? first
    : last >= 0
      ? { x: x2, anchor: 'end', from: last, to: x2 * room }
      : first;
}

function isFree({ from, to }: Placed, taken: Placed[]): boolean {
  return taken.every((one) => to + 0.6 <= one.from || one.to + 0.6 <= from);
}

/** Room for the longest way in which a script may write the times of a phrase. */
function widthOfPhrase(phrase: Phrase): number {
  return phrase.reduce(
    (sum, { text, at, strong }) =>
      sum + Math.max(widthOf(text, strong) * (strong ? LARGE : 1), at ? widthOfLocal(at) : 0),
    0,
  );
}

function widthOfLocal({ earliest, latest }: TimeRange): number {
  return widthOf(
    earliest === latest
      ? '30 Nov, 00:00'
      : latest - earliest < BRIEF_RANGE
        ? '30 Nov, 00:00–00:00'
        : '30 Nov, 00:00 – 30 Nov, 00:00',
  );
}

function plain(phrase: Phrase): string {
  return phrase.map(({ text }) => text).join('');
}

function middle({ earliest, latest }: TimeRange): Instant {
  return earliest + (latest - earliest) / 2;
}

import type { Language } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { mayHaveTwoHalves } from '../../i18n/clock.ts';
import type { Drawing, Phrase } from './facts.ts';
import type { Bar, Label, LabelRole, Mark, Rule, RuleRole } from './shapes.ts';
import { widthOf, wrap } from './measure.ts';
import { beside, isFree, type Placed, reachOf, widthOfPhrase } from './places.ts';
import type { Scale } from './scale.ts';

/** How tall a line of text is. */
export const LINE = 1.4;
/** The space between what is not of one band. */
export const GAP = 0.5;
/** The radius of a mark. */
export const RADIUS = 0.5;
/** How far a label stands from its line. */
const ASIDE = 0.4;

/** A line of a label, placed. */
export interface Line {
  parts: Phrase;
  spot: Placed;
  y: number;
}

/** A line of a label with its place along the axis. */
type Piece = Pick<Line, 'parts' | 'spot'>;

/** The lines of a label in a drawing of a width. */
type PiecesOf = (phrase: Phrase, at: number, room: number) => Piece[];

const hours = new Map<Language, string>();

/** A time of day as long as it gets; looked up once for each language, for a formatter is dear. */
function hourIn(language: Language): string {
  const hour = hours.get(language) ?? (mayHaveTwoHalves(language) ? '10:00 PM' : '00:00');
  hours.set(language, hour);
  return hour;
}

/** What a drawing is put together on: bars, lines, labels and marks, as the bands leave them. */
export class Sheet {
  bars: Bar[] = [];
  rules: Rule[] = [];
  labels: Label[] = [];
  marks: Mark[] = [];

  readonly width: number;
  readonly wide: number;
  readonly scale: Scale;

  /** The longest that a time of day may be, once a script wrote it (`src/browser/scale.ts`). */
  private readonly hour: string;

  constructor(width: number, wide: number, scale: Scale, language: Language) {
    this.width = width;
    this.wide = wide;
    this.scale = scale;
    this.hour = hourIn(language);
  }

  /** How wide a phrase is at most. */
  widthOf(phrase: Phrase): number {
    return widthOfPhrase(phrase, this.hour);
  }

  /** A straight line, in shares of the width and units. */
  rule(role: RuleRole, x1: number, y1: number, x2: number, y2: number): void {
    this.rules.push({ role, x1, y1, x2, y2 });
  }

  /** A line across the bands, at an instant. */
  vertical(role: RuleRole, at: Instant, y1: number, y2: number): void {
    const x = this.scale.xOf(at);
    this.rule(role, x, y1, x, y2);
  }

  /** What lines mean, each at its line, and none across another: from `y` on all of them stand. */
  linesOfText(lines: Drawing['lines'], all: Drawing['lines'], y: number): number {
    const xs = all.map(({ at }) => this.scale.xOf(at));
    return this.rows(
      'line',
      lines.map(({ at, text }) => [this.scale.xOf(at), text]),
      y,
      (phrase, at, room) => this.flag(phrase, at, xs, room),
    );
  }

  /** Labels at their places, in as many rows as it takes that no two of them touch. */
  rows(role: LabelRole, wanted: [number, Phrase][], y: number, piecesOf: PiecesOf = this.broken): number {
    const rowsAt = (room: number) => {
      const rows: Placed[][] = [];
      return wanted.map(([at, phrase]) => {
        let above = -1;
        return piecesOf(phrase, at, room).map(({ parts, spot }): Line => {
          let row = rows.findIndex((taken, index) => index > above && isFree(spot, taken));
          if (row < 0) row = rows.push([]) - 1;
          rows[row]?.push(spot);
          // What is read on is never above what it is read on from.
          above = row;
          return { parts, spot, y: y + LINE * (row + 0.85) };
        });
      });
    };
    const [narrow, wide] = [rowsAt(this.width), rowsAt(this.wide)];
    for (const [index, lines] of narrow.entries()) this.label(role, lines, wide[index] as Line[]);
    return Math.max(y, ...narrow.flat().map((line) => line.y + LINE * 0.15));
  }

  /**
   * What is too long for a line has one for its words and one for its time. Where one of them must begin where the
   * drawing does, both do, for they are read together.
   */
  private broken: PiecesOf = (phrase, at, room) => {
    const widthIn = (parts: Phrase) => this.widthOf(parts) + ASIDE;
    const placed = (parts: Phrase, from: number) => ({ parts, spot: beside(from, widthIn(parts), room) });
    if (widthIn(phrase) <= room) return [placed(phrase, at)];
    const lines = phrase.map((part): Phrase => [{ ...part, text: part.text.trim() }]);
    const isWide = lines.some((line) => beside(at, widthIn(line), room).x === 0);
    return lines.map((parts) => placed(parts, isWide ? 0 : at));
  };

  /**
   * What a line means stands beside it, in as many lines as it takes to fit there, and where it can be across no
   * other line: a line through words strikes them out.
   */
  private flag(phrase: Phrase, at: number, lines: number[], room: number): Piece[] {
    const struck = ({ spot }: Piece) =>
      lines.some((x) => x !== at && spot.from < x * room && x * room < spot.to);
    const fits = ({ spot }: Piece) => spot.from >= 0 && spot.to <= room;
    const before = at - Math.max(0, ...lines.filter((x) => x < at));
    const after = Math.min(1, ...lines.filter((x) => x > at)) - at;
    const apart = phrase.map((part): Phrase => [{ ...part, text: part.text.trim() }]);
    const wrapped = (share: number) => this.balanced(phrase, share * room - ASIDE);
    const ways = [[phrase], apart, wrapped(Math.max(before, after)), wrapped(Math.max(at, 1 - at))].flatMap(
      (lines) =>
        (['start', 'end'] as const).map((anchor) =>
          lines.map(
            (parts): Piece => ({ parts, spot: reachOf(at, anchor, this.widthOf(parts) + ASIDE, room) }),
          ),
        ),
    );
    const fitting = ways.filter((way) => way.every(fits));
    return fitting.find((way) => !way.some(struck)) ?? fitting[0] ?? this.broken(phrase, at, room);
  }

  /** A phrase in as few lines as there is room for, and none of them much longer than the others. */
  private balanced(phrase: Phrase, atMost: number): Phrase[] {
    const widest = (lines: Phrase[]) => Math.max(...lines.map((line) => this.widthOf(line)));
    let lines = this.wrapped(phrase, atMost);
    for (;;) {
      const narrower = this.wrapped(phrase, widest(lines) - 0.01);
      // A word that is wider than that is broken by nothing.
      if (narrower.length > lines.length || widest(narrower) >= widest(lines)) return lines;
      lines = narrower;
    }
  }

  /** A phrase in lines that are at most so wide; its time stays whole. */
  private wrapped(phrase: Phrase, atMost: number): Phrase[] {
    const words = phrase.flatMap((part) =>
      part.at ? [part] : part.text.split(' ').flatMap((text) => (text ? [{ ...part, text }] : [])),
    );
    const lines: Phrase[] = [];
    for (const word of words) {
      const line = lines.at(-1);
      const longer = joined(line ?? [], word);
      if (line && this.widthOf(longer) <= atMost) lines[lines.length - 1] = longer;
      else lines.push([word]);
    }
    return lines;
  }

  /** A label in its lines: once, or where they stand elsewhere in a wide drawing, once for each. */
  label(role: LabelRole, near: Line[], far: Line[]): void {
    const isSame =
      near.length === far.length &&
      near.every(({ spot, y }, index) => {
        const other = far[index] as Line;
        return spot.x === other.spot.x && spot.anchor === other.spot.anchor && y === other.y;
      });
    const push = ({ parts, spot: { x, anchor }, y }: Line, more: Pick<Label, 'wide' | 'narrow'>) => {
      // A label beside a line does not lie upon it.
      const aside = role !== 'line' || x === 0 ? 0 : anchor === 'start' ? ASIDE : -ASIDE;
      const width = this.widthOf(parts);
      this.labels.push({ role, parts, width, x, anchor, y, ...(aside !== 0 && { aside }), ...more });
    };
    for (const line of near) push(line, { wide: false, ...(!isSame && { narrow: true }) });
    if (!isSame) for (const line of far) push(line, { wide: true });
  }

  /** Text from the beginning on, in as many lines as it takes; answers where it ends. */
  text(role: LabelRole, text: string, y: number): number {
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

  /** From where to where time runs. */
  whole(): { x1: number; x2: number } {
    const { sections } = this.scale;
    return { x1: sections[0]?.x1 as number, x2: sections.at(-1)?.x2 as number };
  }
}

/** A line with a word more. The space between is never of a time, for a script writes that anew. */
function joined(line: Phrase, word: Phrase[0]): Phrase {
  const last = line.at(-1);
  if (!last) return [word];
  const before = line.slice(0, -1);
  if (last.at) return [...line, { ...word, text: ` ${word.text}` }];
  const spaced = `${last.text} `;
  return word.at
    ? [...before, { ...last, text: spaced }, word]
    : [...before, { ...last, text: spaced + word.text }];
}

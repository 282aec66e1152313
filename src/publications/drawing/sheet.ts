import type { Language } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { mayHaveTwoHalves } from '../../i18n/clock.ts';
import type { Drawing, Phrase } from './facts.ts';
import type { Bar, Label, LabelRole, Mark, Rule, RuleRole } from './shapes.ts';
import { widthOf, wrap } from './measure.ts';
import { beside, isFree, type Placed, widthOfPhrase } from './places.ts';
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

  /** What lines mean, each at its line. */
  linesOfText(lines: Drawing['lines'], y: number): number {
    return this.rows(
      'line',
      lines.map(({ at, text }) => [this.scale.xOf(at), text]),
      y,
    );
  }

  /** Labels at their places, in as many rows as it takes that no two of them touch. */
  rows(role: LabelRole, wanted: [number, Phrase][], y: number): number {
    const rowsAt = (room: number) => {
      const rows: Placed[][] = [];
      return wanted.map(([at, phrase]) =>
        this.broken(phrase, at, room).map(({ parts, from }): Line => {
          const spot = beside(from, this.widthOf(parts) + ASIDE, room);
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

  /**
   * What is too long for a line has one for its words and one for its time. Where one of them must begin where the
   * drawing does, both do, for they are read together.
   */
  private broken(phrase: Phrase, at: number, room: number): { parts: Phrase; from: number }[] {
    if (this.widthOf(phrase) + ASIDE <= room) return [{ parts: phrase, from: at }];
    const lines = phrase.map((part): Phrase => [{ ...part, text: part.text.trim() }]);
    const isWide = lines.some((line) => beside(at, this.widthOf(line) + ASIDE, room).x === 0);
    return lines.map((parts) => ({ parts, from: isWide ? 0 : at }));
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

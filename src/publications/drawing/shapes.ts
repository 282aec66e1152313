import type { Language } from '../../domain/site.ts';
import type { Status } from '../../domain/status.ts';
import type { Phrase } from './facts.ts';

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
  /** Leaves out what words beside it say: the heading, and the date of an only day. */
  slim?: boolean;
}

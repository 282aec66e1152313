import { fill } from './fill.ts';
import { durationIn, type FormatWords } from './format.ts';

/** What is said of how fast a component answers; text alone, so that it can stand in a script. */
export interface ResponseWords
  extends Record<
    'none' | 'hours' | 'days' | 'measured' | 'cut' | 'unmeasured' | 'looks' | 'unknown' | 'asOf' | 'legend',
    string
  > {
  locale: string;
  units: FormatWords['units'];
}

/** What was measured of one check in a stretch of time; times in ms. */
interface Measured {
  looks: number;
  failures: number;
  median: number | undefined;
  worst: number | undefined;
  /** The value at which the drawing ends. */
  top: number;
  unknown: number;
}

/** "Half of the answers took at most 180 milliseconds; the slowest took 2.3 seconds. 12 of 2,870 checks failed. ..." */
export function measuredInWords(words: ResponseWords, measured: Measured): string {
  const { looks, failures, median, worst, top, unknown } = measured;
  const number = new Intl.NumberFormat(words.locale);
  const parts = [
    median === undefined || worst === undefined
      ? words.unmeasured
      : fill(words.measured, { median: pace(words, median), worst: pace(words, worst) }),
    worst !== undefined && worst > top && fill(words.cut, { top: pace(words, top) }),
    fill(words.looks, { failures: number.format(failures), looks: number.format(looks) }),
    unknown > 0 && fill(words.unknown, { time: durationIn(words, unknown) }),
  ];
  return parts.filter(Boolean).join(' ');
}

/** How long an answer took: in milliseconds below a second, else in seconds. */
export function pace(
  { locale }: Pick<ResponseWords, 'locale'>,
  ms: number,
  unitDisplay: 'long' | 'narrow' = 'long',
): string {
  const [unit, value] = ms < 1000 ? ['millisecond', ms] : ['second', ms / 1000];
  const maximumFractionDigits = ms < 10_000 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(
    value,
  );
}

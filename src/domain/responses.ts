import type { Looks } from './response-file.ts';
import type { Instant } from './time.ts';

/** A stretch of time that is drawn, in steps of which each is one place from left to right. */
export interface Axis {
  from: Instant;
  /** Where it ends; what has not come yet is not drawn. */
  to: Instant;
  step: number;
  /** For how long one while speaks, in ms: longer than a step where it is looked less often. */
  speaks: number;
}

/** How fast something was answered in a while of an axis; `at` in steps from its beginning. */
interface Point {
  at: number;
  median: number;
  worst: number;
}

/** What is drawn and said of one check in a stretch of time. */
export interface Series {
  /** Whiles that follow each other; between two of them nothing was measured. */
  runs: Point[][];
  /** Where a look failed, in steps. */
  failed: number[];
  looks: number;
  failures: number;
  /** The middle of all, and the longest, in ms; `undefined` where nothing was measured. */
  median: number | undefined;
  worst: number | undefined;
  /** The value at the upper edge, in ms: what took very long for a moment leaves room for all others. */
  top: number;
  /** How long nobody looked, in ms. */
  unknown: number;
}

/** How many times the middle that 95 of 100 others do not pass fits below the upper edge. */
const ROOM = 4;

/** What is drawn and said of the whiles that lie on an axis. */
export function seriesOf(all: readonly Looks[], { from, to, step, speaks }: Axis): Series {
  const whiles = all
    .map((one) => ({ ...one, start: Date.parse(one.from) }))
    .filter(({ start, looks }) => start >= from && start < to && looks > 0)
    .toSorted((one, other) => one.start - other.start);
  const runs: Point[][] = [];
  let [known, until, drawnUntil] = [0, from, from];
  for (const { start, median, worst } of whiles) {
    known += Math.max(0, Math.min(start + speaks, to) - Math.max(start, until));
    until = Math.max(until, start + speaks);
    if (median === null || worst === null) continue;
    const point = { at: (start - from) / step, median, worst };
    const run = start <= drawnUntil ? runs.at(-1) : undefined;
    if (run) run.push(point);
    else runs.push([point]);
    drawnUntil = start + speaks;
  }
  const points = runs.flat();
  const medians = points.map(({ median }) => median).toSorted((one, other) => one - other);
  const usual = medians[Math.floor(medians.length * 0.95)] ?? 0;
  const worst = points.length > 0 ? Math.max(...points.map((one) => one.worst)) : undefined;
  return {
    ...{ runs, worst, median: middleOf(whiles), unknown: to - from - known },
    failed: whiles.flatMap(({ start, failures }) => (failures > 0 ? [(start - from) / step] : [])),
    looks: whiles.reduce((sum, one) => sum + one.looks, 0),
    failures: whiles.reduce((sum, one) => sum + one.failures, 0),
    top: Math.max(1, Math.min(worst ?? 1, usual * ROOM)),
  };
}

/** The middle of the middles, each as often as it was looked. */
function middleOf(whiles: readonly Looks[]): number | undefined {
  const measured = whiles
    .flatMap(({ median, looks }) => (median === null ? [] : [{ median, looks }]))
    .toSorted((one, other) => one.median - other.median);
  const half = measured.reduce((sum, { looks }) => sum + looks, 0) / 2;
  let below = 0;
  return measured.find(({ looks }) => {
    below += looks;
    return below >= half;
  })?.median;
}

/** Where a stretch of time lies on an axis, in steps; nothing where it lies beside it. */
export function placeOn(
  { from, to, step }: Axis,
  stretch: { from: Instant; to: Instant },
): { at: number; length: number } | undefined {
  const [start, end] = [Math.max(stretch.from, from), Math.min(stretch.to, to)];
  return end < start || stretch.from >= to
    ? undefined
    : { at: (start - from) / step, length: (end - start) / step };
}

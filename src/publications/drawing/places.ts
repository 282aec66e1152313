import type { TimeRange } from '../../domain/time.ts';
import { BRIEF_RANGE, type Phrase } from './facts.ts';
import type { Label } from './shapes.ts';
import { widthOf } from './measure.ts';

/** How large what matters most is set. */
export const LARGE = 1.2;

/** How much room a text has: where it is anchored, and from where to where it reaches at the smallest width. */
export interface Placed {
  x: number;
  anchor: Label['anchor'];
  from: number;
  to: number;
}

/** Around a place where there is room on both sides, else beside it. */
export function around(x: number, width: number, room: number): Placed {
  const middle = reachOf(x, 'middle', width, room);
  return middle.from >= 0 && middle.to <= room ? middle : beside(x, width, room);
}

/** Beside a place: after it, else before it, else from the beginning on. */
export function beside(x: number, width: number, room: number): Placed {
  const [after, before] = [reachOf(x, 'start', width, room), reachOf(x, 'end', width, room)];
  if (after.to <= room) return after;
  return before.from >= 0 ? before : reachOf(0, 'start', width, room);
}

export function reachOf(x: number, anchor: Label['anchor'], width: number, room: number): Placed {
  const from = x * room - width * { start: 0, middle: 0.5, end: 1 }[anchor];
  return { x, anchor, from, to: from + width };
}

/** Under a stretch: from its beginning on, else up to its end. */
export function under(x1: number, x2: number, width: number, room: number): Placed {
  const first = beside(x1, width, room);
  const last = x2 * room - width;
  return first.anchor === 'start' && first.x > 0
    ? first
    : last >= 0
      ? { x: x2, anchor: 'end', from: last, to: x2 * room }
      : first;
}

export function isFree({ from, to }: Placed, taken: Placed[]): boolean {
  return taken.every((one) => to + 0.6 <= one.from || one.to + 0.6 <= from);
}

/**
 * Room for the longest way in which a script may write the times of a phrase.
 * @param hour the longest that a time of day may be: with its half of the day where clocks have two.
 */
export function widthOfPhrase(phrase: Phrase, hour: string): number {
  return phrase.reduce(
    (sum, { text, at, strong }) =>
      sum + Math.max(widthOf(text, strong) * (strong ? LARGE : 1), at ? widthOfLocal(at, hour) : 0),
    0,
  );
}

function widthOfLocal({ earliest, latest }: TimeRange, hour: string): number {
  return widthOf(
    earliest === latest
      ? `30 Nov, ${hour}`
      : latest - earliest < BRIEF_RANGE
        ? `30 Nov, ${hour}–${hour}`
        : `30 Nov, ${hour} – 30 Nov, ${hour}`,
  );
}

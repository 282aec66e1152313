import type { Instant, TimeRange } from '../../domain/time.ts';
import type { Drawing } from './facts.ts';
import { RADIUS, type Sheet } from './sheet.ts';

/** How far from each other marks are at least: 24 pixels, where the text is 13. */
export const PITCH = 1.9;

/** The marks over a base line, as true to their time as there is room for; stems lead to their true places. */
export function said(sheet: Sheet, { words }: Drawing, y: number): number {
  const [left, right] = [RADIUS / sheet.width, 1 - RADIUS / sheet.width];
  const pitch = PITCH / sheet.width;
  const capacity = Math.floor((right - left) / pitch) + 1;
  const most = Math.max(3, Math.ceil(words.length / capacity) + 1);
  const spots = words.map(({ at }) => sheet.scale.xOf(middle(at)));
  const xs = spread(spots, pitch, most, left, right);
  const lasts: number[] = [];
  const rows = xs.map((x) => {
    const free = lasts.findIndex((last) => x - last >= pitch - 1e-9);
    const row = free < 0 ? lasts.length : free;
    lasts[row] = x;
    return row;
  });
  const base = y + Math.max(1, lasts.length) * PITCH;
  sheet.rule('base', sheet.whole().x1, base, sheet.whole().x2, base);
  for (const [index, word] of words.entries()) {
    const [spot, x] = [spots[index] as number, xs[index] as number];
    const markY = base - PITCH * ((rows[index] as number) + 0.5);
    const [x1, x2] = [word.at.earliest, word.at.latest].map(sheet.scale.xOf) as [number, number];
    if (x2 > x1) sheet.rule('range', x1, base, x2, base);
    sheet.rule('stem', spot, base, x, markY);
    sheet.marks.push({ id: word.id, own: word.own, name: word.name, x, y: markY });
  }
  return base + 0.2;
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

function middle({ earliest, latest }: TimeRange): Instant {
  return earliest + (latest - earliest) / 2;
}

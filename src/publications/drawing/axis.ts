import type { Instant } from '../../domain/time.ts';
import { formatOf } from '../../i18n/index.ts';
import type { Drawing } from './facts.ts';
import type { Label } from './shapes.ts';
import { around, isFree, reachOf } from './places.ts';
import { ticksOf } from './scale.ts';
import { GAP, LINE, type Sheet } from './sheet.ts';

/** How wide a date and a time of day are at the axis. */
const HOUR_WIDTH = 3.2;

/** How far a time is from the line of now, which says its own. */
const BESIDE = 0.1;

/** A time that is written at the axis, and whether there is room for it only where the drawing is wide. */
export interface Tick {
  instant: Instant;
  wide: boolean;
  x: number;
  anchor: Label['anchor'];
}

/**
 * Days and times of day. More of them where there is more room. A slim one says no day where it is only one, and
 * none is written across the line of now.
 */
export function axis(
  sheet: Sheet,
  { language, lines, from, to }: Drawing,
  y: number,
  slim: boolean,
): { below: number; ticks: Tick[] } {
  const format = formatOf(language, 'brief');
  const ticks: Tick[] = [];
  const now = lines.flatMap(({ kind, at }) => (kind === 'now' ? [sheet.scale.xOf(at)] : []));
  // What stood at the smaller width stands at the larger one too, anchored as it was.
  for (const [room, wide] of [
    [sheet.width, false],
    [sheet.wide, true],
  ] as const) {
    const taken = ticks.map(({ x, anchor }) => reachOf(x, anchor, HOUR_WIDTH, room));
    const spots = ticksOf(sheet.scale, (HOUR_WIDTH + 0.7) / room).map((instant) => ({
      ...around(sheet.scale.xOf(instant), HOUR_WIDTH, room),
      instant,
    }));
    const clear = spots.filter(({ from, to }) =>
      now.every((x) => x * room <= from - BESIDE || to + BESIDE <= x * room),
    );
    // A time that is crossed is better than none.
    for (const { instant, ...spot } of clear.length + ticks.length > 0 ? clear : spots) {
      if (!isFree(spot, taken)) continue;
      taken.push(spot);
      ticks.push({ instant, wide, x: spot.x, anchor: spot.anchor });
    }
  }
  ticks.sort((one, other) => one.instant - other.instant);
  const isDated = !slim || format.date(from) !== format.date(to);
  const hours = y + LINE * (isDated ? 1 : 0);
  const days = { narrow: '', all: '' };
  for (const { instant, wide, x, anchor } of ticks) {
    const at = { earliest: instant, latest: instant };
    const label = { x, anchor, width: HOUR_WIDTH, wide };
    const day = format.date(instant);
    // A day is written where it begins; at the smaller width that may be at another tick.
    if (isDated && (day !== days.all || (!wide && day !== days.narrow)))
      sheet.labels.push({
        ...label,
        role: 'day',
        y: y + LINE * 0.8,
        parts: [{ text: day, at }],
        ...(day === days.all && { narrow: true }),
      });
    days.all = day;
    if (!wide) days.narrow = day;
    sheet.labels.push({
      ...label,
      role: 'hour',
      y: hours + LINE * 0.7,
      parts: [{ text: format.time(instant), at }],
    });
  }
  return { below: hours + LINE + GAP, ticks };
}

import { HOUR, type Instant } from '../../domain/time.ts';
import { formatOf } from '../../i18n/index.ts';
import type { Drawing } from './facts.ts';
import type { Label } from './shapes.ts';
import { around, isFree, reachOf } from './places.ts';
import { widthOf } from './measure.ts';
import { type Scale, ticksOf } from './scale.ts';
import { GAP, LINE, type Sheet } from './sheet.ts';

/** How wide a time of day is at the axis. */
const HOUR_WIDTH = 3.2;

/** By how much the day of a reader may begin before or after that of UTC: it decides which times are dated, and how. */
const AWAY = [-12 * HOUR, 0, 14 * HOUR];

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
  const isDated = !slim || format.date(from) !== format.date(to);
  /** Wide enough for the day of it in whichever zone it is read, as close to the next as a word to a word. */
  const widthAt = (instant: Instant) =>
    Math.max(HOUR_WIDTH, ...(isDated ? AWAY.map((away) => widthOf(format.date(instant + away)) - 0.1) : []));
  const now = lines.flatMap(({ kind, at }) => (kind === 'now' ? [sheet.scale.xOf(at)] : []));
  // What stood at the smaller width stands at the larger one too, anchored as it was.
  for (const [room, wide] of [
    [sheet.width, false],
    [sheet.wide, true],
  ] as const) {
    const taken = ticks.map(({ x, anchor, instant }) => reachOf(x, anchor, widthAt(instant), room));
    const spots = spread(sheet.scale, room, widthAt);
    const clear = spots.filter(({ from, to }) =>
      now.every((x) => x * room <= from - BESIDE || to + BESIDE <= x * room),
    );
    // A time that is crossed is better than none.
    const wanted = clear.length + ticks.length > 0 ? clear : spots;
    // The only time of a stretch says how far the scale changes: it stands before one of many.
    const isOnly = ({ stretch }: (typeof spots)[0]) =>
      spots.filter((one) => one.stretch === stretch).length === 1;
    for (const { instant, stretch: _, ...spot } of wanted.toSorted(
      (one, other) => +isOnly(other) - +isOnly(one),
    )) {
      if (!isFree(spot, taken)) continue;
      taken.push(spot);
      ticks.push({ instant, wide, x: spot.x, anchor: spot.anchor });
    }
  }
  ticks.sort((one, other) => one.instant - other.instant);
  const hours = y + LINE * (isDated ? 1 : 0);
  const days = { narrow: '', all: '' };
  for (const { instant, wide, x, anchor } of ticks) {
    const at = { earliest: instant, latest: instant };
    const label = { x, anchor, width: widthAt(instant), wide };
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

/** Times with their room, as many as there is room for: none of a stretch of one scale is too close to the next. */
function spread(scale: Scale, room: number, widthAt: (instant: Instant) => number) {
  for (let width = HOUR_WIDTH; ; width += 0.1) {
    const spots = ticksOf(scale, (width + 0.7) / room).map((instant) => ({
      ...around(scale.xOf(instant), widthAt(instant), room),
      instant,
      stretch: scale.sections.findIndex(({ to }) => instant <= to),
    }));
    // What stands beside its place, at an end, may be left out for the next.
    const inner = spots.filter(({ anchor }) => anchor === 'middle');
    const isClose = inner.some((spot, index) => {
      const next = inner[index + 1];
      return next?.stretch === spot.stretch && !isFree(next, [spot]);
    });
    if (!isClose) return spots;
  }
}

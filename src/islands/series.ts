import { HURT, type Hurt } from '../domain/status.ts';
import type { Range, UptimeRow, UptimeSeries } from '../domain/uptime-file.ts';

/** The bars of a range: days, weeks or months. */
export function rowsOf({ days, weeks, months }: UptimeSeries, range: Range): UptimeRow[] {
  return { ninety: days, twelve: weeks, all: months }[range];
}

/** The minutes of all statuses of a bar together. */
export function lostIn({ minutes }: Pick<UptimeRow, 'minutes'>): number {
  return Object.values(minutes).reduce((sum, count) => sum + count, 0);
}

/** How many times what was lost an axis is as high at most, and how high it is where something is cut at it. */
const [MOST_TIMES, CUT_AT] = [2, 1.25];

/**
 * What the one axis of components beside each other reaches, in minutes. Weeks in which nobody knows how one of them
 * was would make the losses of all a few pixels high: there the axis is little higher than the losses, and what is
 * not known is cut at it. What was lost never is.
 */
export function reachOf(rows: Pick<UptimeRow, 'minutes'>[]): number {
  const whole = Math.max(0, ...rows.map(lostIn));
  const lost = Math.max(
    0,
    ...rows.map(({ minutes: { not_known: _, ...known } }) => lostIn({ minutes: known })),
  );
  return lost > 0 && whole > lost * MOST_TIMES ? lost * CUT_AT : whole;
}

/** One stack of the chart: a status, and its minutes in each bar; nothing where it has none. */
export interface Stack {
  status: Hurt;
  minutes: (number | null)[];
}

/** The stacks of some bars, the worst first, which stands at the bottom. A status that never was has none. */
export function stacksOf(rows: Pick<UptimeRow, 'minutes'>[]): Stack[] {
  return HURT.map((status) => ({
    status,
    // Less than half a minute is there all the same.
    minutes: rows.map(({ minutes }) => (minutes[status] === 0 ? 0.5 : (minutes[status] ?? null))),
  })).filter(({ minutes }) => minutes.some((count) => count !== null));
}

/** The bar to begin with: the newest in which something happened. */
export function newestOf(rows: Pick<UptimeRow, 'incident_count'>[]): number {
  return Math.max(
    0,
    rows.findLastIndex(({ incident_count: count }) => count > 0),
  );
}

/** How far it is from a bar to the next in which something happened; 0 where there is none further on. */
export function stepToEntry(rows: Pick<UptimeRow, 'incident_count'>[], at: number, way: 1 | -1): number {
  for (let index = at + way; rows[index]; index += way)
    if ((rows[index]?.incident_count ?? 0) > 0) return index - at;
  return 0;
}

const COLUMN: Record<Range, string> = { ninety: 'day', twelve: 'week', all: 'month' };

/** The bars as CSV (RFC 4180): of every component by month, the bytes of `/uptime.csv`. */
export function csvOf(series: UptimeSeries[], range: Range): string {
  const header = ['component', COLUMN[range], 'uptime_percent', ...HURT.map((status) => `${status}_minutes`)];
  const lines = series.flatMap((one) =>
    rowsOf(one, range).map(({ period, percent, minutes }) => [
      one.id,
      period,
      percent ?? '',
      ...HURT.map((status) => minutes[status] ?? 0),
    ]),
  );
  return [header, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

const NAME: Record<Range, string> = { ninety: '90-days', twelve: '12-months', all: 'whole-record' };

/** What a file that somebody takes away is called: of what, of which time, when, and of which kind. */
export function fileName(of: string, range: Range, builtAt: string, kind: 'png' | 'csv'): string {
  return `uptime-${of}-${NAME[range]}-${builtAt.slice(0, 10)}.${kind}`;
}

import { HOUR, type Instant, iso, printTimeRange, type TimeRange } from '../domain/time.ts';
import { CLOCK_SLACK } from '../domain/timeline.ts';
import type { Place, Report } from '../problems/index.ts';

/**
 * Reports a time that says what happened, or what was said, and has not come yet. The latest reading counts:
 * what can still lie ahead nobody can know. Five minutes are forgiven, for clocks differ.
 */
export function checkPast(
  range: TimeRange | undefined,
  place: Place,
  now: Instant,
  report: Report,
  elsewhere = 'What is planned stands in "next_update" or "scheduled".',
): void {
  if (!range || range.latest <= now + CLOCK_SLACK) return;
  report.add({
    name: 'time-in-future',
    place,
    found: printTimeRange(range),
    expected: `a time that is not ahead of now, ${iso(now)}`,
    remedy: `${wayOut(range, now)} ${elsewhere}`,
  });
}

function wayOut({ earliest, latest, wholeDay }: TimeRange, now: Instant): string {
  if (earliest <= now && wholeDay)
    return `The day is not over: write the hour, or ${iso(earliest)}/${iso(now)} if nobody knows it.`;
  if (earliest <= now) return `The latest it can have been is now: write ${iso(earliest)}/${iso(now)}.`;
  const offset = offsetOf(latest - now);
  if (earliest !== latest || offset === undefined) return 'Write when it really was.';
  return `If that is the time of your own clock, write its offset: ${iso(latest).replace('Z', offset)}.`;
}

/** The zones that are half an hour off the others, in half hours from UTC: from the Marquesas to Lord Howe. */
const BETWEEN = [-19, -7, 7, 9, 11, 13, 19, 21];

/** The offset of a clock that runs ahead of UTC (or behind it) by about this long, if there is a zone like it. */
export function offsetOf(ahead: number): string | undefined {
  const halves = Math.round(ahead / (HOUR / 2));
  const isWhole = halves % 2 === 0 && halves !== 0 && halves >= -24 && halves <= 28;
  if (!isWhole && !BETWEEN.includes(halves)) return undefined;
  const minutes = Math.abs(halves) * 30;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${halves < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

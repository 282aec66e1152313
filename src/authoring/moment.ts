import {
  exactly,
  HOUR,
  type Instant,
  iso,
  MINUTE,
  readTimeRange,
  startOfDay,
  DAY,
  type TimeRange,
} from '../domain/time.ts';
import { CLOCK_SLACK } from '../domain/timeline.ts';

/** Whether a time of which only the hour is said has been, or is to come. */
export type Towards = 'past' | 'future';

/** What a person wrote for a time, read; or what stands there instead. */
export type ReadMoment = { range: TimeRange } | { expected: string; remedy: string };

/** A clock, with its zone where one is named. */
const CLOCK = /^([01]?\d|2[0-3])[:.h]([0-5]\d)\s?(Z|UTC|GMT|[+-]\d{2}:\d{2})?$/i;

/**
 * A time as somebody says it at night: `now`, `02:30` (UTC, the last or the next one), `02:30-05:00`, `-20m`, `+2h`,
 * `tomorrow 22:00` of what is to come, or any that an incident file may have.
 * @param towards which of two days `02:30` means.
 */
export function readMoment(written: string, now: Instant, towards: Towards): ReadMoment {
  const text = written.trim();
  if (/^now$/i.test(text)) return { range: exactly(wholeMinute(now)) };
  const distance = /^([+-])(\d{1,4})\s?(m|min|h|d)$/i.exec(text);
  if (distance) {
    const [, sign, count, unit = ''] = distance;
    const ms = Number(count) * { m: MINUTE, h: HOUR, d: DAY }[unit[0]?.toLowerCase() as 'm' | 'h' | 'd'];
    return { range: exactly(wholeMinute(now) + (sign === '-' ? -ms : ms)) };
  }
  const [, morrow, then] = /^(tomorrow|today)\s+(?:at\s+)?(\S.*)$/i.exec(text) ?? [];
  if (morrow !== undefined && then !== undefined && towards === 'future') return onDay(morrow, then, now);
  const clock = CLOCK.exec(text);
  if (clock) return nearestClock(clock, now, towards);
  const read = readTimeRange(text);
  if (read.ok) return { range: read.range };
  const { suggestion } = read;
  return {
    expected: `a time such as ${iso(wholeMinute(now))}, 02:30 (in UTC), 02:30-05:00, ${towards === 'past' ? '-20m' : 'tomorrow 22:00, +2h'} or now`,
    remedy:
      suggestion === undefined
        ? 'Write one of those; the clock is UTC where no offset stands behind it.'
        : `Did you mean ${suggestion}? The clock is UTC where no offset stands behind it.`,
  };
}

/** `tomorrow 22:00`, a day of UTC or of the clock that is named, as far as that is still to come. */
function onDay(day: string, clock: string, now: Instant): ReadMoment {
  const [, hour = '', minute, zone = 'Z'] = CLOCK.exec(clock) ?? [];
  const offset = /^[+-]/.test(zone) ? zone : 'Z';
  const zero = readTimeRange(`2000-01-01T00:00${offset}`);
  // What is no clock is answered as if it stood alone.
  if (hour === '' || !zero.ok) return readMoment(clock, now, 'future');
  const own = now + Date.UTC(2000, 0, 1) - zero.range.earliest;
  const date = iso(startOfDay(own) + (/^tomorrow$/i.test(day) ? DAY : 0)).slice(0, 10);
  return readMoment(`${date}T${hour.padStart(2, '0')}:${minute}${offset}`, now, 'future');
}

/** An instant without its seconds: nobody says them. */
export function wholeMinute(instant: Instant): Instant {
  return Math.floor(instant / MINUTE) * MINUTE;
}

function nearestClock(
  [, hour, minute, zone = 'Z']: RegExpExecArray,
  now: Instant,
  towards: Towards,
): ReadMoment {
  const offset = /^[+-]/.test(zone) ? readTimeRange(`2000-01-01T00:00${zone}`) : undefined;
  if (offset && !offset.ok)
    return {
      expected: 'an offset from -12:00 to +14:00',
      remedy: 'Write the offset of your clock, such as -05:00.',
    };
  const shift = offset ? offset.range.earliest - Date.UTC(2000, 0, 1) : 0;
  const time = Number(hour) * HOUR + Number(minute) * MINUTE + shift;
  const today = startOfDay(now) + (((time % DAY) + DAY) % DAY);
  if (towards === 'past') return { range: exactly(today > now + CLOCK_SLACK ? today - DAY : today) };
  return { range: exactly(today > now ? today : today + DAY) };
}

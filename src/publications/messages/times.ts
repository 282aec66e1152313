import type { NotificationFile, RangeTold } from '../../domain/notification-file.ts';
import type { Language } from '../../domain/site.ts';
import { exactly, type TimeRange } from '../../domain/time.ts';
import { besideUtc, type Format, formatOf, messageWordsOf, wordsOf } from '../../i18n/index.ts';

const LAST_SECOND = 86_399_000;
const DAY = 86_400_000;

/** A published time as the formats take it. A day that is known as a day ends with its last second. */
export function rangeOf({ earliest, latest }: RangeTold): TimeRange {
  const [from, to] = [Date.parse(earliest), Date.parse(latest)];
  const isDays = from % DAY === 0 && to % DAY === LAST_SECOND;
  return { earliest: from, latest: to, ...(isDays && { wholeDay: true as const }) };
}

/** When it happened, as sentences without a stop. */
export interface TimesTold {
  /** Since when it is as it is told, and when it was over. */
  when: string | undefined;
  /** The window of announced work. */
  window: string | undefined;
  /** When the next word is owed. */
  next: string | undefined;
}

/**
 * The times of a notification in words, UTC. What is told of the past has its year: nobody reads it when it comes.
 * @param dates `brief` where there is little room.
 */
export function timesOf(told: NotificationFile, dates: 'long' | 'brief'): TimesTold {
  const words = messageWordsOf(told.language);
  const format = formatOf(told.language, told.imported || told.demonstration ? 'long' : dates);
  const { scheduled, next_update } = told;
  const announced = scheduled
    ? {
        earliest: Date.parse(scheduled.from),
        latest: Date.parse(scheduled.until),
      }
    : undefined;
  const next = next_update === null ? undefined : exactly(Date.parse(next_update));
  return {
    when: told.scheduled ? undefined : whenOf(told, format),
    window: announced && format.window(announced) + beside(told, announced),
    next: next && words.nextBy(clockOf(next.earliest, format)) + beside(told, next),
  };
}

/** The time of the site behind UTC. A text message pays for a dash as for many letters. */
function beside({ language }: NotificationFile, moment: TimeRange): string {
  return besideUtc(language, moment).replace('–', '-');
}

function whenOf(told: NotificationFile, format: Format): string | undefined {
  const words = messageWordsOf(told.language);
  const { ended, last_known, began, impact } = told;
  const written = (range: RangeTold, write: (moment: TimeRange) => string) =>
    write(rangeOf(range)) + beside(told, rangeOf(range));
  if (ended === 'unknown')
    return last_known ? written(last_known, (at) => words.lastKnown(format.inSentence(at))) : undefined;
  if (ended) return written(ended, (at) => words.overSince(...lastingFrom(at, format)));
  const since = impact[0]?.since;
  if (since?.before)
    return words.sinceBefore(format.before(rangeOf(since))) + beside(told, exactly(rangeOf(since).latest));
  const known = since ?? (told.closes ? null : began);
  return known ? written(known, (at) => words.since(...lastingFrom(at, format))) : undefined;
}

/** A moment from which something lasts: with "from", and as it follows "since". */
export function lastingFrom(moment: TimeRange, format: Format): [from: string, since: string] {
  return [format.from(moment), format.since(moment)];
}

/** A moment as date and time of day; the time says UTC. */
export function clockOf(instant: number, format: Format): { date: string; time: string } {
  return { date: format.date(instant), time: `${format.time(instant)} UTC` };
}

/** When an update was said, or first published where it was said at no known hour. */
export function saidAt(told: NotificationFile): string {
  const at = rangeOf(told.said_at);
  return formatOf(told.language).moment(at) + beside(told, at);
}

/** In which direction a language is written. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return wordsOf(language).direction;
}

import type { Forms } from './message.ts';

/** A moment as the domain has it; uncertain when `earliest` and `latest` differ. Milliseconds UTC. */
interface MomentLike {
  earliest: number;
  latest: number;
  wholeDay?: true;
}

/** A duration in ms between two bounds. */
interface SpanLike {
  certain: number;
  possible: number;
}

/** A date and a time of day, each written out; the time says UTC. */
export interface Clock {
  readonly date: string;
  readonly time: string;
}

type Unit = 'day' | 'hour' | 'minute' | 'second';

/** The small words a format needs. */
export interface FormatWords {
  locale: string;
  on(date: string): string;
  between(one: Clock, other: Clock): string;
  betweenDays(one: string, other: string): string;
  at(clock: Clock): string;
  sameDay(one: string, other: string, date: string): string;
  /** In a sentence: it happened "at ... on ...". */
  inSentence(clock: Clock): string;
  from(clock: Clock): string;
  /** What follows "since": a moment, or one that is not known exactly. */
  since(clock: Clock): string;
  sinceSome(phrase: string): string;
  /** From a moment that is not known exactly; `phrase` is how that moment reads. */
  fromSome(phrase: string): string;
  /** An announced time, from its beginning to its end, on one day or over several. */
  window(one: Clock, other: Clock): string;
  windowOnDay(one: string, other: string, date: string): string;
  before(clock: Clock): string;
  beforeEndOf(date: string): string;
  atMost(duration: string): string;
  spanBetween(one: string, other: string): string;
  units: Readonly<Record<Unit, Forms>>;
}

/** Times and numbers in one language. Every time is UTC and says so. */
export interface Format {
  date(instant: number): string;
  /** One day, or the first and the last of several. */
  days(first: number, last: number): string;
  shortDate(instant: number): string;
  month(instant: number): string;
  monthName(instant: number): string;
  /** `Jan`, where a row of twelve has to fit. */
  monthShort(instant: number): string;
  time(instant: number): string;
  dateTime(instant: number): string;
  /** A moment by itself, as in a table. */
  moment(moment: MomentLike): string;
  /** A moment in a sentence: "at 05:00 UTC on ...", "on ...", "between ... and ...". */
  inSentence(moment: MomentLike): string;
  /** "from ...": something begins then. */
  from(moment: MomentLike): string;
  /** What follows "since". */
  since(moment: MomentLike): string;
  /** "from ... to ...": announced work is a stretch of time, and not a moment that is not known exactly. */
  window(stretch: MomentLike): string;
  /** "before ...", by the latest reading of an uncertain moment. */
  before(moment: MomentLike): string;
  duration(ms: number): string;
  span(span: SpanLike): string;
  percent(percent: number): string;
  number(value: number): string;
  list(items: string[]): string;
}

const DAY = 86_400_000;

/** How a date is written where there is room. */
const LONG: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
/** How it is written in a message of a few lines, which is read when it comes. */
export const BRIEF: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };

/** A record has few days and times of day, and they are written often: each is written once, up to so many. */
const MOST_KEPT = 10_000;

function once(write: (of: number) => string, of: (instant: number) => number): (instant: number) => string {
  const kept = new Map<number, string>();
  return (instant) => {
    const part = of(instant);
    const known = kept.get(part);
    if (known !== undefined) return known;
    const text = write(part);
    if (kept.size < MOST_KEPT) kept.set(part, text);
    return text;
  };
}

function beginningOfDay(instant: number): number {
  return Math.floor(instant / DAY) * DAY;
}

function timeOfDay(instant: number): number {
  return instant - beginningOfDay(instant);
}

/** @param day how a date is written. */
export function formatIn(words: FormatWords, day: Intl.DateTimeFormatOptions = LONG): Format {
  const written = (options: Intl.DateTimeFormatOptions, of: (instant: number) => number) => {
    const format = new Intl.DateTimeFormat(words.locale, { ...options, timeZone: 'UTC' });
    return once((instant) => format.format(instant), of);
  };
  const dates = (options: Intl.DateTimeFormatOptions) => written(options, beginningOfDay);
  const times = (options: Intl.DateTimeFormatOptions) => written(options, timeOfDay);
  const date = dates(day);
  const minutes = times({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const seconds = times({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const time = (instant: number) => (instant % 60_000 === 0 ? minutes : seconds)(instant);
  const clock = (instant: number): Clock => ({ date: date(instant), time: `${time(instant)} UTC` });
  const dateTime = (instant: number) => words.at(clock(instant));
  const isExact = ({ earliest, latest }: MomentLike) => earliest === latest;
  const uncertain = ({ earliest, latest, wholeDay }: MomentLike) => {
    if (wholeDay && latest - earliest < DAY) return words.on(date(earliest));
    if (wholeDay) return words.betweenDays(date(earliest), date(latest));
    if (date(earliest) === date(latest))
      return words.sameDay(time(earliest), `${time(latest)} UTC`, date(earliest));
    return words.between(clock(earliest), clock(latest));
  };
  const number = new Intl.NumberFormat(words.locale);
  const percent = new Intl.NumberFormat(words.locale, { style: 'percent', maximumFractionDigits: 2 });
  const list = new Intl.ListFormat(words.locale, { type: 'conjunction' });
  const duration = (ms: number) => durationIn(words, ms);
  return {
    date,
    days: daysIn(words.locale, day),
    shortDate: dates(BRIEF),
    month: dates({ month: 'long', year: 'numeric' }),
    monthName: dates({ month: 'long' }),
    monthShort: dates({ month: 'short' }),
    time,
    dateTime,
    moment: (moment) => (isExact(moment) ? dateTime(moment.earliest) : uncertain(moment)),
    inSentence: (moment) => (isExact(moment) ? words.inSentence(clock(moment.earliest)) : uncertain(moment)),
    from: (moment) =>
      isExact(moment) ? words.from(clock(moment.earliest)) : words.fromSome(uncertain(moment)),
    since: (moment) =>
      isExact(moment) ? words.since(clock(moment.earliest)) : words.sinceSome(uncertain(moment)),
    window: ({ earliest, latest }) =>
      date(earliest) === date(latest)
        ? words.windowOnDay(time(earliest), `${time(latest)} UTC`, date(earliest))
        : words.window(clock(earliest), clock(latest)),
    before: ({ latest, wholeDay }) =>
      wholeDay ? words.beforeEndOf(date(latest)) : words.before(clock(latest)),
    duration,
    span: (span) => spanIn(words, span),
    percent: (value) => percent.format(value / 100),
    number: (value) => number.format(value),
    list: (items) => list.format(items),
  };
}

/** Days as a range, `30 November – 3 December 2019`; browsers and Node differ in the spaces around the dash. */
function daysIn(locale: string, day: Intl.DateTimeFormatOptions): Format['days'] {
  const format = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' });
  return (first, last) => format.formatRange(first, last).replace(/[\u2009\u202f\u00a0]/g, ' ');
}

/** A duration as well as it is known: exactly, at most, or between two. */
export function spanIn(
  words: Pick<FormatWords, 'locale' | 'units' | 'atMost' | 'spanBetween'>,
  { certain, possible }: SpanLike,
): string {
  const [least, most] = [durationIn(words, certain), durationIn(words, possible)];
  if (least === most) return most;
  return certain < 60_000 ? words.atMost(most) : words.spanBetween(least, most);
}

/** The two largest units that matter: `2 days 3 hours`, `45 minutes`. */
export function durationIn({ locale, units }: Pick<FormatWords, 'locale' | 'units'>, ms: number): string {
  const unit = (count: number, name: Unit) => counted(units[name], count, locale);
  // A day that is known as a day ends with its last second, and is a whole day.
  const total = Math.floor((ms + 1000) / 60_000);
  if (total === 0) return ms < 1000 ? unit(0, 'minute') : unit(Math.floor(ms / 1000), 'second');
  const days = Math.floor(total / 1440);
  const hours = Math.floor((total % 1440) / 60);
  const minutes = total % 60;
  const parts =
    days > 0
      ? [unit(days, 'day'), hours > 0 && unit(hours, 'hour')]
      : [hours > 0 && unit(hours, 'hour'), minutes > 0 && unit(minutes, 'minute')];
  return parts.filter(Boolean).join(' ');
}

/** A time that nothing takes longer than: in seconds below two minutes, and never rounded down. */
export function boundIn(words: Pick<FormatWords, 'locale' | 'units'>, ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return counted(words.units.second, seconds, words.locale);
  return durationIn(words, Math.ceil(seconds / 60) * 60_000);
}

const rules = new Map<string, Intl.PluralRules>();

/**
 * A number of things in the form that it asks for in a language: "1 day", "3 days".
 * @param written the number as the language writes it.
 */
export function counted(
  [one, other, more]: Forms,
  count: number,
  locale: string,
  written = String(count),
): string {
  const rule = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, rule);
  const category = rule.select(count);
  const form = more?.[`=${count}`] ?? more?.[category] ?? (category === 'one' ? one : other);
  return form.includes('{')
    ? form.replace(/\{(count)?\}/, (_, number) => (number ? written : ''))
    : `${written} ${form}`;
}

import type { LocalWords } from './words.ts';

const CLOCK: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' };
const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
const YEAR: Intl.DateTimeFormatOptions = { year: 'numeric' };
const BRIEF: Intl.DateTimeFormatOptions = { month: 'short' };
const UTC: Intl.DateTimeFormatOptions = { ...CLOCK, hour: '2-digit', hourCycle: 'h23', timeZone: 'UTC' };

const made: Record<string, Intl.DateTimeFormat> = {};

/** How a time stands among the words around it, as `When.astro` marks it. */
type Place = Exclude<keyof LocalWords, 'hour' | 'sinceSome' | 'fromSome' | 'between'>;

/**
 * Puts the reader's own time first, as it is written where they live, and UTC after it. A time of today goes without
 * its day. It may be called again at any time: what is today changes at midnight.
 * @param now by the device's clock, in ms: it is the reader's day.
 */
export function addLocalTimes(part: ParentNode, locale: string, words: LocalWords, now: number): void {
  // A reader's own time is written as at home: EST and not GMT-5.
  const home = navigator.languages.find((one) => one.startsWith(locale.slice(0, 2))) ?? locale;
  const write = writer(home, locale, words, now);
  const isUtc = /UTC$/.test(formatter(home, CLOCK).resolvedOptions().timeZone);
  for (const element of part.querySelectorAll<HTMLElement>('[data-from]')) {
    const { from: earliest = '', to: latest = earliest, as = 'moment' } = element.dataset;
    const from = new Date(as === 'before' ? latest : earliest);
    const [own, utc] = write(from, new Date(latest), as as Place);
    if (element.querySelector('.local')?.textContent === own) continue;
    element.replaceChildren(span('local', own), ...(isUtc ? [] : [' ', span('utc', `(${utc})`)]));
  }
}

function span(name: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = name;
  element.textContent = text;
  return element;
}

/** Writes a time as the reader's home has it, and the same in UTC as the page has it. */
function writer(home: string, locale: string, words: LocalWords, now: number) {
  const text = (options: Intl.DateTimeFormatOptions, instant: Date | number) =>
    formatter(home, options).format(instant);
  return (from: Date, to: Date, as: Place): [own: string, utc: string] => {
    const year = text(YEAR, from) === text(YEAR, now) ? {} : YEAR;
    const day = { ...DAY, ...year };
    const moment = { ...day, ...BRIEF, ...CLOCK };
    const date = text(day, from);
    const days = date !== text(day, to) ? 2 : date === text(day, now) ? 0 : 1;
    const [one, other] = ends(formatter(home, CLOCK).formatRangeToParts(from, to));
    const isRange = days > 1 || other;
    const first = text(moment, from);
    const phrase = words[isRange && as !== 'window' ? 'between' : as]?.[days] ?? '{time}';
    const own = fill(phrase, words.hour, {
      date,
      time: one,
      one,
      other: other ?? one,
      moment: first,
      first,
      last: text(moment, to),
    });
    const some = (isRange && words[`${as}Some` as 'sinceSome']) || '{}';
    // The day stands beside UTC only where it is another there, or where a stretch goes over midnight there.
    const dayThere = from.getUTCDate();
    const isSame = days < 2 && dayThere === to.getUTCDate() && (!days || dayThere === from.getDate());
    const utc = isSame ? UTC : { ...UTC, ...DAY, ...BRIEF };
    return [some.replace('{}', own), formatter(locale, utc).formatRange(from, to)];
  };
}

/** Each is made once: that takes a browser a hundred times as long as to write a time. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  made[key] ??= new Intl.DateTimeFormat(locale, options);
  return made[key];
}

/** Both ends of a stretch as a sentence has them, "8:40" and "8:50 PM EST"; one where they read the same. */
function ends(parts: Intl.DateTimeRangeFormatPart[]): [one: string, other?: string] {
  const join = (some: typeof parts) => some.map(({ value }) => value).join('');
  const second = parts.findIndex(({ source }) => source === 'endRange');
  return second < 0 ? [join(parts)] : [join(parts.slice(0, second - 1)), join(parts.slice(second))];
}

/** One o'clock is singular in some languages: "las 2:00", "la 1:00". */
function fill(phrase: string, hour: LocalWords['hour'], values: Record<string, string>): string {
  return phrase.replace(/([^\s{]* ?)\{(\w+)\}/g, (_, before: string, name: string) => {
    // A zone like "GMT-5" is not broken at a minus.
    const value = (values[name] as string).replace('T-', 'T−');
    return (hour && before === `${hour[0]} ` && /^0?1:/.test(value) ? `${hour[1]} ` : before) + value;
  });
}

import { type DayCode, decodeDays, encodeDays } from '../domain/day-code.ts';
import type { Instant } from '../domain/time.ts';
import type { DayUptime } from '../domain/uptime.ts';
import type { Words } from '../i18n/index.ts';

/** What the strip says, in the page's language. */
export interface StripWords {
  /** `{label}:` */
  labelled: string;
  quiet: string;
  before: string;
  instant: string;
  minutes: string;
  statuses: Record<string, string>;
}

const DAY = 86_400_000;

/** A mouse is sure of a day that is as wide as this, in pixels. */
const BROAD = 2.5;

/** How a day is named under a strip. */
const DATE = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;

/** What a strip says in a language, with the locale of its dates. */
export function stripWordsOf({
  labelled,
  strip,
  statusNouns,
  format,
}: Words): StripWords & { locale: string } {
  const { quiet, before, instant, minutes } = strip;
  return {
    locale: format.locale,
    labelled: labelled('{label}'),
    quiet,
    before,
    instant,
    minutes,
    statuses: statusNouns,
  };
}

/**
 * The longest of what some strips can say of a day with an entry; nothing where there is none, for a day without is a
 * short line. A page keeps room for it, so that nothing moves while somebody goes from day to day.
 */
export function longestSaid(
  strips: readonly DayUptime[][],
  words: StripWords & { locale: string },
): string | undefined {
  const format = new Intl.DateTimeFormat(words.locale, DATE);
  return strips
    .flatMap((days) =>
      decodeDays(encodeDays(days)).flatMap((code, at) =>
        hasEntry(code) ? [textOf(days[at]?.day ?? 0, code, format, words)] : [],
      ),
    )
    .toSorted((one, other) => other.length - one.length)[0];
}

function textOf(day: Instant, code: DayCode, format: Intl.DateTimeFormat, words: StripWords): string {
  return `${words.labelled.replace('{label}', format.format(day))} ${say(code, words)}`;
}

/** The day nearest to a place that has an entry, by their numbers; the place itself where no day has one. */
function nearestEntry(days: readonly DayCode[], place: number): number {
  const entries = days.flatMap((code, at) => (hasEntry(code) ? [at] : []));
  const away = (at: number) => Math.abs(at - place);
  return (
    entries.reduce<number | undefined>(
      (one, other) => (one === undefined || away(other) < away(one) ? other : one),
      undefined,
    ) ?? place
  );
}

function hasEntry(code: DayCode): boolean {
  return code !== 'outside' && code !== 'quiet';
}

/**
 * Lets a keyboard and a finger walk through the days of a strip: one tab stop, arrows, Home and End. A finger that
 * drags is too broad for a day of four pixels, and a mouse for one of two: it goes from entry to entry. The strip is a picture with a label until
 * then.
 */
export function enliven(part: ParentNode, locale: string, words: StripWords): void {
  const format = new Intl.DateTimeFormat(locale, DATE);
  const isMirrored = document.documentElement.dir === 'rtl';
  const forward = isMirrored ? -1 : 1;
  // Strips of a group share one place for the day that is looked at.
  for (const strip of part.querySelectorAll<SVGElement>('svg[data-days]')) {
    const output = strip.closest('.group, .strip:not(.thin)')?.querySelector<HTMLElement>('[data-day]');
    if (!output || strip.getAttribute('role') === 'slider') continue;
    const days = decodeDays(strip.dataset.days as string);
    const last = Date.parse(strip.dataset.last as string);
    const set = (index: number) => {
      const at = Math.max(0, Math.min(days.length - 1, index));
      const day = last - (days.length - 1 - at) * DAY;
      const text = textOf(day, days[at] as DayCode, format, words);
      strip.setAttribute('aria-valuenow', String(at));
      strip.setAttribute('aria-valuetext', text);
      cursor.setAttribute('x', String(at));
      show(output, text, strip, day, days[at] as DayCode);
    };
    const cursor = prepare(strip, days.length);
    const current = () => Number(strip.getAttribute('aria-valuenow'));
    strip.addEventListener('keydown', (event) => {
      const steps: Record<string, number> = {
        ArrowLeft: -forward,
        ArrowDown: -1,
        ArrowRight: forward,
        ArrowUp: 1,
        PageDown: -7,
        PageUp: 7,
        Home: -days.length,
        End: days.length,
      };
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      set(current() + step);
    });
    strip.addEventListener('focus', () => set(current()));
    const point = (event: PointerEvent) => {
      const box = strip.getBoundingClientRect();
      const along = isMirrored ? box.right - event.clientX : event.clientX - box.left;
      const place = Math.floor((along / box.width) * days.length);
      const isBroad = event.pointerType !== 'mouse' || box.width < days.length * BROAD;
      set(isBroad ? nearestEntry(days, place) : place);
    };
    // A finger is followed wherever it goes from here, for the browser gives all of its moves to where it began.
    strip.addEventListener('pointerdown', point);
    strip.addEventListener('pointermove', point);
  }
}

/** Makes a control of a strip. Answers what marks the day that is looked at; none is until somebody comes. */
function prepare(strip: SVGElement, count: number): SVGElement {
  const attributes = {
    role: 'slider',
    tabindex: '0',
    'aria-valuemin': '0',
    'aria-valuemax': String(count - 1),
    'aria-valuenow': String(count - 1),
    // Its label says last what there is to find.
    'aria-valuetext': strip.getAttribute('aria-label')?.split('. ').at(-1) ?? '',
  };
  for (const [name, value] of Object.entries(attributes)) strip.setAttribute(name, value);
  const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const bar = { class: 'cursor', x: '-2', y: '0', width: '1', height: '1' };
  for (const [name, value] of Object.entries(bar)) cursor.setAttribute(name, value);
  strip.append(cursor);
  return cursor;
}

/** The day in words under the strip; a day with an entry is a link to its incidents. */
function show(output: HTMLElement, text: string, strip: SVGElement, day: number, code: DayCode): void {
  const line = document.createElement(hasEntry(code) ? 'a' : 'span');
  // A strip under the name of its component leads where that does.
  const href = strip.dataset.href ?? strip.closest('.component')?.querySelector('a')?.getAttribute('href');
  if (hasEntry(code)) line.setAttribute('href', `${href}#d-${new Date(day).toISOString().slice(0, 10)}`);
  line.textContent = text;
  output.replaceChildren(line);
}

function say(code: DayCode, words: StripWords): string {
  if (code === 'outside') return words.before;
  if (code === 'quiet') return words.quiet;
  if (code === 'instant') return words.instant;
  return code.map(([status, minutes]) => `${words.statuses[status]} ${hours(minutes, words)}`).join(', ');
}

function hours(minutes: number, words: StripWords): string {
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [whole > 0 && `${whole} h`, (rest > 0 || whole === 0) && `${rest} ${words.minutes}`]
    .filter(Boolean)
    .join(' ');
}

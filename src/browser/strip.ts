import { type DayCode, decodeDays } from '../domain/day-code.ts';

/** What the strip says, in the page's language. */
export interface StripWords {
  quiet: string;
  before: string;
  instant: string;
  minutes: string;
  statuses: Record<string, string>;
}

const DAY = 86_400_000;

/**
 * Lets a keyboard and a finger walk through the days of a strip: one tab stop, arrows, Home and End. The
 * strip is a picture with a label until then.
 */
export function enliven(part: ParentNode, locale: string, words: StripWords): void {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  // Strips of a group share one place for the day that is looked at.
  for (const strip of part.querySelectorAll<SVGElement>('svg[data-days]')) {
    const output = strip.closest('.group, .strip:not(.thin)')?.querySelector<HTMLElement>('[data-day]');
    if (!output || strip.getAttribute('role') === 'slider') continue;
    const days = decodeDays(strip.dataset.days as string);
    const last = Date.parse(strip.dataset.last as string);
    const set = (index: number) => {
      const at = Math.max(0, Math.min(days.length - 1, index));
      const day = last - (days.length - 1 - at) * DAY;
      const text = `${format.format(day)}: ${say(days[at] as DayCode, words)}`;
      strip.setAttribute('aria-valuenow', String(at));
      strip.setAttribute('aria-valuetext', text);
      strip.querySelector('[data-cursor]')?.setAttribute('x', String(at));
      show(output, text, strip, day, days[at] as DayCode);
    };
    prepare(strip, days.length);
    const current = () => Number(strip.getAttribute('aria-valuenow'));
    strip.addEventListener('keydown', (event) => {
      const steps: Record<string, number> = {
        ArrowLeft: -1,
        ArrowDown: -1,
        ArrowRight: 1,
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
      set(Math.floor(((event.clientX - box.left) / box.width) * days.length));
    };
    strip.addEventListener('pointerdown', point);
    strip.addEventListener('pointermove', (event) => event.pointerType === 'mouse' && point(event));
  }
}

function prepare(strip: SVGElement, count: number): void {
  const attributes = {
    role: 'slider',
    tabindex: '0',
    'aria-valuemin': '0',
    'aria-valuemax': String(count - 1),
    'aria-valuenow': String(count - 1),
    'aria-valuetext': strip.dataset.summary ?? '',
  };
  for (const [name, value] of Object.entries(attributes)) strip.setAttribute(name, value);
}

/** The day in words under the strip; a day with an entry is a link to its incidents. */
function show(output: HTMLElement, text: string, strip: SVGElement, day: number, code: DayCode): void {
  if (code === 'outside' || code === 'quiet') {
    output.textContent = text;
    return;
  }
  const link = document.createElement('a');
  link.href = `${strip.dataset.href}#d-${new Date(day).toISOString().slice(0, 10)}`;
  link.textContent = text;
  output.replaceChildren(link);
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

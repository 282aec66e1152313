import type { AgeWords } from './words.ts';

const days = new Intl.DateTimeFormat('sv');
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/**
 * Writes the age beside each time that asks for it, as people say it: "an hour ago", "yesterday". By the server's
 * clock, for the reader's may be wrong; days are those of the reader's calendar.
 */
export function addAges(part: ParentNode, locale: string, words: AgeWords, now: number): void {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const element of part.querySelectorAll<HTMLElement>('[data-age]')) {
    const before = element.previousElementSibling as HTMLElement | null;
    const then = Date.parse(element.dataset.age || (before?.dataset.from as string));
    const age = then - now;
    const [unit, count]: ['day' | 'hour' | 'minute', number] =
      Math.abs(age) >= DAY
        ? ['day', Math.round((dayOf(then) - dayOf(now)) / DAY)]
        : Math.abs(age) >= HOUR
          ? ['hour', Math.trunc(age / HOUR)]
          : ['minute', Math.trunc(age / MINUTE)];
    const one = unit !== 'day' && Math.abs(count) === 1 && words[unit][count < 0 ? 0 : 1];
    element.textContent = count === 0 ? '' : one || format.format(count, unit);
  }
}

/** The day that an instant lies in where the reader is, as its midnight in UTC. */
function dayOf(instant: number): number {
  return Date.parse(days.format(instant));
}

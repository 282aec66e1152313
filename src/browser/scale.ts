import { hasTwoHalves, mayHaveTwoHalves } from '../i18n/clock.ts';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How long a range is at most that is written with the date of its beginning alone. */
const BRIEF_RANGE = 12 * 3_600_000;

/** Writes the times of a drawing in the reader's own zone, and says which it is. Nothing moves. */
function rewrite(figure: HTMLElement): void {
  const name = figure.querySelector<HTMLElement>('[data-zone-name]');
  const dates = [...figure.querySelectorAll<SVGElement>('.day')];
  if (!name || !dates[0] || figure.dataset.own !== undefined) return;
  figure.dataset.own = '';
  const page = document.documentElement.lang;
  const locale = navigator.languages.find((one) => one.slice(0, 2) === page.slice(0, 2)) ?? page;
  const inLocale = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const day = inLocale({ day: 'numeric', month: 'short' });
  // There is room for "PM" where it is usual for some who read the language of the page.
  const isHalved = mayHaveTwoHalves(page) && hasTwoHalves(locale);
  const time = inLocale(
    isHalved
      ? { hour: 'numeric', minute: '2-digit' }
      : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  );
  const full = isHalved ? inLocale({ hour: 'numeric' }) : time;
  /** "p. m." as close as "p.m.", for which there is room. */
  const close = (format: Intl.DateTimeFormat, at: Date) =>
    format
      .formatToParts(at)
      .map(({ type, value }) => (type === 'dayPeriod' ? value.replace(/\s/g, '') : value))
      .join('');
  /** At the axis a whole hour says its half of the day, and times between go by it. */
  const tick = (at: Date) =>
    isHalved && at.getMinutes() > 0
      ? time
          .formatToParts(at)
          .map(({ type, value }) => (type === 'dayPeriod' ? '' : value))
          .join('')
          .trim()
      : close(full, at);
  const both = (at: Date) => `${day.format(at)}, ${close(time, at)}`;
  for (const element of figure.querySelectorAll<SVGElement>('[data-t]:not(.day, .hour)')) {
    const from = new Date(element.dataset.t as string);
    const to = new Date(element.dataset.u ?? from);
    const until = +to - +from < BRIEF_RANGE ? `–${close(time, to)}` : ` – ${both(to)}`;
    element.textContent = both(from) + (+to > +from ? until : '');
  }
  const known = { wide: '', all: '' };
  for (const hour of figure.querySelectorAll<SVGElement>('.hour')) {
    const at = new Date(hour.dataset.t as string);
    hour.textContent = tick(at);
    const date = day.format(at);
    const wide = hour.classList.contains('wide');
    // A day is written where it begins: at the narrow width that may be at another tick.
    if (date !== known.all || (!wide && date !== known.wide)) {
      const label = hour.cloneNode() as SVGElement;
      label.classList.replace('hour', 'day');
      label.setAttribute('y', dates[0].getAttribute('y') as string);
      if (date === known.all) label.classList.add('narrow');
      label.textContent = date;
      hour.before(label);
    }
    known.all = date;
    if (!wide) known.wide = date;
  }
  for (const date of dates) date.remove();
  const first = new Date(dates[0].dataset.t as string);
  const parts = inLocale({ timeZoneName: 'short' }).formatToParts(first);
  name.textContent = parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** Writes the times of drawings in the reader's own zone, where it is another. */
export function ownZone(part: ParentNode): void {
  if (zone === 'UTC' || zone === 'Etc/UTC') return;
  for (const figure of part.querySelectorAll<HTMLElement>('.drawing')) rewrite(figure);
}

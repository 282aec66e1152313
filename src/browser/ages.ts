const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Writes the age beside each time that asks for it, by the server's clock: the reader's may be wrong. */
export function addAges(part: ParentNode, locale: string, now: number): void {
  const format = new Intl.RelativeTimeFormat(locale);
  for (const element of part.querySelectorAll<HTMLElement>('[data-age]')) {
    const age = Date.parse(element.dataset.age as string) - now;
    const step = STEPS.find(([, ms]) => Math.abs(age) >= ms);
    element.textContent = step ? format.format(Math.trunc(age / step[1]), step[0]) : '';
  }
}

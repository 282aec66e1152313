/** An instant in UTC, to the minute, as the language of the page writes it. */
export function utcText(instant: number, locale: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(locale, options).format(instant)} UTC`;
}

/** Writes on the printed page when it was printed: paper does not grow old in words. */
export function datePrints(locale: string): void {
  const line = document.querySelector<HTMLElement>('[data-printed]');
  addEventListener('beforeprint', () => {
    if (line)
      line.textContent = (line.dataset.printed as string).replace('{time}', utcText(Date.now(), locale));
  });
}

/** Writes on the printed page when it was printed: paper does not grow old in words. */
export function datePrints(locale: string): void {
  const line = document.querySelector<HTMLElement>('[data-printed]');
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  addEventListener('beforeprint', () => {
    if (line)
      line.textContent = (line.dataset.printed as string).replace(
        '{time}',
        `${format.format(Date.now())} UTC`,
      );
  });
}

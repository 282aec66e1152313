/** The answer as it stands in a page. */
export function headline(page: Document): string {
  return page.querySelector('#answer [data-headline]')?.textContent ?? '';
}

/** Tells those who listen to the page. */
export function announce(text: string): void {
  const region = document.getElementById('_announce');
  if (region && region.textContent !== text) region.textContent = text;
}

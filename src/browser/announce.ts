/** The answer as it stands in a page. */
export function headline(): string {
  return answer()?.textContent ?? '';
}

/** The answer as it was sent, whoever vouches for it. */
export function plainHeadline(): string {
  return answer()?.dataset.plain ?? headline();
}

function answer(): HTMLElement | null {
  return document.querySelector<HTMLElement>('#answer [data-headline]');
}

/** Tells those who listen to the page. */
export function announce(text: string): void {
  const region = document.getElementById('_announce');
  if (region && region.textContent !== text) region.textContent = text;
}

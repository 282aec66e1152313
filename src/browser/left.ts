/** On what has a day and a time to be filled in: a link, or a text to copy. */
export const LEFT = 'data-left';

/**
 * Puts the time of now wherever it was left to be filled in, and again whenever somebody is about to use it: a page may
 * be open for hours.
 */
export function fillsTimes(): void {
  const all = [...document.querySelectorAll<HTMLElement>(`[${LEFT}]`)].map((element) => ({
    element,
    left: element.getAttribute('href') ?? element.textContent ?? '',
  }));
  if (all.length === 0) return;
  const fill = (isWhole: boolean) => {
    const now = `${new Date().toISOString().slice(0, 16)}Z`;
    for (const { element, left } of all) {
      const isLink = element.hasAttribute('href');
      // A text that was marked to be copied stays marked.
      if (!isLink && !isWhole) continue;
      const filled = left
        .replaceAll('YYYY-MM-DDThh%3AmmZ', encodeURIComponent(now))
        .replaceAll('YYYY-MM-DDThh:mmZ', now)
        .replaceAll('YYYY-MM-DD', now.slice(0, 10));
      if (isLink) element.setAttribute('href', filled);
      else if (element.textContent !== filled) element.textContent = filled;
    }
  };
  fill(true);
  for (const moment of ['pointerdown', 'focusin']) addEventListener(moment, () => fill(true), true);
  addEventListener('click', () => fill(false), true);
}

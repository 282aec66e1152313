/** Shows the buttons that copy the quotation before them, where the browser can copy, and makes them work. */
export function offerCopies(part: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll<HTMLButtonElement>('button[data-copy-quote]')) {
    if (!button.hidden) continue;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener('click', async () => {
      const quote = button.parentElement?.previousElementSibling?.textContent ?? '';
      await navigator.clipboard.writeText(quote);
      button.textContent = button.dataset.copied ?? '';
      setTimeout(() => {
        button.textContent = label;
      }, 2000);
    });
  }
}

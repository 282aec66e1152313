/** Shows the buttons that copy an address, where the browser can copy, and makes them work. */
export function offerCopies(part: ParentNode, copied: string): void {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    if (!button.hidden) continue;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(new URL(button.dataset.copy as string, location.href).href);
      button.textContent = copied;
      setTimeout(() => {
        button.textContent = label;
      }, 2000);
    });
  }
}

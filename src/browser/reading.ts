/**
 * The parts of the page as the server sent them, before scripts added anything, by their ids. A part that the page
 * changed by itself is as nobody sent it: nothing stands here for it, so that the next build takes its place.
 */
export const pristine = new Map(
  Array.from(document.querySelectorAll('[data-part]'), (part) => [part.id, part.outerHTML]),
);

/** When the page will read differently by itself, in ms of the server's time; nothing if it will not. */
export function nextReadingAt(): number | undefined {
  const template = announced();
  return template ? Number(template.dataset.changesAt) : undefined;
}

/** Shows the reading that was announced. The template holds elements with the ids of those they replace. */
export function switchReading(enhance: (part: ParentNode) => void): void {
  const template = announced();
  if (!template) return;
  for (const part of template.content.querySelectorAll('[id]')) {
    const old = document.getElementById(part.id);
    if (!old) continue;
    const changed = old.closest('[data-part]');
    if (changed) pristine.set(changed.id, '');
    const twin = part.cloneNode(true) as Element;
    old.replaceWith(twin);
    enhance(twin.parentElement as ParentNode);
  }
  template.remove();
}

function announced(): HTMLTemplateElement | null {
  return document.querySelector('template[data-changes-at]');
}

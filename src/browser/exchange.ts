/** The parts of the page as the server sent them, before scripts added anything. */
let pristine = partsOf(document);

/**
 * Takes the page of `build` from the server, part by part, without a reload: what did not change stays,
 * with its focus and its state. Answers false if the server's page is another build; then nothing changes.
 */
export async function exchange(build: string, enhance: (part: ParentNode) => void): Promise<boolean> {
  const answer = await fetch(location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const name = page.querySelector<HTMLMetaElement>('meta[name="nightlight-build"]');
  if (name?.content !== build) return false;
  const before = headline(document);
  const parts = partsOf(page);
  if ([...parts.keys()].join() === [...pristine.keys()].join()) {
    for (const [id, html] of parts) if (html !== pristine.get(id)) replace(id, page, enhance);
  } else {
    document.querySelector('main')?.replaceWith(page.querySelector('main') as Element);
    enhance(document);
  }
  pristine = parts;
  document.title = page.title;
  document.querySelector('meta[name="nightlight-build"]')?.setAttribute('content', build);
  announce(before);
  return true;
}

/**
 * Shows the reading that begins at its time, if that has come. Answers when it will, if it has not.
 * The template holds elements with the ids of those they replace.
 */
export function switchReading(now: number, enhance: (part: ParentNode) => void): number | undefined {
  const template = document.querySelector<HTMLTemplateElement>('template[data-changes-at]');
  if (!template) return undefined;
  const at = Number(template.dataset.changesAt);
  if (now < at) return at;
  const before = headline(document);
  for (const part of template.content.querySelectorAll('[id]')) {
    document.getElementById(part.id)?.replaceWith(part.cloneNode(true));
    const now = document.getElementById(part.id);
    if (now) enhance(now.parentElement as ParentNode);
  }
  template.remove();
  announce(before);
  return undefined;
}

function partsOf(page: Document): Map<string, string> {
  const parts = page.querySelectorAll('[data-part]');
  return new Map([...parts].map((part) => [part.id, part.outerHTML]));
}

function replace(id: string, page: Document, enhance: (part: ParentNode) => void): void {
  const [old, part] = [document.getElementById(id), page.getElementById(id)];
  if (!old || !part) return;
  const focus = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(part);
  enhance(part.parentElement as ParentNode);
  if (focus) focusAgain(focus, part);
}

/** The same link or control in the new part, so that a keyboard does not fall back to the top. */
function focusAgain(focus: Element, part: Element): void {
  const href = focus.getAttribute('href');
  const twin = focus.id
    ? document.getElementById(focus.id)
    : href && part.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`);
  if (twin instanceof HTMLElement) twin.focus({ preventScroll: true });
}

function headline(page: Document): string {
  return page.querySelector('#answer [data-headline]')?.textContent ?? '';
}

/** Says the new headline to those who listen to the page, and only if it is another. */
function announce(before: string): void {
  const now = headline(document);
  const region = document.getElementById('_announce');
  if (region && now !== before) region.textContent = now;
}

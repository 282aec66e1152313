import { isWhole } from '../domain/whole.ts';

/**
 * The parts of the page as the server sent them, before scripts added anything. A part that the page changed by
 * itself is as nobody sent it: nothing stands here for it, so that the next build takes its place.
 */
let pristine = partsOf(document);

/**
 * Takes the page of `build` from the server, part by part, without a reload: what did not change stays,
 * with its focus and its state. Answers false if the server's page is another build, or came only in part; then
 * nothing changes.
 */
export async function exchange(build: string, enhance: (part: ParentNode) => void): Promise<boolean> {
  const answer = await fetch(location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) return false;
  const html = await answer.text();
  if (!isWhole(html)) return false;
  // Where it is parsed a sheet would be held to the policy of this page, which knows only its own.
  let sheet = '';
  // This script stands in pages too, so it must not look like a sheet itself.
  const bare = html.replace(/<(style)>([\s\S]*?)<\/\1>/g, (_, __, css: string) => {
    sheet += css;
    return '';
  });
  const page = new DOMParser().parseFromString(bare, 'text/html');
  const name = page.querySelector<HTMLMetaElement>('meta[name="nightlight-build"]');
  if (name?.content !== build) return false;
  const parts = partsOf(page);
  if ([...parts.keys()].join() === [...pristine.keys()].join()) {
    for (const [id, html] of parts) if (html !== pristine.get(id)) replace(id, page, enhance);
  } else {
    document.querySelector('main')?.replaceWith(page.querySelector('main') as Element);
    enhance(document);
  }
  pristine = parts;
  adopt(sheet);
  document.title = page.title;
  for (const name of ['build', 'heartbeat']) {
    const [old, meta] = [document, page].map((one) => one.querySelector(`meta[name="nightlight-${name}"]`));
    if (old && meta) old.replaceWith(meta);
  }
  return true;
}

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

/** A page has only the styles that it needs: with parts of another build come the styles of those. */
function adopt(sheet: string): void {
  const own = Array.from(document.querySelectorAll('style'), ({ textContent }) => textContent).join('');
  if (sheet === own || !('adoptedStyleSheets' in document)) return;
  const adopted = new CSSStyleSheet();
  adopted.replaceSync(sheet);
  document.adoptedStyleSheets = [adopted];
}

function announced(): HTMLTemplateElement | null {
  return document.querySelector('template[data-changes-at]');
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

import { isWhole } from '../domain/whole.ts';
import type { Taking } from './words.ts';

/**
 * A file of its own, fetched when the server speaks of another build: most pages are read without one. A page of an
 * older build may fetch it too, so what the event holds may grow and nothing in it may change.
 */
addEventListener('nightlight:take', (event) => {
  const { detail } = event as Taking;
  void exchange(detail).then(detail.done, () => detail.done(false));
});

/**
 * Takes the page of `build` from the server, part by part, without a reload: what did not change stays,
 * with its focus and its state. Answers false if the server's page is another build, or came only in part; then
 * nothing changes.
 */
async function exchange({ build, pristine, enhance }: Taking['detail']): Promise<boolean> {
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
  document.getElementById('_words')?.replaceWith(page.getElementById('_words') ?? '');
  const parts = partsOf(page);
  if ([...parts.keys()].join() === [...pristine.keys()].join()) {
    for (const [id, html] of parts) if (html !== pristine.get(id)) replace(id, page, enhance);
  } else {
    document.querySelector('main')?.replaceWith(page.querySelector('main') as Element);
    enhance(document);
  }
  pristine.clear();
  for (const [id, html] of parts) pristine.set(id, html);
  adopt(sheet);
  document.title = page.title;
  for (const name of ['build', 'heartbeat']) {
    const [old, meta] = [document, page].map((one) => one.querySelector(`meta[name="nightlight-${name}"]`));
    if (old && meta) old.replaceWith(meta);
  }
  return true;
}

/** A page has only the styles that it needs: with parts of another build come the styles of those. */
function adopt(sheet: string): void {
  const own = Array.from(document.querySelectorAll('style'), ({ textContent }) => textContent).join('');
  if (sheet === own || !('adoptedStyleSheets' in document)) return;
  const adopted = new CSSStyleSheet();
  adopted.replaceSync(sheet);
  document.adoptedStyleSheets = [adopted];
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

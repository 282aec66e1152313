import { ANNOUNCEMENT, type Form, fromFile, INCIDENT, type Shape, toFile } from './format.ts';

import { guarded, type ForgeBranch, type Made, type Said } from './guard.ts';
import { together } from './together.ts';

/**
 * Begins the form: tells the CMS how our files are read and written, before it reads its config and asks for any file,
 * and lets it write over nobody else's words.
 */
interface Cms {
  registerCustomFormat(
    name: string,
    extension: string,
    methods: { fromFile(text: string): Form; toFile(form: Form): string },
  ): void;
  init(): Promise<void>;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'nightlight-incident': INCIDENT,
  'nightlight-announcement': ANNOUNCEMENT,
};

Object.assign(globalThis, { CMS_MANUAL_INIT: true });
const { src, dataset } = document.currentScript as HTMLScriptElement;
const { forge, refusals } = dataset as { forge: string; refusals: string };

/** What each text that a form became was made of. */
const made = new Map<string, Made>();

/**
 * Lets the CMS go from page to page at once, and never to one again that was left meanwhile: it begins a form anew each
 * time that it hears of a move, also of one before, which comes late on a busy phone, and what was typed by then was gone.
 */
function goAtOnce(): void {
  // It has its own way where a browser draws no moves, and then waits for nothing before it begins a form.
  Object.assign(document, { startViewTransition: undefined });
  const leaveLate = (event: HashChangeEvent) => {
    if (event.newURL !== location.href) event.stopImmediatePropagation();
  };
  addEventListener('hashchange', leaveLate, { capture: true });
}

/**
 * Tells the form that opened this window why the forge sent somebody back without a code, as the CMS tells of any other
 * failure: it looks for a code alone, and asked the forge again and again.
 * @returns whether this is such a window.
 */
function tellsRefusal(kind: string, words: string): boolean {
  const { opener, name } = window as { opener: Window | null; name: string };
  const why = new URLSearchParams(location.search).get('error');
  if (opener === null || name !== 'auth' || why === null) return false;
  const asked = `authorizing:${kind}`;
  addEventListener('message', ({ data, origin, source }) => {
    if (source !== opener || origin !== location.origin || data !== asked) return;
    opener.postMessage(
      `authorization:${kind}:error:${JSON.stringify({ error: `${words} (${why})` })}`,
      origin,
    );
  });
  opener.postMessage(asked, location.origin);
  return true;
}

async function begin(): Promise<void> {
  const [branch, said] = [JSON.parse(forge) as ForgeBranch, JSON.parse(refusals) as Said];
  if (tellsRefusal(branch.kind, said.notAllowed)) return;
  goAtOnce();
  globalThis.fetch = guarded(globalThis.fetch.bind(globalThis), branch, (text) => made.get(text), said);
  const { default: cms } = (await import(new URL('cms/index.js', src).href)) as { default: Cms };
  for (const [name, shape] of Object.entries(SHAPES))
    cms.registerCustomFormat(name, 'md', {
      fromFile: (text) => fromFile(text, shape),
      toFile: (form) => {
        const text = toFile(form, shape);
        const base = typeof form.file === 'string' ? form.file : '';
        made.set(text, { base, together: (versions) => together(versions, shape) });
        return text;
      },
    });
  await cms.init();
}

void begin();

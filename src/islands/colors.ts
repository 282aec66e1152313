import { LOOKS } from '../domain/look.ts';

/** The colours of the page as a canvas needs them. `ink` of a status, and what stands around it. */
export interface Palette {
  paper: string;
  ink: string;
  quiet: string;
  line: string;
  ground: string;
  accent: string;
  of(status: string): string;
}

/**
 * The colours that are in force where `element` stands. The custom properties hold a light and a dark colour; only
 * a real property tells which of them it is. A reader who forces colours gets those: patterns alone tell then.
 */
export function paletteOf(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const read = (color: string) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  const forced = matchMedia('(forced-colors: active)').matches;
  const own = (name: string, system: string) => read(forced ? system : `var(${name})`);
  const inks = Object.fromEntries(
    Object.entries(LOOKS).map(([status, { token }]) => [status, own(token, 'CanvasText')]),
  );
  const palette = {
    paper: own('--paper', 'Canvas'),
    ink: own('--ink', 'CanvasText'),
    quiet: own('--ink-quiet', 'CanvasText'),
    // GrayText is bright green in some themes, and green is for proved health alone.
    line: forced ? faint(read('CanvasText')) : own('--line', ''),
    ground: own('--neutral', 'Canvas'),
    accent: own('--accent', 'Highlight'),
    of: (status: string) => inks[status] ?? '',
  };
  probe.remove();
  return palette;
}

/** A colour as `getComputedStyle` writes it, of a third of its strength. */
function faint(color: string): string {
  return color.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.33)');
}

/** Calls back when the reader changes between light and dark, or forces colours; answers how to stop. */
export function onThemeChange(change: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', change);
  return () => {
    for (const query of queries) query.removeEventListener('change', change);
  };
}

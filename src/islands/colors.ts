/**
 * A colour of the style sheet, ready for a canvas. The custom properties hold a light and a dark colour;
 * only a real property tells which of them is in force.
 */
export function colorsOf(canvas: HTMLCanvasElement): (name: string) => string {
  return (name) => {
    canvas.style.color = `var(${name})`;
    return getComputedStyle(canvas).color;
  };
}

/** Calls back when the reader changes between light and dark; answers how to stop. */
export function onThemeChange(change: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', change);
  return () => dark.removeEventListener('change', change);
}

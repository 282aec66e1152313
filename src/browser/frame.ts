/** What the frame tells the page around it, which documents it as a promise: `docs/embedding.md`. */
interface HeightTold {
  type: 'nightlight:height';
  /** How high the banner is, in CSS pixels. */
  height: number;
}

/**
 * Tells the page around the frame how high the banner is, whenever that changes. It goes to that page alone, whichever
 * it is, and holds nothing that it could not measure.
 */
function tell(): void {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ type: 'nightlight:height', height } satisfies HeightTold, '*');
}

if (parent !== window) new ResizeObserver(tell).observe(document.body);

export {};

/** How wide a tile of a pattern is, in pixels of the page. */
const TILE = 6;

/**
 * What a status is drawn with, told apart without colour: an outage is full, a part of it is wide stripes, degraded
 * is thin ones the other way, maintenance is lines that lie, and what nobody knows is dots on an empty ground.
 */
const DRAWN: Record<string, (context: CanvasRenderingContext2D) => void> = {
  major_outage: (context) => context.fillRect(0, 0, TILE, TILE),
  partial_outage: (context) => stripes(context, 3.2, 1),
  degraded_performance: (context) => stripes(context, 1.4, -1),
  not_known: (context) => {
    context.fillRect(0.5, 0.5, 2, 2);
    context.fillRect(3.5, 3.5, 2, 2);
  },
  under_maintenance: (context) => {
    context.fillRect(0, 0.5, TILE, 1);
    context.fillRect(0, 3.5, TILE, 1);
  },
};

/** A status as a canvas fills with it. */
export function patternOf(status: string, ink: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  // Drawn at twice the size, so that it is sharp on a dense screen too.
  tile.width = tile.height = TILE * 2;
  const context = tile.getContext('2d');
  if (!context) return ink;
  context.scale(2, 2);
  context.fillStyle = context.strokeStyle = ink;
  DRAWN[status]?.(context);
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(0.5));
  return pattern ?? ink;
}

/** Stripes across a tile that go on in the next one. */
function stripes(context: CanvasRenderingContext2D, width: number, direction: 1 | -1): void {
  context.lineWidth = width;
  context.beginPath();
  for (const offset of [-TILE, 0, TILE]) {
    context.moveTo(offset - 1, direction === 1 ? TILE + 1 : -1);
    context.lineTo(offset + TILE + 1, direction === 1 ? -1 : TILE + 1);
  }
  context.stroke();
}

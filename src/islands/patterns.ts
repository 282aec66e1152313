import { LOOKS } from '../domain/look.ts';
import { isStatus } from '../domain/status.ts';

/** How wide a tile of a pattern is, in pixels of the page. */
const TILE = 7;

/** A status as a canvas fills with it: the shape of a day of it, side by side and row upon row. */
export function patternOf(status: string, ink: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  // Drawn at twice the size, so that it is sharp on a dense screen too.
  tile.width = tile.height = TILE * 2;
  const context = tile.getContext('2d');
  if (!context || !isStatus(status) || status === 'major_outage') return ink;
  context.scale(TILE * 2, TILE * 2);
  context.fillStyle = ink;
  context.fill(new Path2D(`M0 0${LOOKS[status].day}`));
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(0.5));
  return pattern ?? ink;
}

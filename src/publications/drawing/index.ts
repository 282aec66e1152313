export { drawingOf } from './facts.ts';
export { layOut } from './geometry.ts';
export { fillOf, PAGE, type Pen, printDrawing } from './svg.ts';

export { drawingOf } from './facts.ts';
export { layOut } from './geometry.ts';
export { PAGE, printDrawing } from './svg.ts';

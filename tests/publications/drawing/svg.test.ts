import { describe, test } from 'node:test';
import { PAGE, printDrawing } from '../../../src/publications/drawing/index.ts';
import { assertGolden } from '../printing.ts';
import { drawn, recorded, type Shown, situated } from './drawings.ts';

/** One element a line, so that a difference can be read. */
function svgOf(shown: Shown): string {
  const { geometry } = drawn(shown);
  const { defs, art, marks } = printDrawing(geometry, PAGE);
  const inside = `<title>${geometry.sentence}</title><defs>${defs}</defs>${art}${marks}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" height="${geometry.height.toFixed(1)}em">${inside}</svg>\n`.replaceAll(
    '><',
    '>\n<',
  );
}

describe('a drawing is printed', () => {
  test('of the night that made this page: ten hours without a word, and a tail of days', async () => {
    assertGolden('drawing-founding.svg', svgOf(await recorded('2019-11-30-follow-outage')));
  });

  test('of an open incident with an overdue update', async () => {
    assertGolden('drawing-overdue.svg', svgOf(await situated('overdue', '2026-03-01-alerts')));
  });

  test('of work that has run over its time', async () => {
    assertGolden(
      'drawing-overrun.svg',
      svgOf(await situated('maintenance-overrun', '2026-03-01-alert-servers')),
    );
  });

  test('of an incident of which nobody recorded the end', async () => {
    assertGolden('drawing-end-unknown.svg', svgOf(await recorded('2021-12-08-long-tail')));
  });

  test('of an exercise', async () => {
    assertGolden('drawing-drill.svg', svgOf(await situated('drill', '2026-03-01-drill')));
  });

  test('of what was withdrawn: nothing but what was said', async () => {
    assertGolden('drawing-withdrawn.svg', svgOf(await situated('withdrawn', '2026-02-28-region')));
  });
});

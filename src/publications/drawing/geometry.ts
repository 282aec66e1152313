import { axis } from './axis.ts';
import type { Drawing } from './facts.ts';
import { lanes, works } from './lanes.ts';
import { said } from './said.ts';
import { scaleOf } from './scale.ts';
import type { Geometry, Room } from './shapes.ts';
import { GAP, Sheet } from './sheet.ts';
import { silences } from './silences.ts';

/** Finds a place for everything that a drawing shows. */
export function layOut(drawing: Drawing, { width, wide = width, slim = false }: Room): Geometry {
  const scale = scaleOf(drawing);
  const sheet = new Sheet(width, wide, scale, drawing.language);
  const lines = drawing.lines.filter(({ kind }) => kind === 'window' || kind === 'now');
  let y = sheet.linesOfText(lines, [], 0);
  const top = y;
  const { below: bars, ticks } = axis(sheet, drawing, y, slim);
  y = lanes(sheet, drawing, bars);
  if (drawing.works) y = works(sheet, drawing.works, y);
  const middle = y;
  y = slim ? y : sheet.text('heading', drawing.heading, y + GAP);
  const promised = drawing.lines.filter((line) => !lines.includes(line));
  const above = y;
  y = sheet.linesOfText(promised, drawing.lines, y);
  y = said(sheet, drawing, y);
  const base = y;
  y = silences(sheet, drawing.silences, y + GAP / 2);
  const bottom = y + GAP / 2;
  for (const { kind, at } of lines) sheet.vertical(kind, at, top, base);
  for (const { kind, at } of promised) sheet.vertical(kind, at, above, base);
  for (const { instant, wide } of ticks) if (!wide) sheet.vertical('tick', instant, bars - GAP / 2, base);
  for (const { to } of scale.sections.slice(0, -1)) sheet.vertical('cut', to, bars - GAP, bottom);
  sheet.rule('divider', 0, middle, 1, middle);
  return {
    language: drawing.language,
    direction: drawing.direction,
    sentence: drawing.sentence,
    drill: drawing.drill,
    height: bottom,
    bars: sheet.bars,
    rules: sheet.rules,
    labels: sheet.labels,
    marks: sheet.marks,
  };
}

import type { Phrase, Silence } from './facts.ts';
import { wrap } from './measure.ts';
import { LARGE, under } from './places.ts';
import { GAP, LINE, type Sheet } from './sheet.ts';

/** The times without a word: a line as long as each, whole where it is certain, and how long it was under it. */
export function silences(sheet: Sheet, silences: Silence[], y: number): number {
  let below = y;
  for (const { certain, possible, text } of silences) {
    const [x1, x2] = [sheet.scale.xOf(possible.from), sheet.scale.xOf(possible.to)];
    const line = below + 0.5;
    sheet.rule('silent', x1, line, x2, line);
    if (certain)
      sheet.rule('silence', sheet.scale.xOf(certain.from), line, sheet.scale.xOf(certain.to), line);
    below = line + 0.3;
    const lines = text.flatMap((part): Phrase[] =>
      wrap(part.text, sheet.width / (part.strong ? LARGE : 1), part.strong).map((words) => [
        { ...part, text: words },
      ]),
    );
    const width = Math.max(...lines.map((line) => sheet.widthOf(line)));
    const placed = (room: number) =>
      lines.map((parts, index) => ({
        parts,
        spot: under(x1, x2, width, room),
        y: below + LINE * (index + 0.8),
      }));
    sheet.label('silence', placed(sheet.width), placed(sheet.wide));
    below += LINE * lines.length + GAP / 2;
  }
  return below;
}

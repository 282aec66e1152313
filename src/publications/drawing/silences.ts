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
    const linesIn = (atMost: number) =>
      text.flatMap((part): Phrase[] =>
        wrap(part.text, atMost / (part.strong ? LARGE : 1), part.strong).map((words) => [
          { ...part, text: words },
        ]),
      );
    const placed = (room: number) => {
      // What has no room under its line gets it from one line of words more; else it stands where the drawing begins.
      const ways = [room, Math.max(1 - x1, x2) * room].map((atMost) => {
        const lines = linesIn(atMost);
        const width = Math.max(...lines.map((line) => sheet.widthOf(line)));
        const strong = lines.filter((line) => line.some((part) => part.strong)).length;
        return { lines, strong, spot: under(x1, x2, width, room) };
      });
      const [first] = ways as [(typeof ways)[0]];
      // How long it was is not broken for that.
      const { lines, spot } = ways.find(({ spot, strong }) => spot.x > 0 && strong === first.strong) ?? first;
      return lines.map((parts, index) => ({ parts, spot, y: below + LINE * (index + 0.8) }));
    };
    const [near, far] = [placed(sheet.width), placed(sheet.wide)];
    sheet.label('silence', near, far);
    below += LINE * Math.max(near.length, far.length) + GAP / 2;
  }
  return below;
}

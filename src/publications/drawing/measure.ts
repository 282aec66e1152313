/**
 * How wide a text is at least as wide as it will be set, in units of its own size. What sets it is not known
 * here: the widths are those of wide common faces, so a text may turn out narrower and never much wider.
 */
export function widthOf(text: string, isStrong = false): number {
  return widthFrom(0, text) * (isStrong ? STRONG : 1);
}

/** How much wider strong letters are. */
const STRONG = 1.13;

function widthFrom(before: number, text: string): number {
  let width = before;
  for (const letter of text) width += widths.get(letter) ?? measured(letter);
  return width;
}

/** Each letter is measured once. */
const widths = new Map<string, number>();

function measured(letter: string): number {
  const width = widthOfLetter(letter);
  widths.set(letter, width);
  return width;
}

function widthOfLetter(letter: string): number {
  if (/[ iljtfrI.,:;'|!’()\-·]/.test(letter)) return 0.38;
  if (/[mwMW—✓●○]/.test(letter)) return 0.9;
  if (/[A-ZÁÉÍÓÚÑ]/.test(letter)) return 0.7;
  // Scripts whose letters fill a square.
  if ((letter.codePointAt(0) as number) >= 0x2e80) return 1;
  return 0.61;
}

/** A text in lines that are at most so wide; a word that is wider has a line of its own. */
export function wrap(text: string, atMost: number, isStrong = false): string[] {
  const lines: string[] = [];
  let width = 0;
  for (const word of text.split(' ')) {
    const longer = widthFrom(width, ` ${word}`);
    if (lines.length > 0 && longer * (isStrong ? STRONG : 1) <= atMost) {
      lines[lines.length - 1] += ` ${word}`;
      width = longer;
    } else {
      lines.push(word);
      width = widthFrom(0, word);
    }
  }
  return lines;
}

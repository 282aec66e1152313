// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text from outside, made safe for a terminal: control characters and marks of writing direction would let
 * a file's name or a foreign answer write over what stands there.
 */
export function printable(text: string): string {
  return text.replaceAll('\t', ' ').replace(CONTROL, '\uFFFD');
}

const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;

/**
 * A text whose marks of writing direction end with it: a title with U+202E in it would otherwise turn what is
 * printed after it. Text without such marks stays as it is, and so does one that is isolated already.
 * https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings
 */
export function isolated(text: string): string {
  return DIRECTION.test(text) ? text.split('\n').map(isolatedLine).join('\n') : text;
}

function isolatedLine(line: string): string {
  if (!DIRECTION.test(line)) return line;
  const open: ('\u202c' | '\u2069')[] = [];
  let result = '';
  let isWhole = line.startsWith('\u2068');
  for (const letter of line) {
    if (result !== '' && open.length === 0) isWhole = false;
    if (/[\u202a\u202b\u202d\u202e]/.test(letter)) open.push('\u202c');
    else if (/[\u2066-\u2068]/.test(letter)) open.push('\u2069');
    else if (letter === '\u202c' || letter === '\u2069') {
      // One that closes nothing would close what stands around the text.
      if (open.at(-1) !== letter) continue;
      open.pop();
    }
    result += letter;
  }
  return isWhole && open.length === 0 ? result : `\u2068${result}${open.reverse().join('')}\u2069`;
}

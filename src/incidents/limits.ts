import type { Place, Report } from '../problems/index.ts';
import type { SourceText } from '../yaml/source.ts';

/**
 * The largest file that is read, in bytes: a thousand updates of five pages each fit. What lies within this and
 * the limits below is read in about a second at most, whatever it holds.
 */
export const LARGEST = 6 * 1_048_576;
/**
 * The parser of Markdown looks at a line again for each mark in it: the most of length times marks, summed over
 * all lines. A line of 100 kB of plain prose fits; nobody writes one.
 */
const MOST_LOOKS = 1_200_000_000;
/** It copies a paragraph again for each "&" in it: the most of length times "&", summed over all paragraphs. */
const MOST_COPIES = 200_000_000;
/** The most marks and lines in one file: each may begin a piece of Markdown. */
const MOST_MARKS = 400_000;
/** The most pieces of Markdown (paragraphs, items, links), and the most "&" and "<", in one file. */
export const MOST_PIECES = 20_000;

/** Reports a file of more bytes than are read, or of more that must be replaced before it can be. */
export function isTooLarge(bytes: Uint8Array, report: Report): boolean {
  const top = { line: 1, column: 1 };
  const limit = `${LARGEST / 1_048_576} MB`;
  if (bytes.length > LARGEST) return tooLong(report, top, `more than ${limit}`, `a file of at most ${limit}`);
  let replaced = 0;
  for (const byte of bytes) if (byte === 0x00 || byte === 0x0d) replaced++;
  if (replaced <= MOST_MARKS) return false;
  return tooLong(report, top, `more than ${MOST_MARKS} marks and lines`, 'a file that a person can read');
}

/** Reports the line at which a text has become too much for those who read it, people and programs. */
export function isTooDense({ text, placeAt }: SourceText, report: Report): boolean {
  let looks = 0;
  let copies = 0;
  let escapes = 0;
  let marks = 0;
  let paragraph = { start: 0, escapes: 0 };
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = countIn(text, start, end);
    looks += (end - start) * line.marks;
    escapes += line.escapes;
    marks += line.marks + 1;
    paragraph.escapes += line.escapes;
    const copied = (end - paragraph.start) * paragraph.escapes;
    const place = () => placeAt(start);
    if (looks > MOST_LOOKS)
      return tooLong(
        report,
        place(),
        `${line.marks} marks in a line of ${end - start} characters`,
        'shorter lines',
      );
    if (marks > MOST_MARKS)
      return tooLong(
        report,
        place(),
        `more than ${MOST_MARKS} marks and lines`,
        'a file that a person can read',
      );
    if (copies + copied > MOST_COPIES || escapes > MOST_PIECES)
      return tooLong(report, place(), `${escapes} times "&" or "<"`, 'fewer of them, and shorter paragraphs');
    if (line.isEmpty) {
      copies += copied;
      paragraph = { start: end, escapes: 0 };
    }
    start = end + 1;
  }
  return false;
}

/** Reports more pieces of Markdown than are printed. */
export function tooManyPieces(place: Place, report: Report): void {
  tooLong(report, place, `more than ${MOST_PIECES} pieces of Markdown`, 'a file that a person can read');
}

/** The marks of a line (whatever is no letter, digit or space), and those of them that HTML writes in other letters. */
function countIn(text: string, start: number, end: number) {
  let marks = 0;
  let escapes = 0;
  let isEmpty = true;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09) continue;
    isEmpty = false;
    if (code === 0x26 || code === 0x3c) escapes++;
    if (code < 0x80 && !isLetterOrDigit(code)) marks++;
  }
  return { marks, escapes, isEmpty };
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function tooLong(report: Report, place: Place, found: string, expected: string): true {
  report.add({
    name: 'text-too-long',
    place,
    found,
    expected,
    remedy:
      'Say it in fewer words, break the line, or put the long part on a page of its own and link to it.',
  });
  return true;
}

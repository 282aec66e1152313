import type { Place, Report } from '../problems/index.ts';

/** A file's text, ready to be read: no byte-order mark, every line ending a line feed. */
export interface SourceText {
  text: string;
  /** The place of an offset in `text`. */
  placeAt(offset: number): Place;
}

/** Decodes a file strictly. Bytes that are not UTF-8 are a problem with their offset, not a replacement character. */
export function decode(bytes: Uint8Array, report: Report): SourceText | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const offset = firstInvalidByte(bytes);
    const before = new TextDecoder().decode(bytes.subarray(0, offset));
    const value = (bytes[offset] ?? 0).toString(16).padStart(2, '0');
    report.add({
      name: 'invalid-utf8',
      place: sourceText(before).placeAt(before.length),
      found: `byte 0x${value} at offset ${offset}`,
      expected: 'text in UTF-8',
      remedy: 'Save the file as UTF-8; the letter at this place came from another encoding.',
    });
    return undefined;
  }
  return sourceText(normalised(text));
}

/** A text as it is read: no byte-order mark, every line ending a line feed. */
export function normalised(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '\uFFFD');
}

export function sourceText(text: string): SourceText {
  let starts: number[] | undefined;
  const lineStarts = () => {
    if (starts) return starts;
    starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  };
  return {
    text,
    placeAt(offset) {
      const all = lineStarts();
      let low = 0;
      let high = all.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((all[middle] as number) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (all[low] as number) + 1 };
    },
  };
}

/** Where the first letter that is not UTF-8 begins, found by halving; a sequence that breaks off begins before its last byte. */
function firstInvalidByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  while (good > 0 && !decodes(bytes.subarray(0, good), false)) good--;
  return good;
}

function decodes(bytes: Uint8Array, stream = true): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

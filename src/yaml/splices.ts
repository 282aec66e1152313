/** A piece of a text that another takes the place of; offsets in the text as it is read, each line ending a line feed. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/**
 * A text with some pieces replaced. All else stays as it is written: a byte-order mark, line ends, the lack of
 * one at the end. New lines end as the first line of the text does.
 * @param original the text as it stands in the file; splices count in it as `decode` gives it.
 * @param splices pieces that do not overlap; those at one place come in their order.
 */
export function withSplices(original: string, splices: readonly Splice[]): string {
  const ending = /\r\n?|\n/.exec(original)?.[0] ?? '\n';
  const offsetIn = originalOffsets(original);
  let result = '';
  let at = 0;
  const inOrder = splices.toSorted((one, other) => one.start - other.start || one.end - other.end);
  for (const { start, end, text } of inOrder) {
    result += original.slice(at, offsetIn(start)) + text.replaceAll('\n', ending);
    at = offsetIn(end);
  }
  return result + original.slice(at);
}

/** Where an offset of the text as it is read lies in the text as it is written. */
function originalOffsets(original: string): (offset: number) => number {
  const mark = original.startsWith('\uFEFF') ? 1 : 0;
  const longBreaks: number[] = [];
  for (const { index } of original.matchAll(/\r\n/g)) longBreaks.push(index - mark - longBreaks.length);
  return (offset) => offset + mark + longBreaks.filter((at) => at < offset).length;
}

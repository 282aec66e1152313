/**
 * The end of every page says how many parts the page has, so that one that was cut short on its way, or that is
 * not ours at all, is not taken for the whole.
 */
const MARK = /<span id="_whole" hidden data-parts="(\d+)"><\/span>(?=[\s\S]*<\/html>\s*$)/;

/** Writes the mark at the end of a page. */
export function seal(html: string): string {
  const end = Math.max(
    html.lastIndexOf('</body>'),
    html.indexOf('</body>') < 0 ? html.lastIndexOf('</html>') : -1,
  );
  if (end < 0) return html;
  const mark = `<span id="_whole" hidden data-parts="${partsIn(html)}"></span>`;
  return html.slice(0, end) + mark + html.slice(end);
}

/** Whether a page is ours, ends, and has all the parts it promises. */
export function isWhole(html: string): boolean {
  const promised = MARK.exec(html)?.[1];
  return promised !== undefined && Number(promised) === partsIn(html);
}

function partsIn(html: string): number {
  return html.match(/\sdata-part[\s>=]/g)?.length ?? 0;
}

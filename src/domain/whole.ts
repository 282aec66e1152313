/**
 * The end of every page says how many parts the page has, so that one that was cut short on its way, or that is
 * not ours at all, is not taken for the whole.
 */
const MARK = /<span id="_whole" hidden data-parts="(\d+)"><\/span>(?=[\s\S]*<\/html>\s*$)/;

/** Writes the mark at the end of a page. */
export function seal(html: string): string {
  const body = html.lastIndexOf('</body>');
  const end = body < 0 ? html.lastIndexOf('</html>') : body;
  if (end < 0) return html;
  const mark = `<span id="_whole" hidden data-parts="${partsIn(html)}"></span>`;
  return html.slice(0, end) + mark + html.slice(end);
}

/** Whether a page is ours, ends, and has all the parts it promises. */
export function isWhole(html: string): boolean {
  return Number(MARK.exec(html)?.[1]) === partsIn(html);
}

function partsIn(html: string): number {
  return html.match(/\sdata-part[\s>=]/g)?.length ?? 0;
}

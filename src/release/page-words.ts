const WORDS = '<script type="application/json" id="_words">';

/**
 * Leaves in a page, of the words by which scripts write times, those that a time in it can need. A page that takes
 * another build takes the words of that too (`src/browser/exchange.ts`).
 */
export function neededWords(html: string): string {
  const from = html.indexOf(WORDS) + WORDS.length;
  const to = html.indexOf('</script>', from);
  if (from < WORDS.length || to < 0) return html;
  const words = JSON.parse(html.slice(from, to)) as { local: Record<string, unknown> };
  const places = new Set([...html.matchAll(/ data-as="(\w+)"/g)].map(([, place]) => place));
  const isRange = html.includes(' data-to="');
  const isNeeded = (name: string) =>
    name === 'moment' ||
    name === 'hour' ||
    (name === 'between'
      ? isRange
      : places.has(name.replace('Some', '')) && (isRange || !name.endsWith('Some')));
  const local = Object.fromEntries(Object.entries(words.local).filter(([name]) => isNeeded(name)));
  const left = JSON.stringify({ ...words, local }).replaceAll('<', '\\u003c');
  return html.slice(0, from) + left + html.slice(to);
}

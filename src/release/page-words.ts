const WORDS = '<script type="application/json" id="_words">';

/**
 * Leaves in a page, of the words by which scripts write times, those that a time in it can need. A page that takes
 * another build takes the words of that too (`src/browser/exchange.ts`).
 */
export function neededWords(html: string): string {
  const from = html.indexOf(WORDS) + WORDS.length;
  const to = html.indexOf('</script>', from);
  if (from < WORDS.length || to < 0) return html;
  const json = html.slice(from, to);
  const places = new Set([...html.matchAll(/ data-as="(\w+)"/g)].map(([, place]) => place as string));
  const isRange = html.includes(' data-to="');
  const key = [isRange, ...[...places].toSorted(), json].join('\n');
  const left = known.get(key) ?? leftOf(json, places, isRange);
  if (known.size < MOST_KEPT) known.set(key, left);
  return html.slice(0, from) + left + html.slice(to);
}

/** Many pages need the same. */
const known = new Map<string, string>();
const MOST_KEPT = 500;

function leftOf(json: string, places: ReadonlySet<string>, isRange: boolean): string {
  const words = JSON.parse(json) as { local: Record<string, unknown> };
  const isNeeded = (name: string) =>
    name === 'moment' ||
    name === 'hour' ||
    (name === 'between'
      ? isRange
      : places.has(name.replace('Some', '')) && (isRange || !name.endsWith('Some')));
  const local = Object.fromEntries(Object.entries(words.local).filter(([name]) => isNeeded(name)));
  return JSON.stringify({ ...words, local }).replaceAll('<', '\\u003c');
}

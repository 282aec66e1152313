const WORDS = /(?<=<script type="application\/json" id="_words">)[\s\S]*?(?=<\/script>)/;

/**
 * Leaves in a page, of the words by which scripts write times, those that a time in it can need. A page that takes
 * another build takes the words of that too (`src/browser/exchange.ts`).
 */
export function neededWords(html: string): string {
  return html.replace(WORDS, (json) => {
    const words = JSON.parse(json) as { local: Record<string, unknown> };
    const places = new Set([...html.matchAll(/ data-as="(\w+)"/g)].map(([, place]) => place));
    const isRange = html.includes(' data-to="');
    const isNeeded = (name: string) =>
      name === 'moment' ||
      name === 'hour' ||
      (name === 'between'
        ? isRange
        : places.has(name.replace('Some', '')) && (isRange || !name.endsWith('Some')));
    const local = Object.fromEntries(Object.entries(words.local).filter(([name]) => isNeeded(name)));
    const left = { ...words, local };
    return JSON.stringify(left).replaceAll('<', '\\u003c');
  });
}

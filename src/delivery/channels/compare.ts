/**
 * Whether a post that was read back says what we would have said. Services lay out lines anew, so only what a person
 * reads counts.
 */
export function isSaidBy(ours: string, theirs: string): boolean {
  return lettersOf(ours) === lettersOf(theirs);
}

/** The words of a post that is given as HTML: paragraphs and links, no more. */
export function wordsOfHtml(html: string): string {
  return unescaped(html.replace(/<br\s*\/?>|<\/p>/g, '\n').replace(/<[^>]*>/g, ''));
}

/** The same text without the entities of HTML. */
export function unescaped(text: string): string {
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, entity: string) => {
    if (entity.startsWith('#')) {
      const code =
        entity[1]?.toLowerCase() === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return ENTITIES[entity.toLowerCase()] ?? whole;
  });
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What cannot be seen is left out, and letters that look the same are the same. */
function lettersOf(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Cf}]+/gu, '');
}

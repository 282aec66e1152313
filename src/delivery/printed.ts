import type { Content } from './channel.ts';

/** How many printed contents are kept: a notice in a few languages, and the one before it. */
const MOST = 24;

/**
 * Prints a content once for all who are sent it. The same words are found again by what they say, because whoever
 * sends reads them from a store for each message; the oldest is forgotten first.
 */
export function printedOnce<Printed>(print: (content: Content) => Printed): (content: Content) => Printed {
  const byContent = new WeakMap<Content, Printed>();
  const byWords = new Map<string, Printed>();
  return (content) => {
    const known = byContent.get(content);
    if (known !== undefined) return known;
    const words = JSON.stringify(content);
    const printed = byWords.get(words) ?? print(content);
    byWords.delete(words);
    byWords.set(words, printed);
    for (const oldest of byWords.keys()) if (byWords.size > MOST) byWords.delete(oldest);
    byContent.set(content, printed);
    return printed;
  };
}

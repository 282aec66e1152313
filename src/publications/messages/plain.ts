import { isGsm } from './sms-count.ts';

/**
 * A text from outside as one line: no control character, no mark of writing direction, nothing that is not seen
 * and could turn or hide what stands beside it. Joiners stay, for Persian and emoji need them.
 */
export function oneLine(text: string): string {
  return seen(text).replace(/\s+/g, ' ').trim();
}

/** The same with its paragraphs, each as one line with an empty line between. */
export function paragraphs(text: string): string[] {
  return seen(text)
    .split(/\n{2,}/)
    .map((paragraph) =>
      paragraph
        .replace(/[^\S\n]+/g, ' ')
        .replace(/ ?\n ?/g, '\n')
        .trim(),
    )
    .filter((paragraph) => paragraph !== '');
}

/** Controls and marks of format (Unicode categories Cc and Cf), but for line breaks and the two joiners. */
const UNSEEN = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

function seen(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(UNSEEN, '');
}

/** A sentence: with a stop at its end, if it has none. */
export function sentence(text: string): string {
  return /[.!?:\u2026\u3002\uff01\uff1f]["')\u2019\u201d\u00bb]?$/.test(text) ? text : `${text}.`;
}

/** A text without the addresses that stand in brackets behind its links. */
export function withoutAddresses(text: string): string {
  return text.replace(/ ?\((?:https?|mailto|tel|sms):(?:[^\s()]|\([^\s()]*\))*\)/g, '');
}

/** Whether a text holds an address that a channel makes a link of. */
export function holdsLink(text: string): boolean {
  return /https?:\/\//i.test(text);
}

/**
 * A text that calls nobody: between `@` and a name stands a space of no width. An e-mail address stays, and so does
 * what stands in an address.
 */
export function withoutMentions(text: string): string {
  return besideLinks(text, (part) =>
    part.replace(/(?<![\p{L}\p{N}_])([@\uff20])(?=[\p{L}\p{N}_])/gu, '$1\u200b'),
  );
}

/** Changes what stands beside the addresses in a text, and them in another way, or not. */
export function besideLinks(
  text: string,
  change: (part: string) => string,
  changeLink: (url: string) => string = (url) => url,
): string {
  return text
    .split(/(https?:\/\/[^\s<>()[\]|`*"]+)/i)
    .map((part, index) => (index % 2 === 0 ? change(part) : changeLink(part)))
    .join('');
}

/** A text without anything that reads like a host, for a channel where each would become a link that is paid for. */
export function withoutHosts(text: string): string {
  return text.replace(/(?<=[\p{L}\p{N}-])\.(?=\p{L}{2,})/gu, '.\u200b');
}

/**
 * A text for a text message. One letter outside of GSM-7 makes all of it cost twice and more, so typographic ones
 * are written plainly, and pictures are left out. Accents that GSM-7 lacks (á, í, ó, ú; not é and ñ) go if that
 * makes the text GSM-7, as people write them on phones; a text in another script stays as it is.
 */
export function forPhones(text: string): string {
  const plain = [...text].map((letter) => (isGsm(letter) ? letter : (PLAIN[letter] ?? letter))).join('');
  const wordsOnly = plain.replace(
    / ?[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]|[\u200d\ufe0e\ufe0f\u20e3]/gu,
    '',
  );
  const bare = [...wordsOnly].map((letter) => (isGsm(letter) ? letter : unaccented(letter))).join('');
  return [...bare].every(isGsm) ? bare : wordsOnly;
}

function unaccented(letter: string): string {
  return letter.normalize('NFD').replace(/\p{M}/gu, '');
}

const PLAIN: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['\u2018\u2019\u201a\u201b\u2032\u00b4`\u02bc', "'"],
    ['\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb', '"'],
    ['\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u00b7', '-'],
    ['\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\t', ' '],
    ['\u2026', '...'],
    ['\u00d7', 'x'],
    ['\u2192', '->'],
    ['\u200c', ''],
  ].flatMap(([letters = '', plain = '']) => [...letters].map((letter) => [letter, plain])),
);

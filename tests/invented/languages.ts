import type { Data, LanguageFacts, LanguageFile } from '../../src/i18n/index.ts';

/** A language that nobody speaks, made from the original: it can be read by whoever reads that. */
export interface Invented {
  tag: string;
  facts: LanguageFacts;
  /** What it makes of a text of the original that takes no values. */
  say: (text: string) => string;
}

/** Its words are a third longer: each vowel is written twice, with an accent. */
export const longer: Invented = {
  tag: 'en-XA',
  facts: {
    name: 'Ééngliish',
    locale: 'en-GB',
    direction: 'ltr',
    bibtex: 'english',
    contractions: {},
  },
  say: (text) => text.replace(/[aeiouy]/gi, (letter) => LONG[letter] ?? letter),
};

/**
 * It is written from right to left, in Arabic letters, and dates as Urdu writes them, whose plurals are those of the
 * original. What is written in capital letters alone (UTC, RSS) stays as it is, as it does in real languages.
 */
export const mirrored: Invented = {
  tag: 'ar-XB',
  facts: { name: 'عربیش', locale: 'ur', direction: 'rtl', bibtex: 'english', contractions: {} },
  say: (text) =>
    text.replace(/[A-Z][A-Z0-9]+\b|[a-z,;?]/gi, (found) =>
      found.length > 1 && found === found.toUpperCase()
        ? found
        : Array.from(found.toLowerCase(), (letter) => ARABIC[letter] ?? letter).join(''),
    ),
};

export const INVENTED: readonly [Invented, Invented] = [longer, mirrored];

const LONG: Record<string, string> = {
  ...{ a: 'áa', e: 'ée', i: 'íi', o: 'óo', u: 'úu', y: 'ýy' },
  ...{ A: 'Áa', E: 'Ée', I: 'Íi', O: 'Óo', U: 'Úu', Y: 'Ýy' },
};

const ARABIC: Record<string, string> = {
  ...{
    a: 'ا',
    b: 'ب',
    c: 'ص',
    d: 'د',
    e: 'ي',
    f: 'ف',
    g: 'غ',
    h: 'ح',
    i: 'ئ',
    j: 'ج',
    k: 'ك',
    l: 'ل',
    m: 'م',
  },
  ...{
    n: 'ن',
    o: 'و',
    p: 'پ',
    q: 'ق',
    r: 'ر',
    s: 'س',
    t: 'ت',
    u: 'ع',
    v: 'ث',
    w: 'ط',
    x: 'خ',
    y: 'ه',
    z: 'ز',
  },
  ...{ ',': '،', ';': '؛', '?': '؟' },
};

/** All words of an invented language, made from those of the original. */
export function wordsIn({ facts, say }: Invented, original: Omit<LanguageFile, 'language'>): LanguageFile {
  const { pages, messages, subscriptions } = original;
  const each = (data: Data): Data => {
    if (typeof data === 'string') return messageIn(data, say);
    if (Array.isArray(data)) return data.map(each);
    return Object.fromEntries(Object.entries(data).map(([key, one]) => [key, each(one as Data)]));
  };
  return {
    language: facts,
    pages: each(pages),
    messages: each(messages),
    subscriptions: each(subscriptions),
  };
}

/**
 * A message of ICU's format with its texts said otherwise: values, the names of its choices and tags stay.
 * @throws Error where a brace is missing or too many.
 */
export function messageIn(text: string, say: Invented['say']): string {
  const [said, end] = messageFrom(text, 0, say);
  if (end < text.length) throw new Error(`a brace too many: ${text}`);
  return said;
}

/** What stands from a place on, to the end or to a brace that closes what it stands in; and where that is. */
function messageFrom(text: string, from: number, say: Invented['say']): [said: string, end: number] {
  let [said, at] = ['', from];
  while (at < text.length && text[at] !== '}') {
    const { 0: found, index = 0 } = /<[^>]*>|[{}]|$/.exec(text.slice(at)) as RegExpExecArray;
    said += say(text.slice(at, at + index));
    at += index;
    if (found.startsWith('<')) {
      said += found;
      at += found.length;
    }
    if (found !== '{') continue;
    const [value, after] = valueFrom(text, at, say);
    said += value;
    at = after;
  }
  return [said, at];
}

/** A value in its braces, and where it ends; what it may choose from are messages. */
function valueFrom(text: string, from: number, say: Invented['say']): [said: string, end: number] {
  let [said, at] = ['{', from + 1];
  for (;;) {
    const next = text.slice(at).search(/[{}]/);
    if (next < 0) throw new Error(`a brace is missing: ${text}`);
    said += text.slice(at, at + next);
    at += next;
    if (text[at] === '}') return [`${said}}`, at + 1];
    const [choice, end] = messageFrom(text, at + 1, say);
    if (end >= text.length) throw new Error(`a brace is missing: ${text}`);
    said += `{${choice}}`;
    at = end + 1;
  }
}

import { BRIEF, type Format, formatIn } from './format.ts';
import type { LanguageFacts } from './language.ts';
import type { Grammar } from './message.ts';
import { type Data, type TableOf, wordsIn, type WordsOf } from './speak.ts';
import { MESSAGES, PAGES, SUBSCRIPTIONS } from './table.ts';
import german from './words/de.json' with { type: 'json' };
import english from './words/en.json' with { type: 'json' };
import spanish from './words/es.json' with { type: 'json' };
import french from './words/fr.json' with { type: 'json' };
import italian from './words/it.json' with { type: 'json' };
import dutch from './words/nl.json' with { type: 'json' };
import portuguese from './words/pt.json' with { type: 'json' };
import { type LocalTime, zonedIn } from './zone.ts';

export type { Format } from './format.ts';
export type { Keywords, LanguageFacts } from './language.ts';
export type { Data } from './speak.ts';

/** The words of the original, from which the types of all others follow. */
type Original = typeof english;

/** The words of one language as its file has them. A file names all that the original does, and nothing else. */
export interface LanguageFile extends Record<Part, Data> {
  language: LanguageFacts;
}
type Part = 'pages' | 'messages' | 'subscriptions';

/** What a site says itself: all words of a language that we do not ship, or some of ours otherwise. */
export interface OwnWords extends Partial<Record<Part, Data>> {
  language: Partial<LanguageFacts>;
}

/** A language is one file in `words/` and one line here. */
const FILES = {
  en: english,
  es: spanish,
  de: german,
  fr: french,
  it: italian,
  nl: dutch,
  pt: portuguese,
} as unknown as Record<string, LanguageFile>;

type PageTexts = WordsOf<Original['pages'], typeof PAGES>;

/** The words of the pages, and what else they say of their language. */
export type Words = Omit<PageTexts, 'format' | 'local'> & {
  /** What the language calls itself. */
  language: string;
  direction: 'ltr' | 'rtl';
  format: PageTexts['format'] & { locale: string };
  local: Omit<PageTexts['local'], 'sinceSome' | 'fromSome'> & {
    sinceSome: string;
    fromSome: string;
    hour: readonly [many: string, one: string] | undefined;
  };
};

/** The words of messages. They hold no letter that a text message pays for twice: plain quotes, plain hyphens. */
export type MessageWords = WordsOf<Original['messages'], typeof MESSAGES>;

/** What sentences of consent name. */
export interface Named {
  /** Who sends: a name that people know. */
  readonly brand: string;
  /** What the messages are called. */
  readonly programme: string;
  /** What people call the service, as it stands in a sentence: "web hosting". */
  readonly service: string;
}

/** What a text message of the service names besides. */
export interface Reachable extends Named {
  /** How a person is reached: an address of e-mail, or of a page. */
  readonly contact: string;
  /** Where somebody changes what they get, or signs up. */
  readonly link: string;
}

/** The words of signing up, of the form on the page and of the service behind it. */
export type SubscriptionWords = WordsOf<Original['subscriptions'], typeof SUBSCRIPTIONS>;

PAGES satisfies TableOf<Original['pages']>;
MESSAGES satisfies TableOf<Original['messages']>;
SUBSCRIPTIONS satisfies TableOf<Original['subscriptions']>;

/** The words that we ship in a language; nothing in one that we do not. */
export function shippedWords(language: string): LanguageFile | undefined {
  return Object.hasOwn(FILES, language) ? FILES[language] : undefined;
}

/** The words of the original as data, by part; every file of words has the same. */
export const ORIGINAL: Record<Part, Data> = {
  pages: english.pages,
  messages: english.messages,
  subscriptions: english.subscriptions,
};
/** Which words are more than text, by part. */
export const TABLES = { pages: PAGES, messages: MESSAGES, subscriptions: SUBSCRIPTIONS };

// What a site says itself holds for the whole process: a command, or the pages of a build, speaks for one site.
let spoken: Readonly<Record<string, LanguageFile>> = FILES;
const caches: Map<string, unknown>[] = [];

/**
 * Says from now on what a site says itself, by language, and nothing else that was said of another site. A language
 * that we do not ship must be whole (`src/words/` looks).
 */
export function speakAlso(own: ReadonlyMap<string, OwnWords>): void {
  if (own.size === 0 && spoken === FILES) return;
  const files = [...own].map(([language, words]) => [language, over(shippedWords(language) ?? {}, words)]);
  spoken = own.size === 0 ? FILES : { ...FILES, ...(Object.fromEntries(files) as typeof FILES) };
  for (const cache of caches) cache.clear();
}

/** Words with others in their place where there are such: groups word by word, a list as a whole. */
function over(words: unknown, own: unknown): unknown {
  if (own === undefined) return words;
  if (typeof own !== 'object' || own === null || Array.isArray(own) || typeof words !== 'object') return own;
  const all = new Set([...Object.keys(words ?? {}), ...Object.keys(own)]);
  const [under, above] = [words, own] as [Record<string, unknown>, Record<string, unknown>];
  return Object.fromEntries([...all].map((key) => [key, over(under?.[key], above[key])]));
}

let localTime: LocalTime | undefined;

/** Says times from now on in those of a place too, besides UTC; or in UTC alone. It holds as `speakAlso` does. */
export function tellTimesIn(time: LocalTime | undefined): void {
  localTime = time;
}

/** What follows a moment in UTC: the same in the time of the site, ` (06:00 CET)`; nothing where it has none. */
export function besideUtc(language: string, moment: Parameters<typeof zonedIn>[2]): string {
  const zoned = localTime && zonedIn(localTime, languageOf(language).locale, moment);
  return zoned === undefined ? '' : ` (${zoned})`;
}

/** The languages that have words: ours, and those of the site. */
export function spokenLanguages(): string[] {
  return Object.keys(spoken);
}

/** What a language is, besides its words. */
export function languageOf(language: string): LanguageFacts {
  return fileOf(language).language;
}

/** The words of the pages in a language. */
export const wordsOf = kept((language): Words => {
  const { language: facts, pages } = fileOf(language);
  const words = wordsIn(pages as Original['pages'], PAGES, grammarOf(facts));
  const { name, locale, direction, hour } = facts;
  return {
    ...words,
    language: name,
    direction,
    format: { ...words.format, locale },
    // As a script takes them, which knows nothing of languages.
    local: {
      ...words.local,
      sinceSome: words.local.sinceSome('{}'),
      fromSome: words.local.fromSome('{}'),
      hour: hour && [hour.many, hour.one],
    },
  };
});

/** The words of messages in a language. They stand apart from those of the pages, whose bytes are counted. */
export const messageWordsOf = kept((language): MessageWords => {
  const { language: facts, messages } = fileOf(language);
  return wordsIn(messages as Original['messages'], MESSAGES, grammarOf(facts));
});

/** The words of signing up in a language. */
export const subscriptionWordsOf = kept((language): SubscriptionWords => {
  const { language: facts, subscriptions } = fileOf(language);
  return wordsIn(subscriptions as Original['subscriptions'], SUBSCRIPTIONS, grammarOf(facts));
});

const formats = cached<Format>();

/** A label with what a language has behind it: a colon, and in French before it a space at which no line breaks. */
export function labelled(label: string, language: string): string {
  return wordsOf(language).labelled(label);
}

/**
 * How times and numbers are written in a language.
 * @param dates `brief` leaves out the year, for what is read when it comes.
 */
export function formatOf(language: string, dates: 'long' | 'brief' = 'long'): Format {
  const key = `${language} ${dates}`;
  const known = formats.get(key);
  if (known) return known;
  const { format: words } = wordsOf(language);
  const format = dates === 'brief' ? formatIn(words, BRIEF) : formatIn(words);
  formats.set(key, format);
  return format;
}

function fileOf(language: string): LanguageFile {
  const file = Object.hasOwn(spoken, language) ? spoken[language] : undefined;
  if (!file) throw new Error(`Nothing is said here in "${language}".`);
  return file;
}

/** What messages need to know of a language; the word before one o'clock changes as other words do. */
function grammarOf({ locale, contractions, hour }: LanguageFacts): Grammar {
  const one = hour && { [`${hour.many} |01:`]: `${hour.one} 01:` };
  return { locale, contractions: { ...contractions, ...one } };
}

/** What is kept until a site says something else. */
function cached<T>(): Map<string, T> {
  const cache = new Map<string, T>();
  caches.push(cache);
  return cache;
}

/** Words are read once and kept. */
function kept<T>(read: (language: string) => T): (language: string) => T {
  const known = cached<T>();
  return (language) => {
    const words = known.get(language) ?? read(language);
    known.set(language, words);
    return words;
  };
}

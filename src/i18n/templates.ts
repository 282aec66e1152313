import { languageOf } from './index.ts';
import type english from './templates/en.json';
import { messageIn } from './message.ts';

/** What is proposed to somebody who writes, in a language. */
export interface TemplateWords {
  /** What is said of a kind of failure behind the sentence of what is lost; announced work says when. */
  text(kind: string, window: string): string;
  advice(kind: string): string;
  /** What announced work is called. */
  planned(names: string): string;
  works(names: string): string;
  next(time: string): string;
  /** What a later update of a state says; `moved` is announced work at another time, `drill_over` the end of a drill. Nothing where only a person can know. */
  follow(
    state: string,
    values: { again: string; time: string; reason: string; window: string },
  ): string | undefined;
  /** What a check says that speaks by itself. */
  automatic: AutomaticWords;
  /** What the forms of a forge ask; `called` is what a form is called. */
  form(word: FormWord, called?: string): string;
  /** Words that hide what is wrong, or that only those who build the service know. */
  avoid: readonly string[];
}

interface AutomaticWords {
  /** That it wrote this, and where it has somebody to ask that it does. */
  wrote: string;
  asked: string;
  /** What it says of the cause, which it does not know. */
  cause: string;
  /** What it says when the next word is due and nobody took over: it fails still, or it goes well. */
  still: string;
  holds(time: string): string;
  /** That it goes well again, and that it is over. */
  calm(time: string): string;
  over(time: string): string;
}

/** A word of the forms: what something is called there, and what is said of it. */
export type FormWord = keyof typeof english.forms;

// A page says none of it, so each is read when somebody writes in that language.
const FILES: Record<string, () => Promise<{ default: NoticeTexts }>> = {
  en: () => import('./templates/en.json', { with: { type: 'json' } }),
  es: () => import('./templates/es.json', { with: { type: 'json' } }),
  de: () => import('./templates/de.json', { with: { type: 'json' } }),
  fr: () => import('./templates/fr.json', { with: { type: 'json' } }),
  it: () => import('./templates/it.json', { with: { type: 'json' } }),
  nl: () => import('./templates/nl.json', { with: { type: 'json' } }),
  pt: () => import('./templates/pt.json', { with: { type: 'json' } }),
};

/** The languages that there are words in. */
export const TEMPLATE_LANGUAGES: readonly string[] = Object.keys(FILES);

/** The words for a language that the site has; nothing where we have none in it. */
export async function templateWordsOf(language: string): Promise<TemplateWords | undefined> {
  const load = Object.hasOwn(FILES, language) ? FILES[language] : undefined;
  if (!load) return undefined;
  const { locale, contractions } = languageOf(language);
  const { default: texts } = await load();
  const say = (text: string, values: Record<string, string>) =>
    messageIn(text, { locale, contractions })(values).trim();
  const first = (kind: string) => texts.first[kind] ?? { text: '', advice: '' };
  return {
    text: (kind, window) => say(first(kind).text, { window }),
    advice: (kind) => say(first(kind).advice, {}),
    planned: (names) => say(texts.title, { names }),
    works: (names) => say(texts.works, { names }),
    next: (time) => say(texts.next, { time }),
    follow: (state, values) => {
      const text = texts.follow[state];
      return text === undefined ? undefined : say(text, values);
    },
    automatic: {
      wrote: say(texts.automatic.wrote, {}),
      asked: say(texts.automatic.asked, {}),
      cause: say(texts.automatic.cause, {}),
      still: say(texts.automatic.still, {}),
      holds: (time) => say(texts.automatic.holds, { time }),
      calm: (time) => say(texts.automatic.calm, { time }),
      over: (time) => say(texts.automatic.over, { time }),
    },
    form: (word, called = '') => say(texts.forms[word], { called }),
    avoid: texts.avoid,
  };
}

/** A file of `templates/`: texts in ICU's format, as those in `words/`. */
interface NoticeTexts {
  first: Readonly<Record<string, { text: string; advice: string }>>;
  title: string;
  works: string;
  next: string;
  follow: Readonly<Record<string, string>>;
  automatic: Readonly<Record<keyof AutomaticWords, string>>;
  forms: Readonly<Record<FormWord, string>>;
  avoid: readonly string[];
}

import type { Incident, Prose, Update } from './incident.ts';
import type { Language } from './site.ts';

/** A text, and the language it is really in: the original's where nobody has translated it. */
export interface Worded<Text = string> {
  text: Text;
  language: Language;
}

/** What an incident says, as a reader of one language gets it. */
export interface Wording {
  title: Worded;
  advice: Worded | undefined;
  scope: Worded | undefined;
  cause: Worded | undefined;
  disputed: Worded | undefined;
  summary: Worded<Prose> | undefined;
  proseOf(update: Update): Worded<Prose>;
  /** Where it was said. */
  placeOf(update: Update): Worded | undefined;
  /** Advice as an update told it. Nobody translated what only an earlier version of the file said. */
  adviceTold(advice: string | undefined): Worded | undefined;
}

/**
 * The words of an incident in a language, each with the language it is really in. Everything that prints an
 * incident takes them from here, so that nothing stands in another language without saying so.
 */
export function wordingOf(incident: Incident, language: Language): Wording {
  const translation = incident.translations[language];
  const { title, advice, scope, cause, disputed, summary, language: own } = incident;
  const worded = <Text>(original: Text, translated: Text | undefined): Worded<Text> =>
    translated === undefined ? { text: original, language: own } : { text: translated, language };
  const wordedIfAny = <Text>(original: Text | undefined, translated: Text | undefined) =>
    original === undefined ? undefined : worded(original, translated);
  const ofId = <Text>(texts: Record<string, Text> | undefined, id: string): Text | undefined =>
    texts && Object.hasOwn(texts, id) ? texts[id] : undefined;
  return {
    title: worded(title, translation?.title),
    advice: wordedIfAny(advice, translation?.advice),
    scope: wordedIfAny(scope, translation?.scope),
    cause: wordedIfAny(cause, translation?.cause),
    disputed: wordedIfAny(disputed, translation?.disputed),
    summary: wordedIfAny(summary, translation?.summary),
    proseOf: (update) => worded(update.prose, ofId(translation?.updates, update.id)),
    placeOf: (update) => wordedIfAny(update.said.place, ofId(translation?.places, update.id)),
    adviceTold: (told) => wordedIfAny(told, told === advice ? translation?.advice : undefined),
  };
}

/** What goes into `lang` where a text stands among words of another language. */
export function langOf(text: Worded<unknown> | undefined, around: Language): Language | undefined {
  return text === undefined || text.language === around ? undefined : text.language;
}

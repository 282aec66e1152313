import { inLanguage, type Language, type Sentences, type Spoken } from '../domain/site.ts';
import { isHurt, type Status } from '../domain/status.ts';
import { wordsOf } from '../i18n/index.ts';

/** How a component is doing, or that it works again. */
export type Doing = Status | 'again';

/**
 * How a component is doing, in a sentence that people would say, without its stop: "Followers get no alerts". What
 * nobody worded is said with the name: "Sign-in: not working". That it works is not proved by this sentence: whoever
 * prints it has to know.
 */
export function sentenceOf(component: Spoken, doing: Doing, language: Language): string {
  const clause = clauseOf(component, doing, language);
  return clause === undefined ? labelled(component, doing, language) : capital(clause);
}

/** The same beside its name, which need not be said twice where nobody wrote a sentence. */
export function besideName(component: Spoken, status: Status, language: Language): string {
  const clause = isHurt(status) ? clauseOf(component, status, language) : undefined;
  return clause === undefined ? wordsOf(language).statuses[status] : capital(clause);
}

/** The same where there is little room: the sentence, or the short name and its status where that is shorter. */
export function briefly(component: Spoken, status: Status, language: Language): string {
  const named = `${inLanguage(component.short, language)}: ${small(wordsOf(language).statuses[status])}`;
  const sentence = sentenceOf(component, status, language);
  return named.length < sentence.length ? named : sentence;
}

/**
 * How some components are doing that are all doing the same, in sentences with their stops. What is worded is joined:
 * "Followers get no alerts, and followers see no glucose."
 */
export function sentencesOf(components: readonly Spoken[], doing: Doing, language: Language): string {
  const joined = joinedOf(components, doing, language);
  const sentences =
    joined === undefined
      ? components.map((component) => sentenceOf(component, doing, language))
      : [capital(joined)];
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}

function joinedOf(components: readonly Spoken[], doing: Doing, language: Language): string | undefined {
  const words = wordsOf(language).sentences;
  const of = doing === 'not_known' ? 'operational' : doing;
  const clauses = components.map((component) => clauseOf(component, of, language));
  if (!clauses.every((clause) => clause !== undefined)) return undefined;
  return doing === 'not_known'
    ? words.notKnown(clauses.reduce(words.norKnown))
    : clauses.reduce(words.joined);
}

/** As it stands inside of a sentence; nothing where the words for it are missing. */
function clauseOf({ sentences }: Spoken, doing: Doing, language: Language): string | undefined {
  const words = wordsOf(language).sentences;
  const worded = (key: keyof Sentences): string | undefined => sentences[key]?.[language];
  const works = worded('works');
  switch (doing) {
    case 'major_outage':
      return worded('fails');
    case 'partial_outage':
      return worded('partly');
    case 'degraded_performance':
      return worded('slowly');
    case 'not_known':
      return works && words.notKnown(works);
    case 'again':
      return works && words.again(works);
    case 'operational':
      return works;
    case 'under_maintenance':
      return undefined;
  }
}

/** The name, and how it is doing behind it. Of announced work the short name says more than what works without it. */
function labelled({ name, short }: Spoken, doing: Doing, language: Language): string {
  const { sentences, statuses } = wordsOf(language);
  if (doing === 'operational') return inLanguage(name, language);
  if (doing === 'again') return `${inLanguage(name, language)}: ${sentences.worksAgain}`;
  const called = doing === 'under_maintenance' ? short : name;
  return `${inLanguage(called, language)}: ${small(statuses[doing])}`;
}

/** With a capital at its beginning, but where a name begins with a small letter of its own: iPhones. */
function capital(text: string): string {
  return /^\p{Ll}\p{Lu}/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function small(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

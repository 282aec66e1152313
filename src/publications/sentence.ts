import { inLanguage, type Language, type Sentences, type Spoken } from '../domain/site.ts';
import { isHurt, type Status } from '../domain/status.ts';
import { formatOf, labelled, wordsOf } from '../i18n/index.ts';

/** How a component is doing, or that it works again. */
export type Doing = Status | 'again';

/**
 * How a component is doing, in a sentence that people would say, without its stop: "Followers get no alerts". What
 * nobody worded is said with the name: "Sign-in: not working". That it works is not proved by this sentence: whoever
 * prints it has to know.
 */
export function sentenceOf(component: Spoken, doing: Doing, language: Language): string {
  const clause = clauseOf(component, doing, language);
  return clause === undefined
    ? besideItsName(component, doing, language)
    : capital(located(component, clause, language));
}

/** The same beside its name, which need not be said twice where nobody wrote a sentence. */
export function besideName(component: Spoken, status: Status, language: Language): string {
  const clause = isHurt(status) ? clauseOf(component, status, language) : undefined;
  const said = clause ?? wordsOf(language).statuses[status];
  return capital(located(component, component.where ? small(said) : said, language));
}

/** The same where there is little room: the sentence, or the short name and its status where that is shorter. */
export function briefly(component: Spoken, status: Status, language: Language): string {
  const named = `${labelled(nameOf(component, language, 'short'), language)} ${small(wordsOf(language).statuses[status])}`;
  const sentence = sentenceOf(component, status, language);
  return named.length < sentence.length ? named : sentence;
}

/**
 * How some components are doing that are all doing the same, in sentences with their stops. What is worded is joined:
 * "Followers get no alerts, and followers see no glucose." More than two are a list with one "and".
 */
export function sentencesOf(components: readonly Spoken[], doing: Doing, language: Language): string {
  const joined = joinedOf(components, doing, language);
  const sentences =
    joined === undefined
      ? components.map((component) => sentenceOf(component, doing, language))
      : [capital(located(components[0], joined, language))];
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}

function joinedOf(components: readonly Spoken[], doing: Doing, language: Language): string | undefined {
  const [first] = components;
  if (components.some((one) => whereOf(one, language) !== (first && whereOf(first, language))))
    return undefined;
  const words = wordsOf(language).sentences;
  const of = doing === 'not_known' ? 'operational' : doing;
  const clauses = components.map((component) => clauseOf(component, of, language));
  if (!clauses.every((clause) => clause !== undefined)) return undefined;
  return doing === 'not_known'
    ? words.notKnown(clauses.reduce(words.norKnown))
    : clauses.length > 2
      ? formatOf(language).list(clauses)
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
function besideItsName(component: Spoken, doing: Doing, language: Language): string {
  const { sentences, statuses } = wordsOf(language);
  const name = nameOf(component, language);
  if (doing === 'operational') return name;
  if (doing === 'again') return `${labelled(name, language)} ${sentences.worksAgain}`;
  const called = doing === 'under_maintenance' ? nameOf(component, language, 'short') : name;
  return `${labelled(called, language)} ${small(statuses[doing])}`;
}

/** What a component is called, with the regions that are spoken of behind it. */
export function nameOf(component: Spoken, language: Language, form: 'name' | 'short' = 'name'): string {
  const where = whereOf(component, language);
  const name = inLanguage(component[form], language);
  return where === undefined ? name : `${name} (${where})`;
}

/** The regions that are spoken of, in words; nothing where they are all. */
export function whereOf({ where }: Pick<Spoken, 'where'>, language: Language): string | undefined {
  return where && formatOf(language).list(where.map(({ name }) => inLanguage(name, language)));
}

/** A clause with the regions in which it is so before it: whose trouble it is comes first. */
function located(component: Spoken | undefined, clause: string, language: Language): string {
  const where = component && whereOf(component, language);
  return where === undefined ? clause : wordsOf(language).sentences.inRegions(where, clause);
}

/** With a capital at its beginning, but where a name begins with a small letter of its own: iPhones. */
function capital(text: string): string {
  return /^\p{Ll}\p{Lu}/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function small(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

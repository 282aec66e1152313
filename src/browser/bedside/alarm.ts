import { type BedsideIncident, type Night, stillWorking, troubleOfNight } from '../../domain/bedside.ts';
import type { Hurt } from '../../domain/status.ts';

/** The words that stand while something is wrong, in the page's language. */
export interface AlarmWords {
  language: string;
  /** How it writes lists and times. */
  locale: string;
  /** The word where nothing is known. */
  words: { unknown: string };
  /** What each component is called, in a sentence how it is doing, and what it is called in each of its regions, by ids. */
  components: Record<string, { name: string; says: Partial<Record<Hurt, string>>; regions?: string[] }>;
  /** The status page, and what the link to it says. */
  home: string;
  page: string;
  /** What the link to an incident says. */
  allSaid: string;
  /** What to do where nobody has said it of an incident. */
  advice: string;
  whatToDo: string;
  ofEditors: string;
  works: string;
  worksUnknown: string;
  nobodyKnows: string;
  silence: string;
  lastHeard: string;
}

/** What is wrong in a night: what to name first, what to do, what still works, and where more stands. */
export interface Wrong {
  /** What fails, the worst first; nothing where it is not known. */
  fails: { status: Hurt; sentence: string }[];
  /** What was in trouble when something was heard last, where nothing is heard any more. */
  lastHeard: string;
  advice: { text: string; language: string; ofEditors: boolean }[];
  works: string;
  /** To the incident; of several to the status page, which has them all: two links of the same words would not say which is which. */
  link: { address: string; text: string };
}

/** What a night has to say that is not calm. Of what is not known any more, only that it is not. */
export function wrongIn(night: Night, words: AlarmWords): Wrong {
  const fails = troubleOfNight(night).map(({ id, status }) => ({
    status,
    sentence: words.components[placeOf(id, night, words)]?.says[status] ?? id,
  }));
  const isKnown = night.knowledge === 'known';
  const told = night.incidents.flatMap((incident) => incident.told[words.language] ?? []);
  const advice = told.flatMap(({ advice }) =>
    advice ? [{ text: advice.text, language: advice.language, ofEditors: advice.by === 'editors' }] : [],
  );
  const own = { text: words.advice, language: words.language, ofEditors: false };
  const [first, ...others] = told;
  const link =
    first && others.length === 0
      ? { address: first.url, text: words.allSaid }
      : { address: words.home, text: words.page };
  return {
    fails: isKnown ? fails : [],
    lastHeard: isKnown ? '' : fails.map(({ sentence }) => sentence).join(' '),
    advice: advice.length > 0 ? unique(advice) : [own],
    works: isKnown ? worksIn(night.incidents, words) : words.nobodyKnows,
    link,
  };
}

/**
 * A component, or where it fails in one of its regions alone, that: who watches all regions is told in which. Of
 * several the file does not say which is how bad.
 */
function placeOf(id: string, { incidents }: Night, { components }: AlarmWords): string {
  const regions = components[id]?.regions ?? [];
  const hurt = regions.filter((region) => incidents.some(({ hurts }) => hurts.includes(region)));
  return regions.length > 1 && hurt.length === 1 ? (hurt[0] as string) : id;
}

function worksIn(incidents: readonly BedsideIncident[], { components, worksUnknown, locale }: AlarmWords) {
  const names = stillWorking(incidents).flatMap((id) => components[id]?.name ?? []);
  return names.length > 0 ? new Intl.ListFormat(locale).format(names) : worksUnknown;
}

/** Two incidents may advise the same. */
function unique(advice: Wrong['advice']): Wrong['advice'] {
  return advice.filter(({ text }, index) => advice.findIndex((one) => one.text === text) === index);
}

/** Writes it into the page. A link opens beside the night, which goes on. */
export function writeWrong(place: HTMLElement, wrong: Wrong, words: AlarmWords): void {
  const head = wrong.fails.map(({ status, sentence }) => failure(status, sentence));
  const unknown = () => [
    failure('unknown', words.words.unknown),
    part('p', words.silence),
    ...(wrong.lastHeard ? [part('p', `${words.lastHeard} ${wrong.lastHeard}`)] : []),
  ];
  const list = document.createElement('dl');
  list.append(part('dt', words.whatToDo));
  for (const { text, language, ofEditors } of wrong.advice) {
    const line = part('dd', text);
    if (language !== words.language) line.lang = language;
    if (ofEditors) {
      const by = part('small', words.ofEditors);
      by.lang = words.language;
      line.append(' ', by);
    }
    list.append(line);
  }
  list.append(part('dt', words.works), part('dd', wrong.works));
  place.replaceChildren(...(head.length > 0 ? head : unknown()), list, lineOf(wrong.link));
}

/** What fails, with the shape of its status before its words. */
function failure(status: Hurt | 'unknown', sentence: string): HTMLElement {
  const line = part('p', '');
  line.className = 'fails';
  line.dataset.status = status;
  const marks = (document.getElementById('marks') as HTMLTemplateElement).content;
  const mark = marks.querySelector(`[data-status="${status}"]`);
  if (mark) line.append(mark.cloneNode(true));
  line.append(sentence);
  return line;
}

function lineOf({ address, text }: Wrong['link']): HTMLElement {
  const line = part('p', '');
  const anchor = document.createElement('a');
  Object.assign(anchor, { href: address, target: '_blank', rel: 'noopener', textContent: text });
  line.append(anchor);
  return line;
}

function part(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

import type { NotificationFile } from '../../domain/notification-file.ts';
import { isHurt } from '../../domain/status.ts';
import { labelled, messageWordsOf, wordsOf } from '../../i18n/index.ts';
import type { Fact } from './layout.ts';
import { holdsLink, oneLine, sentence, withoutAddresses } from './plain.ts';
import { timesOf } from './times.ts';

/** How a short message is worded. */
export interface Voice {
  /** What a text from outside goes through before it stands in the message. */
  clean(text: string): string;
}

const AS_IT_IS: Voice = { clean: (text) => text };

/**
 * What a short message can say of an update, in the order in which it works best where there is little room: source,
 * guidance, hazard, location, time; and how much depends on each. The link is the channel's.
 */
export function factsOf(told: NotificationFile, { clean }: Voice = AS_IT_IS): Fact[] {
  const words = messageWordsOf(told.language);
  const outside = (text: string) => clean(oneLine(text));
  const times = timesOf(told, 'brief');
  const fact = (
    element: Fact['element'],
    [line, rank]: readonly [number, number],
    text: string | undefined | null | false,
    weight?: 'core' | 'spare',
  ): Fact[] =>
    text ? [{ element, line, rank, says: [sentence(text)], ...(weight && { [weight]: true as const }) }] : [];
  // Of work that is announced one asks first when it is; of trouble, what to do.
  const guidance = (line: number) => fact('guidance', [line, 20], told.advice && outside(told.advice));
  return [
    ...marksOf(told),
    { element: 'source', line: 1, rank: 2, core: true, says: [words.source(outside(told.site.name))] },
    ...fact('state', [1, 3], stateOf(told), 'core'),
    ...(told.kind === 'incident' ? guidance(1) : []),
    ...hazardsOf(told, outside),
    ...fact(
      'location',
      [3, 24],
      told.scope &&
        `${labelled(wordsOf(told.language).incident.scope, told.language)} ${outside(told.scope)}`,
    ),
    ...fact('time', [3, told.first ? 21 : 23], times.when),
    ...fact('time', [3, 21], times.window && `${labelled(words.window, told.language)} ${times.window}`),
    ...fact('next', [3, told.first ? 23 : 22], times.next),
    ...fact(
      'text',
      [3, 25],
      told.data && told.all_clear && wordsOf(told.language).incident.dataFates[told.data],
    ),
    ...(told.kind === 'incident' ? [] : guidance(4)),
    ...fact('works', [5, 26], namesOf(told, worksIn(told), outside, words.works)),
    ...fact('source', [6, 27], reportedBy(told, outside)),
    ...(TOLD_BY_TEXT.includes(told.state)
      ? fact('text', [6, 19], proseOf(told, outside))
      : fact('text', [6, 28], proseOf(told, outside), 'spare')),
  ];
}

/** The facts without what the title has said already, in the same words. */
export function besideTitle(facts: readonly Fact[], { title }: NotificationFile): Fact[] {
  const said = sentence(oneLine(title));
  return facts.filter(({ element, says }) => element !== 'hazard' || says[0] !== said);
}

/** States of which the words of the update are the news. */
const TOLD_BY_TEXT: NotificationFile['state'][] = [
  'correction',
  'withdrawn',
  'cancelled',
  'postmortem',
  'update',
];

/** What must be read first, and nothing stands before it. */
function marksOf({ language, demonstration, drill }: NotificationFile): Fact[] {
  const { marks } = messageWordsOf(language);
  const mark = (says: readonly string[]): Fact => ({ element: 'mark', line: 0, rank: 1, core: true, says });
  return [...(drill ? [mark(marks.drill)] : []), ...(demonstration ? [mark(marks.demonstration)] : [])];
}

/** Where the work stands, unless it is the first word of trouble, which says so by itself. */
function stateOf({ first, state, state_name }: NotificationFile): string | undefined {
  return first && (state === 'investigating' || state === 'scheduled') ? undefined : state_name;
}

/** What is lost as of the update, worst first, and what works again. */
function hazardsOf(told: NotificationFile, outside: (text: string) => string): Fact[] {
  const { impact, language, site } = told;
  const words = messageWordsOf(language);
  const fact = (rank: number, ...says: (string | undefined)[]): Fact => ({
    element: 'hazard',
    line: 2,
    rank,
    ...(rank === 4 && { core: true as const }),
    says: says.flatMap((text) => (text ? [sentence(text)] : [])),
  });
  const title = outside(told.title);
  if (told.state === 'withdrawn' || told.state === 'cancelled') {
    const say = words.taken[told.state];
    return [fact(4, say(title), say(outside(site.service)))];
  }
  const ahead =
    told.kind === 'maintenance' && !impact.some(({ status, worst }) => isHurt(status) || isHurt(worst));
  const hurt = [...Map.groupBy(impact, ({ status }) => status)].flatMap(([status, list]) =>
    isHurt(status) ? [{ status, list }] : [],
  );
  const again = impact.filter(({ status, worst }) => !isHurt(status) && isHurt(worst));
  const problem = wordsOf(language).answer.reported(outside(site.service));
  const groups = [
    ...(ahead
      ? [
          {
            label: words.planned,
            list: impact,
            part: wordsOf(language).answer.maintenance(outside(site.service)),
          },
        ]
      : []),
    ...hurt.map(({ status, list }) => ({ label: words.statuses[status], list, part: problem })),
    ...(again.length > 0 ? [{ label: words.worksAgain, list: again, part: undefined }] : []),
  ];
  if (groups.length === 0) return [fact(4, title, outside(site.service))];
  return groups.map(({ label, list, part }, index) => {
    const names = list.map((one) => calledIn(told, one));
    return fact(
      index === 0 ? 4 : 22.5,
      sentencesOf(list, outside),
      namesOf(told, names, outside, label),
      someOf(told, names, outside, label),
      part && inOnly(list, part, language),
    );
  });
}

/** How one or two are doing, as people would say it; of more their names are read faster. */
function sentencesOf(
  list: NotificationFile['impact'],
  outside: (text: string) => string,
): string | undefined {
  const said = list.flatMap(({ sentence: text }) => (text ? [sentence(outside(text))] : []));
  return list.length <= 2 && said.length === list.length ? said.join(' ') : undefined;
}

function worksIn({ works, short_names }: NotificationFile): string[] {
  return works.map((id) => short_names[id] ?? id);
}

/** What a component is called in short, with the regions that are spoken of. */
function calledIn(
  { short_names }: NotificationFile,
  { component, where }: NotificationFile['impact'][0],
): string {
  const name = short_names[component] ?? component;
  return where === undefined ? name : `${name} (${where})`;
}

/** What is said of all of them, with the regions where those are the same ones. */
function inOnly(
  list: NotificationFile['impact'],
  text: string,
  language: NotificationFile['language'],
): string {
  const [first] = list;
  const where = first?.where;
  if (where === undefined || list.some((one) => one.where !== where)) return text;
  return wordsOf(language).sentences.inRegions(where, text);
}

function namesOf(
  { language }: NotificationFile,
  names: readonly string[],
  outside: (text: string) => string,
  label: string,
): string | undefined {
  return names.length > 0 ? `${labelled(label, language)} ${names.map(outside).join(', ')}` : undefined;
}

/** The first name and how many more there are. */
function someOf(
  { language }: NotificationFile,
  [first, ...more]: readonly string[],
  outside: (text: string) => string,
  label: string,
): string | undefined {
  if (first === undefined || more.length === 0) return undefined;
  return `${labelled(label, language)} ${messageWordsOf(language).some(outside(first), more.length)}`;
}

/** Whose word it is, if it is not the operator's. */
function reportedBy({ said_by, said_in, language }: NotificationFile, outside: (text: string) => string) {
  if (said_by === 'operator') return undefined;
  return messageWordsOf(language).speakers[said_by](said_in === null ? undefined : outside(said_in));
}

/** The operator's words, without the addresses behind their links; none where an address stands in them by itself, and none in another language. */
function proseOf(
  { text, language, languages }: NotificationFile,
  outside: (text: string) => string,
): string | undefined {
  const prose = withoutAddresses(text);
  return holdsLink(prose) || languages.text !== language ? undefined : outside(prose);
}

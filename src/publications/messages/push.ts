import type { NotificationFile } from '../../domain/notification-file.ts';
import { labelled, messageWordsOf } from '../../i18n/index.ts';
import { besideTitle, factsOf } from './facts.ts';
import { type Fact, layOut } from './layout.ts';
import { bytesOf } from './measures.ts';
import { oneLine } from './plain.ts';
import { directionOf } from './times.ts';
import type { Push } from './types.ts';

/** What a push service takes, in bytes, when it is encrypted with its padding (RFC 8291, RFC 8030). */
export const PUSH_BYTES = 3000;
/** Letters of a title that a lock screen shows. */
const TITLE = 110;

/** States after which nothing has to be done now. */
const QUIET: NotificationFile['state'][] = ['scheduled', 'postmortem'];

/** An update as a notification of the device: the title says what it is, the body what to do. */
export function pushOf(told: NotificationFile): Push {
  const { title, facts } = titleAndRest(told);
  return pushWith(title, facts, {
    url: told.url,
    tag: told.incident,
    lang: told.language,
    dir: directionOf(told.language),
    ...(QUIET.includes(told.state) && { silent: true }),
  });
}

/** A notification whose body says as much as the push service takes. */
export function pushWith(title: string, facts: readonly Fact[], rest: Omit<Push, 'title' | 'body'>): Push {
  const withBody = (body: string): Push => ({ title, body, ...rest });
  const { text } = layOut(facts, (body) => bytesOf(JSON.stringify(withBody(body))) < PUSH_BYTES);
  return withBody(text);
}

/** The title has mark, source, state and what is lost; the body has the rest, what to do before all. */
function titleAndRest(told: NotificationFile): { title: string; facts: Fact[] } {
  const facts = factsOf(told);
  const source: Fact = {
    element: 'source',
    line: 1,
    rank: 3,
    says: [messageWordsOf(told.language).source(oneLine(told.site.name))],
  };
  const about: Fact = {
    element: 'hazard',
    line: 1,
    rank: 2,
    says: [headline(told), oneLine(told.site.service), told.state_name],
  };
  const marks = facts
    .filter(({ element }) => element === 'mark')
    .map((fact) => ({ ...fact, line: 1, says: [fact.says.at(-1) as string] }));
  const title = layOut([...marks, source, about], (text) => text.length <= TITLE).text;
  const inTitle: Fact['element'][] = ['mark', 'state'];
  const rest = title.includes(oneLine(told.title)) ? besideTitle(facts, told) : facts;
  return { title, facts: rest.filter((fact) => !inTitle.includes(fact.element) && fact.rank !== 2) };
}

/** What it is about, headed by where the work stands unless it is the first word of trouble. */
export function headline({ first, state, state_name, title, language }: NotificationFile): string {
  const isNews = first && (state === 'investigating' || state === 'scheduled');
  return isNews ? oneLine(title) : `${labelled(state_name, language)} ${oneLine(title)}`;
}

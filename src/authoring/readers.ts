import { href, type Origin, paths } from '../domain/addresses.ts';
import { type Incident, isOpen, type Update } from '../domain/incident.ts';
import { spokenBy } from '../domain/region.ts';
import type { Language } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { wordingOf } from '../domain/wording.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { type Answer, answerOf } from '../publications/answer.ts';
import { textOf, titleOf } from '../publications/feeds/content.ts';
// Not all channels, for this is loaded while somebody waits for a notice.
import { smsOf } from '../publications/messages/sms.ts';
import { countSms } from '../publications/messages/sms-count.ts';
import { notificationFile, notificationIn } from '../publications/notification.ts';
import { nameOf } from '../publications/sentence.ts';
import { headedTitle } from '../publications/title.ts';

/** What readers will see of an update, in one language. */
export interface Readers {
  language: Language;
  /** The first page: its answer, a line each. */
  page: string[];
  /** The head of the incident's own page, and the update on it. */
  incident: string[];
  /** The entry in feeds: its title, and what it says. */
  feed: { title: string; text: string };
  /** The text message, and how long it is as carriers count. */
  sms: { text: string; encoding: string; units: number; segments: number };
  /** Where the update will stand. */
  url: string;
}

/** What readers see of an update of an incident, printed from the model that pages and messages print. */
export function readersSee(
  snapshot: Snapshot,
  incident: Incident,
  update: Update,
  language: Language,
  origin: Origin,
): Readers {
  const notification = notificationIn(snapshot, incident, update, language, origin);
  const file = notificationFile(notification);
  const sms = smsOf(file, { stop: true });
  const { encoding, units } = countSms(sms.text);
  return {
    language,
    page: [
      ...(isOpen(incident) ? drillLines(incident, language) : []),
      ...answerLines(answerOf(snapshot, language), language),
    ],
    incident: incidentLines(incident, update, snapshot, language),
    feed: { title: titleOf(notification), text: textOf(notification) },
    sms: { text: sms.text, encoding, units, segments: sms.segments },
    url: new URL(href(snapshot.site, origin.base, language, paths.update(incident.id, update.id)), origin.url)
      .href,
  };
}

/** The banner of a drill, on the first page while it is open and on its own page for ever. */
function drillLines({ drill }: Incident, language: Language): string[] {
  return drill ? [wordsOf(language).drill] : [];
}

function answerLines(answer: Answer, language: Language): string[] {
  const words = wordsOf(language).answer;
  const format = formatOf(language);
  const { since, sinceBefore, until, over, works, advice, due } = answer;
  return [
    answer.headline,
    since && `${words.since} ${format.since(since)}`,
    sinceBefore && `${words.since} ${format.before(sinceBefore)}`,
    until !== undefined && `${words.until} ${format.dateTime(until)}`,
    over && `${words.over} ${format.since(over)}`,
    ...advice.map(({ text }) => `${words.advice}: ${text}`),
    works && (works.length > 0 ? `${words.works}: ${format.list(works)}` : words.worksUnknown),
    due && `${due.overdue ? words.overdue : words.due} ${format.dateTime(due.at)}`,
  ].filter((line) => typeof line === 'string');
}

function incidentLines(incident: Incident, update: Update, { site }: Snapshot, language: Language): string[] {
  const words = wordsOf(language);
  const format = formatOf(language);
  const { scope, advice, proseOf } = wordingOf(incident, language);
  const began = incident.kind === 'incident' ? incident.began : undefined;
  return [
    incident.drill
      ? `${words.feed.drill} · ${headedTitle(incident, language)}`
      : headedTitle(incident, language),
    ...drillLines(incident, language),
    incident.kind === 'maintenance'
      ? `${words.incident.scheduled}: ${format.window({ earliest: incident.scheduled.from, latest: incident.scheduled.until })}`
      : began && `${words.incident.began}: ${format.moment(began)}`,
    scope && `${words.incident.scope}: ${scope.text}`,
    ...incident.impact.map((one) => impactLine(one, site, language)),
    advice &&
      `${words.incident.advice[isOpen(incident) ? 'open' : 'closed'][incident.adviceBy]}: ${advice.text}`,
    `${words.states[update.state]} · ${format.moment(update.at)}`,
    proseOf(update).text.text,
  ].filter((line) => typeof line === 'string');
}

function impactLine(impact: Incident['impact'][number], site: Snapshot['site'], language: Language): string {
  const { statuses } = wordsOf(language);
  const format = formatOf(language);
  const name = nameOf(spokenBy(site, impact), language);
  const how =
    'status' in impact
      ? statuses[impact.status]
      : impact.changes.map(({ from, status }) => `${statuses[status]} (${format.from(from)})`).join('; ');
  return `${name}: ${how}`;
}

/** The same for a terminal, in lines. */
export function printReaders(
  { language, page, incident, feed, sms, url }: Readers,
  languages: readonly Language[],
): string {
  const named = languages.length > 1 ? ` (${language})` : '';
  const indented = (lines: readonly string[]) =>
    lines.flatMap((line) => line.split('\n').map((one) => (one === '' ? '' : `  ${one}`)));
  return [
    `What readers see${named}`,
    'On the first page:',
    ...indented(page),
    `On its own page, ${url}:`,
    ...indented(incident),
    'In feeds:',
    ...indented([feed.title, feed.text]),
    `As a text message, ${sms.units} of ${sms.encoding.toUpperCase()}, ${sms.segments} ${sms.segments === 1 ? 'segment' : 'segments'}:`,
    ...indented([sms.text]),
  ].join('\n');
}

import {
  beginningOf,
  type Course,
  countedEnd,
  courseOf,
  endOf,
  type Impact,
  type Incident,
  newestUpdate,
} from '../domain/incident.ts';
import { worstOf } from '../domain/impact.ts';
import { pledgeOf } from '../domain/pledge.ts';
import { historyOfIncident } from '../domain/git-history.ts';
import { spokenBy } from '../domain/region.ts';
import type { Language } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isHurt } from '../domain/status.ts';
import { exactly, MINUTE, spanBetween } from '../domain/time.ts';
import { type Worded, wordingOf } from '../domain/wording.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { nameOf, sentenceOf } from './sentence.ts';

type Sentences = (string | undefined)[];

/**
 * A paragraph for the press from the facts of the page: what failed, what kept working, who, how sure, whom
 * to ask. It is quoted away from the page, so it says by itself what was withdrawn, practised or never held.
 */
export function pressParagraph(incident: Incident, snapshot: Snapshot, language: Language): string {
  const words = wordsOf(language).press;
  const { site, now } = snapshot;
  const course = courseOf(incident, now);
  return [
    site.demonstration?.notice[language],
    incident.drill ? wordsOf(language).drill : undefined,
    `${quoted(wordingOf(incident, language).title, language)}.`,
    ...(course === 'withdrawn'
      ? [words.withdrawn(whenClosed(incident, language))]
      : factsOf(incident, course, snapshot, language)),
    words.contact(site.operator.name, site.operator.contact.replace(/^mailto:/, '')),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A paragraph is quoted without its markup: what is not translated says so in words. */
function quoted({ text, language: own }: Worded, language: Language): string {
  return own === language ? text : wordsOf(language).press.original(text, wordsOf(own).language);
}

function factsOf(incident: Incident, course: Course, snapshot: Snapshot, language: Language): Sentences {
  const words = wordsOf(language).press;
  const { list } = formatOf(language);
  const { components } = snapshot.site;
  const quotedName = (id: string) =>
    words.quoted(components.find((component) => component.id === id)?.name[language] ?? id);
  const planned = incident.kind === 'maintenance';
  /** At its worst, in a sentence; what was announced, or hurt nobody, by its name. */
  const failedIn = (impact: Impact) => {
    const component = spokenBy(snapshot.site, impact);
    const status = worstOf(impact);
    return isHurt(status) && status !== 'under_maintenance'
      ? sentenceOf(component, status, language)
      : nameOf(component, language);
  };
  return [
    words.failed(list(incident.impact.map((impact) => words.quoted(failedIn(impact))))),
    ...courseIn(incident, course, language),
    ...noticeIn(incident, snapshot, language),
    incident.works.length > 0 ? words.works(list(incident.works.map(quotedName))) : undefined,
    incident.works.length === 0 && !planned ? words.worksUnknown : undefined,
    causeIn(incident, language),
    incident.disputed && words.disputed,
  ];
}

/** When it began and was over, and how long it lasted, as well as it is known; announced work has a window. */
function courseIn(incident: Incident, course: Course, language: Language): Sentences {
  const words = wordsOf(language).press;
  const window = windowOf(incident, language);
  if (course === 'cancelled') return [window, words.cancelled(whenClosed(incident, language))];
  if (course === 'ahead') return [window, wordsOf(language).incident.course.ahead];
  return [window, beganIn(incident, language), ...endIn(incident, course, language)];
}

function windowOf(incident: Incident, language: Language): string | undefined {
  if (incident.kind !== 'maintenance') return undefined;
  const { inSentence } = formatOf(language);
  const { from, until } = incident.scheduled;
  return wordsOf(language).press.planned(inSentence(exactly(from)), inSentence(exactly(until)));
}

function beganIn(incident: Incident, language: Language): string {
  const words = wordsOf(language).press;
  const began = beginningOf(incident);
  return began ? words.began(formatOf(language).inSentence(began)) : words.beganUnknown;
}

function endIn(incident: Incident, course: Course, language: Language): Sentences {
  const words = wordsOf(language).press;
  const format = formatOf(language);
  const [began, end, last] = [beginningOf(incident), endOf(incident), countedEnd(incident)];
  if (course === 'open') return [words.open];
  if (!end) return [last ? words.endUnknownAfter(format.inSentence(last)) : words.endUnknown];
  const lasted = began && spanBetween(began, end);
  return [
    words.ended(format.inSentence(end)),
    lasted && lasted.possible > 0 ? words.lasted(format.span(lasted)) : undefined,
    course === 'watched' ? words.watched : undefined,
  ];
}

/** When the operator first said something, since when that stood here if later, and how long after the beginning. */
function noticeIn(incident: Incident, snapshot: Snapshot, language: Language): Sentences {
  if (incident.kind !== 'incident' || incident.drill) return [];
  const { site, now, git } = snapshot;
  const words = wordsOf(language);
  const format = formatOf(language);
  const history = historyOfIncident(git, incident.id);
  const { notice, heard, firstNotice } = pledgeOf(incident, site.pledge, now, history);
  if (!notice || !heard) return [words.incident.noNotice];
  const isLater = heard.latest - notice.at.latest >= MINUTE;
  return [
    words.press.notice(
      format.inSentence(notice.at),
      isLater ? format.inSentence(exactly(heard.latest)) : undefined,
      firstNotice && words.incident.after(format.span(firstNotice)),
    ),
  ];
}

function causeIn(incident: Incident, language: Language): string | undefined {
  const { press, incident: words } = wordsOf(language);
  const { cause } = wordingOf(incident, language);
  if (cause)
    return press.cause(quoted(cause, language), words.certainty[incident.causeCertainty ?? 'unknown']);
  return incident.kind === 'maintenance' ? undefined : press.causeUnknown;
}

/** When it was said that it was withdrawn or cancelled. */
function whenClosed(incident: Incident, language: Language): string {
  const closing = incident.updates.findLast(({ state }) => state === 'withdrawn' || state === 'cancelled');
  return formatOf(language).inSentence((closing ?? newestUpdate(incident)).at);
}

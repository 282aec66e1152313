import { heardAt, historyOfIncident } from '../domain/git-history.ts';
import { statusThen, worstOf } from '../domain/impact.ts';
import {
  beginningOf,
  countedEnd,
  courseOf,
  endOf,
  filedAt,
  firstUpdate,
  type Impact,
  type Incident,
  isOpen,
  isReal,
  isWithdrawn,
  stateOf,
} from '../domain/incident.ts';
import { lastingOf } from '../domain/lasting.ts';
import { pledgeOf } from '../domain/pledge.ts';
import { regionNames, regionsOfIncident, spokenBy } from '../domain/region.ts';
import type { Language, Site } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { STATUSES, type Status, worst } from '../domain/status.ts';
import { exactly, type Instant, type Span, spanBetween } from '../domain/time.ts';
import { intervalsOf } from '../domain/timeline.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { nameOf, sentencesOf } from './sentence.ts';

/** An incident as it stands in a list, in words. Of one that is closed nothing here changes with time. */
export interface IncidentRow {
  /** The worst that it did; `operational` where it did nothing: a drill, or what was withdrawn or cancelled. */
  mark: Status;
  /** What is particular about it, as small words: open, drill, withdrawn. */
  tags: string[];
  /** The UTC days from its beginning to its end, as far as they are known. */
  days: string;
  /** How long it lasted, a pair where that is not known exactly; nothing where it never took place, or not yet. */
  lasted: Labelled | undefined;
  /** The same beside the days and without a label; nothing where that would say no more than they do. */
  brief: string | undefined;
}

/** What something is called, and what is to be said of it. */
export interface Labelled {
  label: string;
  text: string;
}

/** What a list with room says besides. */
export interface IncidentFacts {
  /** What was lost, in sentences. */
  lost: Labelled;
  /** How soon somebody said so, and who did. */
  told: Labelled[];
}

/**
 * An incident as one row of a list.
 * @param pinnedFirst whether those that are kept at the top stand there, and must say why.
 */
export function rowOf(incident: Incident, language: Language, pinnedFirst = false): IncidentRow {
  return {
    mark: markOf(incident),
    tags: tagsOf(incident, language, pinnedFirst),
    days: daysOf(incident, language),
    ...lastedIn(incident, language),
  };
}

/** The regions that an incident is about, in words; nothing where it is about something that is everywhere. */
export function whereIn(
  incident: Incident,
  site: Pick<Site, 'regions' | 'components' | 'languages'>,
  language: Language,
): string | undefined {
  const regions = regionsOfIncident(site, incident);
  return regions && formatOf(language).list(regionNames(site, regions, language));
}

/** What was lost, how long it took until somebody said so, and who did. */
export function factsOf(
  incident: Incident,
  { site, now, git }: Pick<Snapshot, 'site' | 'now' | 'git'>,
  language: Language,
): IncidentFacts {
  const told = isReal(incident)
    ? [noticeOf(incident, { site, now, git }, language), toldBy(incident, language)]
    : [];
  return { lost: lostIn(incident, site, language, now), told: told.flatMap((one) => one ?? []) };
}

function markOf(incident: Incident): Status {
  if (!isReal(incident) || stateOf(incident) === 'cancelled') return 'operational';
  if (incident.kind === 'incident') return worst(incident.impact.map(worstOf));
  if (isOpen(incident)) return 'under_maintenance';
  return worst([...intervalsOf(incident).values()].flat().map(({ status }) => status));
}

function tagsOf(incident: Incident, language: Language, pinnedFirst: boolean): string[] {
  const words = wordsOf(language);
  const state = stateOf(incident);
  const open = isOpen(incident);
  const ofState = (['scheduled', 'cancelled'] as const).find((one) => one === state);
  return [
    pinnedFirst && incident.pinned && words.versions.fields.pinned,
    ofState
      ? words.states[ofState]
      : open && (endOf(incident) ? words.states.monitoring : words.history.open),
    incident.drill && words.history.drill,
    isWithdrawn(incident) && words.history.withdrawn,
    incident.kind === 'maintenance' && words.history.maintenance,
  ].flatMap((tag) => (tag === false ? [] : tag.toLowerCase()));
}

function daysOf(incident: Incident, language: Language): string {
  const words = wordsOf(language).rows;
  const format = formatOf(language);
  const end = countedEnd(incident);
  if (incident.kind === 'maintenance') {
    const { from, until } = incident.scheduled;
    return format.days(end ? filedAt(incident) : from, lastMoment(from, end?.latest ?? until));
  }
  const open = isOpen(incident);
  const began = beginningOf(incident);
  const first = began ?? firstUpdate(incident).at;
  if (end && !open && !isWithdrawn(incident)) {
    const last = lastMoment(first.earliest, end.latest);
    if (began) return format.days(first.earliest, last);
    return incident.ended === 'unknown'
      ? words.seenOn(format.days(first.earliest, last))
      : words.beforeTo(format.date(first.latest), format.date(last));
  }
  const day = format.days(first.earliest, first.latest);
  if (!began) return open ? words.sinceBefore(day) : words.before(day);
  return open ? words.since(day) : day;
}

/** What ends at midnight ends with the day before. */
export function lastMoment(from: number, to: number): number {
  return Math.max(from, to - 1);
}

function lastedIn(incident: Incident, language: Language): Pick<IncidentRow, 'lasted' | 'brief'> {
  const words = wordsOf(language).rows;
  const format = formatOf(language);
  const lasting = lastingOf(incident);
  const of = (text: string) => ({ label: words.lasted, text });
  switch (lasting.kind) {
    case 'lasted':
      return { lasted: of(format.span(lasting.span)), brief: format.span(lasting.span) };
    case 'at least': {
      const text = words.atLeast(format.duration(lasting.span.certain));
      return { lasted: of(text), brief: text };
    }
    case 'seen':
      return { lasted: { label: words.seen, text: format.span(lasting.span) }, brief: undefined };
    case 'instant':
      return { lasted: of(words.instant), brief: words.instant };
    case 'open':
      return { lasted: of(words.open), brief: undefined };
    case 'not known':
      return { lasted: of(words.notKnown), brief: undefined };
    case 'none':
      return { lasted: undefined, brief: undefined };
  }
}

/** What was lost, worst first, and while it is open what is; what nobody lost is only named. */
function lostIn(incident: Incident, site: Site, language: Language, now: Instant): IncidentFacts['lost'] {
  const words = wordsOf(language);
  const names = () =>
    formatOf(language).list(incident.impact.map((impact) => nameOf(spokenBy(site, impact), language)));
  if (incident.drill) return { label: words.incident.affectedInDrill, text: names() };
  if (incident.kind === 'maintenance' || isWithdrawn(incident))
    return { label: words.answer.affected, text: names() };
  const isNow = courseOf(incident, now) === 'open';
  const statusOf = (impact: Impact) => (isNow ? statusThen(impact, now) : worstOf(impact));
  const text = STATUSES.flatMap((status) => {
    const hurt = incident.impact.filter((impact) => statusOf(impact) === status);
    const components = hurt
      .filter(({ component }) => site.components.some(({ id }) => id === component))
      .map((impact) => spokenBy(site, impact));
    return components.length > 0 && status !== 'operational' ? sentencesOf(components, status, language) : [];
  }).join(' ');
  return { label: isNow ? words.incident.lostNow : words.incident.lost, text: text || names() };
}

function noticeOf(
  incident: Incident,
  { site, now, git }: Pick<Snapshot, 'site' | 'now' | 'git'>,
  language: Language,
): Labelled | undefined {
  const words = wordsOf(language).rows;
  const history = historyOfIncident(git, incident.id);
  if (incident.kind === 'maintenance') {
    const ahead = spanBetween(heardAt(history, firstUpdate(incident)), exactly(incident.scheduled.from));
    return { label: words.ahead, text: delayIn(ahead, language) };
  }
  const { notice, firstNotice } = pledgeOf(incident, site.pledge, now, history);
  if (!notice) return { label: wordsOf(language).incident.firstNotice, text: words.noNotice };
  return { label: words.notice, text: firstNotice ? delayIn(firstNotice, language) : words.notKnown };
}

function delayIn(span: Span, language: Language): string {
  return span.possible === 0 ? wordsOf(language).rows.atOnce : formatOf(language).span(span);
}

function toldBy(incident: Incident, language: Language): Labelled | undefined {
  if (incident.kind === 'maintenance') return undefined;
  const { rows, incident: words } = wordsOf(language);
  const { speaker } = firstUpdate(incident).said;
  const first = incident.reportedBy ?? (speaker === 'operator' ? undefined : speaker);
  return { label: rows.told, text: first ? words.reporters[first] : rows.operator };
}

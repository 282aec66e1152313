import {
  beginningOf,
  countedEnd,
  firstUpdate,
  type Incident,
  isClosing,
  isOpen,
  isWithdrawn,
  keepsState,
  type Maintenance,
  type Outage,
  type Update,
} from './incident.ts';
import { type MovedTime, movedBeginning, movedUpdate } from './moved.ts';
import { heardAt, historyOfIncident, type IncidentHistory, type GitHistory } from './git-history.ts';
import { type DatedPromise, type Pledge, promiseFor } from './promise.ts';
import { exactly, type Instant, MINUTE, type TimeRange, type Span, spanBetween } from './time.ts';

/** Whether a promise was kept; `not judged` where none was made. */
export type Verdict = 'kept' | 'missed' | 'cannot be told' | 'not judged';

/** From one word of the operator to the next, each as well as it is known. */
export interface Gap {
  from: TimeRange;
  to: TimeRange;
}

/** How the pledge was kept in one incident. A span is `undefined` where it cannot be measured. */
export interface IncidentPledge {
  incident: Outage;
  /** The promise that it is measured against; `undefined` where none was made then. */
  promise: DatedPromise | undefined;
  /** The operator's first update. */
  notice: Update | undefined;
  /** When that counts as told: the later of said and first published here. */
  heard: TimeRange | undefined;
  /** When that was published here, if it was said so much earlier that only one of the two keeps the pledge. */
  noticePublished: Instant | undefined;
  firstNotice: Span | undefined;
  firstNoticeVerdict: Verdict;
  /** The longest time in which the operator said nothing. */
  silence: Span | undefined;
  /** Between which two words that was: the one gives what is certain of it, the other what is possible. */
  silences: { certain: Gap; possible: Gap } | undefined;
  silenceVerdict: Verdict;
  /** Times that the verdicts rest on and that were changed after they were published. */
  moved: {
    /** The beginning, and what the first notice would be by the beginning that was first published. */
    beginning: (MovedTime & { firstNoticeVerdict: Verdict }) | undefined;
    /** Words of the operator. */
    updates: (MovedTime & { update: Update })[];
  };
}

/** Why an incident is not counted. */
export type Uncounted = 'drill' | 'withdrawn' | 'imported' | 'before the promise' | 'no notice found';

export interface PledgeReport {
  counted: IncidentPledge[];
  /** Left out of the count, and why; they are listed by name. */
  leftOut: { incident: Incident; why: Uncounted }[];
  maintenance: { incident: Maintenance; ahead: Span }[];
}

/**
 * The pledge, kept or missed, for every incident. Only what the operator said counts; community and
 * press do not. In a demonstration an incident without a notice is left out: nobody looked everywhere.
 */
export function pledgeReport(
  incidents: Incident[],
  pledge: Pledge,
  now: Instant,
  demonstration: boolean,
  git: GitHistory,
): PledgeReport {
  const report: PledgeReport = { counted: [], leftOut: [], maintenance: [] };
  for (const incident of incidents) {
    const why = reasonToLeaveOut(incident, pledge, demonstration);
    if (why) report.leftOut.push({ incident, why });
    else if (incident.kind === 'maintenance')
      report.maintenance.push({
        incident,
        ahead: noticeAhead(incident, historyOfIncident(git, incident.id)),
      });
    else report.counted.push(pledgeOf(incident, pledge, now, historyOfIncident(git, incident.id)));
  }
  return report;
}

/**
 * The pledge in one incident. A word counts from the later of when it was said and when it was published
 * here, where the record was kept live: what nobody could read then was not told.
 */
export function pledgeOf(
  incident: Outage,
  pledge: Pledge,
  now: Instant,
  history: IncidentHistory | undefined,
): IncidentPledge {
  const promise = promiseFor(pledge, incident);
  const notice = incident.updates.find(isOperators);
  const heard = notice && heardAt(history, notice);
  const began = beginningOf(incident);
  const firstNotice = began && heard && spanBetween(began, heard);
  const silences = notice && longestSilences(incident, now, history);
  const silence = notice && silenceOf(silences);
  const beginning = movedBeginning(history);
  const late = promise && notice && heard && heard.latest - notice.at.latest > promise.firstNotice * MINUTE;
  return {
    incident,
    promise,
    notice,
    heard,
    noticePublished: late ? heard.latest : undefined,
    firstNotice,
    firstNoticeVerdict: firstNotice
      ? verdict(firstNotice, promise?.firstNotice)
      : withoutNotice(incident, notice, promise?.firstNotice, now),
    silence,
    silences,
    silenceVerdict: silence
      ? verdict(silence, promise?.updateEvery)
      : withoutNotice(incident, notice, promise?.updateEvery, now),
    moved: {
      beginning: beginning && {
        ...beginning,
        firstNoticeVerdict: heard
          ? verdict(spanBetween(beginning.was, heard), promise?.firstNotice)
          : withoutNotice({ ...incident, began: beginning.was }, notice, promise?.firstNotice, now),
      },
      updates: incident.updates.filter(isOperators).flatMap((update) => {
        const time = movedUpdate(history, update.id);
        return time ? [{ ...time, update }] : [];
      }),
    },
  };
}

/** Kept if kept at the worst reading, missed if missed at the best, else it cannot be told. Without a promise nothing is. */
export function verdict(span: Span, minutes: number | undefined): Verdict {
  if (minutes === undefined) return 'not judged';
  if (span.possible <= minutes * MINUTE) return 'kept';
  return span.certain > minutes * MINUTE ? 'missed' : 'cannot be told';
}

/**
 * When the operator owes the next word; `undefined` once nothing is owed, whoever said that it is over. Only
 * the operator's own words move the clock, and that it was opened again. `next_update` counts where it is
 * later than the operator's newest word; where no promise was in force when it began, nothing else does. Announced
 * work owes nothing before its `until`.
 */
export function nextUpdateDue(
  incident: Incident,
  pledge: Pledge,
  history: IncidentHistory | undefined,
): Instant | undefined {
  const interval = openIntervals(incident).at(-1);
  if (!isOpen(incident) || !interval) return undefined;
  const own = interval.updates.findLast(isOperators);
  const promised = incident.nextUpdate?.latest;
  if (promised !== undefined && promised > (own ?? interval.opening).at.latest) return promised;
  const promise = promiseFor(pledge, incident);
  if (!promise) return undefined;
  const said = incident.updates.some(isOperators);
  const due =
    heardAt(history, own ?? interval.opening).latest +
    (own || said ? promise.updateEvery : promise.firstNotice) * MINUTE;
  return incident.kind === 'maintenance' ? Math.max(due, incident.scheduled.until) : due;
}

export function isOverdue(
  incident: Incident,
  pledge: Pledge,
  now: Instant,
  history: IncidentHistory | undefined,
): boolean {
  const due = nextUpdateDue(incident, pledge, history);
  return due !== undefined && now >= due;
}

function isOperators({ said }: Update): boolean {
  return said.speaker === 'operator';
}

/** A time in which an incident was open: the update that opened it, and what was said up to the one that closed it. */
interface OpenInterval {
  opening: Update;
  updates: Update[];
  closing: Update | undefined;
}

/** The times in which an incident was open, oldest first. What is said while it is closed is in none. */
function openIntervals({ updates }: Incident): OpenInterval[] {
  const intervals: OpenInterval[] = [];
  for (const update of updates) {
    const last = intervals.at(-1);
    if (last && !last.closing) {
      last.updates.push(update);
      if (isClosing(update)) last.closing = update;
    } else if (!last || !(isClosing(update) || keepsState(update)))
      intervals.push({
        opening: update,
        updates: [update],
        closing: isClosing(update) ? update : undefined,
      });
  }
  return intervals;
}

function reasonToLeaveOut(incident: Incident, pledge: Pledge, demonstration: boolean): Uncounted | undefined {
  if (incident.drill) return 'drill';
  if (isWithdrawn(incident)) return 'withdrawn';
  if (incident.importedFrom !== undefined) return 'imported';
  if (incident.kind === 'incident' && !promiseFor(pledge, incident)) return 'before the promise';
  const silent = !incident.updates.some((update) => update.said.speaker === 'operator');
  return demonstration && silent ? 'no notice found' : undefined;
}

/**
 * The longest time without a word of the operator while the incident was open, after the first notice: between
 * neighbours, from when it was opened again, to what closed it, whoever said that, or to now.
 */
function longestSilences(
  incident: Outage,
  now: Instant,
  history: IncidentHistory | undefined,
): IncidentPledge['silences'] {
  let longest: IncidentPledge['silences'];
  let noticed = false;
  for (const { opening, updates, closing } of openIntervals(incident)) {
    const told = updates.filter((update) => isOperators(update) || update === closing);
    if (noticed && told[0] !== opening) told.unshift(opening);
    if (!noticed && !told.some(isOperators)) continue;
    noticed = true;
    const ranges = inOrder(told).map((update) => heardAt(history, update));
    if (!closing) ranges.push(...untilWhen(incident, ranges, now));
    longest = longer(longest, ranges);
  }
  return longest;
}

/** With their times as far as their order allows: nothing was said before what stands before it, nor after what follows. */
function inOrder(updates: Update[]): Update[] {
  let after = Number.NEGATIVE_INFINITY;
  const risen = updates.map((update) => {
    after = Math.max(after, update.at.earliest);
    return { ...update, at: { earliest: after, latest: Math.max(after, update.at.latest) } };
  });
  let before = Number.POSITIVE_INFINITY;
  return risen
    .toReversed()
    .map((update) => {
      before = Math.max(update.at.earliest, Math.min(before, update.at.latest));
      return { ...update, at: { ...update.at, latest: before } };
    })
    .toReversed();
}

function silenceOf(silences: IncidentPledge['silences']): Span {
  if (!silences) return { certain: 0, possible: 0 };
  return { certain: lengthOf(silences.certain).certain, possible: lengthOf(silences.possible).possible };
}

function lengthOf({ from, to }: Gap): Span {
  return spanBetween(from, to);
}

/** To what silence lasts in an incident that nobody has called over: now, or the end that somebody wrote down. */
function untilWhen(incident: Outage, ranges: TimeRange[], now: Instant): TimeRange[] {
  if (isOpen(incident)) return [exactly(now)];
  const [last, end] = [ranges.at(-1), countedEnd(incident)];
  return last && end && end.earliest > last.latest ? [end] : [];
}

function longer(longest: IncidentPledge['silences'], ranges: TimeRange[]): IncidentPledge['silences'] {
  return ranges.slice(1).reduce((most, to, index) => {
    const gap = { from: ranges[index] as TimeRange, to };
    if (!most) return { certain: gap, possible: gap };
    const [span, known] = [lengthOf(gap), silenceOf(most)];
    return {
      certain: span.certain > known.certain ? gap : most.certain,
      possible: span.possible > known.possible ? gap : most.possible,
    };
  }, longest);
}

/** Nothing was said, or nobody knows when it began: never kept, and missed once it has certainly lasted too long. */
function withoutNotice(
  incident: Outage,
  notice: Update | undefined,
  minutes: number | undefined,
  now: Instant,
): Verdict {
  if (minutes === undefined) return 'not judged';
  const began = incident.began;
  if (notice || !began) return 'cannot be told';
  const end = countedEnd(incident) ?? exactly(now);
  return spanBetween(began, end).certain > minutes * MINUTE ? 'missed' : 'cannot be told';
}

function noticeAhead(incident: Maintenance, history: IncidentHistory | undefined): Span {
  return spanBetween(heardAt(history, firstUpdate(incident)), exactly(incident.scheduled.from));
}

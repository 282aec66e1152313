import {
  beginningOf,
  closingUpdate,
  countedEnd,
  firstUpdate,
  type Incident,
  isOpen,
  isWithdrawn,
  type Maintenance,
  newestUpdate,
  type Outage,
  type Update,
} from './incident.ts';
import { exactly, type Instant, MINUTE, type Moment, type Span, spanBetween } from './time.ts';

/** What is promised about telling, in minutes. */
export interface Promised {
  firstNotice: number;
  updateEvery: number;
}

export type Verdict = 'kept' | 'missed' | 'cannot be told';

/** How the pledge was kept in one incident. A span is `undefined` where it cannot be measured. */
export interface PledgeReading {
  incident: Outage;
  /** The operator's first update. */
  notice: Update | undefined;
  firstNotice: Span | undefined;
  firstNoticeVerdict: Verdict;
  /** The longest time in which the operator said nothing. */
  silence: Span | undefined;
  silenceVerdict: Verdict;
}

export interface PledgeReport {
  counted: PledgeReading[];
  /** Left out of the count, and why; they are listed by name. */
  leftOut: { incident: Incident; why: 'drill' | 'withdrawn' | 'no notice found' }[];
  maintenance: { incident: Maintenance; ahead: Span }[];
}

/**
 * The pledge, kept or missed, for every incident. Only what the operator said counts; community and
 * press do not. In a demonstration an incident without a notice is left out: nobody looked everywhere.
 */
export function pledgeReport(
  incidents: Incident[],
  promise: Promised,
  now: Instant,
  demonstration: boolean,
): PledgeReport {
  const report: PledgeReport = { counted: [], leftOut: [], maintenance: [] };
  for (const incident of incidents) {
    const why = reasonToLeaveOut(incident, demonstration);
    if (why) report.leftOut.push({ incident, why });
    else if (incident.kind === 'maintenance')
      report.maintenance.push({ incident, ahead: noticeAhead(incident) });
    else report.counted.push(pledgeOf(incident, promise, now));
  }
  return report;
}

export function pledgeOf(incident: Outage, promise: Promised, now: Instant): PledgeReading {
  const said = incident.updates.filter((update) => update.said.speaker === 'operator');
  const notice = said[0];
  const began = beginningOf(incident);
  const firstNotice = began && notice && spanBetween(began, notice.at);
  const silence = notice && longestSilence(incident, said, now);
  return {
    incident,
    notice,
    firstNotice,
    firstNoticeVerdict: firstNotice
      ? verdict(firstNotice, promise.firstNotice)
      : withoutNotice(incident, notice, promise.firstNotice, now),
    silence,
    silenceVerdict: silence
      ? verdict(silence, promise.updateEvery)
      : withoutNotice(incident, notice, promise.updateEvery, now),
  };
}

/** Kept if kept at the worst reading, missed if missed at the best, else it cannot be told. */
export function verdict(span: Span, minutes: number): Verdict {
  if (span.possible <= minutes * MINUTE) return 'kept';
  return span.certain > minutes * MINUTE ? 'missed' : 'cannot be told';
}

/**
 * When the operator owes the next word; `undefined` once nothing is owed. `next_update` counts where it
 * is later than the newest update. Announced work owes nothing before its `until`.
 */
export function nextUpdateDue(incident: Incident, promise: Promised): Instant | undefined {
  if (!isOpen(incident)) return undefined;
  const newest = newestUpdate(incident).at.latest;
  const promised = incident.nextUpdate?.latest;
  if (promised !== undefined && promised > newest) return promised;
  const due = newest + promise.updateEvery * MINUTE;
  return incident.kind === 'maintenance' ? Math.max(due, incident.scheduled.until) : due;
}

export function isOverdue(incident: Incident, promise: Promised, now: Instant): boolean {
  const due = nextUpdateDue(incident, promise);
  return due !== undefined && now >= due;
}

function reasonToLeaveOut(incident: Incident, demonstration: boolean) {
  if (incident.drill) return 'drill';
  if (isWithdrawn(incident)) return 'withdrawn';
  const silent = !incident.updates.some((update) => update.said.speaker === 'operator');
  return demonstration && silent ? 'no notice found' : undefined;
}

/** The longest of: between neighbours, and from the last word to now while the incident is open. */
function longestSilence(incident: Outage, said: Update[], now: Instant): Span {
  const closing = closingUpdate(incident);
  const until = closing ? said.slice(0, said.indexOf(closing) + 1 || said.length) : said;
  const moments: Moment[] = until.map((update) => update.at);
  const end = countedEnd(incident);
  if (isOpen(incident)) moments.push(exactly(Math.max(now, newestUpdate(incident).at.latest)));
  else if (closing && !until.includes(closing)) moments.push(closing.at);
  else if (!closing && end && end.earliest > (moments.at(-1)?.latest ?? 0)) moments.push(end);
  let longest: Span = { certain: 0, possible: 0 };
  for (let index = 1; index < moments.length; index++) {
    const span = spanBetween(moments[index - 1] as Moment, moments[index] as Moment);
    longest = {
      certain: Math.max(longest.certain, span.certain),
      possible: Math.max(longest.possible, span.possible),
    };
  }
  return longest;
}

/** Nothing was said, or nobody knows when it began: never kept, and missed once it has certainly lasted too long. */
function withoutNotice(incident: Outage, notice: Update | undefined, minutes: number, now: Instant): Verdict {
  const began = incident.began;
  if (notice || !began) return 'cannot be told';
  const end = countedEnd(incident) ?? exactly(now);
  return spanBetween(began, end).certain > minutes * MINUTE ? 'missed' : 'cannot be told';
}

function noticeAhead(incident: Maintenance): Span {
  return spanBetween(firstUpdate(incident).at, exactly(incident.scheduled.from));
}

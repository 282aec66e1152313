import type { Language } from './site.ts';
import type { Status } from './status.ts';
import { compact, type Instant, type TimeRange } from './time.ts';

/** Where the work on an incident stands. `update` and `correction` keep the state they find. */
export const INCIDENT_STATES = [
  'investigating',
  'identified',
  'update',
  'correction',
  'monitoring',
  'resolved',
  'postmortem',
  'withdrawn',
] as const;

export const MAINTENANCE_STATES = [
  'scheduled',
  'in_progress',
  'verifying',
  'completed',
  'cancelled',
  'update',
  'correction',
  'withdrawn',
] as const;

export type State = (typeof INCIDENT_STATES)[number] | (typeof MAINTENANCE_STATES)[number];

/** A text of an incident file, made safe once: `html` runs nothing and calls no other host. */
export interface Prose {
  markdown: string;
  html: string;
  /** For messages: links with their addresses behind them. */
  text: string;
  /** For pictures, in which no address can be followed. */
  words: string;
}

/** Who said it, and where. `speaker` is the operator unless the file says otherwise. */
export interface Saying {
  speaker: 'operator' | 'community' | 'press';
  place: string | undefined;
}

/** One thing said about an incident. `at` is when it was said, not when something happened. */
export interface Update {
  /** The key of anchor, feed entry, API, translation and outbox; it never changes. */
  id: string;
  state: State;
  at: TimeRange;
  said: Saying;
  prose: Prose;
}

/** From this moment on, the component is in this status. */
export interface Change {
  from: TimeRange;
  status: Status;
}

/**
 * What an incident does to one component: one status throughout, or a list of changes. Where it is not the same in
 * all regions of the component, there is one of these for the regions in which it is; no region stands in two.
 */
export type Impact = {
  component: string;
  /** The ids of the regions in which it is so; absent where it is so everywhere. */
  regions?: readonly string[];
} & ({ status: Status } | { changes: Change[] });

export interface Source {
  title: string;
  url: string;
}

/**
 * Words that were taken out after they were published, and why: the text of one update, or all words of a version.
 * That something was said, when and by whom is never taken out.
 */
export interface Redaction {
  /** The id of the update. */
  update: string | undefined;
  /** The beginning of the version's blob id, or `earlier`: every version from before this entry. */
  version: string | undefined;
  on: TimeRange;
  /** Why, as the end of "removed, because ...". */
  because: string;
}

export type Kind = 'incident' | 'maintenance';
export type DataFate = 'delayed' | 'backfilled' | 'lost' | 'intact';
export type Certainty = 'unknown' | 'suspected' | 'confirmed';
export type Reporter = 'vendor' | 'community' | 'press';
/** The operator told people so, or the editors of this page advise it and nobody told people then. */
export const ADVISERS = ['operator', 'editors'] as const;
export type Adviser = (typeof ADVISERS)[number];

interface Shared {
  /** The file's name without `.md`; the address for ever. */
  id: string;
  /** The language in which the file is written. */
  language: Language;
  title: string;
  /** True while nobody is told of it; only a preview shows it. */
  draft: boolean;
  /** The moment from which on it is told, if it is not told as soon as it is committed. */
  publish: TimeRange | undefined;
  /** True of an exercise: it gives no status and enters no sum. */
  drill: boolean;
  impact: Impact[];
  /** Components that somebody confirmed to work, as of the newest update. */
  works: string[];
  /** What a reader should do now. */
  advice: string | undefined;
  /** Whose advice it is; without a word of the file the operator's, in a demonstration the editors'. */
  adviceBy: Adviser;
  scope: string | undefined;
  nextUpdate: TimeRange | undefined;
  data: DataFate | undefined;
  cause: string | undefined;
  causeCertainty: Certainty | undefined;
  disputed: string | undefined;
  reportedBy: Reporter | undefined;
  sources: Source[];
  /** Where the record of it was brought along from; it is measured against no promise of this page. */
  importedFrom: string | undefined;
  /** In the order of the file. */
  redactions: Redaction[];
  pinned: boolean;
  summary: Prose | undefined;
  /** Oldest first, at least one. */
  updates: Update[];
  translations: Record<Language, Translation>;
}

export interface Outage extends Shared {
  kind: 'incident';
  began: TimeRange | undefined;
  /** `unknown` goes with `lastKnown`: nobody recorded the end. */
  ended: TimeRange | 'unknown' | undefined;
  lastKnown: TimeRange | undefined;
  /** Whether a page plays it again. */
  replay: boolean;
}

export interface Maintenance extends Shared {
  kind: 'maintenance';
  scheduled: { from: Instant; until: Instant };
}

export type Incident = Outage | Maintenance;

/** The words of an incident in another language, beside the original. */
export interface Translation {
  title: string | undefined;
  advice: string | undefined;
  scope: string | undefined;
  cause: string | undefined;
  disputed: string | undefined;
  summary: Prose | undefined;
  updates: Record<string, Prose>;
  /** Where an update was said, by its id. */
  places: Record<string, string>;
}

export function updateId(at: TimeRange): string {
  return `u-${compact(at.earliest)}`;
}

export function firstUpdate(incident: Incident): Update {
  return incident.updates[0] as Update;
}

export function newestUpdate(incident: Incident): Update {
  return incident.updates.at(-1) as Update;
}

/** The state in which the newest update left the work; `update`, `correction` and `postmortem` change nothing. */
export function stateOf(incident: Incident): State {
  const telling = incident.updates.findLast((update) => !keepsState(update));
  return telling?.state ?? firstUpdate(incident).state;
}

/** Whether an update leaves the work in the state it found. */
export function keepsState({ state }: Update): boolean {
  return state === 'update' || state === 'correction' || state === 'postmortem';
}

const CLOSING: State[] = ['resolved', 'completed', 'cancelled', 'withdrawn'];

/** Whether an update says that nothing is owed any more. */
export function isClosing({ state }: Update): boolean {
  return CLOSING.includes(state);
}

export function isWithdrawn(incident: Incident): boolean {
  return stateOf(incident) === 'withdrawn';
}

/**
 * Whether people are still owed something: from the first update to the last Resolved, Completed,
 * Cancelled or Withdrawn; a later Investigating opens it again. An end that nobody recorded closes it.
 */
export function isOpen(incident: Incident): boolean {
  if (incident.kind === 'incident' && incident.ended === 'unknown') return false;
  return !CLOSING.includes(stateOf(incident));
}

/** Whether an update told that it is over, or was said while it was: what people were to do until then is past. */
export function isAllClear(incident: Incident, update: Update): boolean {
  const until = incident.updates.slice(0, incident.updates.indexOf(update) + 1);
  return until.length > 0 && CLEAR.includes(stateOf({ ...incident, updates: until }));
}

const CLEAR: State[] = ['resolved', 'completed', 'cancelled'];

/** The last update that closed the incident, if it is closed by one. */
export function closingUpdate(incident: Incident): Update | undefined {
  if (isOpen(incident)) return undefined;
  return incident.updates.findLast((update) => ['resolved', 'completed', 'cancelled'].includes(update.state));
}

/** When it ended, where that is known: `ended`, else the last Resolved. `undefined` while it lasts or if nobody knows. */
export function endOf(incident: Incident): TimeRange | undefined {
  if (incident.kind === 'maintenance') return closingUpdate(incident)?.at;
  if (incident.ended === 'unknown') return undefined;
  return incident.ended ?? closingUpdate(incident)?.at;
}

/** The end that sums count to: the last moment at which it was known to go on, where the end is unknown. */
export function countedEnd(incident: Incident): TimeRange | undefined {
  if (incident.kind === 'incident' && incident.ended === 'unknown') return incident.lastKnown;
  return endOf(incident);
}

/** When it began. Until that is known, `undefined`: it was before the first update. */
export function beginningOf(incident: Incident): TimeRange | undefined {
  if (incident.kind === 'incident') return incident.began;
  const started = incident.updates.find((update) => update.state === 'in_progress');
  return started?.at ?? { earliest: incident.scheduled.from, latest: incident.scheduled.from };
}

/** Whether it is over, as far as that is known. */
export type Course = 'ahead' | 'open' | 'watched' | 'over' | 'unknown' | 'cancelled' | 'withdrawn';

/** How far an incident has come at `now`; every sentence that says whether it is over asks here. */
export function courseOf(incident: Incident, now: Instant): Course {
  const state = stateOf(incident);
  if (state === 'cancelled' || state === 'withdrawn') return state;
  const end = endOf(incident);
  if (!isOpen(incident)) return end ? 'over' : 'unknown';
  if (incident.kind === 'maintenance' && state === 'scheduled' && now < incident.scheduled.from)
    return 'ahead';
  return end ? 'watched' : 'open';
}

/** The instant by which incidents are ordered and filed under a year: the earliest at which it can have begun. */
export function filedAt(incident: Incident): Instant {
  return (beginningOf(incident) ?? firstUpdate(incident).at).earliest;
}

/** Newest first; ids decide between equals, so that the order of files never matters. */
export function newestFirst(one: Incident, other: Incident): number {
  return filedAt(other) - filedAt(one) || (one.id < other.id ? 1 : -1);
}

/** Whether what was hurt is known from the beginning to the end, and no stretch of it is a guess. */
export function isSeenThroughout({ impact }: Incident): boolean {
  return impact.some((one) => 'status' in one || one.changes.every(({ status }) => status !== 'not_known'));
}

/** Whether nothing is known of what was hurt, from the beginning to the end. */
export function isOnlyNotKnown({ impact }: Incident): boolean {
  return impact.every((one) => 'status' in one && one.status === 'not_known');
}

export function isReal(incident: Incident): boolean {
  return !incident.drill && !isWithdrawn(incident);
}

export function affects(incident: Incident, component: string): boolean {
  return incident.impact.some((impact) => impact.component === component);
}

/**
 * What incidents that are open say does not work, each with the newest that says so: what another notice cannot confirm.
 * @param but the incident that is not looked at, for it is the one that is written.
 */
export function hurtElsewhere(
  incidents: readonly Incident[],
  but: string | undefined,
): ReadonlyMap<string, string> {
  const open = incidents.filter(
    (one) =>
      one.kind === 'incident' && !one.drill && one.ended === undefined && one.id !== but && isOpen(one),
  );
  return new Map(
    open.flatMap(({ id, impact }) =>
      impact.flatMap((one) => {
        const last = 'status' in one ? one.status : one.changes.at(-1)?.status;
        return last === 'operational' ? [] : [[one.component, id] as const];
      }),
    ),
  );
}

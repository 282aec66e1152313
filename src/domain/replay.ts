import { heardAt, type GitHistory, historyOfIncident, type IncidentHistory } from './git-history.ts';
import {
  beginningOf,
  closingUpdate,
  countedEnd,
  endOf,
  firstUpdate,
  type Incident,
  isClosing,
  isOpen,
  isReal,
  isWithdrawn,
  keepsState,
  newestUpdate,
  type Outage,
  type Update,
} from './incident.ts';
import { promiseFor } from './promise.ts';
import type { Site } from './site.ts';
import { NOBODY, type Snapshot, takeSnapshot } from './snapshot.ts';
import type { Status } from './status.ts';
import { intervalsOf } from './timeline.ts';
import { exactly, type Instant, MINUTE, type TimeRange } from './time.ts';

/** How long before the beginning a replay begins. */
const BEFORE = 30 * MINUTE;

/** The most instants that a replay has. */
export const MOST_INSTANTS = 200;

/** The record that a replay is made from. */
export interface Played {
  site: Site;
  incidents: Incident[];
  git: GitHistory;
  /** Where the replay of an open incident ends. */
  now: Instant;
}

/** Something that is so from a time which is not known exactly. */
export type Uncertain = { incident: Incident; at: TimeRange } & (
  | { what: 'began' }
  | { what: 'ended' }
  | { what: 'changed'; components: string[]; status: Status }
);

/** When an update came to be heard, held to the order of what was said. */
export interface Heard {
  update: Update;
  at: TimeRange;
}

/** The next word that was owed, and whether its time was past: surely, or only by one reading of when it was owed. */
export interface Owed {
  what: 'first notice' | 'update';
  at: TimeRange;
  overdue: 'no' | 'perhaps' | 'yes';
}

/** One instant at which a page reads differently from before. */
export interface ReplayInstant {
  at: Instant;
  /** What was happening, as today's record has it: of a live site that nobody vouched for. */
  snapshot: Snapshot;
  /** What may and may not have been so, for the instant lies between the earliest and the latest time of it. */
  uncertain: Uncertain[];
  /** How many of the updates had been said, and how many more may have been. */
  said: number;
  perhaps: number;
  /** Since when the operator had said nothing; `undefined` where nothing was owed yet or any more. */
  silentSince: TimeRange | undefined;
  owed: Owed | undefined;
}

/** What a replay is made of; nothing in it depends on now once the incident is closed. */
export interface Replay {
  incident: Outage;
  /** What was said in its time, in its order. */
  heard: Heard[];
  instants: ReplayInstant[];
  /** Where it ends: when it was over and resolved, or when the record ends. */
  until: Instant;
  /** Whether all instants are there; else the latest are missing. */
  whole: boolean;
  /** Other incidents of that time, which the snapshots know too. */
  besides: Incident[];
}

/** Whether an incident has a page that plays it again. */
export function isReplayed(incident: Incident): incident is Outage {
  return incident.kind === 'incident' && incident.replay && !isWithdrawn(incident);
}

/** The incidents that can have changed what a page said in the time of one; of an exercise none. */
export function besidesOf(incident: Outage, played: Omit<Played, 'site'>): Incident[] {
  if (incident.drill) return [];
  const { from, until } = timeOf(incident, played);
  return played.incidents.filter((other) => {
    if (other.id === incident.id || !isReal(other)) return false;
    const began = Math.min(firstUpdate(other).at.earliest, firstOf(other));
    const last = Math.max(newestUpdate(other).at.latest, countedEnd(other)?.latest ?? 0);
    return began <= until && from <= (isOpen(other) ? FOREVER : last);
  });
}

/**
 * Every instant at which a page would have read differently, from half an hour before an incident began until it was
 * over and resolved. What was happening is what is known today; what had been said, and what was owed, is what it was
 * then: the later of said and published here, where the record was kept live. Neighbours that read the same are one
 * instant. While nothing is said, each further interval of the pledge is an instant; where there would be more than
 * `MOST_INSTANTS`, every second of those, every fourth and so on, and at last the latest instants are left out.
 */
export function instantsOf(incident: Outage, played: Played): Replay {
  const { site, git } = played;
  const { from, until, heard } = timeOf(incident, played);
  const stage: Stage = {
    incident,
    from,
    until,
    heard: heard.filter(({ at }) => at.earliest <= until),
    besides: besidesOf(incident, played),
    // It vouches for nothing, and is no demonstration of anything: it is the page of that time. What else was announced
    // then may be written anew while the incident is not.
    site: { ...site, demonstration: undefined, announcements: [] },
    git,
    interval: (promiseFor(site.pledge, incident)?.updateEvery ?? UNPROMISED) * MINUTE,
  };
  while ((until - from) / stage.interval > MOST_INSTANTS) stage.interval *= 2;
  for (;;) {
    const instants = follow(stage);
    const whole = instants.length <= MOST_INSTANTS;
    if (whole || stage.interval > until - from) {
      const { heard, besides } = stage;
      return { incident, heard, besides, until, instants: instants.slice(0, MOST_INSTANTS), whole };
    }
    stage.interval *= 2;
  }
}

const FOREVER = Number.POSITIVE_INFINITY;

/** How often silence is told anew where nothing was promised, in minutes. */
const UNPROMISED = 240;

interface Stage {
  incident: Outage;
  from: Instant;
  until: Instant;
  heard: Heard[];
  besides: Incident[];
  site: Site;
  git: GitHistory;
  /** Silence is told anew after each of these, in ms. */
  interval: number;
}

/** From when to when an incident is replayed, and what was said of it. An end that nobody recorded is not reached. */
function timeOf(incident: Outage, { git, now }: Pick<Played, 'git' | 'now'>) {
  const heard = heardInOrder(incident, historyOfIncident(git, incident.id));
  const closing = closingUpdate(incident);
  const resolved = heard.find(({ update }) => update === closing)?.at.latest ?? 0;
  const end = countedEnd(incident)?.latest ?? 0;
  const last = incident.ended === 'unknown' ? end - 1000 : Math.max(resolved, end);
  const from = firstOf(incident) - BEFORE;
  return { from, until: Math.max(from, isOpen(incident) ? now : last), heard };
}

/** The earliest at which it can have begun: where its beginning is not known, what it did to a component may be. */
function firstOf(incident: Incident): Instant {
  const began = beginningOf(incident);
  if (began) return began.earliest;
  const intervals = [...intervalsOf({ ...incident, drill: false }).values()].flat();
  return Math.min(firstUpdate(incident).at.earliest, ...intervals.map(({ from }) => from));
}

/**
 * When each update came to be heard. A time that is not known exactly is held to the order of what was said: a second
 * word "on that day" was not said before the first.
 */
function heardInOrder(incident: Incident, history: IncidentHistory | undefined): Heard[] {
  let [earliest, latest] = [-FOREVER, FOREVER];
  const forward = incident.updates.map((update) => {
    const at = heardAt(history, update);
    earliest = Math.max(earliest, at.earliest);
    return { update, at: { earliest, latest: at.latest } };
  });
  return forward
    .toReversed()
    .map(({ update, at }) => {
      latest = Math.min(latest, at.latest);
      return { update, at: { earliest: Math.min(at.earliest, latest), latest } };
    })
    .toReversed();
}

/** Goes from instant to instant, by what each snapshot announces and by what was said, and leaves out what reads the same. */
function follow(stage: Stage): ReplayInstant[] {
  const marks = marksOf(stage).toSorted((one, other) => one - other);
  const instants: ReplayInstant[] = [];
  let last = '';
  for (let at = stage.from; at <= stage.until; ) {
    const here = at;
    const instant = instantAt(stage, here);
    const reading = readingOf(instant, stage.interval);
    if (reading !== last) instants.push(instant);
    last = reading;
    at = Math.min(instant.snapshot.changesAt ?? FOREVER, marks.find((mark) => mark > here) ?? FOREVER);
  }
  return instants;
}

/** Where something may change that no snapshot announces. */
function marksOf({ incident, heard, besides, site, until, git, interval }: Stage): Instant[] {
  const ofBesides = besides.flatMap((one) => heardInOrder(one, historyOfIncident(git, one.id)));
  const ranges = [
    ...[...heard, ...ofBesides].map(({ at }) => at),
    ...[incident, ...besides].flatMap(uncertaintiesOf).map(({ at }) => at),
  ];
  const began = beginningOf(incident);
  const notice = began && firstNoticeDue(began, incident, site);
  if (began && notice) ranges.push(began, notice);
  const marks = ranges.flatMap(({ earliest, latest }) => [earliest, latest]);
  const spoken = [...(began ? [began] : []), ...heard.map(({ at }) => at)].map(({ latest }) => latest);
  for (const [index, from] of spoken.entries()) {
    const to = Math.min(until, spoken[index + 1] ?? until);
    for (let at = from + interval; at < to; at += interval) marks.push(at);
  }
  return marks;
}

function instantAt({ incident, heard, besides, site, git }: Stage, at: Instant): ReplayInstant {
  const incidents = [incident, ...besides].map((one) => asToldBy(one, at, historyOfIncident(git, one.id)));
  const snapshot = takeSnapshot(site, incidents, NOBODY, at, git, 0);
  const said = heard.filter((one) => one.at.latest <= at);
  const perhaps = heard.slice(said.length).filter((one) => one.at.earliest <= at);
  return {
    at,
    snapshot,
    uncertain: [incident, ...besides].flatMap(uncertaintiesOf).filter((one) => isWithin(at, one.at)),
    said: said.length,
    perhaps: perhaps.length,
    silentSince: silenceAt(incident, said, perhaps, at),
    owed: owedAt(incident, said, snapshot),
  };
}

/**
 * An incident with all that is known today of what happened, and with no more said than had been by an instant. Before
 * the first word it was open to nobody: nothing is owed by it but the first notice.
 */
function asToldBy(incident: Incident, at: Instant, history: IncidentHistory | undefined): Incident {
  if (incident.kind === 'maintenance') return incident;
  const said = heardInOrder(incident, history).filter((one) => one.at.latest <= at);
  const updates = said.map(({ update }) => update);
  const end = countedEnd(incident);
  const isShut = updates.length === 0 || !isOpen({ ...incident, ended: undefined, updates });
  // All its updates may stand there: one whose end nobody recorded is not open, whatever was said.
  if (isShut) {
    const lastKnown = end ?? { earliest: FOREVER, latest: FOREVER };
    return { ...incident, drill: false, ended: 'unknown', lastKnown };
  }
  return {
    ...{ ...incident, drill: false, ended: end, lastKnown: undefined, updates },
    nextUpdate: promisedWith(updates.at(-1) as Update, incident, history),
  };
}

/** When the operator would speak next, as it was told with an update; that stands in the version of that time. */
function promisedWith(
  update: Update,
  incident: Outage,
  history: IncidentHistory | undefined,
): TimeRange | undefined {
  if (update === newestUpdate(incident)) return incident.nextUpdate;
  const then = history?.revisions.findLast(
    (one) => one.incident && newestUpdate(one.incident).id === update.id,
  );
  return then?.incident?.nextUpdate;
}

/** Since when the operator had said nothing, from the beginning or from when it was opened again. */
function silenceAt(incident: Outage, said: Heard[], perhaps: Heard[], at: Instant): TimeRange | undefined {
  let since = beginningOf(incident);
  let isClosed = false;
  for (const { update, at: when } of said) {
    const reopens = isClosed && !isClosing(update) && !keepsState(update);
    if (isClosing(update)) isClosed = true;
    else if (reopens) isClosed = false;
    if (reopens || isOperators(update) || !since) since = when;
  }
  if (isClosed || !since || at < since.earliest) return undefined;
  const maybe = perhaps.findLast(({ update }) => isOperators(update));
  return { earliest: since.earliest, latest: Math.max(since.latest, maybe?.at.latest ?? since.latest) };
}

function owedAt(incident: Outage, said: Heard[], { now, open, site }: Snapshot): Owed | undefined {
  const began = beginningOf(incident);
  const isFirst = began && !said.some(({ update }) => isOperators(update));
  if (isFirst) {
    const at = firstNoticeDue(began, incident, site);
    if (!at) return undefined;
    if (now < began.earliest || said.some(({ update }) => isClosing(update))) return undefined;
    return {
      what: 'first notice',
      at,
      overdue: now >= at.latest ? 'yes' : now >= at.earliest ? 'perhaps' : 'no',
    };
  }
  const due = open.find((one) => one.incident.id === incident.id);
  if (due?.due === undefined) return undefined;
  return { what: 'update', at: exactly(due.due), overdue: due.overdue ? 'yes' : 'no' };
}

function firstNoticeDue(
  { earliest, latest }: TimeRange,
  incident: Outage,
  { pledge, parts }: Site,
): TimeRange | undefined {
  const promise = parts.pledge ? promiseFor(pledge, incident) : undefined;
  if (!promise) return undefined;
  const within = promise.firstNotice * MINUTE;
  return { earliest: earliest + within, latest: latest + within };
}

function isOperators({ said }: Update): boolean {
  return said.speaker === 'operator';
}

/** What is not known exactly of an incident: when it began, when it ended, and what changed between. */
function uncertaintiesOf(incident: Incident): Uncertain[] {
  if (incident.kind === 'maintenance') return [];
  const [began, end] = [beginningOf(incident), endOf(incident)];
  const changes = new Map<string, Extract<Uncertain, { what: 'changed' }>>();
  for (const one of incident.impact)
    for (const { from: at, status } of 'changes' in one ? one.changes : []) {
      const isTold = began && began.earliest === at.earliest && began.latest === at.latest;
      const isInside = at.latest > (began?.earliest ?? -FOREVER) && at.earliest < (end?.latest ?? FOREVER);
      if (isTold || !isInside) continue;
      const key = `${at.earliest} ${at.latest} ${status}`;
      const known = changes.get(key);
      if (known) known.components.push(one.component);
      else changes.set(key, { incident, at, what: 'changed', components: [one.component], status });
    }
  const all: Uncertain[] = [
    ...(began ? [{ incident, at: began, what: 'began' as const }] : []),
    ...changes.values(),
    ...(end ? [{ incident, at: end, what: 'ended' as const }] : []),
  ];
  return all.filter(({ at }) => at.earliest < at.latest);
}

function isWithin(instant: Instant, { earliest, latest }: TimeRange): boolean {
  return earliest <= instant && instant < latest;
}

/** What a reading says, as one text: it is the same exactly where a reader could not tell two instants apart. */
function readingOf(instant: ReplayInstant, interval: number): string {
  const { snapshot, uncertain, said, perhaps, silentSince, owed, at } = instant;
  const { situation, statuses } = snapshot;
  return JSON.stringify([
    situation.kind,
    'status' in situation && [situation.status, situation.extent, situation.since],
    'incidents' in situation && situation.incidents.map(({ id }) => id),
    'incident' in situation && situation.incident.id,
    statuses.map(({ component, status, since, regions }) => [component.id, status, since, regions]),
    uncertain.map(({ incident, ...rest }) => ({ ...rest, incident: incident.id })),
    [said, perhaps, owed],
    silentSince ? Math.max(0, Math.floor((at - silentSince.latest) / interval)) : 'not silent',
  ]);
}

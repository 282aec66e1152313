import {
  type Impact,
  type Incident,
  isClosing,
  isOpen,
  newestUpdate,
  type Outage,
  type State,
  type Update,
  updateId,
} from '../domain/incident.ts';
import type { NoticeKind } from '../domain/notice.ts';
import type { Status } from '../domain/status.ts';
import { dayOf, exactly, type Instant, MINUTE, type TimeRange } from '../domain/time.ts';
import { formatOf } from '../i18n/index.ts';
import { type Changes, editIncident, type NewUpdate } from '../incidents/edit.ts';
import { printIncident } from '../incidents/print.ts';
import type { Problem } from '../problems/index.ts';
import {
  againIn,
  clockOf,
  type Hurt,
  kindOf,
  type Proposing,
  proposedAdvice,
  proposedNext,
  proposedText,
  proposedTitle,
} from './proposal.ts';
import { wholeMinute } from './moment.ts';
import { regionsOf, type Said, slugOf } from './said.ts';

/** What somebody writes. */
export type Act = 'new' | 'drill' | 'maintenance' | 'update' | 'resolve' | 'withdraw' | 'move';

/** A file as it is to be written. */
export interface Draft {
  id: string;
  text: string;
  /** The update that it tells. */
  update: string;
}

/** What a notice is made with besides what was said of it. */
export interface Writing extends Proposing {
  now: Instant;
  /** Whether there is a file of that name. */
  isTaken(id: string): boolean;
}

/** A first notice: what was said, and what is proposed for the rest. */
export function newIncident(act: 'new' | 'drill' | 'maintenance', said: Said, around: Writing): Incident {
  const { site, language, now } = around;
  const impact = hurtIn(said, act);
  const kind = said.kind ?? kindFor(act, impact);
  const at = said.at ?? exactly(wholeMinute(now));
  const works = said.works ?? [];
  const isPlanned = act === 'maintenance';
  const nextUpdate =
    said.nextUpdate ??
    (isPlanned || said.without.has('next-update') ? undefined : proposedNext(impact, kind, at, around));
  const window =
    isPlanned && said.from !== undefined && said.until !== undefined
      ? { from: said.from, until: said.until }
      : undefined;
  const title = said.title ?? proposedTitle({ impact, kind }, around);
  const text = said.text ?? proposedText({ impact, kind, works, nextUpdate, at, window }, around);
  const advice =
    said.advice ?? (said.without.has('advice') ? undefined : proposedAdvice(impact, kind, around));
  const update: Update = {
    id: updateId(at),
    state: said.state ?? (isPlanned ? 'scheduled' : 'investigating'),
    at,
    said: { speaker: 'operator', place: said.place },
    prose: { markdown: text, html: '', text: '', words: '' },
  };
  const shared = {
    id: said.id ?? freeId(window?.from ?? (said.began ?? at).earliest, title, around),
    language,
    title,
    draft: false,
    publish: undefined,
    drill: act === 'drill',
    impact: impact.map(({ component, regions, status }) => ({
      component,
      ...(regions && { regions }),
      status,
    })),
    works,
    advice,
    adviceBy: site.demonstration ? ('editors' as const) : ('operator' as const),
    scope: said.scope,
    nextUpdate: nextUpdate === undefined ? undefined : exactly(nextUpdate),
    data: said.data,
    cause: said.cause,
    causeCertainty: said.certainty,
    disputed: undefined,
    reportedBy: undefined,
    sources: [],
    importedFrom: undefined,
    redactions: [],
    pinned: false,
    summary: undefined,
    updates: [update],
    translations: {},
  };
  if (isPlanned) return { ...shared, kind: 'maintenance', scheduled: window ?? { from: now, until: now } };
  return {
    ...shared,
    kind: 'incident',
    // Nothing began with a drill but the drill.
    began: said.began ?? (act === 'drill' ? at : undefined),
    ended: undefined,
    lastKnown: undefined,
    replay: false,
  };
}

/** A new file that says it. */
export function newFile(act: 'new' | 'drill' | 'maintenance', said: Said, around: Writing): Draft {
  const incident = newIncident(act, said, around);
  return {
    id: incident.id,
    text: printIncident(incident, around.site),
    update: newestUpdate(incident).id,
  };
}

function kindFor(act: Act, impact: readonly Hurt[]): NoticeKind {
  return act === 'drill' || act === 'maintenance' ? act : kindOf(impact);
}

/** What is lost, with the status that goes without saying. */
export function hurtIn({ impact }: Pick<Said, 'impact'>, act: Act): Hurt[] {
  const usual: Status = act === 'maintenance' ? 'under_maintenance' : 'major_outage';
  // What is said last of the same regions holds.
  const all = new Map(
    impact.map(({ component, regions, status }) => [
      [component, ...(regions ?? [])].join('@'),
      { component, regions, status: status ?? usual },
    ]),
  );
  return [...all.values()];
}

/** A name that no file has: the day, and what it is about, for what stands behind a comma may say that it does not work. */
function freeId(day: Instant, title: string, { isTaken }: Writing): string {
  const id = [dayOf(day), slugOf(title)].filter(Boolean).join('-');
  for (let count = 1; ; count++) {
    const tried = count === 1 ? id : `${id}-${count}`;
    if (!isTaken(tried)) return tried;
  }
}

/** A file as it will be, or what keeps it from being that. */
export interface Followed {
  draft: Draft | undefined;
  problems: Problem[];
}

/**
 * A file with one update more, and what else was said; all other bytes stay.
 * @param file as it lies there.
 */
export function followUp(
  act: 'update' | 'resolve' | 'withdraw' | 'move',
  said: Said,
  { incident, file }: { incident: Incident; file: string },
  around: Writing,
): Followed {
  const update = nextUpdateOf(act, said, incident, around);
  const changes: Changes = { facts: factsOf(act, said, incident, update, around), add: [update] };
  const { text, problems } = editIncident(incident.id, file, changes, { site: around.site, now: around.now });
  return {
    draft:
      text === undefined ? undefined : { id: incident.id, text, update: update.id ?? updateId(update.at) },
    problems,
  };
}

/** The state that an update has unless somebody says another. */
export function stateFor(
  act: 'update' | 'resolve' | 'withdraw' | 'move',
  { state }: Pick<Said, 'state'>,
  { kind }: Incident,
): State {
  if (act === 'withdraw') return 'withdrawn';
  if (act === 'resolve') return kind === 'maintenance' ? 'completed' : 'resolved';
  return state ?? 'update';
}

function nextUpdateOf(
  act: 'update' | 'resolve' | 'withdraw' | 'move',
  said: Said,
  incident: Incident,
  around: Writing,
): NewUpdate {
  const state = stateFor(act, said, incident);
  const at = said.at ?? exactly(freeMinute(incident, around.now));
  const id = updateId(at);
  const taken = incident.updates.some((one) => one.id === id);
  return {
    ...(taken && { id: freeUpdateId(incident, id) }),
    state,
    at,
    said: { speaker: 'operator', place: said.place },
    markdown: said.text ?? proposedFollowUp(act, said, incident, { state, at }, around) ?? '',
  };
}

/** The minute it is, or the second, where something was said in that minute. */
function freeMinute({ updates }: Incident, now: Instant): Instant {
  const minute = wholeMinute(now);
  return updates.some(({ at }) => at.latest >= minute) ? Math.floor(now / 1000) * 1000 : minute;
}

/** An id that no update of the file has: two people may write in the same minute. */
export function freeUpdateId({ updates }: Pick<Incident, 'updates'>, id: string): string {
  for (let count = 2; ; count++) {
    const tried = `${id}-${count}`;
    if (!updates.some((one) => one.id === tried)) return tried;
  }
}

/** The words that are proposed for a later update; nothing where only a person can know what to say. */
export function proposedFollowUp(
  act: 'update' | 'resolve' | 'withdraw' | 'move',
  said: Said,
  incident: Incident,
  { state, at }: Pick<NewUpdate, 'state' | 'at'>,
  around: Writing,
): string | undefined {
  const { words, language, site } = around;
  const hurt = incident.impact
    .filter((one) => !('status' in one) || one.status !== 'operational')
    .map(({ component }) => component);
  const end = said.ended === undefined || said.ended === 'unknown' ? at : said.ended;
  const window =
    incident.kind === 'maintenance' ? windowOf(said, incident) : { from: at.earliest, until: at.latest };
  const text = words?.follow(followsAs(act, state, incident), {
    again: againIn([...new Set(hurt)], site, language),
    time: clockOf(end.latest, at, language),
    reason: said.because ?? '',
    window: formatOf(language).window({ earliest: window.from, latest: window.until }),
  });
  if (!text) return said.because;
  const next = nextFor(act, said, incident, { state, at }, around);
  return next === undefined ? text : `${text} ${words?.next(clockOf(next, at, language))}`;
}

/** Which words a later update has: of a drill nothing works again, for nothing was wrong. */
function followsAs(act: Act, state: State, { drill }: Incident): string {
  if (act === 'move') return 'moved';
  return drill && state === 'resolved' ? 'drill_over' : state;
}

function windowOf(said: Said, { scheduled }: Extract<Incident, { kind: 'maintenance' }>) {
  return { from: said.from ?? scheduled.from, until: said.until ?? scheduled.until };
}

/** When the next word is owed after an update; nothing where nothing is owed any more. */
export function nextFor(
  act: Act,
  said: Said,
  incident: Incident,
  { state, at }: Pick<NewUpdate, 'state' | 'at'>,
  around: Writing,
): Instant | undefined {
  if (isClosing({ state } as Update) || incident.kind === 'maintenance') return undefined;
  if (said.without.has('next-update')) return undefined;
  // What is said of an incident that is over owes nothing, unless it opens it again.
  const opens = ['investigating', 'identified', 'monitoring'].includes(state);
  if (!isOpen(incident) && !opens) return undefined;
  const hurt = incident.impact.flatMap((one) => ('status' in one ? [one] : []));
  return said.nextUpdate ?? proposedNext(hurt, kindFor(act, hurt), at, around);
}

function factsOf(
  act: 'update' | 'resolve' | 'withdraw' | 'move',
  said: Said,
  incident: Incident,
  update: NewUpdate,
  around: Writing,
): NonNullable<Changes['facts']> {
  const { without } = said;
  const next = nextFor(act, said, incident, update, around);
  return {
    ...(said.title !== undefined && { title: said.title }),
    ...(said.impact.length > 0 && { impact: withStatuses(incident, said, update, around) }),
    ...(said.works !== undefined && { works: said.works }),
    ...(without.has('works') && { works: [] }),
    ...(said.advice !== undefined && { advice: said.advice }),
    ...(without.has('advice') && { advice: undefined, adviceBy: usualAdviser(around) }),
    ...(said.scope !== undefined && { scope: said.scope }),
    ...(said.cause !== undefined && { cause: said.cause }),
    ...(said.certainty !== undefined && { causeCertainty: said.certainty }),
    ...(said.data !== undefined && { data: said.data }),
    ...((next !== undefined || incident.nextUpdate) && {
      nextUpdate: next === undefined ? undefined : exactly(next),
    }),
    ...(incident.kind === 'incident' && timesOf(act, said, incident, update)),
    ...(incident.kind === 'maintenance' &&
      (said.from !== undefined || said.until !== undefined) && { scheduled: windowOf(said, incident) }),
  };
}

function usualAdviser({ site }: Writing) {
  return site.demonstration ? ('editors' as const) : ('operator' as const);
}

/** When it began and ended, as far as it is said anew. That it ended with its last word goes without saying. */
function timesOf(act: Act, said: Said, incident: Outage, { at }: NewUpdate) {
  const { ended } = said;
  const isSame =
    ended !== undefined &&
    ended !== 'unknown' &&
    ended.earliest === ended.latest &&
    Math.abs(ended.latest - at.latest) < MINUTE;
  return {
    ...(said.began !== undefined && { began: said.began }),
    ...(ended !== undefined && !(isSame && act === 'resolve') && { ended }),
    ...(isSame && act === 'resolve' && incident.ended !== undefined && { ended: undefined }),
    ...(said.lastKnown !== undefined && { lastKnown: said.lastKnown }),
  };
}

/** What components suffer from an update on; until then they suffer what the file says. */
function withStatuses(incident: Incident, said: Said, { at }: NewUpdate, { site }: Writing): Impact[] {
  const began = incident.kind === 'incident' ? (incident.began ?? incident.updates[0]?.at ?? at) : undefined;
  return hurtIn(said, 'update').reduce(
    (impact, hurt) =>
      withStatus(impact, hurt, { at: said.since ?? at, began, all: regionsOf(site, hurt.component) }),
    incident.impact,
  );
}

interface From {
  at: TimeRange;
  /** Absent for announced work, which has one status throughout. */
  began: TimeRange | undefined;
  /** The regions in which the component is. */
  all: readonly string[];
}

function withStatus(impact: readonly Impact[], { component, regions, status }: Hurt, from: From): Impact[] {
  const left = new Set(regions);
  const changed = impact.flatMap((one): Impact[] => {
    if (one.component !== component) return [one];
    if (!regions) return [changedTo(one, status, from)];
    const own = one.regions ?? from.all;
    const there = own.filter((region) => regions.includes(region));
    const elsewhere = own.filter((region) => !regions.includes(region));
    for (const region of there) left.delete(region);
    return [
      ...(elsewhere.length > 0 ? [{ ...one, regions: elsewhere }] : []),
      ...(there.length > 0 ? [changedTo({ ...one, regions: there }, status, from)] : []),
    ];
  });
  const isNew = regions ? left.size > 0 : !impact.some((one) => one.component === component);
  if (!isNew) return changed;
  const where = regions && { regions: [...left] };
  const { at, began } = from;
  return [
    ...changed,
    began ? { component, ...where, changes: [{ from: at, status }] } : { component, ...where, status },
  ];
}

function changedTo(one: Impact, status: Status, { at, began }: From): Impact {
  const { component, regions } = one;
  const where = regions && { regions };
  if (!began) return { component, ...where, status };
  const changes = 'status' in one ? [{ from: began, status: one.status }] : one.changes;
  return changes.at(-1)?.status === status
    ? one
    : { component, ...where, changes: [...changes, { from: at, status }] };
}

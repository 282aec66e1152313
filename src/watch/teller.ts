import { worstOf } from '../domain/impact.ts';
import { hurtElsewhere, type Incident, isOpen, updateId } from '../domain/incident.ts';
import { nextUpdateDue } from '../domain/pledge.ts';
import { findComponent, type Site } from '../domain/site.ts';
import { isWorse, severity, type Status, worst } from '../domain/status.ts';
import { exactly, type Instant, iso, MINUTE } from '../domain/time.ts';
import type { Typed } from '../authoring/said.ts';
import type { Failing } from './check.ts';
import type { Verdict } from './judge.ts';

/**
 * What a watcher says of an incident: `again` where it fails once more, `calm` where all goes well, `over` where that
 * held; where its next word is due and nobody took over, that it fails `still` or that it `holds`.
 */
export type ActKind = 'open' | 'more' | 'again' | 'still' | 'calm' | 'holds' | 'over';

/** One thing to be said, so exactly that a watcher which was ended in the middle says it no second time. */
export interface Act {
  kind: ActKind;
  /** The incident; its file has that name. */
  id: string;
  /** When it is said, in whole minutes. */
  at: Instant;
  /** What suffers, and how. */
  impact: { component: string; status: Status }[];
  /** What a check confirms to work at that moment. */
  works: string[];
  /** All that suffers by then, where the title that stands there does not name it yet: it is told anew of these. */
  retold?: { component: string; status: Status }[];
  /** Between when and when it began, or since when all goes well. */
  between?: { earliest: Instant; latest: Instant };
  /** Since when what it says of the impact is so, where that was before it is said. */
  since?: Instant;
  /** The checks that it is about, with what each found, for whoever is asked to take over. */
  checks: { id: string; why?: string }[];
}

/** The notice that a watcher began and nobody took over. */
interface Notice {
  id: string;
  phase: 'failing' | 'calm';
  impact: Record<string, Status>;
  /** The ids of the updates that the watcher wrote. */
  updates: string[];
  /** The file as the watcher left it, by `Telling.printOf`. */
  print: string | undefined;
  /** When it spoke last. */
  said: Instant;
  checks: string[];
}

/** What a watcher knows of what it said. It is JSON, and small. */
export interface TellerMemory {
  notice?: Notice | undefined;
  /** What is about to be said, or was just before the watcher was ended. */
  intent?: Act | undefined;
  /** The incident that is written and was not pushed. */
  owed?: string | undefined;
  /** Failures of which a watcher says nothing any more, for a person does: since when each check failed. */
  left: Record<string, Instant>;
}

/** How long before it is due the next word is said, in ms: it takes some minutes until people have it. */
const AHEAD = 5 * MINUTE;

export const NOTHING_SAID: TellerMemory = { left: {} };

/** What is decided from. */
export interface Telling {
  site: Site;
  checks: readonly Failing[];
  verdicts: readonly Verdict[];
  /** The record as it lies there, with what others wrote. */
  incidents: readonly Incident[];
  /** What is the same only as long as the file of an incident is, to the letter; nothing where there is none. */
  printOf(id: string): string | undefined;
  /** Whether a file has that name. */
  isTaken(id: string): boolean;
  /** What a new incident is called, without its day. */
  slugOf(impact: Act['impact']): string;
  now: Instant;
  /** How long all must go well before that is said, in ms. */
  calm: number;
  /** Whether a watcher may say that an incident is over. */
  resolves: boolean;
}

/** A failure of which nothing is said, for a person speaks of it. */
export interface Left {
  check: string;
  /** Where a person speaks of it; nothing where they ended that while it fails still. */
  incident: string | undefined;
}

/** What is decided. */
export interface Decided {
  act?: Act;
  memory: TellerMemory;
  left: Left[];
}

/**
 * Decides what is to be said now, if anything. It says nothing where a person speaks: of what hurts in an incident that
 * somebody else wrote, and of one of its own from the moment in which anybody else wrote there.
 */
export function decide(telling: Telling, before: TellerMemory): Decided {
  const after = handedOver(telling, before);
  return { ...decideFor(telling, after), left: leftIn(telling, after) };
}

function decideFor(telling: Telling, { intent, ...memory }: TellerMemory): Omit<Decided, 'left'> {
  const { now, incidents } = telling;
  // What was not written yet is decided anew: by now it may be over, or said by a person, and it has another time.
  if (intent && isSaid(intent, incidents)) return { act: intent, memory: { ...memory, intent } };
  const { notice } = memory;
  // Two things that are said in one minute would have one name.
  if (notice && now < notice.said + MINUTE) return { memory };
  const hurt = hurtNow(telling, memory);
  const act = notice ? nextOf(notice, hurt, telling) : firstOf(hurt, telling);
  return act ? { act, memory: { ...memory, intent: act } } : { memory };
}

/**
 * What is known once an act was written.
 * @param print the file as it lies there then, by `Telling.printOf`.
 */
export function afterwards(memory: TellerMemory, act: Act, print: string | undefined): TellerMemory {
  const { intent: _, ...rest } = memory;
  if (act.kind === 'over') return { ...rest, notice: undefined };
  const known = memory.notice?.id === act.id ? memory.notice : undefined;
  const changed = Object.fromEntries(act.impact.map(({ component, status }) => [component, status]));
  return {
    ...rest,
    notice: {
      id: act.id,
      phase: act.kind === 'calm' || act.kind === 'holds' ? 'calm' : 'failing',
      impact: { ...known?.impact, ...changed },
      updates: [...(known?.updates ?? []), updateId(exactly(act.at))],
      ...{ print, said: act.at },
      checks: [...new Set([...(known?.checks ?? []), ...act.checks.map(({ id }) => id)])],
    },
  };
}

/** Whether an act stands in the record already: a watcher may have been ended just behind it. */
export function isSaid({ id, at }: Act, incidents: readonly Incident[]): boolean {
  return incidents.some(
    (one) => one.id === id && one.updates.some((said) => said.id === updateId(exactly(at))),
  );
}

/** The notice that a watcher began, where the clock was set back before what it said there last. */
export function aheadOfClock({ notice }: TellerMemory, now: Instant): string | undefined {
  return notice && now < notice.said ? notice.id : undefined;
}

/** Leaves a notice to whoever wrote there: what it told of is said by a person from now on. */
function handedOver({ incidents, verdicts, printOf, now }: Telling, memory: TellerMemory): TellerMemory {
  const left = Object.fromEntries(
    Object.entries(memory.left).filter(([check, since]) =>
      verdicts.some(
        (one) => one.check === check && one.state !== 'up' && (one.state !== 'down' || one.since === since),
      ),
    ),
  );
  const { notice, intent } = memory;
  if (!notice) return { ...memory, left };
  const own = incidents.find(({ id }) => id === notice.id);
  // A watcher that was ended just behind its own words knows only their name.
  const isBeingSaid = intent !== undefined && isSaid(intent, incidents);
  const known = new Set([...notice.updates, ...(isBeingSaid ? [updateId(exactly(intent.at))] : [])]);
  const isSame = isBeingSaid || printOf(notice.id) === notice.print;
  const isOurs = own !== undefined && isOpen(own) && isSame && own.updates.every(({ id }) => known.has(id));
  // What lies ahead of the clock can be read by nobody yet, and is as the watcher left it.
  const isAhead = isSame && aheadOfClock(memory, now) !== undefined;
  if (isOurs || isAhead) return { ...memory, left };
  const failing = verdicts.filter(({ check, state }) => state === 'down' && notice.checks.includes(check));
  return {
    owed: memory.owed,
    left: { ...left, ...Object.fromEntries(failing.map(({ check, since }) => [check, since])) },
  };
}

interface Hurt {
  component: string;
  status: Status;
  by: Verdict[];
}

/**
 * The components of which a person speaks, with the id of where: in an incident that is open, or in work that was
 * announced, while its window lasts. An exercise speaks of nothing, and work only of what it says is away altogether.
 */
function spokenOfBesides(
  incidents: readonly Incident[],
  notice: Notice | undefined,
  now: Instant,
): Map<string, string> {
  const speaks = (one: Incident) =>
    one.kind === 'incident' || (one.scheduled.from <= now && now < one.scheduled.until);
  return new Map(
    incidents
      .filter((one) => !one.drill && isOpen(one) && one.id !== notice?.id && speaks(one))
      .flatMap(({ id, kind, impact }) =>
        impact
          .filter((one) => kind === 'incident' || worstOf(one) === 'under_maintenance')
          .map(({ component }) => [component, id] as const),
      ),
  );
}

/** What fails and is left to a person. */
function leftIn(
  { checks, verdicts, incidents, now }: Telling,
  { notice, left }: Pick<TellerMemory, 'notice' | 'left'>,
): Left[] {
  const spokenOf = spokenOfBesides(incidents, notice, now);
  return verdicts.flatMap(({ check, state, since }) => {
    const fails = checks.find(({ id }) => id === check)?.fails ?? [];
    if (state !== 'down' || fails.length === 0) return [];
    const incident = fails.map((one) => spokenOf.get(one)).find((id) => id !== undefined);
    const isLeft = left[check] === since || fails.every((one) => spokenOf.has(one));
    return isLeft ? [{ check, incident }] : [];
  });
}

/** What fails, as far as no person speaks of it, worst first. */
function hurtNow({ checks, verdicts, incidents, now }: Telling, { notice, left }: TellerMemory): Hurt[] {
  const spokenOf = spokenOfBesides(incidents, notice, now);
  const hurt = new Map<string, Hurt>();
  for (const verdict of verdicts) {
    const check = checks.find(({ id }) => id === verdict.check);
    if (!check || verdict.state !== 'down' || left[check.id] === verdict.since) continue;
    for (const component of check.fails) {
      if (spokenOf.has(component)) continue;
      const known = hurt.get(component);
      const status = known && !isWorse(check.status, known.status) ? known.status : check.status;
      hurt.set(component, { component, status, by: [...(known?.by ?? []), verdict] });
    }
  }
  return [...hurt.values()].toSorted((one, other) => severity(one.status) - severity(other.status));
}

/** What the checks that go well confirm, and no failing one contradicts. */
function confirmed({ site, checks, verdicts, incidents }: Telling, own?: string): string[] {
  const verdict = (id: string) => verdicts.find(({ check }) => check === id);
  const isUp = (id: string) => verdict(id)?.state === 'up' && !verdict(id)?.isDoubted;
  const isInDoubt = ({ id, isHeard }: Failing) => (isHeard ? verdict(id)?.state === 'down' : !isUp(id));
  const failing = new Set(checks.filter(isInDoubt).flatMap(({ fails }) => fails));
  const well = checks.filter(({ id }) => isUp(id)).flatMap(({ confirms, fails }) => confirms ?? fails);
  // A person who says that it does not work may see what no check does.
  const hurt = hurtElsewhere(incidents, own);
  return [...new Set(well)].filter(
    (id) => !failing.has(id) && !hurt.has(id) && findComponent(site, id) !== undefined,
  );
}

function firstOf(hurt: readonly Hurt[], telling: Telling): Act | undefined {
  if (hurt.length === 0) return undefined;
  const { now, slugOf, isTaken } = telling;
  const impact = hurt.map(({ component, status }) => ({ component, status }));
  const by = hurt.flatMap((one) => one.by);
  const since = Math.min(...by.map((one) => one.since));
  const good = by.flatMap(({ lastGood }) => (lastGood !== undefined && lastGood <= since ? [lastGood] : []));
  const name = [iso(whole(now)).slice(0, 10), slugOf(impact)].filter(Boolean).join('-');
  let id = name;
  for (let count = 2; isTaken(id); count++) id = `${name}-${count}`;
  return {
    ...{ kind: 'open', id, at: whole(now), impact, works: confirmed(telling) },
    between: { earliest: whole(good.length > 0 ? Math.max(...good) : since), latest: whole(since) },
    checks: namedIn(hurt),
  };
}

function nextOf(notice: Notice, hurt: readonly Hurt[], telling: Telling): Act | undefined {
  const { now, calm, resolves, verdicts } = telling;
  // What suffered in this incident is no news of what works all the same.
  const works = confirmed(telling, notice.id).filter((id) => notice.impact[id] === undefined);
  const act = { id: notice.id, at: whole(now), works };
  if (hurt.length > 0) {
    const worse = hurt.filter(({ component, status }) => {
      const known = notice.impact[component];
      return known === undefined || isWorse(status, known);
    });
    const isAgain = notice.phase === 'calm';
    const told = isAgain ? hurt : worse;
    if (told.length === 0)
      return isDue(notice, telling) ? { ...act, kind: 'still', ...ofThese(hurt) } : undefined;
    return {
      ...{ ...act, kind: isAgain ? 'again' : 'more', ...ofThese(told) },
      ...(isNewIn(notice, told, telling) && { retold: sufferingBy(notice, told) }),
    };
  }
  const of = notice.checks.map((id) => verdicts.find(({ check }) => check === id));
  // Who is not heard is not well.
  if (of.some((one) => one === undefined || one.state !== 'up')) return undefined;
  const well = Math.max(...of.flatMap((one) => one?.since ?? []));
  const between = { earliest: whole(well), latest: whole(well) };
  const checks = notice.checks.map((id) => ({ id }));
  if (notice.phase === 'failing') {
    if (now - well < calm) return undefined;
    const impact = Object.keys(notice.impact).map((component) => ({
      component,
      status: 'operational' as const,
    }));
    // The service came back with the first look that went well, and not when that had held for long enough.
    const isLater = whole(well) > lastChange(notice, telling);
    return { ...act, kind: 'calm', impact, between, checks, ...(isLater && { since: whole(well) }) };
  }
  if (resolves && now - notice.said >= calm) return { ...act, kind: 'over', impact: [], between, checks };
  return isDue(notice, telling) ? { ...act, kind: 'holds', impact: [], between, checks } : undefined;
}

/** Whether something is worse than the file of a notice ever said: its title cannot name that yet. */
function isNewIn({ id }: Notice, told: readonly Hurt[], { incidents }: Telling): boolean {
  const said = new Map<string, Status>();
  for (const one of incidents.find((incident) => incident.id === id)?.impact ?? [])
    said.set(one.component, worst([said.get(one.component) ?? 'operational', worstOf(one)]));
  return told.some(({ component, status }) => isWorse(status, said.get(component) ?? 'operational'));
}

/** All that suffers by the notice once it says these too. */
function sufferingBy({ impact }: Notice, told: readonly Hurt[]): NonNullable<Act['retold']> {
  const all = { ...impact, ...Object.fromEntries(told.map(({ component, status }) => [component, status])) };
  return Object.entries(all)
    .filter(([, status]) => status !== 'operational')
    .map(([component, status]) => ({ component, status }));
}

/** When what stands in the file of a notice changed last, as far as that is known. */
function lastChange({ id, said }: Notice, { incidents }: Telling): Instant {
  const own = incidents.find((one) => one.id === id);
  if (own?.kind !== 'incident') return said;
  const changes = own.impact.flatMap((one) => ('changes' in one ? one.changes.map(({ from }) => from) : []));
  return Math.max(...[own.began, ...changes].map((time) => time?.latest ?? Number.NEGATIVE_INFINITY));
}

/** Whether the next word is owed to readers before long: what a notice promised is kept, also where nobody took over. */
function isDue({ id, said }: Notice, { incidents, site, now }: Telling): boolean {
  const own = incidents.find((one) => one.id === id);
  const due = own && nextUpdateDue(own, site.pledge, undefined);
  return due !== undefined && now >= due - Math.min(AHEAD, (due - said) / 2);
}

const ofThese = (hurt: readonly Hurt[]): Pick<Act, 'impact' | 'checks'> => ({
  impact: hurt.map(({ component, status }) => ({ component, status })),
  checks: namedIn(hurt),
});

function namedIn(hurt: readonly Hurt[]): Act['checks'] {
  const all = new Map(hurt.flatMap(({ by }) => by).map((one) => [one.check, one.why]));
  return [...all].map(([id, why]) => ({ id, ...(why !== undefined && { why }) }));
}

const whole = (instant: Instant) => Math.floor(instant / MINUTE) * MINUTE;

/**
 * An act in the words of a person's call, as `nightlight new`, `update` and `resolve` take them.
 * @param text what it says, which `wordsFor` makes.
 * @param anew the title and the advice where they are told anew, which `anewFor` makes.
 */
export function typedOf(
  { kind, id, at, impact, works, between, since }: Act,
  text: string | undefined,
  anew: Pick<Typed, 'title' | 'advice'> = {},
): Typed {
  const hurt = impact.map(({ component, status }) => `${component}=${status}`);
  const shared: Typed = { ...{ at: iso(at), ...anew }, ...(text !== undefined && { text }) };
  // Nothing changed for anybody: what is lost stands in the file.
  if (kind === 'still' || kind === 'holds')
    return { ...shared, state: 'update', works: works.length > 0 ? works : ['none'] };
  if (kind === 'over') return { ...shared, ended: 'now', without: ['advice', 'works'] };
  const all: Typed = { ...shared, impact: hurt, works: works.length > 0 ? works : ['none'] };
  if (kind === 'calm')
    return { ...all, state: 'monitoring', ...(since !== undefined && { since: iso(since) }) };
  if (kind !== 'open') return { ...all, state: 'investigating' };
  const { earliest, latest } = between ?? exactly(at);
  const began = earliest === latest ? iso(latest) : `${iso(earliest)}/${iso(latest)}`;
  return { ...all, id, began };
}

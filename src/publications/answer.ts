import { worstOf } from '../domain/impact.ts';
import { type Adviser, countedEnd, type Impact, type Incident, isOpen } from '../domain/incident.ts';
import { inOrder, isIn, regionNames, regionsOfIncident, spokenIn } from '../domain/region.ts';
import { type Component, inLanguage, type Language, type Spoken } from '../domain/site.ts';
import { type ComponentStatus, isUnconfirmed, type Situation, type Snapshot } from '../domain/snapshot.ts';
import { regionsIn } from '../domain/situation.ts';
import { type Hurt, isHurt, isWorse, worst } from '../domain/status.ts';
import type { TimeRange } from '../domain/time.ts';
import { type Worded, wordingOf } from '../domain/wording.ts';
import { formatOf, wordsOf } from '../i18n/index.ts';
import { sentencesOf } from './sentence.ts';

/** How the answer is drawn. `calm` is somebody's word: it stands only where that word is known to hold. */
export type Tone = 'calm' | 'neutral' | 'trouble' | 'degraded' | 'maintenance' | 'unknown';

/** The one answer, in words. */
export interface Answer {
  tone: Tone;
  headline: string;
  /** What the headline says while somebody's word for it holds; set where nothing is wrong as far as anybody told. */
  vouched: string | undefined;
  affected: ComponentStatus[];
  /** Names of components that somebody confirmed to work. `undefined` where the question does not arise. */
  works: string[] | undefined;
  since: TimeRange | undefined;
  /** Set where the beginning is not known: it was before this. */
  sinceBefore: TimeRange | undefined;
  until: number | undefined;
  /** When it was over, while the fix is being watched. */
  over: TimeRange | undefined;
  advice: Advice[];
  due: { at: number; overdue: boolean } | undefined;
}

/** What to do, in the language it is written in, and whose advice it is. */
export interface Advice extends Worded {
  by: Adviser;
}

/** Makes the one sentence and what belongs to it. Everything else that needs the answer prints this. */
export function answerOf(snapshot: Snapshot, language: Language): Answer {
  const { site, situation } = snapshot;
  const isClear = situation.kind === 'clear';
  const base: Answer = {
    tone: toneOf(situation),
    headline: headlineOf(snapshot, language),
    vouched: isClear ? wordsOf(language).answer.working(inLanguage(site.service, language)) : undefined,
    affected: 'affected' in situation ? situation.affected : [],
    works: undefined,
    since: undefined,
    sinceBefore: undefined,
    until: undefined,
    over: undefined,
    advice: [siteAdvice(site, language)],
    due: undefined,
  };
  switch (situation.kind) {
    case 'incident': {
      const { since, incidents } = situation;
      return {
        ...base,
        ...told(incidents, language, snapshot),
        since: since.before ? undefined : since.at,
        sinceBefore: since.before ? since.at : undefined,
        due: firstDue(snapshot, incidents),
      };
    }
    case 'reported':
    case 'watched': {
      const { incidents } = situation;
      return {
        ...base,
        ...told(incidents, language, snapshot),
        over: situation.kind === 'watched' ? lastEnd(incidents) : undefined,
        due: firstDue(snapshot, incidents),
      };
    }
    case 'maintenance':
    case 'overrun': {
      const { incident } = situation;
      const due = firstDue(snapshot, [incident]);
      return {
        ...base,
        ...told([incident], language, snapshot),
        until: incident.scheduled.until,
        due: due?.overdue ? due : undefined,
      };
    }
    case 'demonstration':
    case 'unknown':
    case 'clear':
      return base;
  }
}

/** The next word that is owed about any of some incidents. */
function firstDue({ open, maintenance }: Snapshot, incidents: Incident[]): Answer['due'] {
  return [...open, ...maintenance]
    .filter(({ incident }) => incidents.includes(incident))
    .flatMap(({ due, overdue }) => (due === undefined ? [] : [{ at: due, overdue }]))
    .toSorted((one, other) => one.at - other.at)[0];
}

function lastEnd(incidents: Incident[]): TimeRange | undefined {
  const ends = incidents.flatMap((incident) => countedEnd(incident) ?? lastRecovery(incident) ?? []);
  return ends.toSorted((one, other) => other.latest - one.latest)[0];
}

/** When the last component worked again, by its list of changes. */
function lastRecovery({ impact }: Incident): TimeRange | undefined {
  const recoveries = impact.flatMap((one) => {
    const last = 'changes' in one ? one.changes.at(-1) : undefined;
    return last?.status === 'operational' ? [last.from] : [];
  });
  return recoveries.toSorted((one, other) => other.latest - one.latest)[0];
}

/** What was confirmed to work with some incidents. Nothing that is in trouble now, by whatever, is said to. */
export function workingBeside(incidents: Incident[], { statuses }: Pick<Snapshot, 'statuses'>): Component[] {
  const hurt = new Set(incidents.flatMap((incident) => incident.impact.map((impact) => impact.component)));
  const works = new Set(incidents.flatMap((incident) => incident.works).filter((id) => !hurt.has(id)));
  return statuses
    .filter(({ component, status }) => works.has(component.id) && !isHurt(status))
    .map(({ component }) => component);
}

/** An incident without what it confirmed and another one took back: while it is open it is read as what works now. */
export function asConfirmedNow(incident: Incident, snapshot: Pick<Snapshot, 'statuses'>): Incident {
  if (!isOpen(incident)) return incident;
  const working = new Set(workingBeside([incident], snapshot).map(({ id }) => id));
  return { ...incident, works: incident.works.filter((id) => working.has(id)) };
}

/** What was told with some incidents. */
function told(incidents: Incident[], language: Language, snapshot: Snapshot) {
  const { site } = snapshot;
  const advice = new Map(
    incidents.flatMap((incident): [string, Advice][] => {
      const own = wordingOf(incident, language).advice;
      return own ? [[own.text, { ...own, by: incident.adviceBy }]] : [];
    }),
  );
  return {
    works: workingBeside(incidents, snapshot).map(({ name }) => inLanguage(name, language)),
    advice: advice.size > 0 ? [...advice.values()] : [siteAdvice(site, language)],
  };
}

function siteAdvice(site: Snapshot['site'], language: Language): Advice {
  return { text: inLanguage(site.advice, language), language, by: 'operator' };
}

const TONES: Record<Hurt, Tone> = {
  major_outage: 'trouble',
  partial_outage: 'trouble',
  degraded_performance: 'degraded',
  not_known: 'unknown',
  under_maintenance: 'maintenance',
};

function toneOf(situation: Situation): Tone {
  switch (situation.kind) {
    case 'incident':
      return TONES[situation.status];
    case 'overrun':
      return 'trouble';
    case 'maintenance':
      return 'maintenance';
    case 'watched':
    case 'reported':
      return 'degraded';
    case 'clear':
      return situation.attestation.by === 'nobody' ? 'neutral' : 'calm';
    case 'unknown':
      return 'unknown';
    case 'demonstration':
      return 'neutral';
  }
}

function headlineOf(snapshot: Snapshot, language: Language): string {
  const { site, situation } = snapshot;
  const words = wordsOf(language).answer;
  const service = inLanguage(site.service, language);
  switch (situation.kind) {
    case 'incident': {
      if (situation.status === 'under_maintenance')
        return plannedIn(situation.affected, snapshot, language, 'maintenance');
      const { text, more } = troubleIn(situation.affected, snapshot, language);
      const count = situation.incidents.length;
      return count > 1 && more === 0 ? `${text} ${words.several(count)}` : text;
    }
    case 'maintenance':
      return plannedIn(situation.affected, snapshot, language, 'maintenance');
    case 'overrun': {
      const serious = seriousOf(situation.affected);
      return serious.length > 0
        ? `${troubleIn(serious, snapshot, language).text} ${words.overrunToo}`
        : plannedIn(touchedBy([situation.incident], snapshot), snapshot, language, 'overrun');
    }
    case 'reported': {
      const names = touchedBy(situation.incidents, snapshot).map(({ component }) =>
        inLanguage(component.short, language),
      );
      const text =
        names.length > 0 && names.length <= TOGETHER
          ? words.reportedOf(formatOf(language).list(names))
          : words.reported(service);
      return placed(text, regionsOfIncidents(situation.incidents, snapshot), snapshot, language);
    }
    case 'watched':
      return `${againIn(situation.incidents, snapshot, language)} ${words.watched}`;
    case 'clear':
      return situation.attestation.by === 'nobody' ? words.clear(service) : words.working(service);
    case 'demonstration':
      return words.demonstration;
    case 'unknown':
      return words.unknown(service);
  }
}

/** How many are spoken of in one sentence; of more the first is, and the others are counted. */
const TOGETHER = 2;

/** Those that nobody announced to be in trouble. */
function seriousOf(affected: ComponentStatus[]): ComponentStatus[] {
  return affected.filter(({ status }) => isWorse(status, 'under_maintenance'));
}

/**
 * What is said first of some that are affected: the worst trouble of the headline, else the worst of all; of what is
 * not in the same regions, what comes first.
 */
export function namedIn(
  affected: ComponentStatus[],
  { statuses, site }: Pick<Snapshot, 'statuses' | 'site'>,
) {
  const serious = seriousOf(affected);
  const candidates = serious.length > 0 ? serious : affected;
  const inHeadline = candidates.filter(({ component }) => component.headline);
  const top = inHeadline.length > 0 ? inHeadline : candidates;
  const status = worst(top.map((one) => one.status));
  const [first] = top.filter((one) => one.status === status);
  const regions = first && regionsIn(first, status);
  const named = top.filter(
    (one) => one.status === status && regionsIn(one, status)?.join() === regions?.join(),
  );
  const headline = statuses.filter(
    ({ component }) => component.headline && (!regions || regions.some((region) => isIn(component, region))),
  );
  return {
    status,
    named: named.map(({ component }) => spokenIn(site, component, regions)),
    /** The regions in which that is so, if it is not everywhere. */
    regions,
    /** Whether it is all that the answer is made from, there. */
    all:
      headline.length > 0 &&
      headline.every(({ component }) => named.some((one) => one.component.id === component.id)),
    /** How many more are in trouble besides. */
    others:
      candidates.length - named.length + named.filter((one) => regions && !isOnlyIn(one, regions)).length,
    /** Whether all trouble is in those regions, and none elsewhere. */
    isOnlyThere: regions !== undefined && candidates.every((one) => isOnlyIn(one, regions)),
  };
}

function isOnlyIn({ regions }: ComponentStatus, there: readonly string[]): boolean {
  return regions?.every(({ region, status }) => there.includes(region) || !isHurt(status)) ?? false;
}

/** What fails, and how many more things are affected besides what it names. */
function troubleIn(affected: ComponentStatus[], snapshot: Snapshot, language: Language) {
  const words = wordsOf(language).answer;
  const { status, named, regions, all, others, isOnlyThere } = namedIn(affected, snapshot);
  if (!isHurt(status) || status === 'under_maintenance') throw new Error(`${status} is no trouble`);
  const elsewhere = isOnlyThere && !isUnconfirmed(snapshot) ? ` ${words.elsewhere}` : '';
  if (all) {
    const text = words.all[status](inLanguage(snapshot.site.service, language));
    return { text: `${placed(text, regions, snapshot, language)}${elsewhere}`, more: 0 };
  }
  const { text, more } = together(named, others, (some) => sentencesOf(some, status, language), words.more);
  return { text: `${text}${elsewhere}`, more };
}

/** What works again while a fix is watched. Nothing that went out of service meanwhile does. */
function againIn(incidents: Incident[], snapshot: Snapshot, language: Language): string {
  const words = wordsOf(language).answer;
  const again = touchedBy(incidents, snapshot, (impact) => isWorse(worstOf(impact), 'under_maintenance'));
  const headline = snapshot.statuses.filter(({ component }) => component.headline);
  const regions = regionsOfIncidents(incidents, snapshot);
  if (again.length === 0 || headline.every((one) => again.includes(one)))
    return placed(words.again(inLanguage(snapshot.site.service, language)), regions, snapshot, language);
  const named = [
    ...again.filter(({ component }) => component.headline),
    ...again.filter(({ component }) => !component.headline),
  ].map(({ component }) => spokenIn(snapshot.site, component, regions));
  return together(named, 0, (some) => sentencesOf(some, 'again', language), words.moreAgain).text;
}

/** Announced work: what it is on, or the service where it is on all of it. */
function plannedIn(
  affected: ComponentStatus[],
  snapshot: Snapshot,
  language: Language,
  kind: 'maintenance' | 'overrun',
): string {
  const words = wordsOf(language).answer;
  const names = affected.map(({ component }) => inLanguage(component.short, language));
  const headline = snapshot.statuses.filter(({ component }) => component.headline);
  const all = headline.every(({ component }) => affected.some((one) => one.component === component));
  const text =
    all || names.length === 0 || names.length > TOGETHER
      ? words[kind](inLanguage(snapshot.site.service, language))
      : words.of[kind](formatOf(language).list(names));
  return placed(text, regionsOf(affected, snapshot), snapshot, language);
}

/** A sentence with the regions that it is about before it: nobody else is to be alarmed by it. */
function placed(
  text: string,
  regions: readonly string[] | undefined,
  { site }: Pick<Snapshot, 'site'>,
  language: Language,
): string {
  if (!regions) return text;
  const where = formatOf(language).list(regionNames(site, regions, language));
  return wordsOf(language).sentences.inRegions(where, text);
}

/** The regions in which some are affected; nothing where one of them is everywhere. */
function regionsOf(affected: ComponentStatus[], { site }: Pick<Snapshot, 'site'>): string[] | undefined {
  const named = affected.map((one) => (isHurt(one.status) ? regionsIn(one, one.status) : undefined));
  const isNarrow = named.length > 0 && named.every((one) => one !== undefined);
  return isNarrow ? inOrder(site, named.flat()) : undefined;
}

/** The regions that some incidents are about; nothing where one of them is about all. */
function regionsOfIncidents(incidents: Incident[], { site }: Pick<Snapshot, 'site'>): string[] | undefined {
  const named = incidents.map((incident) => regionsOfIncident(site, incident));
  const isNarrow = named.length > 0 && named.every((one) => one !== undefined);
  return isNarrow ? inOrder(site, named.flat()) : undefined;
}

/** Two in one breath; of more the first, and how many there are besides. */
function together(
  named: Spoken[],
  others: number,
  say: (some: Spoken[]) => string,
  more: (count: number) => string,
): { text: string; more: number } {
  const told = named.length <= TOGETHER ? named : named.slice(0, 1);
  const left = named.length - told.length + others;
  return { text: [say(told), left > 0 && more(left)].filter(Boolean).join(' '), more: left };
}

/** The components in service that some incidents speak of. */
function touchedBy(
  incidents: Incident[],
  { statuses }: Pick<Snapshot, 'statuses'>,
  counts: (impact: Impact) => boolean = () => true,
): ComponentStatus[] {
  const ids = new Set(
    incidents.flatMap(({ impact }) => impact.filter(counts).map(({ component }) => component)),
  );
  return statuses.filter(({ component }) => ids.has(component.id));
}

import {
  entryChangedAt,
  type GitHistory,
  historyOfIncident,
  publishedAt,
  type Told,
  toldBeside,
  versionBefore,
} from './git-history.ts';
import { type ImpactThen, impactAsOf, regionsThen } from './impact.ts';
import {
  type Adviser,
  beginningOf,
  type DataFate,
  endOf,
  firstUpdate,
  type Incident,
  isAllClear,
  isClosing,
  isOpen,
  isWithdrawn,
  keepsState,
  newestUpdate,
  type Prose,
  type State,
  stateOf,
  type Update,
} from './incident.ts';
import { nextUpdateDue } from './pledge.ts';
import { inOrder, regionNames, regionsOf, regionsOfIncident, spokenBy } from './region.ts';
import { componentName, inLanguage, type Language, type Region, type Site, type Spoken } from './site.ts';
import type { Snapshot } from './snapshot.ts';
import { isHurt, severity, type Status } from './status.ts';
import type { Instant, TimeRange } from './time.ts';
import { type Worded, wordingOf } from './wording.ts';

/** A picture at its address. Width and height are in pixels. */
export interface Image {
  url: string;
  width: number;
  height: number;
}

/** Where what is told can be read and seen. Whoever knows the addresses of the site makes them. */
export interface Links {
  /** The status page in the language. */
  home: string;
  incident: string;
  update: string;
  /** Where the site says how a notification is written. */
  schema: string;
  /** The pictures of the update, if they are drawn, and the language that stands in them. */
  pictures: { wide: Image; tall: Image | undefined; language: Language } | undefined;
}

/**
 * One update as it is told to people, in one language: everything that a message needs, so that whoever prints
 * one looks nothing up. Feeds, pictures and the calendar print it, and so does every message.
 */
export interface Notification {
  /** `<incident>/<update>`: the same in every language and for ever. What was sent is remembered by it. */
  id: string;
  incident: string;
  update: string;
  kind: Incident['kind'];
  /** The language it was asked for. Each text says in which it really is. */
  language: Language;
  title: Worded;
  text: Worded<Prose>;
  state: State;
  /** The state in which it left the incident: its own, unless it keeps the one it found. */
  stateThen: State;

  /** Whether it is the first, and whether it is the newest thing said about the incident. */
  first: boolean;
  newest: boolean;
  /** Whether it says that nothing is owed any more. */
  closes: boolean;
  /** Whether it told that it is over, or was said while it was. */
  allClear: boolean;
  /** Whether it came along with the record: it was told at a time that nobody knows, and is no news. */
  imported: boolean;

  speaker: Update['said']['speaker'];
  /** Where it was said, if that is told. */
  place: Worded | undefined;
  saidAt: TimeRange;
  /** When it was first published, and when it last said something else. */
  published: Instant;
  changed: Instant;

  /** What is lost as of the update: every component that the incident touches, in the order of the file. */
  impact: ImpactThen[];
  /** How each of them was as of the update before, by its id; `operational` under the first. */
  before: Record<string, Status>;
  /** Components that somebody confirmed to work, as it was told with the update. */
  works: string[];
  /** What to do, as it was told with the update, and whose advice that is. */
  advice: Worded | undefined;
  adviceBy: Adviser;
  /** What each component in `impact` and `works` is called in the language, by its id; and where there is little room. */
  names: Record<string, string>;
  shortNames: Record<string, string>;
  /** The regions that the incident is about; absent where it is about something that is everywhere. */
  where: Region[] | undefined;
  /** What each region in `impact` is called in the language, by its id. */
  regions: Record<string, string>;
  /** What sentences about each component in `impact` are made from, by its id. */
  spoken: Record<string, Spoken>;
  /** The same for the regions in which it was hurt otherwise, the worst first. */
  besides: Record<string, { status: Status; spoken: Spoken }[]>;

  /** When it began, where that is known, and ended, if that was before the update; `unknown` where nobody recorded it. */
  began: TimeRange | undefined;
  ended: TimeRange | 'unknown' | undefined;
  /** When it was still so, where nobody recorded the end. */
  lastKnown: TimeRange | undefined;
  /** The window of announced work. */
  scheduled: { from: Instant; until: Instant } | undefined;
  /** When the next word is owed; only the newest of what is open owes one. */
  nextUpdate: Instant | undefined;

  /** What the record says of the whole incident now: an older update has the same. */
  incidentState: State;
  open: boolean;
  scope: Worded | undefined;
  data: DataFate | undefined;

  drill: boolean;
  demonstration: boolean;
  /** Who speaks, and of what, in the language. */
  site: { name: string; service: string; operator: string };
  /** The authority of the site's tags, which ids for other programs are made from. */
  authority: string;
  links: Links;
}

/** An update of an incident as it is told to people in a language. */
export function notificationOf(
  { site, git }: Pick<Snapshot, 'site' | 'git'>,
  incident: Incident,
  update: Update,
  language: Language,
  links: Links,
): Notification {
  const history = historyOfIncident(git, incident.id);
  const wording = wordingOf(incident, language);
  const told = toldWith(git, incident, update);
  const impact = impactAsOf(incident, update);
  const works = told?.works ?? [];
  const newest = update === newestUpdate(incident);
  const where = regionsOfIncident(site, incident);
  const named = [...impact.map(({ component }) => component), ...works];
  const called = (form: 'name' | 'short') =>
    Object.fromEntries(named.map((id) => [id, componentName(site, id, language, form)]));
  return {
    id: `${incident.id}/${update.id}`,
    incident: incident.id,
    update: update.id,
    kind: incident.kind,
    language,
    title: wording.title,
    text: wording.proseOf(update),
    state: update.state,
    stateThen: keepsState(update)
      ? stateOf({ ...incident, updates: updatesUntil(incident, update) })
      : update.state,
    first: update === firstUpdate(incident),
    newest,
    closes: isClosing(update),
    allClear: isAllClear(incident, update),
    imported: isImported(git, incident, update),
    speaker: update.said.speaker,
    place: wording.placeOf(update),
    saidAt: update.at,
    published: publishedAt(history, update),
    changed: entryChangedAt(history, update, language),
    impact,
    before: statusesBefore(incident, update, impact),
    works,
    advice: wording.adviceTold(told?.advice),
    adviceBy: incident.adviceBy,
    names: called('name'),
    shortNames: called('short'),
    spoken: Object.fromEntries(
      impact.map((one) => [
        one.component,
        spokenBy(site, { component: one.component, regions: regionsThen(one) }),
      ]),
    ),
    besides: Object.fromEntries(impact.map((one) => [one.component, besidesOf(site, one)])),
    where: where && regionsOf(site, where),
    regions: Object.fromEntries(
      inOrder(
        site,
        impact.flatMap(({ regions = [] }) => regions.map(({ region }) => region)),
      ).map((id) => [id, regionNames(site, [id], language).join()]),
    ),
    ...courseBy(incident, update.at.latest),
    nextUpdate: newest ? nextUpdateDue(incident, site.pledge, history) : undefined,
    incidentState: stateOf(incident),
    open: isOpen(incident),
    scope: wording.scope,
    data: incident.data,
    drill: incident.drill,
    demonstration: site.demonstration !== undefined,
    site: {
      name: inLanguage(site.name, language),
      service: inLanguage(site.service, language),
      operator: site.operator.name,
    },
    authority: site.tag.authority,
    links,
  };
}

/** The regions in which a component was hurt otherwise than where it was worst: nobody there is to miss it. */
function besidesOf(
  site: Site,
  { component, status, regions = [] }: ImpactThen,
): Notification['besides'][string] {
  const others = regions.filter((one) => isHurt(one.status) && one.status !== status);
  return [...Map.groupBy(others, (one) => one.status)]
    .toSorted(([one], [other]) => severity(one) - severity(other))
    .map(([one, there]) => ({
      status: one,
      spoken: spokenBy(site, { component, regions: there.map(({ region }) => region) }),
    }));
}

/** What had been said with an update, the oldest first. */
function updatesUntil({ updates }: Incident, update: Update): Update[] {
  return updates.slice(0, updates.indexOf(update) + 1);
}

function statusesBefore(
  incident: Incident,
  update: Update,
  impact: readonly ImpactThen[],
): Record<string, Status> {
  const before = updatesUntil(incident, update).at(-2);
  return Object.fromEntries(
    (before ? impactAsOf(incident, before) : impact).map(({ component, status }) => [
      component,
      before ? status : 'operational',
    ]),
  );
}

/**
 * What worked and what to do, as it was told with an update: what stands there now for the newest one, what
 * stood there last under an older one. An entry does not change when the next one comes. An all-clear has only
 * what was written with it. Without git only the newest one has it, and an all-clear nothing.
 */
export function toldWith(
  git: GitHistory,
  incident: Incident,
  update: Update,
): Pick<Told, 'works' | 'advice'> | undefined {
  if (update.state === 'withdrawn') return undefined;
  const history = historyOfIncident(git, incident.id);
  if (update === newestUpdate(incident)) return toldBeside(incident, versionBefore(history, update.id));
  return history?.updates.get(update.id)?.told;
}

function isImported(git: GitHistory, incident: Incident, update: Update): boolean {
  const history = historyOfIncident(git, incident.id)?.updates.get(update.id);
  return history !== undefined && history.firstPublished === undefined;
}

type Course = Pick<Notification, 'began' | 'ended' | 'lastKnown' | 'scheduled'>;

/** When an incident began and ended, as far as that had happened by an instant. What was withdrawn did neither. */
function courseBy(incident: Incident, at: Instant): Course {
  const isPast = (range: TimeRange | undefined) => (range && range.latest <= at ? range : undefined);
  const scheduled = incident.kind === 'maintenance' ? incident.scheduled : undefined;
  const course = { began: undefined, ended: undefined, lastKnown: undefined, scheduled };
  if (isWithdrawn(incident)) return course;
  if (incident.kind === 'maintenance') {
    const began = stateOf(incident) === 'cancelled' ? undefined : isPast(beginningOf(incident));
    return { ...course, began, ended: began && isPast(endOf(incident)) };
  }
  const { began, ended, lastKnown } = incident;
  if (ended !== 'unknown') return { ...course, began, ended: isPast(endOf(incident)) };
  return { ...course, began, ...(isPast(lastKnown) && { ended, lastKnown }) };
}

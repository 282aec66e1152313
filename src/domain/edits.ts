import { type Impact, type Incident, isOpen, type Outage, type Prose, type Update } from './incident.ts';
import { iso, type TimeRange } from './time.ts';

type Keys<One> = One extends unknown ? keyof One : never;

/** How one field counts when a version of an incident is compared with the one before it. */
interface Rule<Of> {
  /** What it is called in the file, for whoever wrote it. */
  name: string;
  /** Its value as it is shown in a difference; empty if there is none. */
  written(of: Of): string;
  /** What is compared, where it is more than is shown. */
  exact?(of: Of): string;
  /**
   * When a change of it changes what a reader should do, so that it must be told with an update. What
   * concerns the sums and the record alone is never told; it is shown as a difference all the same. `once
   * published`: that it is known at last needs no word, that it reads otherwise than before does.
   */
  told: 'always' | 'once published' | 'while open' | 'never';
  /** Which entries of the incident say it beside their own words, so that a feed must call them changed. */
  entries?: 'all' | 'newest';
}

/**
 * Every field of an update. All of them stand in its entry: what was said, by whom, where and when. The id is
 * the key by which an update is found again.
 */
const OF_UPDATE = {
  id: undefined,
  state: { name: 'the state of an update', written: ({ state }) => state, told: 'always' },
  at: { name: 'the time of an update', written: ({ at }) => written(at), told: 'always' },
  said: {
    name: 'who said an update, or where',
    written: ({ said }) => [said.speaker, said.place].filter(Boolean).join(': '),
    told: 'always',
  },
  prose: {
    name: 'the text of an update',
    written: ({ prose }) => prose.text,
    exact: ({ prose }) => marked(prose),
    told: 'always',
  },
} satisfies Record<keyof Update, Rule<Update> | undefined>;

/**
 * Every field of an incident. The id is its address; updates have a table of their own, and translations
 * files of their own. That a window was moved is an error by itself (`scheduled-moved`).
 */
const OF_INCIDENT = {
  id: undefined,
  kind: { name: 'kind', written: ({ kind }) => kind, told: 'always' },
  title: { name: 'title', written: ({ title }) => title, told: 'always', entries: 'all' },
  drill: { name: 'drill', written: ({ drill }) => (drill ? 'true' : ''), told: 'always', entries: 'all' },
  // A beginning that moves can turn a missed promise into one that was kept.
  began: { name: 'began', written: (one) => written(outage(one)?.began), told: 'once published' },
  ended: {
    name: 'ended',
    written: (one) => {
      const ended = outage(one)?.ended;
      return ended === 'unknown' ? ended : written(ended);
    },
    told: 'while open',
  },
  lastKnown: { name: 'last_known', written: (one) => written(outage(one)?.lastKnown), told: 'never' },
  scheduled: {
    name: 'scheduled',
    written: (one) =>
      one.kind === 'maintenance' ? `${iso(one.scheduled.from)}/${iso(one.scheduled.until)}` : '',
    told: 'never',
  },
  impact: {
    name: 'impact',
    written: ({ impact }) => impact.map(impactAsWritten).join('; '),
    exact: ({ impact }) => impact.map(impactAsWritten).toSorted().join('; '),
    told: 'always',
    entries: 'newest',
  },
  works: {
    name: 'works',
    written: ({ works }) => works.join(', '),
    exact: ({ works }) => works.toSorted().join(', '),
    told: 'always',
    entries: 'newest',
  },
  advice: { name: 'advice', written: ({ advice }) => advice ?? '', told: 'always', entries: 'newest' },
  adviceBy: {
    name: 'advice_by',
    written: ({ adviceBy }) => adviceBy,
    told: 'always',
    entries: 'newest',
  },
  scope: { name: 'scope', written: ({ scope }) => scope ?? '', told: 'while open' },
  nextUpdate: { name: 'next_update', written: (one) => written(one.nextUpdate), told: 'while open' },
  data: { name: 'data', written: ({ data }) => data ?? '', told: 'while open' },
  cause: { name: 'cause', written: ({ cause }) => cause ?? '', told: 'never' },
  causeCertainty: {
    name: 'cause_certainty',
    written: ({ causeCertainty }) => causeCertainty ?? '',
    told: 'never',
  },
  disputed: { name: 'disputed', written: ({ disputed }) => disputed ?? '', told: 'never' },
  reportedBy: { name: 'reported_by', written: ({ reportedBy }) => reportedBy ?? '', told: 'never' },
  sources: {
    name: 'sources',
    written: ({ sources }) => sources.map(({ title, url }) => `${title} <${url}>`).join('; '),
    told: 'never',
  },
  pinned: { name: 'pinned', written: ({ pinned }) => (pinned ? 'true' : ''), told: 'never' },
  summary: {
    name: 'the summary',
    written: ({ summary }) => summary?.text ?? '',
    exact: ({ summary }) => (summary ? marked(summary) : ''),
    told: 'while open',
  },
  updates: undefined,
  translations: undefined,
} satisfies Record<Keys<Incident>, Rule<Incident> | undefined>;

type Compared<Table> = {
  [Key in keyof Table]: Table[Key] extends undefined ? never : Key;
}[keyof Table];

export type IncidentField = Compared<typeof OF_INCIDENT>;
export type UpdateField = Compared<typeof OF_UPDATE>;

/** One field that says something else than before, as it stood and as it stands. */
export interface Edit<Field> {
  field: Field;
  was: string;
  is: string;
}

/** What changed in an incident beside its updates. */
export function editsOfIncident(before: Incident, after: Incident): Edit<IncidentField>[] {
  return editsIn<IncidentField, Incident>(OF_INCIDENT, before, after);
}

/** What changed in an update that kept its id. */
export function editsOfUpdate(before: Update, after: Update): Edit<UpdateField>[] {
  return editsIn<UpdateField, Update>(OF_UPDATE, before, after);
}

/** Which entries of a feed say something else once a field of the incident was changed. */
export function entriesWith(field: IncidentField): 'all' | 'newest' | undefined {
  const rule: Rule<Incident> = OF_INCIDENT[field];
  return rule.entries;
}

/** A change that should have been told, by the name the file has for it, and the update it is in, if it is in one. */
export interface Untold {
  name: string;
  update: string | undefined;
}

/**
 * What changed that changes what a reader should do. Updates that came or went are not in it.
 */
export function changesToTell(before: Incident, after: Incident): Untold[] {
  const open = isOpen(before) || isOpen(after);
  const named = (rule: Pick<Rule<never>, 'name' | 'told'>, was: string, update?: string): Untold[] => {
    const must = { always: true, 'once published': was !== '', 'while open': open, never: false }[rule.told];
    return must ? [{ name: rule.name, update }] : [];
  };
  return [
    ...editsOfIncident(before, after).flatMap(({ field, was }) => named(OF_INCIDENT[field], was)),
    ...after.updates.flatMap((update) => {
      const was = before.updates.find(({ id }) => id === update.id);
      return was
        ? editsOfUpdate(was, update).flatMap((edit) => named(OF_UPDATE[edit.field], edit.was, update.id))
        : [];
    }),
  ];
}

function editsIn<Field extends string, Of>(
  table: Record<Field, Rule<Of>> | Record<string, Rule<Of> | undefined>,
  before: Of,
  after: Of,
): Edit<Field>[] {
  return Object.entries<Rule<Of> | undefined>(table).flatMap(([field, rule]) => {
    if (!rule) return [];
    const exact = rule.exact ?? rule.written;
    if (exact(before) === exact(after)) return [];
    const shown = rule.written(before) === rule.written(after) ? exact : rule.written;
    return [{ field: field as Field, was: shown(before), is: shown(after) }];
  });
}

/** Emphasis and the addresses of links are part of what is said; where the lines were broken is not. */
function marked({ html }: Prose): string {
  return html.replace(/\s+/g, ' ');
}

function outage(incident: Incident): Outage | undefined {
  return incident.kind === 'incident' ? incident : undefined;
}

function impactAsWritten(impact: Impact): string {
  if ('status' in impact) return `${impact.component} ${impact.status}`;
  return `${impact.component} ${impact.changes.map(({ from, status }) => `${status} from ${written(from)}`).join(', ')}`;
}

function written(range: TimeRange | undefined): string {
  if (!range) return '';
  if (range.wholeDay) {
    const [first, last] = [range.earliest, range.latest].map((instant) => iso(instant).slice(0, 10));
    return first === last ? `${first}` : `${first}/${last}`;
  }
  return range.earliest === range.latest
    ? iso(range.earliest)
    : `${iso(range.earliest)}/${iso(range.latest)}`;
}

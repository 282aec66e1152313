import {
  FACT_NAMES,
  type FactName,
  type Field,
  type FieldKind,
  fieldOf,
  type FieldValues,
} from './fields.ts';
import { lackingRedactions } from './redaction.ts';
import { type Impact, type Incident, isOpen, type Prose, type Update } from './incident.ts';
import { iso, printTimeRange, type TimeRange } from './time.ts';

/** How one field counts when a version of an incident is compared with the one before it. */
interface Rule<Of> {
  /** What it is called in the file, for whoever wrote it. */
  name: string;
  /** Its value as it is shown in a difference; empty if there is none. */
  written(of: Of): string;
  /** What is compared, where it is more than is shown. */
  exact?(of: Of): string;
  /** As in the table of the fields. */
  told: Field['told'];
  entries?: Field['entries'];
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

/** How a value of each kind is shown, and what is compared where that is more. */
const SHOWN: {
  [Kind in FieldKind]: {
    written(value: FieldValues[Kind]): string;
    exact?(value: FieldValues[Kind]): string;
  };
} = {
  text: { written: (text) => text ?? '' },
  word: { written: (word) => word ?? '' },
  language: { written: (language) => language },
  flag: { written: (flag) => (flag ? 'true' : '') },
  time: { written },
  end: { written: (end) => (end === 'unknown' ? end : written(end)) },
  window: { written: ({ from, until }) => `${iso(from)}/${iso(until)}` },
  impact: {
    written: (impact) => impact.map(impactAsWritten).join('; '),
    exact: (impact) => impact.map(impactAsWritten).toSorted().join('; '),
  },
  components: { written: (ids) => ids.join(', '), exact: (ids) => ids.toSorted().join(', ') },
  sources: { written: (sources) => sources.map(({ title, url }) => `${title} <${url}>`).join('; ') },
  redactions: {
    written: (redactions) =>
      redactions
        .map(
          ({ update, version, on, because }) =>
            `${update ?? `version ${version}`} on ${written(on)}, because ${because}`,
        )
        .join('; '),
  },
};

const SUMMARY: Rule<Incident> = {
  name: 'the summary',
  written: ({ summary }) => summary?.text ?? '',
  exact: ({ summary }) => (summary ? marked(summary) : ''),
  told: 'while open',
};

export type IncidentField = FactName | 'summary';

/**
 * What is compared of an incident: its front matter and the summary. The id is its address; updates have a table
 * of their own, and translations files of their own.
 */
const OF_INCIDENT = {
  ...(Object.fromEntries(FACT_NAMES.map((name) => [name, ruleOf(name)])) as Record<FactName, Rule<Incident>>),
  summary: SUMMARY,
} satisfies Record<IncidentField, Rule<Incident>>;

function ruleOf(name: FactName): Rule<Incident> {
  const { key, kind, told, entries } = fieldOf(name);
  const { written, exact } = SHOWN[kind] as (typeof SHOWN)['text'];
  const shown = (show: typeof written) => (incident: Incident) =>
    name in incident ? show((incident as unknown as Record<FactName, string | undefined>)[name]) : '';
  return { name: key, written: shown(written), ...(exact && { exact: shown(exact) }), told, entries };
}

export type UpdateField = Exclude<keyof typeof OF_UPDATE, 'id'>;

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
  return OF_INCIDENT[field].entries;
}

/** A change that should have been told, by the name the file has for it, and the update it is in, if it is in one. */
export interface Untold {
  name: string;
  update: string | undefined;
}

/**
 * What changed that changes what a reader should do. Updates that came or went are not in it, nor words that the
 * newer one says were taken out.
 */
export function changesToTell(before: Incident, after: Incident): Untold[] {
  const open = isOpen(before) || isOpen(after);
  const named = (rule: Pick<Rule<never>, 'name' | 'told'>, was: string, update?: string): Untold[] => {
    const must = { always: true, 'once published': was !== '', 'while open': open, never: false }[rule.told];
    return must ? [{ name: rule.name, update }] : [];
  };
  const redacted = lackingRedactions(before.redactions, after.redactions);
  const isWhole = redacted.some(({ version }) => version !== undefined);
  const isExcused = (field: UpdateField, update: string) =>
    (field === 'prose' || field === 'said') && (isWhole || redacted.some((one) => one.update === update));
  return [
    ...editsOfIncident(before, after)
      .filter(({ field }) => !isWhole || !isOfWords(field))
      .flatMap(({ field, was }) => named(OF_INCIDENT[field], was)),
    ...after.updates.flatMap((update) => {
      const was = before.updates.find(({ id }) => id === update.id);
      return was
        ? editsOfUpdate(was, update)
            .filter(({ field }) => !isExcused(field, update.id))
            .flatMap((edit) => named(OF_UPDATE[edit.field], edit.was, update.id))
        : [];
    }),
  ];
}

/** Whether a field holds words of a person's own, which may name somebody. */
function isOfWords(field: IncidentField): boolean {
  return field === 'summary' || ['text', 'sources'].includes(fieldOf(field).kind);
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

function impactAsWritten(impact: Impact): string {
  const where = impact.regions ? ` in ${impact.regions.join(', ')}` : '';
  if ('status' in impact) return `${impact.component} ${impact.status}${where}`;
  return `${impact.component}${where} ${impact.changes.map(({ from, status }) => `${status} from ${written(from)}`).join(', ')}`;
}

function written(range: TimeRange | undefined): string {
  return range ? printTimeRange(range) : '';
}

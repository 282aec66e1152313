import { INCIDENT_STATES, MAINTENANCE_STATES, type State } from '../domain/incident.ts';
import { isStatus, STATUSES, type Status } from '../domain/status.ts';
import type { Report } from '../problems/index.ts';
import { alternatives, didYouMean } from '../problems/suggest.ts';
import { block, listOf, printMapping, wordLeaf, type Yaml } from '../yaml/print.ts';
import { type Plain, readEntries } from './matter.ts';

/** What a program can be imported from. */
export const SYSTEMS = ['cstate', 'statuspage', 'upptime', 'statusfy', 'atom'] as const;
export type System = (typeof SYSTEMS)[number];

/** How words of another system become ours. */
export interface Table {
  /** Ids of ours by the names of theirs; none where what is said of one is left out on purpose. */
  components: Map<string, readonly string[]>;
  severities: Map<string, Status>;
  states: Map<string, State>;
  /** Keys of their files that say nothing to readers, and are left out on purpose. */
  leftOut: Set<string>;
}

/** The name under which a table has what an incident hurts that names no component. */
export const NOTHING_NAMED = '(none)';
/** What stands in a table for a component that is left out. */
const LEFT_OUT = '-';

/** States as most systems write them. */
const STATES = {
  investigating: 'investigating',
  identified: 'identified',
  monitoring: 'monitoring',
  resolved: 'resolved',
  update: 'update',
  postmortem: 'postmortem',
  'post-mortem': 'postmortem',
  scheduled: 'scheduled',
  'in progress': 'in_progress',
  verifying: 'verifying',
  completed: 'completed',
} as const satisfies Record<string, State>;

/** The table that each system begins with. */
const DEFAULTS: Record<System, { severities: Record<string, Status>; states: Record<string, State> }> = {
  cstate: {
    severities: { down: 'major_outage', disrupted: 'partial_outage', notice: 'degraded_performance' },
    states: { ...STATES, watching: 'monitoring', fixed: 'resolved' },
  },
  statuspage: {
    severities: {
      ...Object.fromEntries(
        STATUSES.filter((status) => status !== 'not_known').map((status) => [status, status]),
      ),
      critical: 'major_outage',
      major: 'partial_outage',
      minor: 'degraded_performance',
      none: 'degraded_performance',
      maintenance: 'under_maintenance',
    },
    states: STATES,
  },
  upptime: {
    severities: { down: 'major_outage', degraded: 'degraded_performance', maintenance: 'under_maintenance' },
    states: STATES,
  },
  statusfy: {
    severities: {
      'under-maintenance': 'under_maintenance',
      'degraded-performance': 'degraded_performance',
      'partial-outage': 'partial_outage',
      'major-outage': 'major_outage',
    },
    states: STATES,
  },
  atom: { severities: { unknown: 'degraded_performance', maintenance: 'under_maintenance' }, states: STATES },
};

/** The table that a system begins with. */
export function tableOf(system: System): Table {
  const { severities, states } = DEFAULTS[system];
  return { components: new Map(), severities: mapOf(severities), states: mapOf(states), leftOut: new Set() };
}

/** Words that differ in case, spaces, dashes and underscores are one word. */
export function plainWord(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}

function mapOf<Value>(record: Record<string, Value>): Map<string, Value> {
  return new Map(Object.entries(record).map(([word, value]) => [plainWord(word), value]));
}

const KEYS = ['components', 'severities', 'states', 'keys'] as const;

/** Puts what a file says into a table, and tells what is wrong with it. */
export function changeTable(table: Table, name: string, bytes: Uint8Array, report: Report): void {
  const entries = readEntries(name, bytes, report);
  for (const [key, { value, place }] of entries ?? []) {
    const tell = (found: string, expected: string, words: readonly string[]) =>
      report.add({
        name: 'value-not-allowed',
        place,
        found,
        expected,
        remedy: () => `Write one of those.${didYouMean(found.split(': ').at(-1) ?? '', words)}`,
      });
    if (!(KEYS as readonly string[]).includes(key)) {
      report.add({
        name: 'key-unknown',
        place,
        found: key,
        expected: alternatives(KEYS),
        remedy: () => `Take it out.${didYouMean(key, KEYS)}`,
      });
      continue;
    }
    if (value === '') continue;
    if (typeof value === 'string' || Array.isArray(value)) {
      report.add({
        name: 'value-shape',
        place,
        found: String(value),
        expected: 'a word of theirs and one of ours on each line, indented',
        remedy: '--print-map prints a table to begin with.',
      });
      continue;
    }
    for (const [word, ours] of Object.entries(value)) {
      const named = wordsIn(ours);
      if (key === 'components')
        table.components.set(
          plainWord(word),
          named.filter((id) => id !== LEFT_OUT),
        );
      else if (key === 'keys') {
        if (ours === LEFT_OUT) table.leftOut.add(word);
        else tell(`${word}: ${named}`, LEFT_OUT, [LEFT_OUT]);
      } else if (key === 'severities') {
        if (isStatus(named[0] ?? '')) table.severities.set(plainWord(word), named[0] as Status);
        else tell(`${word}: ${named}`, alternatives(STATUSES), STATUSES);
      } else if (ALL_STATES.includes(named[0] as State)) table.states.set(plainWord(word), named[0] as State);
      else tell(`${word}: ${named}`, alternatives(ALL_STATES), ALL_STATES);
    }
  }
}

const ALL_STATES: readonly State[] = [...new Set<State>([...INCIDENT_STATES, ...MAINTENANCE_STATES])];

function wordsIn(value: Plain): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string' && one !== '');
}

/**
 * A table as a file, to be changed and given back.
 * @param components theirs, each with the ids that it is taken for; those that nobody knows stand there as comments.
 */
export function printTable(
  system: System,
  { severities, states }: Table,
  components: ReadonlyMap<string, readonly string[] | undefined>,
): string {
  const words = (map: ReadonlyMap<string, string>) =>
    block([...map].map(([word, ours]): [string, Yaml] => [word, wordLeaf(ours)]));
  const known = [...components].flatMap(([name, ids]): [string, Yaml][] =>
    ids === undefined ? [] : [[name, idsLeaf(ids)]],
  );
  const unknown = [...components].flatMap(([name, ids]) => (ids === undefined ? [name] : []));
  const missing = unknown.map((name) =>
    printMapping([[name, wordLeaf('an-id')]], '  # ').replace(/\n$/, ' (none of yours is called so)\n'),
  );
  return [
    `# How words of ${system} become ours. Change what you like and give it back: --map FILE.\n`,
    '# Several components in the place of one: [one, two]. What is said of one is left out where "-" stands.\n',
    known.length > 0
      ? printMapping([['components', block(known)]])
      : missing.length > 0
        ? 'components:\n'
        : '',
    ...missing,
    printMapping([
      ['severities', words(severities)],
      ['states', words(states)],
    ]),
  ].join('');
}

function idsLeaf(ids: readonly string[]): Yaml {
  const [only] = ids;
  if (ids.length === 0) return wordLeaf(LEFT_OUT);
  return ids.length === 1
    ? wordLeaf(only ?? '')
    : listOf(
        ids.map((id) => wordLeaf(id)),
        'flow',
      );
}

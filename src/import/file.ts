import { type FactName, type Facts, factsOf, fieldOf } from '../domain/fields.ts';
import {
  type Impact,
  INCIDENT_STATES,
  type Incident,
  MAINTENANCE_STATES,
  type State,
  type Update,
  updateId,
} from '../domain/incident.ts';
import type { Component, Site } from '../domain/site.ts';
import type { Status } from '../domain/status.ts';
import type { Instant, TimeRange } from '../domain/time.ts';
import { readIncidents } from '../incidents/index.ts';
import { printHead, section } from '../incidents/print.ts';
import { label } from '../incidents/updates.ts';
import { writeFact } from '../incidents/writing.ts';
import type { Problem, Report } from '../problems/index.ts';
import { didYouMean, proposedId } from '../problems/suggest.ts';
import { printMapping, type Yaml } from '../yaml/print.ts';
import type { Brought, Hurt, Said, Word } from './brought.ts';
import { NOTHING_NAMED, plainWord, type Table } from './table.ts';

/** What a file is made with. */
export interface Making {
  table: Table;
  site: Site;
  now: Instant;
  /** From where it comes, as the file says it. */
  origin: string;
  /** Components that the config does not have yet. */
  added: readonly Component[];
}

/**
 * The incident file that says what was brought along. It is read as every other before it is given back: what the
 * check would refuse is told of its source.
 * @returns nothing where it cannot be said; the report of what was brought then says why.
 */
export function fileOf(brought: Brought, making: Making): { text: string; incident: Incident } | undefined {
  const { report, id } = brought;
  const facts = factsFor(brought, making);
  const updates = updatesOf(brought, making.table);
  if (!facts || !updates || isBroken(brought)) return undefined;
  const text = print(brought, facts, updates);
  const site = { ...making.site, components: [...making.site.components, ...making.added] };
  const name = `${id}.md`;
  const { incidents, problems } = readIncidents([{ name, bytes: new TextEncoder().encode(text) }], {
    site,
    now: making.now,
  });
  tellOfSource(problems, name, report);
  const [incident] = incidents;
  return incident && { text, incident };
}

/** Tells of a source what the check would say of the file that is made of it. */
export function tellOfSource(problems: readonly Problem[], file: string, report: Report): void {
  for (const { name, severity, found, expected, remedy } of problems) {
    if (severity !== 'error' && !TOLD.includes(name)) continue;
    report.add({
      name,
      found,
      expected,
      remedy: `${remedy} It would be so in ${file}.`,
      ...(severity !== 'error' && { severity: 'note' }),
    });
  }
}

/** What is changed of the words by our way to show them. */
const TOLD: readonly string[] = ['html-not-rendered', 'link-not-allowed'];

/** What keeps an incident from being written even where what is not understood may be skipped. */
export function isBroken({ report }: Pick<Brought, 'report'>): boolean {
  return report.problems.some(({ severity, name }) => severity === 'error' && !SKIPPED_ALONE.includes(name));
}

/** What can be left out while the rest is written. */
const SKIPPED_ALONE: readonly string[] = ['key-unknown'];

/** The ids of ours that a component of theirs is; nothing where nobody knows. A name that is only near is a guess. */
export function idsOf(
  component: Word,
  { table, site, added }: Pick<Making, 'table' | 'site' | 'added'>,
): { ids: readonly string[]; isGuess: boolean } | undefined {
  const named = plainWord(component.text);
  const mapped = table.components.get(named);
  if (mapped) return { ids: mapped, isGuess: false };
  const all = [...site.components, ...added];
  const same = all.find(
    ({ id, name, formerly }) =>
      [id, ...formerly].includes(component.text) ||
      Object.values(name).some((one) => plainWord(one) === named),
  );
  if (same) return { ids: [same.id], isGuess: false };
  const near = all.find(({ id }) => id === proposedId(component.text));
  return near && { ids: [near.id], isGuess: true };
}

function factsFor(brought: Brought, making: Making): Partial<Facts> | undefined {
  const { kind, title, began, ended, lastKnown, scheduled, pinned, draft } = brought;
  const impact = impactOf(brought, making);
  if (!impact) return undefined;
  const known: { [Name in FactName]?: unknown } = {
    kind: kind === 'incident' ? undefined : kind,
    title: title.replace(/\s+/g, ' ').trim(),
    draft: draft ?? false,
    impact,
    importedFrom: making.origin,
    pinned: pinned ?? false,
    ...(kind === 'incident'
      ? { began, ended, lastKnown }
      : scheduled && {
          scheduled: { from: scheduled.from.earliest, until: scheduled.until.latest },
        }),
  };
  return known as Partial<Facts>;
}

function impactOf(brought: Brought, making: Making): Impact[] | undefined {
  const { report, began, scheduled } = brought;
  const changes = new Map<string, { from: TimeRange | undefined; status: Status }[]>();
  let isWhole = true;
  for (const { component, severity, from } of withNothingNamed(brought)) {
    const ids = componentsOf(component, brought, making);
    const status = making.table.severities.get(plainWord(severity.text));
    if (!status) {
      const words = [...making.table.severities.keys()];
      report.add({
        name: 'status-unknown',
        place: severity.place,
        found: severity.text,
        expected: `a severity of the table: ${words.join(', ')}`,
        remedy: () =>
          `Say which status of ours it is, in a file that --map names: "severities:" and under it, indented, "${severity.text}: partial_outage".${didYouMean(severity.text, words)}`,
      });
    }
    if (!ids || !status) isWhole = false;
    else for (const id of ids) changes.set(id, [...(changes.get(id) ?? []), { from, status }]);
  }
  if (!isWhole) return undefined;
  const beginning = began ?? scheduled?.from;
  return [...changes].map(([component, list]): Impact => {
    const kept = list.filter(({ status }, index) => list[index - 1]?.status !== status);
    const [first] = kept;
    if (
      kept.length <= 1 &&
      (first?.from === undefined || !beginning || first.from.earliest <= beginning.earliest)
    )
      return { component, status: first?.status ?? 'operational' };
    return {
      component,
      changes: kept.map(({ from, status }) => ({ from: from ?? (beginning as TimeRange), status })),
    };
  });
}

/** What hurts nothing that has a name stands under a word of the table. */
function withNothingNamed({ hurt }: Brought): readonly Hurt[] {
  return hurt.map((one) =>
    one.component.text === '' ? { ...one, component: { ...one.component, text: NOTHING_NAMED } } : one,
  );
}

/** The ids of ours that a component of theirs is; the report says where nobody knows, and where it is guessed. */
export function componentsOf(
  component: Word,
  { report }: Pick<Brought, 'report'>,
  making: Making,
): readonly string[] | undefined {
  const found = idsOf(component, making);
  const { text, place } = component;
  if (!found) {
    const known = making.site.components.map(({ id }) => id);
    const lines = `"components:" and under it, indented, "${/^[\w ]+$/.test(text) ? text : `'${text}'`}: ${known[0] ?? 'an-id'}"`;
    report.add(
      text === NOTHING_NAMED
        ? {
            name: 'impact-empty',
            place,
            found: 'no component',
            expected: 'what was hurt',
            remedy: `Say which component of yours that is, in a file that --map names: ${lines}.`,
          }
        : {
            name: 'component-unknown',
            place,
            found: text,
            expected: `a component of yours: ${known.join(', ')}`,
            remedy: () =>
              `Say which it is, in a file that --map names: ${lines}. Or add it to nightlight.yaml: --add-components does.${didYouMean(text, known)}`,
          },
    );
    return undefined;
  }
  if (found.isGuess)
    report.add({
      name: 'import-guessed',
      place,
      found: text,
      expected: 'a component that is called so',
      remedy: `It is taken for ${found.ids.join(', ')}. Say otherwise in a file that --map names.`,
    });
  return found.ids;
}

/** What says of incidents what another state says of maintenance: some systems have one name for both. */
const TWINS: readonly (readonly [State, State])[] = [
  ['resolved', 'completed'],
  ['monitoring', 'verifying'],
];

/** A state, or what says the same of the other kind where this kind cannot have it. */
function ofKind(state: State | undefined, states: readonly State[]): State | undefined {
  if (!state || states.includes(state)) return state;
  const twins = TWINS.find((pair) => pair.includes(state));
  return twins?.find((one) => states.includes(one)) ?? state;
}

function updatesOf({ said, report, kind }: Brought, table: Table): Omit<Update, 'prose'>[] | undefined {
  const states: readonly State[] = kind === 'incident' ? INCIDENT_STATES : MAINTENANCE_STATES;
  const taken = new Map<string, number>();
  const updates = said.map(({ state: word, at }: Said) => {
    const meant = typeof word === 'string' ? word : table.states.get(plainWord(word.text));
    const state = ofKind(meant, states);
    if (state && state !== meant && typeof word !== 'string')
      report.add({
        name: 'import-guessed',
        place: word.place,
        found: word.text,
        expected: `a state that ${kind === 'incident' ? 'an incident' : 'maintenance'} can have`,
        remedy: `It is taken for ${label(state)}. Say otherwise in a file that --map names.`,
      });
    if (!state || !states.includes(state)) {
      const { text, place } = typeof word === 'string' ? { text: word, place: undefined } : word;
      const words = [...table.states].filter(([, known]) => states.includes(known)).map(([known]) => known);
      report.add({
        name: state ? 'state-not-for-kind' : 'state-unknown',
        place,
        found: text,
        expected: `a state of the table that ${kind === 'incident' ? 'an incident' : 'maintenance'} can have`,
        remedy: () =>
          `Say which state of ours it is (${states.map(label).join(', ')}), in a file that --map names: "states:" and under it, indented, "${text}: update".${didYouMean(text, words)}`,
      });
      return undefined;
    }
    const usual = updateId(at);
    const count = (taken.get(usual) ?? 0) + 1;
    taken.set(usual, count);
    return {
      id: count === 1 ? usual : `${usual}-${count}`,
      state,
      at,
      said: { speaker: 'operator' as const, place: undefined },
    };
  });
  return updates.every((update) => update !== undefined) ? updates : undefined;
}

function print(
  { kind, said, summary }: Brought,
  facts: Partial<Facts>,
  updates: readonly Omit<Update, 'prose'>[],
): string {
  const entries = factsOf(kind).flatMap((name): [string, Yaml][] => {
    const value = writeFact(name, facts[name]);
    return value ? [[fieldOf(name).key, value]] : [];
  });
  const parts = [
    ...(summary ? [summary] : []),
    ...updates.map((update, index) => section(printHead(update), said[index]?.markdown ?? '')),
  ];
  return `---\n${printMapping(entries)}---\n${parts.map((part) => `${part}\n`).join('\n')}`;
}

import type { Component, Site } from '../domain/site.ts';
import { filedAt } from '../domain/incident.ts';
import { type Instant, startOfDay } from '../domain/time.ts';
import { hasErrors, inOrder, type Problem, problemIn } from '../problems/index.ts';
import { proposedId } from '../problems/suggest.ts';
import { announcementOf } from './announcement.ts';
import type { Brought, BroughtAnnouncement, BroughtComponent, Load, Word } from './brought.ts';
import { fileOf, idsOf, isBroken } from './file.ts';
import type { Table } from './table.ts';

/** A file that an import would write. */
export interface NewFile {
  /** Its name in the folder of incidents, or in that of announcements. */
  name: string;
  text: string;
  /** What it was made of. */
  from: string;
  /** Where that was read until now: paths from the root of its host. */
  addresses: readonly string[];
}

/** What an import would do. */
export interface Plan {
  /** Files of incidents. */
  files: NewFile[];
  /** Files of what is no incident. */
  announcements: NewFile[];
  /** Other pages and feeds of theirs, and where each leads now. */
  redirects: Redirect[];
  /** What is not written, by what it is called in the source. */
  skipped: string[];
  /** Components that the config is to get. */
  added: Addition[];
  /** Everything that was not understood, guessed or left out. */
  problems: Problem[];
}

/** An old address, and the new one that it leads to: paths from the root of a host. */
export interface Redirect {
  from: string;
  to: string;
}

/** A component that incidents or announcements name and the config does not have. */
export interface Addition {
  id: string;
  name: string;
  description: string;
  group: string;
  since: Instant;
}

export interface Bringing {
  table: Table;
  site: Site;
  now: Instant;
  /** From where it comes, where the source does not say it. */
  origin: string;
  /** Whether components that are missing are to be added to the config. */
  addComponents: boolean;
}

/** Makes files of incidents and announcements of what a source has; nothing is lost without a problem that names it. */
export function bring(load: Load, bringing: Bringing): Plan {
  const { table, site, now } = bringing;
  const brought = withOwnIds(load.incidents);
  const told = withOwnIds(load.announcements);
  const added = bringing.addComponents ? additionsFor(load, bringing) : [];
  const making = {
    ...{ table, site, now },
    origin: load.origin ?? bringing.origin,
    added: added.map(componentOf),
  };
  const skipped = [...load.left];
  const keep = (one: Brought | BroughtAnnouncement, made: Made | undefined): NewFile[] => {
    if (!made || isBroken(one)) {
      skipped.push(one.called);
      return [];
    }
    for (const { severity, found } of one.report.problems)
      if (severity === 'error') skipped.push(`${one.called}: ${found}`);
    for (const addition of added)
      if (made.names.includes(addition.id)) addition.since = Math.min(addition.since, startOfDay(made.since));
    return [{ name: `${one.id}.md`, text: made.text, from: one.called, addresses: one.addresses }];
  };
  const files = brought.flatMap((one) => {
    const made = fileOf(one, making);
    const names = made?.incident.impact.map(({ component }) => component) ?? [];
    return keep(one, made && { text: made.text, since: filedAt(made.incident), names });
  });
  const announcements = told.flatMap((one) => {
    const made = announcementOf(one, making);
    const { from: since = now, components: names = [] } = made?.announcement ?? {};
    return keep(one, made && { text: made.text, since, names });
  });
  const problems = [...load.reports, ...[...brought, ...told].map(({ report }) => report)].flatMap(
    (report) => report.problems,
  );
  return {
    ...{ files, announcements, skipped, added },
    redirects: redirectsOf(load, making),
    problems: problems.toSorted(inOrder),
  };
}

/** Where other pages of theirs lead; one of a component that is none of ours, or several, leads nowhere. */
function redirectsOf(
  { pages = [] }: Load,
  making: { table: Table; site: Site; added: readonly Component[] },
): Redirect[] {
  return pages.flatMap(({ address, component, leadsTo }) => {
    if (component === undefined) return [{ from: address, to: leadsTo }];
    const ids = idsOf({ text: component }, making)?.ids ?? [];
    return ids.length === 1 ? [{ from: address, to: `/components/${ids[0]}/${leadsTo}` }] : [];
  });
}

/** A text that can be written, and the components that it names from when on. */
interface Made {
  text: string;
  names: readonly string[];
  since: Instant;
}

/** Whether nothing may be written unless what was not understood is skipped. */
export function isRefused({ problems }: Plan): boolean {
  return hasErrors(problems);
}

/** That a file lies there already in other words: an import never writes over one. */
export function differs(file: string, from: string): Problem {
  return problemIn(
    { file },
    {
      name: 'import-differs',
      found: `other words than ${from} would give`,
      expected: 'the same words, or no such file',
      remedy: 'It is left as it is. Move it away and import again, if what is in the source is to count.',
    },
  );
}

/** The components of a source, and those that are only named in it, each with the ids of ours that it is. */
export function namedComponents(
  load: Load,
  { table, site }: Pick<Bringing, 'table' | 'site'>,
): Map<string, readonly string[] | undefined> {
  const names = new Set([
    ...load.components.map(({ name }) => name),
    ...componentsIn(load).flatMap(({ text }) => text || []),
  ]);
  return new Map([...names].map((name) => [name, idsOf({ text: name }, { table, site, added: [] })?.ids]));
}

/** Every component that is named, as often as it is. */
function componentsIn({ incidents, announcements }: Load): Word[] {
  return [
    ...incidents.flatMap(({ hurt }) => hurt.map(({ component }) => component)),
    ...announcements.flatMap(({ about }) => about),
  ];
}

/** Two incidents of one day can be called the same. The first of them keeps the short id. */
function withOwnIds<One extends Brought | BroughtAnnouncement>(incidents: readonly One[]): One[] {
  const taken = new Set<string>();
  const inTime = incidents.toSorted(
    (one, other) =>
      (one.began?.earliest ?? 0) - (other.began?.earliest ?? 0) || (one.key < other.key ? -1 : 1),
  );
  return inTime.map((one) => {
    const id = taken.has(one.id) ? `${one.id}-${one.key}` : one.id;
    taken.add(id);
    return { ...one, id };
  });
}

function additionsFor(load: Load, { table, site, now }: Bringing): Addition[] {
  const additions = new Map<string, Addition>();
  for (const component of componentsIn(load)) {
    const { text } = component;
    const id = proposedId(text);
    if (text === '' || additions.has(id) || idsOf(component, { table, site, added: [] })) continue;
    const known = load.components.find(({ name, code }) => name === text || code === text);
    additions.set(id, {
      id,
      name: text,
      description: known?.description ?? text,
      group: groupOf(known, site),
      since: startOfDay(Math.min(now, known?.since ?? now)),
    });
  }
  return [...additions.values()];
}

/** The group that is called as theirs is, or else the first. */
function groupOf(known: BroughtComponent | undefined, { groups }: Site): string {
  const named = groups.find(
    ({ id, name }) =>
      known?.group !== undefined &&
      (id === proposedId(known.group) || Object.values(name).includes(known.group)),
  );
  return (named ?? groups[0])?.id ?? '';
}

/** An addition as incidents are read with it; from when on the config will have it is known only then. */
function componentOf({ id, name, description, group }: Addition): Component {
  return {
    ...{ id, group, regions: [], headline: false, formerly: [], sentences: {} },
    ...{ name: { en: name }, short: { en: name }, description: { en: description } },
    since: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  };
}

import { isMap, isSeq } from 'yaml';
import type { Change, Impact } from '../domain/incident.ts';
import { findComponent, type Site } from '../domain/site.ts';
import { isStatus, STATUSES, type Status } from '../domain/status.ts';
import { type Instant, iso } from '../domain/time.ts';
import { type ValueReader, readTime, readWord } from '../yaml/values.ts';
import { type Value, written } from '../yaml/document.ts';
import { checkPast } from './past.ts';
import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';

/**
 * What an incident does to each component: a status, or the list of its changes; for some regions apart, where it
 * has any.
 * @param now the time by which every change has happened; `undefined` of announced work, which may lie ahead.
 */
export function readImpact(
  fields: ValueReader,
  site: Site,
  now: Instant | undefined,
  report: Report,
): Impact[] {
  if (!fields.has('impact')) return [];
  const entries = [...fields.map('impact', (found) => ofWhich(found, site))];
  if (entries.length === 0 && !report.failed)
    report.add({
      name: 'impact-empty',
      place: fields.place('impact'),
      found: 'no component',
      expected: 'at least one component and its status',
      remedy: `Write one of: ${componentIds(site)}.`,
    });
  return entries.flatMap(([component, value]): Impact[] => {
    checkComponent(component, value.keyPlace ?? value.place, site, report);
    const isMapping = site.regions.length > 0 && isMap(value.node);
    if (isSeq(value.node) || isMapping) {
      const items = isMapping ? [value] : fields.items(value, component);
      const around = { component, fields, site, report, isAlone: isMapping };
      const impacts = byRegions(
        component,
        items.flatMap((item) => readEntry(item, around)),
        around,
      );
      const changes = [...new Set(impacts.flatMap((one) => ('changes' in one ? one.changes : [])))];
      if (now !== undefined)
        for (const change of changes) checkPast(change.from, placeOf(change), now, report);
      return impacts;
    }
    const status = readStatus(value, report);
    return status ? [{ component, status }] : [];
  });
}

/** The way out where a status or a component stands alone. */
function ofWhich(found: string, site: Site): string | undefined {
  const [first] = site.components;
  const component = findComponent(site, found)?.id;
  if (component === undefined && !isStatus(found)) return undefined;
  const line = component ? `${component}: major_outage` : `${first?.id}: ${found}`;
  const others = component ? STATUSES.join(', ') : componentIds(site);
  return `Say ${component ? 'how it is' : 'of which component'}: write "impact:" and below it, indented, "${line}", with one of: ${others}.`;
}

interface Around {
  component: string;
  fields: ValueReader;
  site: Site;
  report: Report;
  /** Whether it is all that is said of the component: then it need not say from when on. */
  isAlone: boolean;
}

/** One line of what is said of a component: a status, perhaps from when on, perhaps in some regions alone. */
interface Entry {
  place: Place;
  change: Change | { status: Status };
  regions: string[] | undefined;
}

/** Where the time of each change stands in its file: in the list of a component, regions share it. */
const places = new WeakMap<Change, Place>();

/** Where the time of a change stands in the file that it was read from. */
export function placeOf(change: Change): Place {
  return places.get(change) as Place;
}

function readEntry(item: Value, around: Around): Entry[] {
  const { fields, site, report, isAlone } = around;
  const hasRegions = site.regions.length > 0;
  const needsNoTime = isAlone || (hasRegions && isMap(item.node) && item.node.has('regions'));
  const others = hasRegions ? (['from', 'regions'] as const) : [];
  const value: { status: Value; from?: Value; regions?: Value } | undefined = needsNoTime
    ? fields.record(item, ['status'], others)
    : fields.record(item, ['from', 'status'], others);
  if (!value) return [];
  const from = value.from && readTime(written(value.from.node), value.from.place, report);
  const status = readStatus(value.status, report);
  const regions = value.regions && readRegions(value.regions, around);
  if (!status || (value.from && !from) || (value.regions && !regions)) return [];
  if (!from) return [{ place: item.place, change: { status }, regions }];
  const change: Change = { from, status };
  places.set(change, value.from?.place ?? item.place);
  return [{ place: item.place, change, regions }];
}

function readRegions(value: Value, { component, fields, site, report }: Around): string[] | undefined {
  const known = findComponent(site, component)?.regions;
  const items = fields.items(value, 'regions');
  if (isSeq(value.node) && items.length === 0)
    report.add({
      name: 'region-unknown',
      place: value.place,
      found: 'no region',
      expected: 'at least one region',
      remedy: `Name one, or take "regions" out: then it is so everywhere.`,
    });
  const read = items.flatMap((item) => {
    const region = readWord(item, report);
    // Of a component that nobody knows it is not known where it is.
    if (region === undefined || !known) return [];
    if (known.includes(region)) return [region];
    const ids = site.regions.map(({ id }) => id);
    report.add({
      name: 'region-unknown',
      place: item.place,
      found: region,
      expected:
        known.length > 0
          ? `a region of ${component}: ${known.join(', ')}`
          : `no region: ${component} is everywhere alike`,
      remedy: () =>
        ids.includes(region)
          ? `Take it out, or add it to "regions" of ${component} in nightlight.yaml.`
          : `Write one of those, or add it to nightlight.yaml.${didYouMean(region, known)}`,
    });
    return [];
  });
  return read.length > 0 ? [...new Set(read)] : undefined;
}

/**
 * What is said of a component, apart for the regions in which it is not the same. An entry that names no region is
 * for each of them; those of one region are a list of changes of their own.
 */
function byRegions(component: string, entries: Entry[], { site, report }: Around): Impact[] {
  if (entries.every(({ regions }) => regions === undefined))
    return impactOf(component, undefined, entries, report);
  const all = findComponent(site, component)?.regions ?? [];
  const groups = Map.groupBy(all, (region) =>
    entries.flatMap(({ regions }, index) => (regions?.includes(region) === false ? [] : index)).join(),
  );
  groups.delete('');
  return [...groups].flatMap(([indexes, regions]) => {
    const own = indexes.split(',').map((index) => entries[Number(index)] as Entry);
    return impactOf(component, regions, own, report);
  });
}

function impactOf(
  component: string,
  regions: string[] | undefined,
  entries: Entry[],
  report: Report,
): Impact[] {
  const of = { component, ...(regions && { regions }) };
  const [first] = entries;
  if (!first) return [];
  if (entries.length === 1 && !('from' in first.change)) return [{ ...of, status: first.change.status }];
  const changes = entries.flatMap(({ change, place }) => {
    if ('from' in change) return [change];
    report.add({
      name: 'key-missing',
      place,
      found: 'no "from"',
      expected: `{ from: ..., status: ..., regions: ... }, where more than one line speaks of ${regions?.join(', ') ?? component}`,
      remedy: 'Add "from".',
    });
    return [];
  });
  checkAscending(changes, report);
  return changes.length > 0 ? [{ ...of, changes }] : [];
}

function checkAscending(changes: Change[], report: Report): void {
  for (const [index, change] of changes.entries()) {
    const before = changes[index - 1];
    if (before && change.from.latest < before.from.earliest)
      report.add({
        name: 'impact-order',
        place: placeOf(change),
        found: iso(change.from.earliest),
        expected: `a time after ${iso(before.from.earliest)}`,
        remedy: 'Write the changes in the order in which they happened.',
      });
  }
}

function readStatus(value: Value, report: Report): Status | undefined {
  const found = written(value.node);
  if (isStatus(found)) return found;
  report.add({
    name: 'status-unknown',
    place: value.place,
    found,
    expected: `one of ${STATUSES.join(', ')}`,
    remedy: () => `Write one of those.${didYouMean(found, STATUSES)}`,
  });
  return undefined;
}

/** The components that somebody confirmed to work; none of them may be hurt. */
export function readWorks(fields: ValueReader, site: Site, report: Report): string[] {
  const hurt = fields.has('impact') ? new Set(fields.keysOf('impact')) : new Set<string>();
  return fields.list('works').flatMap((item) => {
    const [only] = isMap(item.node) ? item.node.items : [];
    if (only) {
      const named = written(only.key as Parameters<typeof written>[0]);
      report.add({
        name: 'value-not-text',
        place: item.place,
        found: `${named}, with more behind it`,
        expected: 'the id of a component alone',
        remedy: `Name ${named} alone if somebody confirmed that it works wherever it is; in which regions it does, say in the text of the update.`,
      });
      return [];
    }
    const component = readWord(item, report);
    if (component === undefined) return [];
    checkComponent(component, item.place, site, report);
    if (hurt.has(component))
      report.add({
        name: 'component-in-impact-and-works',
        place: item.place,
        found: component,
        expected: 'a component in one of the two',
        remedy:
          'Take it out of "works" if it is hurt, or out of "impact" if somebody confirmed that it works.',
      });
    return [component];
  });
}

/** Tells of a component that the site neither has nor had. */
export function checkComponent(
  component: string,
  place: Place,
  site: Pick<Site, 'components'>,
  report: Report,
): void {
  if (findComponent(site, component)) return;
  const ids = site.components.map(({ id }) => id);
  report.add({
    name: 'component-unknown',
    place,
    found: component,
    expected: `one of ${ids.join(', ')}`,
    remedy: () => `Write one of those, or add it to nightlight.yaml.${didYouMean(component, ids)}`,
  });
}

function componentIds(site: Site): string {
  return site.components.map(({ id }) => id).join(', ');
}

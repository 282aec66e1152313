import { isSeq } from 'yaml';
import type { Impact } from '../domain/incident.ts';
import { findComponent, type Site } from '../domain/site.ts';
import { isStatus, STATUSES, type Status } from '../domain/status.ts';
import { type Instant, iso, type TimeRange } from '../domain/time.ts';
import { type ValueReader, readText, readTime } from '../yaml/values.ts';
import { type Value, written } from '../yaml/document.ts';
import { checkPast } from './past.ts';
import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';

/**
 * What an incident does to each component: a status, or the list of its changes.
 * @param now the time by which every change has happened; `undefined` of announced work, which may lie ahead.
 */
export function readImpact(
  fields: ValueReader,
  site: Site,
  now: Instant | undefined,
  report: Report,
): Impact[] {
  if (!fields.has('impact')) return [];
  const entries = [...fields.map('impact')];
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
    if (isSeq(value.node)) {
      const changes = fields.items(value, component).flatMap((item) => readChange(item, fields, report));
      checkAscending(changes, report);
      if (now !== undefined) for (const { from, place } of changes) checkPast(from, place, now, report);
      return changes.length > 0
        ? [{ component, changes: changes.map(({ from, status }) => ({ from, status })) }]
        : [];
    }
    const status = readStatus(value, report);
    return status ? [{ component, status }] : [];
  });
}

interface PlacedChange {
  from: TimeRange;
  status: Status;
  place: Place;
}

function readChange(item: Value, fields: ValueReader, report: Report): PlacedChange[] {
  const value = fields.record(item, ['from', 'status']);
  const from = value && readTime(written(value.from.node), value.from.place, report);
  const status = value && readStatus(value.status, report);
  return from && status ? [{ from, status, place: value.from.place }] : [];
}

function checkAscending(changes: PlacedChange[], report: Report): void {
  for (const [index, change] of changes.entries()) {
    const before = changes[index - 1];
    if (before && change.from.latest < before.from.earliest)
      report.add({
        name: 'impact-order',
        place: change.place,
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
    const component = readText(item, report);
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

function checkComponent(component: string, place: Place, site: Site, report: Report): void {
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

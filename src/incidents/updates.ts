import { INCIDENT_STATES, MAINTENANCE_STATES, type State, type Update } from '../domain/incident.ts';
import { type Instant, printTimeRange, type TimeRange } from '../domain/time.ts';
import { idOf, type Section } from './body.ts';
import { checkPast } from './past.ts';
import type { Place, Report } from '../problems/index.ts';
import { didYouMean } from '../problems/suggest.ts';

/** An update and where its heading stands. */
export interface PlacedUpdate extends Update {
  place: Place;
}

/** Turns sections into updates, oldest first, with unique ids and times that agree with the file's order. */
export function toUpdates(
  sections: Section[],
  kind: 'incident' | 'maintenance',
  now: Instant,
  report: Report,
): PlacedUpdate[] {
  const updates = sections.map(({ head, prose }) => ({
    id: idOf(head),
    state: head.state,
    at: head.at,
    said: head.said,
    prose,
    place: head.place,
  }));
  const ordered = inTime(updates, report);
  checkIds(ordered, report);
  checkStates(ordered, kind, report);
  for (const { at, place } of ordered)
    checkPast(at, place, now, report, 'An update says when something was said.');
  return ordered;
}

/** Whether updates run from the newest to the oldest, as most of those neighbours do that can be told apart. */
export function runsNewestFirst(updates: { at: TimeRange }[]): boolean {
  let rising = 0;
  let falling = 0;
  for (const [one, next] of neighbours(updates)) {
    if (next.at.earliest > one.at.latest) rising++;
    if (next.at.latest < one.at.earliest) falling++;
  }
  return falling > rising;
}

function inTime(updates: PlacedUpdate[], report: Report): PlacedUpdate[] {
  const newestFirst = runsNewestFirst(updates);
  for (const [one, next] of neighbours(updates)) {
    const wrong = newestFirst ? next.at.earliest > one.at.latest : next.at.latest < one.at.earliest;
    if (wrong)
      report.add({
        name: 'update-order',
        place: next.place,
        found: printTimeRange(next.at),
        expected: `a time ${newestFirst ? 'before' : 'after'} ${printTimeRange(one.at)}, for the file runs ${newestFirst ? 'newest' : 'oldest'} first`,
        remedy: 'Move the update to its place, or correct its time.',
      });
  }
  return newestFirst ? updates.toReversed() : updates;
}

function neighbours<Item>(items: Item[]): [Item, Item][] {
  return items.slice(1).map((item, index) => [items[index] as Item, item]);
}

function checkIds(updates: PlacedUpdate[], report: Report): void {
  const seen = new Map<string, Place>();
  for (const { id, place } of updates) {
    const before = seen.get(id);
    if (before)
      report.add({
        name: 'update-id-duplicate',
        place,
        found: id,
        expected: 'an id of its own',
        remedy: `The update in line ${before.line} has the same. Give this one a name at the end of its heading: {#${id}-2}`,
      });
    else seen.set(id, place);
  }
}

function checkStates(updates: PlacedUpdate[], kind: 'incident' | 'maintenance', report: Report): void {
  const states: readonly State[] = kind === 'incident' ? INCIDENT_STATES : MAINTENANCE_STATES;
  for (const { state, place } of updates) {
    if (states.includes(state)) continue;
    const words = states.map(label);
    report.add({
      name: 'state-not-for-kind',
      place,
      found: label(state),
      expected: `one of ${words.join(', ')}`,
      remedy:
        kind === 'incident'
          ? `Use a state of incidents, or add "kind: maintenance".${didYouMean(label(state), words)}`
          : 'Use a state of maintenance, or take "kind: maintenance" out.',
    });
  }
  const first = updates[0];
  if (first && ['update', 'correction', 'postmortem'].includes(first.state))
    report.add({
      name: 'state-first',
      place: first.place,
      found: label(first.state),
      expected: 'a state in which the work can begin',
      remedy:
        kind === 'incident'
          ? 'Begin with Investigating, Identified, Monitoring or Resolved.'
          : 'Begin with Scheduled or In progress.',
    });
}

/** A state as it stands in a file: `In progress`. */
export function label(state: State): string {
  return state[0]?.toUpperCase() + state.slice(1).replace('_', ' ');
}

import type { Incident } from './incident.ts';
import type { IncidentHistory } from './publication.ts';
import type { Instant, Moment } from './time.ts';

/** A time that says something else than when it was first published. */
export interface MovedTime {
  /** As it was first published. */
  was: Moment;
  /** When it was last changed after publication. */
  changed: Instant;
}

/** What became of the beginning of an incident. That it was not known at first, and then was, moves nothing. */
export function movedBeginning(history: IncidentHistory | undefined): MovedTime | undefined {
  return moved(history, (incident) => (incident.kind === 'incident' ? incident.began : undefined));
}

/** What became of the time at which an update says that it was said. */
export function movedUpdate(history: IncidentHistory | undefined, id: string): MovedTime | undefined {
  return moved(history, ({ updates }) => updates.find((update) => update.id === id)?.at);
}

function moved(
  history: IncidentHistory | undefined,
  timeIn: (incident: Incident) => Moment | undefined,
): MovedTime | undefined {
  let first: Moment | undefined;
  let last: Moment | undefined;
  let changed: Instant | undefined;
  for (const { incident, at, imported } of history?.revisions ?? []) {
    const time = incident && timeIn(incident);
    if (!time) continue;
    // What was changed before the record was public had not been published.
    if (!first || imported) first = time;
    else if (last && !isSame(last, time)) changed = at;
    last = time;
  }
  if (!first || !last || changed === undefined || isSame(first, last)) return undefined;
  return { was: first, changed };
}

function isSame(one: Moment, other: Moment): boolean {
  return one.earliest === other.earliest && one.latest === other.latest;
}

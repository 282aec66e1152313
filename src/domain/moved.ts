import type { Incident } from './incident.ts';
import { type IncidentHistory, publishedIn } from './git-history.ts';
import type { Instant, TimeRange } from './time.ts';

/** A time that says something else than when it was first published. */
export interface MovedTime {
  /** As it was first published. */
  was: TimeRange;
  /** When it was last changed, once it was published. */
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
  timeIn: (incident: Incident) => TimeRange | undefined,
): MovedTime | undefined {
  let found: (MovedTime & { is: TimeRange }) | undefined;
  for (const revision of history?.revisions ?? []) {
    const time = revision.incident && timeIn(revision.incident);
    if (!time) continue;
    const changed = publishedIn(revision);
    // What was changed before the record was public had not been published.
    if (!found || revision.imported) found = { was: time, is: time, changed };
    else if (!isSame(found.is, time)) found = { was: found.was, is: time, changed };
  }
  return found && !isSame(found.was, found.is) ? { was: found.was, changed: found.changed } : undefined;
}

function isSame(one: TimeRange, other: TimeRange): boolean {
  return one.earliest === other.earliest && one.latest === other.latest;
}

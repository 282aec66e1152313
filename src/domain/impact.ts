import { countedEnd, type Impact, type Incident, isWithdrawn, type Update } from './incident.ts';
import { sinceOf } from './situation.ts';
import { type Status, worst } from './status.ts';
import { exactly, type Instant, type TimeRange } from './time.ts';
import { begunBy, flatten, type ImpactInterval, intervalsOf, type Since, statusAt } from './timeline.ts';

/** What an incident did to one component, as of an update. */
export interface ImpactThen {
  component: string;
  /** How it was then: `operational` where it was not hurt yet, or not any more. */
  status: Status;
  /** The worst that the incident had done to it until then. */
  worst: Status;
  /** Since when it had its status; absent where it is operational. */
  since: Since | undefined;
}

/** The worst that an incident does to a component, by its file. */
export function worstOf(impact: Impact): Status {
  return 'status' in impact ? impact.status : worst(impact.changes.map(({ status }) => status));
}

/**
 * What is lost as of an update, by the record as it stands: every component that the incident touches, in the
 * order of the file. A drill plays what it says; what was withdrawn did nothing; announced work hurts nothing
 * before its window. Where nobody recorded the end, nothing is well again: at the last sighting it was as it
 * had been, and later nobody knows.
 */
export function impactAsOf(incident: Incident, update: Update): ImpactThen[] {
  const intervals = intervalsOf({ ...incident, drill: false });
  const at = update.at.latest;
  const components = new Set(incident.impact.map(({ component }) => component));
  return Array.from(components, (component) => {
    const known = spokenOf(intervals.get(component) ?? [], incident, update);
    const then = standingAt(known, at, incident);
    const past = known.filter(({ from }) => from <= at).map(({ status }) => status);
    return { component, ...then, worst: worst([...past, then.status]) };
  });
}

/** A clock that ran fast is the update's own; what begins with the next update was not told before it. */
function spokenOf(intervals: ImpactInterval[], { updates }: Incident, update: Update): ImpactInterval[] {
  const next = updates[updates.indexOf(update) + 1]?.at.latest ?? Number.POSITIVE_INFINITY;
  return begunBy(
    intervals.filter(({ from }) => from < next),
    update.at.latest,
  );
}

function standingAt(
  intervals: ImpactInterval[],
  at: Instant,
  incident: Incident,
): Pick<ImpactThen, 'status' | 'since'> {
  const end = unrecordedEnd(incident);
  if (end && at > end.latest)
    return { status: 'not_known', since: { at: exactly(end.latest), before: false } };
  const seen = at === end?.latest ? at - 1 : at;
  return { status: statusAt(intervals, seen), since: sinceOf({ intervals, flat: flatten(intervals) }, seen) };
}

/** The last sighting of an incident of which nobody recorded the end. */
function unrecordedEnd(incident: Incident): TimeRange | undefined {
  const isUnrecorded = incident.kind === 'incident' && incident.ended === 'unknown' && !isWithdrawn(incident);
  return isUnrecorded ? countedEnd(incident) : undefined;
}

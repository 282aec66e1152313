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
  /** The same in each region that the incident names for it; absent where it was so everywhere. */
  regions?: RegionThen[];
}

/** What an incident did to one component in a region, as of an update. */
export interface RegionThen {
  region: string;
  status: Status;
  worst: Status;
  since: Since | undefined;
}

/**
 * The regions that a word about a component is about: in which it was as it was at all, or had been at its worst where
 * it is well again. Nothing where that is everywhere.
 */
export function regionsThen({ status, worst: most, regions }: ImpactThen): string[] | undefined {
  if (!regions) return undefined;
  const there = regions.filter((one) =>
    status === 'operational' ? one.worst === most : one.status === status,
  );
  return there.map(({ region }) => region);
}

/** The worst that an incident does to a component, by its file. */
export function worstOf(impact: Impact): Status {
  return 'status' in impact ? impact.status : worst(impact.changes.map(({ status }) => status));
}

/**
 * How an incident has a component at an instant, by its file: the worst of what may hold where a time is not known
 * exactly, and before all times, by a clock that ran fast, the first.
 */
export function statusThen(impact: Impact, at: Instant): Status {
  if ('status' in impact) return impact.status;
  const { changes } = impact;
  const holding = changes.filter(({ from }, index) => {
    const next = changes[index + 1];
    return from.earliest <= at && (!next || at < next.from.latest);
  });
  return worst((holding.length > 0 ? holding : changes.slice(0, 1)).map(({ status }) => status));
}

/**
 * What is lost as of an update, by the record as it stands: every component that the incident touches, in the
 * order of the file. A drill plays what it says; what was withdrawn did nothing; announced work hurts nothing
 * before its window. Where nobody recorded the end, nothing is well again: at the last sighting it was as it
 * had been, and later nobody knows.
 */
export function impactAsOf(incident: Incident, update: Update): ImpactThen[] {
  const intervals = intervalsOf({ ...incident, drill: false });
  const of = (own: ImpactInterval[]) => {
    const known = spokenOf(own, incident, update);
    const then = standingAt(known, update.at.latest, incident);
    const past = known.filter(({ from }) => from <= update.at.latest).map(({ status }) => status);
    return { ...then, worst: worst([...past, then.status]) };
  };
  return [...Map.groupBy(incident.impact, ({ component }) => component)].map(([component, list]) => {
    const own = intervals.get(component) ?? [];
    const named = list.flatMap((one) => one.regions ?? []);
    const regions = named.map((region) => ({
      region,
      ...of(own.filter((interval) => interval.regions?.includes(region) !== false)),
    }));
    return { component, ...of(own), ...(regions.length > 0 && { regions }) };
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

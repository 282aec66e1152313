import { filedAt, type Incident, isOpen, type Outage } from '../domain/incident.ts';
import { besidesOf, isReplayed } from '../domain/replay.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { yearOf } from '../domain/time.ts';
import { listOfYear } from '../domain/year.ts';
import { archivesOf, closedYears, toldInYear } from '../publications/feeds/entries.ts';
import { picturedUpdates } from '../publications/picture-files.ts';
import { digestOf } from '../release/page-groups.ts';
import type { Reuse } from '../release/reuse.ts';

/** What a build prints; the pages and files of the rest lie there already. */
export interface Changed {
  incidents: Incident[];
  /** Those of which the replay must be printed. */
  replays: Outage[];
  years: ReadonlySet<number>;
}

/**
 * The incidents, replays and years that must be printed: those with something open in them, and those whose text
 * changed. What began in a year before is drawn and named in a year too, as far as it lasted.
 * @param digests what an incident's pages are printed from, by id.
 */
export function changedIn(
  snapshot: Snapshot,
  digests: ReadonlyMap<string, string>,
  { isReused }: Reuse,
): Changed {
  const { incidents } = snapshot;
  // What stands on the page of a closed incident changes once by itself: when its updates grow too old for pictures.
  const digest = (incident: Incident) =>
    digestOf(digests.get(incident.id) ?? '', ...picturedUpdates(incident, snapshot).map(({ id }) => id));
  const closed = closedYears(snapshot);
  const isYearChanged = (year: number) => {
    const told = new Set(toldInYear(snapshot, year));
    const { filed, reaching } = listOfYear(year, snapshot);
    const named = new Set([...filed, ...reaching]);
    const inYear = incidents.filter((one) => named.has(one) || told.has(one));
    const text = digestOf(closed.join(), ...inYear.map((one) => `${one.id} ${digest(one)}`));
    return inYear.some(isOpen) || !closed.includes(year) || !isReused(`history/${year}`, text);
  };
  const years = [
    ...incidents.map((one) => yearOf(filedAt(one))),
    ...archivesOf(snapshot).map(({ year }) => year),
  ];
  // A replay knows what else was so in its time.
  const isReplayChanged = (one: Outage) =>
    isOpen(one) || !isReused(`replay/${one.id}`, digestOf(...[one, ...besidesOf(one, snapshot)].map(digest)));
  return {
    replays: incidents.filter(isReplayed).filter(isReplayChanged),
    incidents: incidents.filter((one) => isOpen(one) || !isReused(`incidents/${one.id}`, digest(one))),
    years: new Set([...new Set(years)].filter(isYearChanged)),
  };
}

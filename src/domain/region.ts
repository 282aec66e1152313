import type { Impact, Incident } from './incident.ts';
import {
  type Component,
  findComponent,
  inEach,
  inLanguage,
  type Language,
  type Region,
  type Site,
  type Spoken,
  spokenOf,
} from './site.ts';
import { type ComponentStatus, type RegionStatus, regionsIn } from './situation.ts';
import { isHurt, severity } from './status.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import type { Since } from './timeline.ts';

/** Whether a component is in a region: one that is everywhere alike is in all. */
export function isIn({ regions }: { regions: readonly string[] }, region: string): boolean {
  return regions.length === 0 || regions.includes(region);
}

/** The site as one region knows it: what is there, without a word of regions. */
export function siteIn(site: Site, region: string): Site {
  const components = site.components
    .filter((component) => isIn(component, region))
    .map((component) => ({ ...component, regions: [] }));
  return { ...site, regions: [], components };
}

/** Incidents as one region knows them: those that touch it, with what they do there. */
export function incidentsIn(site: Site, incidents: readonly Incident[], region: string): Incident[] {
  return incidents.flatMap((incident) => {
    const impact = incident.impact.filter((one) => touches(site, one, region));
    return impact.length > 0 ? [{ ...incident, impact: impact.map(everywhere) }] : [];
  });
}

function touches(site: Site, { component, regions }: Impact, region: string): boolean {
  if (regions) return regions.includes(region);
  return isIn({ regions: findComponent(site, component)?.regions ?? [] }, region);
}

function everywhere({ regions: _, ...impact }: Impact): Impact {
  return impact;
}

/** The regions that something is about, if it is not about all in which its component is; in the order of the site. */
export function narrowed(
  site: Pick<Site, 'regions' | 'components'>,
  component: string,
  regions: readonly string[] | undefined,
): string[] | undefined {
  if (!regions) return undefined;
  const known = findComponent(site, component)?.regions;
  if (known?.every((region) => regions.includes(region))) return undefined;
  return inOrder(site, regions);
}

/** Regions in the order of the site; those that it no longer knows come last. */
export function inOrder({ regions: all }: Pick<Site, 'regions'>, regions: Iterable<string>): string[] {
  const wanted = new Set(regions);
  const known = all.filter(({ id }) => wanted.has(id)).map(({ id }) => id);
  return [...known, ...[...wanted].filter((id) => !known.includes(id))];
}

/** Regions by their ids; where the config no longer knows one, its id is its name. */
export function regionsOf(site: Pick<Site, 'regions' | 'languages'>, ids: readonly string[]): Region[] {
  return ids.map((id) => site.regions.find((one) => one.id === id) ?? { id, name: inEach(site, () => id) });
}

/** What regions are called in a language. */
export function regionNames(
  site: Pick<Site, 'regions' | 'languages'>,
  ids: readonly string[],
  language: Language,
): string[] {
  return regionsOf(site, ids).map(({ name }) => inLanguage(name, language));
}

/** A component as it is spoken of in some regions; nothing is said of them where they are all that it is in. */
export function spokenIn<One extends Spoken>(
  site: Pick<Site, 'regions' | 'components' | 'languages'>,
  spoken: One,
  regions: readonly string[] | undefined,
): One {
  return regions ? { ...spoken, where: regionsOf(site, inOrder(site, regions)) } : spoken;
}

/** A component as an impact speaks of it: in the regions that it names, if those are not all. */
export function spokenBy(
  site: Pick<Site, 'regions' | 'components' | 'languages'>,
  { component, regions }: Pick<Impact, 'component' | 'regions'>,
): Spoken {
  const id = findComponent(site, component)?.id ?? component;
  return spokenIn(site, spokenOf(site, id), narrowed(site, id, regions));
}

/** A component as it is spoken of now: in the regions in which it is as it is at all. */
export function spokenNow(site: Site, entry: ComponentStatus): Component & Spoken {
  const regions = isHurt(entry.status) ? regionsIn(entry, entry.status) : undefined;
  return spokenIn(site, entry.component, regions);
}

/** How a component is doing, apart for the regions in which it is not the same: the worst first, without those that are well. */
export function apart(entry: ComponentStatus): ComponentStatus[] {
  const { regions = [], component, status } = entry;
  if (!isHurt(status) || regionsIn(entry, status) === undefined) return [entry];
  const hurt = [...Map.groupBy(regions, (one) => one.status)].filter(([one]) => isHurt(one));
  return hurt
    .toSorted(([one], [other]) => severity(one) - severity(other))
    .map(([one, there]) => ({ component, status: one, since: earliest(there), regions }));
}

/** The same, apart also for the regions in which it has been so since another time: a region that failed later says when. */
export function apartBySince(
  site: Pick<Site, 'regions' | 'components' | 'languages'>,
  entry: ComponentStatus,
): ComponentStatus[] {
  const hurt = (entry.regions ?? []).filter(({ status }) => isHurt(status));
  const groups = [...Map.groupBy(hurt, ({ status, since }) => JSON.stringify([status, since])).values()];
  if (groups.length < 2) return apart(entry);
  return groups
    .flatMap(([first, ...others]) =>
      first ? [{ first, ids: [first, ...others].map(({ region }) => region) }] : [],
    )
    .toSorted(
      ({ first: one }, { first: other }) =>
        severity(one.status) - severity(other.status) || beginOf(one) - beginOf(other),
    )
    .map(({ first: { status, since }, ids }) => ({
      component: spokenIn(site, entry.component, ids),
      status,
      since,
    }));
}

function beginOf({ since }: RegionStatus): number {
  return since?.at.earliest ?? 0;
}

function earliest(there: readonly RegionStatus[]): Since | undefined {
  return there
    .flatMap(({ since }) => since ?? [])
    .toSorted((one, other) => one.at.earliest - other.at.earliest)[0];
}

/** The regions that an incident is about, in the order of the site; nothing where it is about something that is everywhere. */
export function regionsOfIncident(
  site: Pick<Site, 'regions' | 'components'>,
  { impact }: Incident,
): string[] | undefined {
  const named = impact.map(({ component, regions }) => narrowed(site, component, regions));
  return named.length > 0 && named.every((one) => one !== undefined)
    ? inOrder(site, named.flat())
    : undefined;
}

/** What is seen at the same instant from one region: nothing of what is elsewhere alone. */
export function snapshotIn(snapshot: Snapshot, region: string): Snapshot {
  const { site, incidents, attestation, now, git } = snapshot;
  return takeSnapshot(siteIn(site, region), incidentsIn(site, incidents, region), attestation, now, git);
}

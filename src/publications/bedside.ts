import { href, paths } from '../domain/addresses.ts';
import type { BedsideFile, BedsideIncident } from '../domain/bedside.ts';
import type { Incident } from '../domain/incident.ts';
import { findComponent } from '../domain/site.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { isHurt } from '../domain/status.ts';
import { isoSeconds } from '../domain/time.ts';
import { begunBy } from '../domain/timeline.ts';
import { wordingOf } from '../domain/wording.ts';
import { workingBeside } from './answer.ts';
import { apiId } from './statuspage/ids.ts';

const idOf = (component: string) => apiId('component', component);

/**
 * `/bedside.json`: what the page for the night table reads, with the name of the build it belongs to.
 * @param base the path below which the site stands, with slashes.
 */
export function bedsideFile(snapshot: Snapshot, build: string, base: string): BedsideFile {
  const { site, statuses } = snapshot;
  return {
    build,
    demonstration: site.demonstration !== undefined,
    components: placesOf(statuses).map(({ id, status, since }) => ({
      id: idOf(id),
      status,
      since: since === undefined || since.before ? null : isoSeconds(since.at.earliest),
      since_before: since?.before ? isoSeconds(since.at.latest) : null,
    })),
    incidents: incidentsIn(snapshot, base),
  };
}

/** A component in one of its regions, as the file names it. */
export function inRegion(component: string, region: string): string {
  return `${component}/${region}`;
}

/** Every component, and behind it the same in each of its regions: nobody is woken by another’s outage. */
function placesOf(statuses: Snapshot['statuses']) {
  return statuses.flatMap(({ component: { id }, status, since, regions = [] }) => [
    { id, component: id, region: undefined, status, since },
    ...regions.map((one) => ({ ...one, id: inRegion(id, one.region), component: id })),
  ]);
}

function incidentsIn(snapshot: Snapshot, base: string): BedsideIncident[] {
  const hurt = new Map<Incident, string[]>();
  for (const { id, component, region, status } of placesOf(snapshot.statuses)) {
    if (!isHurt(status)) continue;
    for (const incident of causesOf(component, region, snapshot))
      hurt.set(incident, [...(hurt.get(incident) ?? []), idOf(id)]);
  }
  return Array.from(hurt, ([incident, hurts]) => ({
    hurts,
    touches: touchedBy(incident, snapshot).map(idOf),
    works: workingBeside([incident], snapshot).map(({ id }) => idOf(id)),
    told: Object.fromEntries(
      snapshot.site.languages.map((language) => {
        const advice = wordingOf(incident, language).advice;
        const url = href(snapshot.site, base, language, paths.incident(incident.id));
        return [
          language,
          {
            advice: advice ? { text: advice.text, language: advice.language, by: incident.adviceBy } : null,
            url,
          },
        ];
      }),
    ),
  }));
}

/** What an incident speaks of: components, and those regions of them that it names, or all. */
function touchedBy({ impact }: Incident, { site }: Snapshot): string[] {
  return impact.flatMap(({ component, regions }, index) => [
    ...(impact.findIndex((one) => one.component === component) === index ? [component] : []),
    ...(regions ?? findComponent(site, component)?.regions ?? []).map((region) =>
      inRegion(component, region),
    ),
  ]);
}

/** What has a component in trouble now, in a region or anywhere. */
function causesOf(
  component: string,
  region: string | undefined,
  { histories, incidents, now }: Snapshot,
): Incident[] {
  const history = histories.get(component);
  const own = region === undefined ? history : history?.regions?.get(region);
  const going = begunBy(own?.intervals ?? [], now).filter(
    ({ from, to, status }) => from <= now && now < to && isHurt(status),
  );
  return incidents.filter(({ id }) => going.some(({ incident }) => incident === id));
}

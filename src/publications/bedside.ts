import { href, paths } from '../domain/addresses.ts';
import type { BedsideFile, BedsideIncident } from '../domain/bedside.ts';
import type { Incident } from '../domain/incident.ts';
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
    components: statuses.map(({ component, status, since }) => ({
      id: idOf(component.id),
      status,
      since: since === undefined || since.before ? null : isoSeconds(since.at.earliest),
      since_before: since?.before ? isoSeconds(since.at.latest) : null,
    })),
    incidents: incidentsIn(snapshot, base),
  };
}

function incidentsIn(snapshot: Snapshot, base: string): BedsideIncident[] {
  const hurt = new Map<Incident, string[]>();
  for (const { component, status } of snapshot.statuses) {
    if (!isHurt(status)) continue;
    for (const incident of causesOf(component.id, snapshot))
      hurt.set(incident, [...(hurt.get(incident) ?? []), idOf(component.id)]);
  }
  return Array.from(hurt, ([incident, hurts]) => ({
    hurts,
    touches: incident.impact.map(({ component }) => idOf(component)),
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

/** What has a component in trouble now. */
function causesOf(component: string, { histories, incidents, now }: Snapshot): Incident[] {
  const going = begunBy(histories.get(component)?.intervals ?? [], now).filter(
    ({ from, to, status }) => from <= now && now < to && isHurt(status),
  );
  return incidents.filter(({ id }) => going.some(({ incident }) => incident === id));
}

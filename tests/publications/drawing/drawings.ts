import { readFolder } from '../../../src/incidents/folder.ts';
import { readIncidents } from '../../../src/incidents/index.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { Language, Site } from '../../../src/domain/site.ts';
import { drawingOf, layOut } from '../../../src/publications/drawing/index.ts';
import { shipped } from '../../sites.ts';
import { record, situations } from '../../tour/situations.ts';
import { snapshotOf } from '../printing.ts';

/** The width of a phone and of a desk, in letters. */
export const ROOM = { width: 22, wide: 41 };

/** An incident, as it is drawn on its page at an instant. */
export interface Shown {
  incident: Incident;
  site: Site;
  now: number;
}

export function drawn({ incident, site, now }: Shown, language: Language = 'en') {
  const drawing = drawingOf(incident, site, language, now, undefined);
  return { drawing, geometry: layOut(drawing, ROOM) };
}

/** An incident of the shipped record. */
export async function recorded(id: string): Promise<Shown> {
  const { files } = await readFolder('incidents');
  const { incidents } = readIncidents(files, { site: shipped, now: record.now });
  return { incident: found(incidents, id), site: shipped, now: record.now };
}

/** Every incident of the shipped record, and of the situations of the tour. */
export async function everyIncident(): Promise<Shown[]> {
  const { files } = await readFolder('incidents');
  const { incidents } = readIncidents(files, { site: shipped, now: record.now });
  const others = await Promise.all(
    situations
      .filter(({ env }) => env.NIGHTLIGHT_INCIDENTS)
      .map(async ({ name }) => {
        const { incidents, site, now } = await snapshotOf(name);
        return incidents.map((incident) => ({ incident, site, now }));
      }),
  );
  return [...incidents.map((incident) => ({ incident, site: shipped, now: record.now })), ...others.flat()];
}

/** An incident of a situation of the tour. */
export async function situated(name: string, id: string): Promise<Shown> {
  const { incidents, site, now } = await snapshotOf(name);
  return { incident: found(incidents, id), site, now };
}

function found(incidents: Incident[], id: string): Incident {
  const incident = incidents.find((one) => one.id === id);
  if (!incident) throw new Error(`there is no incident "${id}"`);
  return incident;
}

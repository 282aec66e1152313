import { hurtElsewhere, type Incident, isOpen } from '../domain/incident.ts';
import type { IncidentFile } from '../incidents/index.ts';
import { type Place, type Problem, problemIn } from '../problems/index.ts';

/**
 * What one notice that is open confirms to work and another that is open calls broken: readers are told both. It keeps
 * nothing from going live, for the newer of the two may be the first word of a new outage.
 * @param held what nobody is told yet, drafts among it: it is held to what is told, and not the other way round.
 * @returns a warning for each, in the file that confirms, counted from the folder of the incidents.
 */
export function contradictionsIn(
  incidents: readonly Incident[],
  files: readonly IncidentFile[],
  held: readonly Incident[] = [],
): Problem[] {
  const all = [...incidents, ...held];
  return all
    .filter((one) => one.kind === 'incident' && !one.drill && isOpen(one))
    .flatMap((incident) => {
      const hurt = hurtElsewhere(held.includes(incident) ? all : incidents, incident.id);
      const file = `${incident.id}.md`;
      return incident.works
        .filter((component) => hurt.has(component))
        .map((component) => {
          const other = hurt.get(component);
          return problemIn(
            { file },
            {
              name: 'works-and-broken',
              place: placeOfWorks(files.find(({ name }) => name === file)),
              found: `${component}, which ${other}.md says does not work`,
              expected: 'what no other notice that is open says does not work',
              remedy: `Take it out of "works" here, or say in the other that it works again: nightlight update ${other}`,
            },
          );
        });
    });
}

function placeOfWorks(file: IncidentFile | undefined): Place {
  const lines = new TextDecoder().decode(file?.bytes).split(/\r\n?|\n/);
  return {
    line:
      Math.max(
        0,
        lines.findIndex((line) => /^works\s*[:：]/i.test(line)),
      ) + 1,
    column: 1,
  };
}

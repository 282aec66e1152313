import { historyOfIncident } from '../../domain/git-history.ts';
import { currentModel } from '../../site/current.ts';
import { incidentPaths, type IncidentRoute } from '../../site/paths.ts';
import { toTimeMap } from '../../publications/timemap.ts';

export async function getStaticPaths() {
  const model = await currentModel();
  return incidentPaths(model).filter(
    ({ params }) => historyOfIncident(model.snapshot.git, params.id) !== undefined,
  );
}

export const GET = ({ props: { incident }, locals: { model } }: IncidentRoute) => {
  const history = historyOfIncident(model.snapshot.git, incident.id);
  return new Response(history ? toTimeMap(incident, history, model.snapshot.site, model.origin) : '');
};

import { historyOfIncident } from '../../domain/git-history.ts';
import { incidentPaths, type IncidentRoute, ORIGIN } from '../../site/routes.ts';
import { toTimeMap } from '../../publications/timemap.ts';
import { model } from '../../site/model.ts';

const { publication } = model.snapshot;

export const getStaticPaths = () =>
  incidentPaths().filter(({ params }) => historyOfIncident(publication, params.id) !== undefined);

export const GET = ({ props: { incident } }: IncidentRoute) => {
  const history = historyOfIncident(publication, incident.id);
  return new Response(history ? toTimeMap(incident, history, ORIGIN) : '');
};

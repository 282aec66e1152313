import { historyOfIncident } from '../../domain/git-history.ts';
import { incidentPaths, type IncidentRoute, ORIGIN } from '../../site/routes.ts';
import { toTimeMap } from '../../publications/timemap.ts';
import { model } from '../../site/model.ts';

const { git } = model.snapshot;

export const getStaticPaths = () =>
  incidentPaths().filter(({ params }) => historyOfIncident(git, params.id) !== undefined);

export const GET = ({ props: { incident } }: IncidentRoute) => {
  const history = historyOfIncident(git, incident.id);
  return new Response(history ? toTimeMap(incident, history, ORIGIN) : '');
};

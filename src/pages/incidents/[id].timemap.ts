import { historyOfIncident } from '../../domain/publication.ts';
import { incidentPaths, type IncidentRoute, ORIGIN } from '../../page.ts';
import { toTimeMap } from '../../publications/timemap.ts';
import { model } from '../../snapshot.ts';

const { publication } = model.snapshot;

export const getStaticPaths = () =>
  incidentPaths().filter(({ params }) => historyOfIncident(publication, params.id) !== undefined);

export const GET = ({ props: { incident } }: IncidentRoute) => {
  const history = historyOfIncident(publication, incident.id);
  return new Response(history ? toTimeMap(incident, history, ORIGIN) : '');
};

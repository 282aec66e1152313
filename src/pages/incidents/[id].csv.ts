import { currentModel } from '../../site/current.ts';
import { type IncidentRoute, incidentPaths } from '../../site/paths.ts';
import { incidentCsv } from '../../publications/data/incident.ts';

export const getStaticPaths = async () => incidentPaths(await currentModel());

export const GET = ({ props, locals: { model } }: IncidentRoute) =>
  new Response(incidentCsv(props.incident, model.snapshot));

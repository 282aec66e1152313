import { currentModel } from '../../site/current.ts';
import { type IncidentRoute, incidentPaths } from '../../site/paths.ts';
import { json } from '../../site/responses.ts';
import { incidentFile } from '../../publications/data/incident.ts';

export const getStaticPaths = async () => incidentPaths(await currentModel());

export const GET = ({ props, locals: { model } }: IncidentRoute) =>
  json(incidentFile(props.incident, model.snapshot, model.origin));

import { type IncidentRoute, json, ORIGIN } from '../../site/routes.ts';
import { incidentFile } from '../../publications/data/incident.ts';
import { model } from '../../site/model.ts';

export { incidentPaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: IncidentRoute) => json(incidentFile(props.incident, model.snapshot, ORIGIN));

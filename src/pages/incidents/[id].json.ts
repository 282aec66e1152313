import { type IncidentRoute, json, ORIGIN } from '../../page.ts';
import { incidentFile } from '../../publications/data/incident.ts';
import { model } from '../../snapshot.ts';

export { incidentPaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: IncidentRoute) => json(incidentFile(props.incident, model.snapshot, ORIGIN));

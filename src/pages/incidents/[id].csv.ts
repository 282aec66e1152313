import type { IncidentRoute } from '../../page.ts';
import { incidentCsv } from '../../publications/data/incident.ts';
import { model } from '../../snapshot.ts';

export { incidentPaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: IncidentRoute) => new Response(incidentCsv(props.incident, model.snapshot));

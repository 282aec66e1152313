import type { IncidentRoute } from '../../site/routes.ts';
import { incidentCsv } from '../../publications/data/incident.ts';
import { model } from '../../site/model.ts';

export { incidentPaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: IncidentRoute) => new Response(incidentCsv(props.incident, model.snapshot));

import { json } from '../../page.ts';
import { incidentSchema } from '../../publications/schema/incident.ts';

export const GET = () => json(incidentSchema);

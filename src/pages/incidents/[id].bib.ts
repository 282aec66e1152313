import { type IncidentRoute, ORIGIN } from '../../page.ts';
import { toBibtex } from '../../publications/citation.ts';
import { model } from '../../snapshot.ts';

export { incidentPaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: IncidentRoute) => new Response(toBibtex(props, model.snapshot, 'en', ORIGIN));

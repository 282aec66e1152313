import { type IncidentRoute, ORIGIN } from '../../page.ts';
import { citedOf, toBibtex } from '../../publications/citation.ts';
import { model } from '../../snapshot.ts';

export { incidentPaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: IncidentRoute) =>
  new Response(toBibtex(citedOf(props.incident), model.snapshot, 'en', ORIGIN));

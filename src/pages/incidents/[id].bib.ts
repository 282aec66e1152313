import { type IncidentRoute, ORIGIN } from '../../site/routes.ts';
import { citedOf, toBibtex } from '../../publications/citation.ts';
import { model } from '../../site/model.ts';

export { incidentPaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: IncidentRoute) =>
  new Response(toBibtex(citedOf(props.incident), model.snapshot, 'en', ORIGIN));

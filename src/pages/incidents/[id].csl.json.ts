import { type IncidentRoute, json, ORIGIN } from '../../site/routes.ts';
import { citedOf, toCslJson } from '../../publications/citation.ts';
import { model } from '../../site/model.ts';

export { incidentPaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: IncidentRoute) =>
  json(toCslJson(citedOf(props.incident), model.snapshot, 'en', ORIGIN));

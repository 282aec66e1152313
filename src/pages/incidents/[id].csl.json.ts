import { type IncidentRoute, json, ORIGIN } from '../../page.ts';
import { citedOf, toCslJson } from '../../publications/citation.ts';
import { model } from '../../snapshot.ts';

export { incidentPaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: IncidentRoute) =>
  json(toCslJson(citedOf(props.incident), model.snapshot, 'en', ORIGIN));

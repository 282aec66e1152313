import { currentModel } from '../../site/current.ts';
import { citationPaths, type IncidentRoute } from '../../site/paths.ts';
import { json } from '../../site/responses.ts';
import { citedOf, toCslJson } from '../../publications/citation.ts';

export const getStaticPaths = async () => citationPaths(await currentModel());

export const GET = ({ props, locals: { model } }: IncidentRoute) =>
  json(toCslJson(citedOf(props.incident), model.snapshot, model.snapshot.site.languages[0], model.origin));

import { paths } from '../../../../domain/addresses.ts';
import { currentModel } from '../../../../site/current.ts';
import { regionPaths, type RegionRoute } from '../../../../site/paths.ts';
import { feedIn } from '../../../../site/responses.ts';
import { toJsonFeed } from '../../../../publications/feeds/json.ts';

export const getStaticPaths = async () => regionPaths(await currentModel());

export const GET = ({ props: { language, item: region }, locals: { model } }: RegionRoute) =>
  new Response(toJsonFeed(feedIn(model, language, `${paths.region(region.id)}${paths.json}`, { region })));

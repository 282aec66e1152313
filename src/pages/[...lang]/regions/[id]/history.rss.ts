import { paths } from '../../../../domain/addresses.ts';
import { currentModel } from '../../../../site/current.ts';
import { regionPaths, type RegionRoute } from '../../../../site/paths.ts';
import { feedIn } from '../../../../site/responses.ts';
import { toRss } from '../../../../publications/feeds/rss.ts';

export const getStaticPaths = async () => regionPaths(await currentModel());

export const GET = ({ props: { language, item: region }, locals: { model } }: RegionRoute) =>
  new Response(toRss(feedIn(model, language, `${paths.region(region.id)}${paths.rss}`, { region })));

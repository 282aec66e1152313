import { currentModel } from '../../../../site/current.ts';
import { type ComponentRoute, componentPaths } from '../../../../site/paths.ts';
import { feedIn } from '../../../../site/responses.ts';
import { paths } from '../../../../domain/addresses.ts';
import { toRss } from '../../../../publications/feeds/rss.ts';

export const getStaticPaths = async () => componentPaths(await currentModel());

export const GET = ({ props: { language, item: component }, locals: { model } }: ComponentRoute) =>
  new Response(toRss(feedIn(model, language, `${paths.component(component.id)}${paths.rss}`, { component })));

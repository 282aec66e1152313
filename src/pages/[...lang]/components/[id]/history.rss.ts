import { type ComponentRoute, feedIn } from '../../../../site/routes.ts';
import { paths } from '../../../../domain/addresses.ts';
import { toRss } from '../../../../publications/feeds/rss.ts';

export { componentPaths as getStaticPaths } from '../../../../site/routes.ts';

export const GET = ({ props: { language, item: component } }: ComponentRoute) =>
  new Response(toRss(feedIn(language, `${paths.component(component.id)}${paths.rss}`, { component })));

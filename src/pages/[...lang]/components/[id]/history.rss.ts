import { type ComponentRoute, feedIn } from '../../../../page.ts';
import { paths } from '../../../../domain/addresses.ts';
import { toRss } from '../../../../publications/feeds/rss.ts';

export { componentPaths as getStaticPaths } from '../../../../page.ts';

export const GET = ({ props: { language, item: component } }: ComponentRoute) =>
  new Response(toRss(feedIn(language, `${paths.component(component.id)}${paths.rss}`, { component })));

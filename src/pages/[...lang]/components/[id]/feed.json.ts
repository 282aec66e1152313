import { paths } from '../../../../domain/addresses.ts';
import { type ComponentRoute, feedIn } from '../../../../site/routes.ts';
import { toJsonFeed } from '../../../../publications/feeds/json.ts';

export { componentPaths as getStaticPaths } from '../../../../site/routes.ts';

export const GET = ({ props: { language, item: component } }: ComponentRoute) => {
  const feed = feedIn(language, `${paths.component(component.id)}${paths.json}`, { component });
  return new Response(toJsonFeed(feed));
};

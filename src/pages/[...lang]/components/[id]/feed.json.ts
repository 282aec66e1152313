import { paths } from '../../../../domain/addresses.ts';
import { currentModel } from '../../../../site/current.ts';
import { type ComponentRoute, componentPaths } from '../../../../site/paths.ts';
import { feedIn } from '../../../../site/responses.ts';
import { toJsonFeed } from '../../../../publications/feeds/json.ts';

export const getStaticPaths = async () => componentPaths(await currentModel());

export const GET = ({ props: { language, item: component }, locals: { model } }: ComponentRoute) => {
  const feed = feedIn(model, language, `${paths.component(component.id)}${paths.json}`, { component });
  return new Response(toJsonFeed(feed));
};

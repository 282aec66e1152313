import { type ComponentRoute, feedIn } from '../../../../site/routes.ts';
import { paths } from '../../../../domain/addresses.ts';
import { toAtom } from '../../../../publications/feeds/atom.ts';

export { componentPaths as getStaticPaths } from '../../../../site/routes.ts';

export const GET = ({ props: { language, item: component } }: ComponentRoute) =>
  new Response(toAtom(feedIn(language, `${paths.component(component.id)}${paths.atom}`, { component })));

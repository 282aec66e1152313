import { paths } from '../../domain/addresses.ts';
import type { LanguageRoute } from '../../site/paths.ts';
import { feedIn } from '../../site/responses.ts';
import { toRss } from '../../publications/feeds/rss.ts';

export { languagePaths as getStaticPaths } from '../../site/current.ts';

export const GET = ({ props, locals: { model } }: LanguageRoute) =>
  new Response(toRss(feedIn(model, props.language, paths.rss)));

import { paths } from '../../domain/addresses.ts';
import type { LanguageRoute } from '../../site/paths.ts';
import { feedIn } from '../../site/responses.ts';
import { toJsonFeed } from '../../publications/feeds/json.ts';

export { languagePaths as getStaticPaths } from '../../site/current.ts';

export const GET = ({ props, locals: { model } }: LanguageRoute) =>
  new Response(toJsonFeed(feedIn(model, props.language, paths.json)));

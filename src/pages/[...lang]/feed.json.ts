import { paths } from '../../domain/addresses.ts';
import { feedIn, type LanguageRoute } from '../../site/routes.ts';
import { toJsonFeed } from '../../publications/feeds/json.ts';

export { languagePaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: LanguageRoute) => new Response(toJsonFeed(feedIn(props.language, paths.json)));

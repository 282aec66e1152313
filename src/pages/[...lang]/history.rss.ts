import { paths } from '../../domain/addresses.ts';
import { feedIn, type LanguageRoute } from '../../site/routes.ts';
import { toRss } from '../../publications/feeds/rss.ts';

export { languagePaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: LanguageRoute) => new Response(toRss(feedIn(props.language, paths.rss)));

import { paths } from '../../domain/addresses.ts';
import { feedIn, type LanguageRoute } from '../../page.ts';
import { toRss } from '../../publications/feeds/rss.ts';

export { languagePaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: LanguageRoute) => new Response(toRss(feedIn(props.language, paths.rss)));

import { paths } from '../../domain/addresses.ts';
import { feedIn, ORIGIN, type LanguageRoute } from '../../page.ts';
import { toJsonFeed } from '../../publications/feeds/json.ts';
import { model } from '../../snapshot.ts';

export { languagePaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: LanguageRoute) =>
  new Response(toJsonFeed(feedIn(props.language, paths.json), model.snapshot.site, ORIGIN));

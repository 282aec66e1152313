import { paths } from '../../domain/addresses.ts';
import { feedIn, type LanguageRoute } from '../../site/routes.ts';
import { toAtom } from '../../publications/feeds/atom.ts';

export { languagePaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: LanguageRoute) => new Response(toAtom(feedIn(props.language, paths.atom)));

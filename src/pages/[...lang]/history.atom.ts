import { paths } from '../../domain/addresses.ts';
import type { LanguageRoute } from '../../site/paths.ts';
import { feedIn } from '../../site/responses.ts';
import { toAtom } from '../../publications/feeds/atom.ts';

export { languagePaths as getStaticPaths } from '../../site/current.ts';

export const GET = ({ props, locals: { model } }: LanguageRoute) =>
  new Response(toAtom(feedIn(model, props.language, paths.atom)));

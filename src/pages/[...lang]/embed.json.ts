import { json, type LanguageRoute, ORIGIN } from '../../site/routes.ts';
import { embedFile } from '../../publications/embed.ts';
import { model } from '../../site/model.ts';

export { languagePaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: LanguageRoute) =>
  json(embedFile(model.snapshot, model.next, props.language, ORIGIN, model.build));

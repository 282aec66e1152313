import type { LanguageRoute } from '../../site/paths.ts';
import { json } from '../../site/responses.ts';
import { embedFile } from '../../publications/embed.ts';

export { languagePaths as getStaticPaths } from '../../site/current.ts';

export const GET = ({ props, locals: { model } }: LanguageRoute) =>
  json(embedFile(model.snapshot, model.next, props.language, model.origin, model.build));

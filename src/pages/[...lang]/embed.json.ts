import { json, type LanguageRoute, ORIGIN } from '../../page.ts';
import { embedFile } from '../../publications/embed.ts';
import { model } from '../../snapshot.ts';

export { languagePaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: LanguageRoute) =>
  json(embedFile(model.snapshot, model.next, props.language, ORIGIN, model.build));

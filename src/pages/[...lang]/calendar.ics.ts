import type { LanguageRoute } from '../../site/paths.ts';
import { toCalendar } from '../../publications/calendar.ts';

export { languagePaths as getStaticPaths } from '../../site/current.ts';

export const GET = ({ props, locals: { model } }: LanguageRoute) =>
  new Response(toCalendar(model.snapshot, props.language, model.origin));

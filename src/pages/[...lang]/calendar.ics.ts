import { type LanguageRoute, ORIGIN } from '../../site/routes.ts';
import { toCalendar } from '../../publications/calendar.ts';
import { model } from '../../site/model.ts';

export { languagePaths as getStaticPaths } from '../../site/routes.ts';

export const GET = ({ props }: LanguageRoute) =>
  new Response(toCalendar(model.snapshot, props.language, ORIGIN));

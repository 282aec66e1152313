import { type LanguageRoute, ORIGIN } from '../../page.ts';
import { toCalendar } from '../../publications/calendar.ts';
import { model } from '../../snapshot.ts';

export { languagePaths as getStaticPaths } from '../../page.ts';

export const GET = ({ props }: LanguageRoute) =>
  new Response(toCalendar(model.snapshot, props.language, ORIGIN));

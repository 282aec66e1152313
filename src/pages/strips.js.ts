import { bundle } from '../release/bundle.ts';
import { LANGUAGES } from '../domain/site.ts';
import { WORDS } from '../i18n/index.ts';

const STRIPS = Object.fromEntries(
  LANGUAGES.map((language) => {
    const { strip, statusNouns: statuses, format } = WORDS[language];
    const { quiet, before, instant, minutes } = strip;
    return [language, { locale: format.locale, quiet, before, instant, minutes, statuses }];
  }),
);

export const GET = async () => new Response(await bundle('strips.ts', { STRIPS }));

import { bundle } from '../release/bundle.ts';
import { LANGUAGES } from '../domain/site.ts';
import { WORDS } from '../i18n/index.ts';

const UNKNOWN = Object.fromEntries(LANGUAGES.map((language) => [language, WORDS[language].bedside.unknown]));

export const GET = async () => new Response(await bundle('embed.ts', { UNKNOWN }));

import { stripWordsOf } from '../browser/strip.ts';
import { bundle } from '../release/bundle.ts';
import { LANGUAGES } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';

const STRIPS = Object.fromEntries(LANGUAGES.map((language) => [language, stripWordsOf(wordsOf(language))]));

export const GET = async () => new Response(await bundle('strips.ts', { STRIPS }));

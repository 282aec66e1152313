import { bundle } from '../release/bundle.ts';
import { LANGUAGES } from '../domain/site.ts';
import { chartWords } from '../i18n/chart.ts';

const CHARTS = Object.fromEntries(LANGUAGES.map((language) => [language, chartWords(language)]));

export const GET = async () => new Response(await bundle('../islands/home.tsx', { CHARTS }));

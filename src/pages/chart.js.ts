import { bundle } from '../release/bundle.ts';
import { LANGUAGES } from '../domain/site.ts';
import { chartWords } from '../i18n/chart.ts';
import SHEET from '../styles/chart-drawn.css?inline';

const CHARTS = Object.fromEntries(LANGUAGES.map((language) => [language, chartWords(language)]));

export const GET = async () => new Response(await bundle('../islands/chart.tsx', { CHARTS, SHEET }));

import { bundle } from '../release/bundle.ts';
import { inEach } from '../domain/site.ts';
import { chartWords } from '../i18n/chart.ts';
import type { Route } from '../site/paths.ts';
import SHEET from '../styles/chart-drawn.css?inline';

export const GET = async ({ locals: { model } }: Route) => {
  const CHARTS = inEach(model.snapshot.site, chartWords);
  return new Response(await bundle('../islands/chart.tsx', { CHARTS, SHEET }));
};

import { bundle } from '../release/bundle.ts';
import { inEach } from '../domain/site.ts';
import { responseWords } from '../i18n/responses-words.ts';
import type { Route } from '../site/paths.ts';
import SHEET from '../styles/watched-drawn.css?inline';

export const GET = async ({ locals: { model } }: Route) => {
  const RESPONSES = inEach(model.snapshot.site, responseWords);
  return new Response(await bundle('watched.ts', { RESPONSES, SHEET }));
};

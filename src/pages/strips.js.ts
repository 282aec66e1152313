import { stripWordsOf } from '../browser/strip.ts';
import { bundle } from '../release/bundle.ts';
import { inEach } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';
import type { Route } from '../site/paths.ts';

export const GET = async ({ locals: { model } }: Route) => {
  const STRIPS = inEach(model.snapshot.site, (language) => stripWordsOf(wordsOf(language)));
  return new Response(await bundle('strips.ts', { STRIPS }));
};

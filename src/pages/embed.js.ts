import { bundle } from '../release/bundle.ts';
import { LANGUAGES } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';
import type { Route } from '../site/paths.ts';

const UNKNOWN = Object.fromEntries(
  LANGUAGES.map((language) => [language, wordsOf(language).bedside.unknown]),
);

export const GET = async ({ locals: { model } }: Route) => {
  const HEARTBEAT = model.snapshot.site.heartbeat ?? '';
  return new Response(await bundle('embed.ts', { UNKNOWN, HEARTBEAT }));
};

import { bundle } from '../release/bundle.ts';
import { inEach } from '../domain/site.ts';
import { wordsOf } from '../i18n/index.ts';
import type { Route } from '../site/paths.ts';

export const GET = async ({ locals: { model } }: Route) => {
  const { site } = model.snapshot;
  const UNKNOWN = inEach(site, (language) => wordsOf(language).bedside.unknown);
  const HEARTBEAT = site.heartbeat ?? '';
  return new Response(await bundle('embed.ts', { UNKNOWN, HEARTBEAT }));
};

import { bundle } from '../release/bundle.ts';
import type { Route } from '../site/paths.ts';

/** It moves with what the worker does: a rebuild alone does not throw away what was kept. */
const VERSION = '2';

export const GET = async ({ locals: { model } }: Route) => {
  const KEEP = model.snapshot.site.offline !== false;
  return new Response(await bundle('service-worker.ts', { VERSION, BASE: model.origin.base, KEEP }));
};

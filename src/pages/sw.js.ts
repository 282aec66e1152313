import { bundle } from '../release/bundle.ts';
import { BASE } from '../site/routes.ts';
import { model } from '../site/model.ts';

/** It moves with what the worker does: a rebuild alone does not throw away what was kept. */
const VERSION = '2';

export const GET = async () => {
  const KEEP = model.snapshot.site.offline !== false;
  return new Response(await bundle('service-worker.ts', { VERSION, BASE, KEEP }));
};

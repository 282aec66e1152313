import type { MiddlewareHandler } from 'astro';
import { neededWords } from './release/page-words.ts';
import { allowHeartbeat, narrowPolicy } from './release/policy.ts';
import { neededStyles, printApart, stylesInHead } from './release/styles.ts';
import { tidy } from './release/tidy.ts';
import { currentModel } from './site/current.ts';
import { seal } from './domain/whole.ts';

/** Each route is given the model. Each page carries the policy that it needs itself, its styles in its head, and says at its end that it is whole. */
export const onRequest: MiddlewareHandler = async ({ locals }, next) => {
  locals.model = await currentModel();
  const response = await next();
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  const html = tidy(neededWords(printApart(neededStyles(stylesInHead(await response.text())))));
  const policed = allowHeartbeat(narrowPolicy(html), locals.model.snapshot.site.heartbeat);
  return new Response(seal(policed), response);
};

import type { MiddlewareHandler } from 'astro';
import { neededWords } from './release/page-words.ts';
import { allowHeartbeat, narrowPolicy } from './release/policy.ts';
import { ownSheet } from './publications/look.ts';
import { neededStyles, printApart, stylesInHead, withOwnSheet } from './release/styles.ts';
import { tidy } from './release/tidy.ts';
import { currentModel } from './site/current.ts';
import { seal } from './domain/whole.ts';

/** Each route is given the model. Each page carries the policy that it needs itself, its styles and those of the site in its head, and says at its end that it is whole. */
export const onRequest: MiddlewareHandler = async ({ locals }, next) => {
  locals.model = await currentModel();
  const response = await next();
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  const { site } = locals.model.snapshot;
  const styled = withOwnSheet(stylesInHead(await response.text()), ownSheet(site, locals.model.origin.base));
  const html = tidy(neededWords(printApart(neededStyles(styled))));
  return new Response(seal(allowHeartbeat(narrowPolicy(html), site.heartbeat)), response);
};

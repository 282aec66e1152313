import type { MiddlewareHandler } from 'astro';
import { narrowPolicy } from './release/policy.ts';
import { neededStyles, stylesInHead } from './release/styles.ts';
import { currentModel } from './site/current.ts';
import { seal } from './domain/whole.ts';

/** Each route is given the model. Each page carries the policy that it needs itself, its styles in its head, and says at its end that it is whole. */
export const onRequest: MiddlewareHandler = async ({ locals }, next) => {
  locals.model = await currentModel();
  const response = await next();
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  return new Response(seal(narrowPolicy(neededStyles(stylesInHead(await response.text())))), response);
};

import type { MiddlewareHandler } from 'astro';
import { narrowPolicy } from './build/policy.ts';
import { stylesInHead } from './build/styles.ts';

/** Each page carries the policy that it needs itself, and its styles in its head. */
export const onRequest: MiddlewareHandler = async (_context, next) => {
  const response = await next();
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  return new Response(narrowPolicy(stylesInHead(await response.text())), response);
};

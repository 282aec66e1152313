import type { MiddlewareHandler } from 'astro';
import { narrowPolicy } from './build/policy.ts';

/** Each page carries the policy that it needs itself. */
export const onRequest: MiddlewareHandler = async (_context, next) => {
  const response = await next();
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  return new Response(narrowPolicy(await response.text()), response);
};

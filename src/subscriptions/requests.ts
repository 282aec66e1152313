import type { Context } from 'hono';
import type { Instant } from '../domain/time.ts';
import type { Counter } from './limits.ts';
import { networkOf, type Proxies, widerThan } from './network.ts';

/** The type of a body, without what follows it, in small letters. */
export function typeOf(c: Context): string {
  return (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Browsers say with each form from which site it comes; who says nothing at all is not taken at their word. */
export function comesFrom(c: Context, origins: readonly string[]): boolean {
  const origin = c.req.header('origin');
  if (origin !== undefined) return origins.includes(origin);
  return c.req.header('sec-fetch-site') === 'same-origin';
}

/** The route, without a token in it. */
export function routeOf(c: Context): string {
  return c.req.path.replace(/[^/]{20,}/g, '…');
}

/** Who holds the connection, as the server says; nobody where there is none. */
function peerOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? '0.0.0.0';
}

/** Counts a request, by the network that it comes from. @returns whether it is let through. */
export function mayAsk(
  c: Context,
  { networks, sites, proxies, now }: { networks: Counter; sites: Counter; proxies: Proxies; now(): Instant },
): boolean {
  const network = networkOf(peerOf(c), c.req.header('x-forwarded-for'), proxies);
  const site = widerThan(network);
  return networks.take(network, now()) && (site === undefined || sites.take(site, now()));
}

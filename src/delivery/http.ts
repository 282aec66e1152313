import { createHash, timingSafeEqual } from 'node:crypto';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import type { Instant } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import type { Channel } from './channel.ts';
import type { Metrics } from './metrics.ts';
import { proofOf } from './reckoning.ts';
import type { Database } from './store/database.ts';

/** What the service of delivery shows to those who watch it, and to the public. */
export interface Shown {
  database: Database;
  channels: readonly Channel[];
  metrics: Metrics;
  isReady(): Promise<boolean>;
  now(): Instant;
  /** What the public numbers name as the place that explains them. */
  about: string;
  /** The secret by which the metrics are read; without it nobody reads them, for they tell how many people wait. */
  metricsToken: string | undefined;
}

/** `/healthz`: the process lives; `/readyz`: it has read the site and its store answers; `/metrics`; `/proof.json`. */
export function watchApp({ database, channels, metrics, isReady, now, about, metricsToken }: Shown): Hono {
  const app = new Hono();
  let proof: { at: Instant; text: string } | undefined;
  app.get('/healthz', (context) => context.text('alive\n', 200, PLAIN));
  app.get('/readyz', async (context) => {
    const ready = await isReady().catch(() => false);
    return context.text(ready ? 'ready\n' : 'not ready\n', ready ? 200 : 503, PLAIN);
  });
  app.get('/metrics', async (context) => {
    if (!metricsToken || !isSame(context.req.header('authorization') ?? '', `Bearer ${metricsToken}`))
      return context.text('The token that METRICS_TOKEN holds is needed.\n', 401, {
        'WWW-Authenticate': 'Bearer',
      });
    return context.body(await metrics.text(), 200, { 'Content-Type': metrics.type, ...PLAIN });
  });
  app.get('/proof.json', async (context) => {
    // Asked by every reader of a page: it is made once in a while.
    if (!proof || now() - proof.at > PROOF_AGE || now() < proof.at)
      proof = { at: now(), text: JSON.stringify(await proofOf(database, channels, now(), about), null, 1) };
    return context.body(proof.text, 200, {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': `public, max-age=${PROOF_AGE / 1000}`,
      'X-Content-Type-Options': 'nosniff',
    });
  });
  return app;
}

/** Compares without telling by the time it takes how much was right. */
export function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}

/** How long the public numbers stand, in ms. */
const PROOF_AGE = 10_000;

const PLAIN = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** What a service listens at. */
export interface Listening {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves an app on a port of this machine, or any that is free for 0.
 * @throws UserError where the port is taken.
 */
export async function listen(app: Hono, port: number, hostname: string): Promise<Listening> {
  const server: ServerType = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, hostname, done);
  }).catch((error: Error) => {
    throw new UserError(
      `The service cannot listen at port ${port} of ${hostname}: ${error.message}. Name another port: --port.`,
      { cause: error },
    );
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        // What is under way has a moment; who only keeps the line open has not.
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }),
  };
}

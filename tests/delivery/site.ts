import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { NotificationFile } from '../../src/domain/notification-file.ts';

/** A site as delivery reads one: its feeds and its heartbeat, on loopback. */
export interface Published {
  url: string;
  /** What its feeds hold, newest first. */
  updates: NotificationFile[];
  /** Until when it may be believed, as an instant. */
  validUntil: number;
  /** What time it is for the server; the clock if it is not set. */
  now: number | (() => number) | undefined;
  /** What every request is answered with, if that is not 200. */
  status: number;
  close(): Promise<void>;
}

export async function publish(updates: NotificationFile[] = []): Promise<Published> {
  const published: Omit<Published, 'url' | 'close'> = {
    updates,
    validUntil: Date.now() + 3_600_000,
    now: undefined,
    status: 200,
  };
  const server: Server = createServer((request, response) => {
    const { updates, validUntil, now = Date.now(), status } = published;
    const spanish = request.url?.startsWith('/es/');
    response.sendDate = false;
    response.setHeader('Date', new Date(typeof now === 'function' ? now() : now).toUTCString());
    response.statusCode = status;
    if (request.url === '/heartbeat.json')
      response.end(JSON.stringify({ valid_until: new Date(validUntil).toISOString(), moved_to: null }));
    else if (request.url?.endsWith('/feed.json')) {
      const told = updates.map((one) => (spanish ? { ...one, language: 'es' } : one));
      response.end(JSON.stringify({ items: told.map((one) => ({ id: one.id, _nightlight: one })) }));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  // A busy machine wakes late: a line that was closed a moment before would read as a site that does not answer.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(published, {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../../../src/delivery/channel.ts';
import { emailChannels } from '../../../src/delivery/channels/email.ts';
import { Engine } from '../../../src/delivery/engine.ts';
import { readerOf } from '../../../src/delivery/reader.ts';
import type { Database } from '../../../src/delivery/store/database.ts';
import { DELIVERY_MIGRATIONS } from '../../../src/delivery/store/migrations.ts';
import { migrate } from '../../../src/delivery/store/migrate.ts';
import { openPglite } from '../../../src/delivery/store/pglite.ts';
import { openPostgres } from '../../../src/delivery/store/postgres.ts';
import { people } from '../people.ts';

/** Opens a store as `nightlight deliver` does: a server by its address, or a folder. */
export async function openStore(where: string): Promise<Database> {
  const store = where.startsWith('postgres:')
    ? await openPostgres(where, () => undefined)
    : await openPglite(where);
  await migrate(store, DELIVERY_MIGRATIONS);
  return store;
}

/** Delivery as `nightlight deliver` runs it, to so many people. */
export function engineTo(
  channel: Channel,
  database: Database,
  url: string,
  count: number,
  say: (what: string) => void = () => undefined,
): Engine {
  return new Engine({
    database,
    channels: [channel],
    recipients: people(count),
    reader: readerOf({ url, base: '/' }, ['en'], fetch),
    sites: {},
    every: 300,
    tooOld: 3 * 3_600_000,
    whenStale: 'operator',
    operator: {},
    drills: new Set(),
    page: 70,
    now: Date.now,
    wait: async (ms, signal) => pause(ms, undefined, { ...(signal && { signal }) }),
    fetch,
    log: {
      info: (what) => say(what),
      error: (what, facts) => say(`${what} ${JSON.stringify(facts)}`),
    },
  });
}

/** Run by itself it is a process that can be killed: it is told its store, its site, its mail server and for how many. */
async function main([where = '', url = '', smtp = '', count = '0']: string[]): Promise<void> {
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  const [channel] = await emailChannels(
    {
      email: {
        from: 'Sharing status <status@example.org>',
        bounceAddress: undefined,
        postalAddress: 'Example Ltd, 1 Main Street',
        dkimSelector: undefined,
        connections: 5,
        perSecond: 1_000,
      },
    },
    {
      env: { SMTP_URL: smtp },
      fetch,
      now: Date.now,
      site: { name: 'Sharing status', url: 'https://status.example.org' },
    },
  );
  if (!channel) throw new Error('there is no channel');
  const store = await openStore(where);
  const engine = engineTo(channel, store, url, Number(count), (what) => console.error(what));
  void (async () => {
    while (!(await engine.isReady())) await pause(20);
    console.log('ready');
  })();
  await engine.run(stop.signal);
  await channel.close?.();
  await store.close();
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2));

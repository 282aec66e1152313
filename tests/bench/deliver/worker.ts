import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, PersonalKind } from '../../../src/delivery/channel.ts';
import { emailChannels } from '../../../src/delivery/channels/email.ts';
import { memoryChannel } from '../../../src/delivery/channels/memory.ts';
import { Engine } from '../../../src/delivery/engine.ts';
import { readerOf } from '../../../src/delivery/reader.ts';
import { DELIVERY_MIGRATIONS } from '../../../src/delivery/store/migrations.ts';
import { migrate } from '../../../src/delivery/store/migrate.ts';
import { openPglite } from '../../../src/delivery/store/pglite.ts';
import { openPostgres } from '../../../src/delivery/store/postgres.ts';
import { told } from '../../delivery/told.ts';
import { crowd } from './crowd.ts';

/** What a process that delivers is asked for. */
export interface Task {
  /** A folder, or the address of a PostgreSQL server. */
  store: string;
  site: string;
  kind: PersonalKind | 'memory';
  /** The port at which messages are taken. */
  sink: number;
  people: number;
  /** How often the site is read, in ms. */
  every: number;
}

/** What it says of itself when it has ended. */
export interface Ended {
  /** The largest resident set, in MB. */
  peak: number;
  /** Seconds of processor. */
  cpu: number;
  sent: number;
  /** When it read the update, when all that is owed was written down, and when the last was sent, if it did. */
  heard?: number | undefined;
  owed?: number | undefined;
  last?: number | undefined;
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
const database = task.store.startsWith('postgres')
  ? await openPostgres(task.store, (error) => console.error(error))
  : await openPglite(task.store);
await migrate(database, DELIVERY_MIGRATIONS);
const stop = new AbortController();
const ended: Ended = { peak: 0, cpu: 0, sent: 0 };
const reader = readerOf({ url: task.site, base: '/' }, ['en', 'es'], fetch);
let isReady = false;
const engine = new Engine({
  database,
  channels: await channels(task),
  recipients: crowd(task.people, task.sink),
  reader: {
    ...reader,
    read: async (signal) => {
      const heard = await reader.read(signal);
      if (!isReady) setTimeout(() => process.send?.('ready'), 1_000);
      isReady = true;
      return heard;
    },
  },
  sites: { en: told().site },
  every: task.every,
  tooOld: 180 * 60_000,
  whenStale: 'operator',
  operator: {},
  drills: new Set(),
  now: Date.now,
  wait: async (ms, signal) => void (await pause(ms, undefined, { ...(signal && { signal }) })),
  fetch,
  log: {
    info: (what) => {
      if (what === 'heard') ended.heard = Date.now();
      if (what === 'owed') ended.owed = Date.now();
    },
    error: (what, facts) => console.error(what, facts),
  },
  onOutcome: (_, { kind }) => {
    if (kind !== 'sent') return;
    ended.sent += 1;
    ended.last = Date.now();
  },
});
process.on('message', (asked) => (asked === 'stop' ? stop.abort() : process.send?.(ended.sent)));
await engine.run(stop.signal);
await database.close();
const { user, system } = process.cpuUsage();
process.send?.({ ...ended, peak: process.resourceUsage().maxRSS / 1024, cpu: (user + system) / 1e6 });
process.disconnect();

/** The channels as an operator's config makes them, at a rate that holds nothing back. */
async function channels({ kind, sink }: Task): Promise<Channel[]> {
  if (kind === 'memory')
    return [
      { ...memoryChannel('email', 'subscribers', { kind: 'email' }), send: async () => ({ kind: 'sent' }) },
    ];
  const around = {
    env: { SMTP_URL: `smtp://127.0.0.1:${sink}` },
    fetch,
    now: Date.now,
    site: { name: told().site.name, url: told().site.url },
  };
  return emailChannels(
    {
      email: {
        from: 'Status of sharing <status@example.org>',
        postalAddress: 'Example Ltd, 1 Main Street, Springfield',
        perSecond: 5_000,
        connections: 50,
        bounceAddress: undefined,
        dkimSelector: undefined,
      },
    },
    around,
  );
}

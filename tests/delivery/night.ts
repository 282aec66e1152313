import { setTimeout as pause } from 'node:timers/promises';
import { after } from 'node:test';
import type { Channel } from '../../src/delivery/channel.ts';
import type { MemoryChannel } from '../../src/delivery/channels/memory.ts';
import { Engine, type Parts } from '../../src/delivery/engine.ts';
import { readerOf } from '../../src/delivery/reader.ts';
import { NOBODY, type Recipients } from '../../src/delivery/recipients.ts';
import type { Database } from '../../src/delivery/store/database.ts';
import { DELIVERY_MIGRATIONS } from '../../src/delivery/store/migrations.ts';
import type { NotificationFile } from '../../src/domain/notification-file.ts';
import { publish, type Published } from './site.ts';
import { clear, storeWith } from './store.ts';
import { told } from './told.ts';

export const NOW = Date.parse('2026-03-01T02:12:00Z');
export const never = new AbortController().signal;
export const site = await publish();
export const store = await storeWith(DELIVERY_MIGRATIONS);
after(async () => {
  await site.close();
  await store.close();
});

/** The same store for each test, as empty as a new one. */
async function emptied(): Promise<Database> {
  await clear(store);
  return store;
}

interface Night {
  site: Published;
  engine: Engine;
  database: Database;
  clock: { now: number };
  said: string[];
  /** Each row as `update channel recipient: state`. */
  rows(): Promise<string[]>;
}

export async function night(
  channels: Channel[],
  { recipients = NOBODY, ...changed }: Partial<Parts> & { recipients?: Recipients } = {},
): Promise<Night> {
  const database = await emptied();
  const clock = { now: NOW };
  // The site's server and the process have the same clock, unless a test sets one of them.
  Object.assign(site, {
    updates: [],
    status: 200,
    now: () => clock.now,
    validUntil: NOW + 365 * 24 * 3_600_000,
  });
  const said: string[] = [];
  const parts: Parts = {
    ...partsOf(database),
    channels,
    recipients,
    now: () => clock.now,
    log: {
      info: () => undefined,
      error: (what, facts) => void said.push(`${what} ${JSON.stringify(facts)}`),
    },
    ...changed,
  };
  return {
    site,
    engine: new Engine(parts),
    database,
    clock,
    said,
    rows: async () =>
      (
        await database.query<{ row: string }>(
          `select concat_ws(' ', split_part(id, '/', 2), channel, nullif(recipient, '')) || ': ' || state as row
           from nightlight.outbox join nightlight.notices on number = notice order by notice, channel, recipient`,
        )
      ).map(({ row }) => row),
  };
}

/** What a process of delivery is made of in all tests, at the same instant. */
export function partsOf(database: Database): Parts {
  return {
    database,
    channels: [],
    recipients: NOBODY,
    reader: readerOf({ url: site.url, base: '/' }, ['en', 'es'], fetch),
    sites: { en: told().site },
    every: 15_000,
    tooOld: 180 * 60_000,
    whenStale: 'operator',
    operator: {},
    drills: new Set(),
    now: () => NOW,
    wait: async (ms, signal) => pause(ms, undefined, { signal }),
    fetch,
    log: { info: () => undefined, error: () => undefined },
  };
}

export const INVESTIGATING = told({ update: 'u-1', id: '2026-03-01-follow/u-1' });
export const RESOLVED: NotificationFile = told({
  update: 'u-2',
  id: '2026-03-01-follow/u-2',
  state: 'resolved',
  first: false,
  published: '2026-03-01T02:11:30Z',
});

/** The first notice of something that happens while delivery runs. */
export const NEWS = told({ update: 'u-1', id: '2026-03-01-follow/u-1', published: '2026-03-01T02:12:30Z' });

export const titles = ({ arrived }: MemoryChannel) =>
  arrived.map(({ content, to }) =>
    [content.kind === 'update' ? content.told.update : content.kind, to?.id].filter(Boolean).join(' '),
  );

import { randomBytes } from 'node:crypto';
import { Agent } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import webPush from 'web-push';
import type { Around, Channel, PersonalKind } from '../../../src/delivery/channel.ts';
import { emailChannels } from '../../../src/delivery/channels/email.ts';
import { memoryChannel } from '../../../src/delivery/channels/memory.ts';
import { smsChannels } from '../../../src/delivery/channels/sms.ts';
import { webPushChannels } from '../../../src/delivery/channels/web-push.ts';
import { Engine } from '../../../src/delivery/engine.ts';
import { readerOf } from '../../../src/delivery/reader.ts';
import { DELIVERY_MIGRATIONS } from '../../../src/delivery/store/migrations.ts';
import { migrate } from '../../../src/delivery/store/migrate.ts';
import { openPglite } from '../../../src/delivery/store/pglite.ts';
import { openPostgres } from '../../../src/delivery/store/postgres.ts';
import {
  type Courier,
  keyRingFrom,
  openSubscriptions,
  SUBSCRIPTIONS_MIGRATIONS,
} from '../../../src/subscriptions/index.ts';
import { told } from '../../delivery/told.ts';
import { KEY, SITE, SITE_ADDRESS } from '../../subscriptions/service.ts';
import { signUp } from './crowd.ts';

/** What a process that delivers is asked for. */
export interface Task {
  /** A folder, or the address of a PostgreSQL server. */
  store: string;
  site: string;
  kind: PersonalKind | 'memory';
  /** The port at which messages are taken. */
  sink: number;
  /** So many are signed up first, and the process ends then; absent, it delivers. */
  signUp?: number;
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

const VAPID = webPush.generateVAPIDKeys();
const task = JSON.parse(process.argv[2] ?? '') as Task;
const database = task.store.startsWith('postgres')
  ? await openPostgres(task.store, (error) => console.error(error))
  : await openPglite(task.store);
await migrate(database, [...DELIVERY_MIGRATIONS, ...SUBSCRIPTIONS_MIGRATIONS]);
const keys = keyRingFrom({ NIGHTLIGHT_SUBSCRIBERS_KEY: KEY }, randomBytes);
if (task.signUp !== undefined) {
  const kind = task.kind === 'memory' ? 'email' : task.kind;
  await signUp(database, keys, { kind, count: task.signUp, sink: task.sink });
  // As a server does it by itself sooner or later.
  await database.query('analyze');
}
const nobody = async () => ({ kind: 'refused', reason: 'nobody writes here' }) as const;
const courier: Courier = { email: nobody, sms: nobody, push: nobody };
const { recipients } = openSubscriptions({
  database,
  config: { sms: undefined, terms: undefined, privacy: undefined },
  site: SITE,
  address: SITE_ADDRESS,
  footer: () => [],
  keys,
  courier,
  secrets: {},
  now: Date.now,
  random: randomBytes,
  log: () => undefined,
  tell: async () => undefined,
});
const stop = new AbortController();
const ended: Ended = { peak: 0, cpu: 0, sent: 0 };
const reader = readerOf({ url: task.site, base: '/' }, ['en', 'es'], fetch);
let isReady = false;
const engine = new Engine({
  database,
  channels: await channels(task),
  recipients,
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
if (task.signUp === undefined) await engine.run(stop.signal);
else process.send?.('ready');
await database.close();
const { user, system } = process.cpuUsage();
process.send?.({ ...ended, peak: process.resourceUsage().maxRSS / 1024, cpu: (user + system) / 1e6 });
process.disconnect();

/** The channels as an operator's config makes them, at a rate that holds nothing back. */
async function channels({ kind, sink }: Task): Promise<Channel[]> {
  const around: Around = {
    env: {
      SMTP_URL: `smtp://127.0.0.1:${sink}`,
      VAPID_PRIVATE_KEY: VAPID.privateKey,
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'token',
    },
    fetch: async (address, init) =>
      fetch(`http://127.0.0.1:${sink}${new URL(String(address)).pathname}`, init),
    now: Date.now,
    folder: '.',
    site: { name: told().site.name, url: told().site.url },
  };
  if (kind === 'memory')
    return [
      { ...memoryChannel('email', 'subscribers', { kind: 'email' }), send: async () => ({ kind: 'sent' }) },
    ];
  if (kind === 'web-push')
    return webPushChannels(
      { webPush: { contact: 'mailto:push@example.org', publicKey: VAPID.publicKey } },
      around,
      {
        // The sink made its certificate itself.
        agent: new Agent({ keepAlive: true, maxSockets: 50, rejectUnauthorized: false }),
        isAskable: () => true,
      },
    );
  if (kind === 'sms')
    return smsChannels(
      {
        sms: {
          from: '+12025550100',
          segmentsPerSecond: 5_000,
          countries: ['US'],
          price: 0.01,
          mostADay: 1e9,
          validFor: 60,
        },
        service: undefined,
      },
      around,
    );
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

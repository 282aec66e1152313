import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Around, Channel, Outgoing } from '../../../src/delivery/channel.ts';
import { around } from '../around.ts';
import { type FakeService, fakeService, type Mood, type Vendor } from '../fakes/service.ts';
import { update } from '../told.ts';
import { type Bench, contract } from './contract.ts';

/** A channel to everybody with the service on its other side. */
export interface Room {
  channel: Channel;
  fake: FakeService;
  arrived(): number;
  /** The variables it was made with, and which of them are secret. */
  env: Record<string, string>;
  secrets: readonly string[];
  /** The same channel with other variables. */
  with(env: Record<string, string>): Promise<Channel>;
}

/** Opens a channel and its service: each test has its own. */
export async function roomOf({
  vendor,
  arrived,
  env,
  secrets,
  origins = [],
  make,
  now,
}: Plan): Promise<Room> {
  const fake = await fakeService(vendor, origins);
  const remade = async (variables: Record<string, string>) => {
    const [channel] = await make(
      around({ env: variables, fetch: fake.fetch, ...(now && { now }) }),
      fake.url,
    );
    assert.ok(channel);
    return channel;
  };
  return { fake, env, channel: await remade(env), with: remade, arrived, secrets };
}

interface Plan extends Pick<Room, 'env' | 'secrets' | 'arrived'> {
  vendor: Vendor;
  /** Where the vendor's addresses begin. */
  origins?: readonly string[];
  make(around: Around, url: string): Promise<Channel[]>;
  now?: () => number;
}

/** A clock by which whatever a test does lies some minutes back: what was sent can be seen by now. */
export const MINUTES_ON = () => Date.now() + 5 * 60_000;

/** The time that a test lends a channel. */
export const ENOUGH = () => AbortSignal.timeout(10_000);
const LITTLE = () => AbortSignal.timeout(300);

/** The first notice, as it is owed to everybody. */
export function owed(changed: Partial<Outgoing> = {}): Outgoing {
  return { key: 'a1b2-1', content: update(), ...changed };
}

/** The contract, and what else holds for every channel that speaks to everybody. */
export function contractForEverybody(name: string, open: () => Promise<Room>): void {
  contract(name, async () => benchOf(await open()));

  describe(`the channel ${name}, which speaks to everybody`, () => {
    const inRoom = (work: (room: Room) => Promise<void>) => async () => {
      const room = await open();
      await work(room).finally(() => room.fake.close());
    };

    test(
      'says of a line that drops once it was told that nobody knows how it ended',
      inRoom(async ({ channel, fake }) => {
        fake.mood = 'reset';
        assert.equal((await channel.send(owed(), ENOUGH())).kind, 'unknown');
      }),
    );

    test(
      'follows nobody who sends it elsewhere',
      inRoom(async ({ channel, fake }) => {
        const asked = fake.seen.length;
        fake.mood = 'moved';
        assert.equal((await channel.send(owed(), ENOUGH())).kind, 'refused');
        assert.ok(fake.seen.length <= asked + 2);
        assert.ok(!fake.seen.some(({ path }) => path === '/elsewhere'));
      }),
    );

    test(
      'does not begin where its time is up',
      inRoom(async ({ channel, fake, arrived }) => {
        assert.equal((await channel.send(owed(), AbortSignal.abort())).kind, 'later');
        assert.equal(arrived(), 0);
        assert.deepEqual(fake.seen, []);
      }),
    );

    test(
      'never says a secret, whatever its service does, and though it is echoed',
      inRoom(async (room) => {
        const { channel, fake, secrets } = room;
        fake.echo = secrets.join(' and ');
        const moods: Mood[] = ['too many', 'broken', 'refusing', 'echoing', 'reset', 'moved'];
        const told: unknown[] = [];
        for (const mood of moods) {
          fake.mood = mood;
          const attempt = { ...owed(), began: Date.now(), ended: Date.now() };
          told.push(await channel.send(owed(), LITTLE()), await channel.check(LITTLE()));
          told.push(await channel.reconcile?.(attempt, LITTLE()));
        }
        fake.away = true;
        told.push(await channel.send(owed(), ENOUGH()), await channel.check(ENOUGH()));
        const text = JSON.stringify(told);
        for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} stands in ${text}`);
      }),
    );

    test(
      'names each variable that is missing, and sends nothing till it is there',
      inRoom(async ({ env, fake, with: remade }) => {
        for (const variable of Object.keys(env)) {
          const channel = await remade({ ...env, [variable]: ' ' });
          const [problem] = await channel.check(ENOUGH());
          assert.deepEqual(problem?.source, { variable });
          assert.equal(problem?.name, 'variable-missing');
          assert.ok(problem?.remedy.includes(variable));
          const outcome = await channel.send(owed(), ENOUGH());
          assert.equal(outcome.kind, 'later');
        }
        assert.deepEqual(fake.seen, []);
      }),
    );

    test(
      'says of a service that cannot be reached that it cannot, and of one that refuses what to do',
      inRoom(async ({ channel, fake }) => {
        fake.away = true;
        const [away] = await channel.check(ENOUGH());
        assert.equal(away?.name, 'service-unreachable');
        fake.away = false;
        fake.mood = 'broken';
        assert.equal((await channel.check(ENOUGH()))[0]?.name, 'service-unreachable');
      }),
    );
  });
}

function benchOf({ channel, fake, arrived }: Room): Bench {
  const into = (mood: Mood) => () => {
    fake.mood = mood;
  };
  return {
    channel,
    arrived: async () => arrived(),
    fail: {
      'too many': into('too many'),
      broken: into('broken'),
      refusing: into('refusing'),
      silent: into('silent'),
      away: () => {
        fake.away = true;
      },
    },
    heal: () => {
      fake.mood = 'well';
      fake.away = false;
    },
    held: () => fake.held(),
    close: () => fake.close(),
  };
}

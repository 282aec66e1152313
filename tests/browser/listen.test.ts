import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createListener } from '../../src/browser/bedside/listen.ts';
import { wordOfNight, afterCheck, beginNight, type Heard } from '../../src/domain/bedside.ts';
import { isoSeconds, MINUTE } from '../../src/domain/time.ts';

const START = Date.UTC(2026, 2, 1, 3);
const LIMITS = { validFor: 40 * MINUTE, vouchFor: 20 * MINUTE };
const wordAfter = (heard: Heard) => wordOfNight(afterCheck(beginNight(0), heard, 0, MINUTE).night);

/** A server, a network and a device with clocks of their own, and the listener of the bedside page among them. */
function night({ remembered, offset = 0 }: { remembered?: number; offset?: number } = {}) {
  const world = {
    now: START,
    /** How far the device's wall clock is off, in ms. */
    offset,
    /** For how long the device's steady clock stood still in sleep, in ms. */
    stopped: 0,
    network: true,
    build: 'b1',
    status: 'operational',
    /** Which build's file is answered; none if it does not come. */
    file: 'as the heartbeat' as string | undefined,
    date: undefined as number | undefined,
    takes: 200,
    asked: [] as string[],
    check: undefined as unknown as () => Promise<Heard>,
  };
  const clocks = () => ({ wall: world.now + world.offset, steady: world.now - START - world.stopped });
  const answer = (body: object) =>
    new Response(JSON.stringify(body), {
      headers: { Date: new Date(world.date ?? world.now).toUTCString() },
    });
  const heartbeat = () => ({
    built_at: isoSeconds(world.now),
    valid_until: isoSeconds(world.now + LIMITS.validFor),
    build: world.build,
    vouched: { by: 'watch', at: isoSeconds(world.now), until: isoSeconds(world.now + LIMITS.vouchFor) },
  });
  const listen = createListener(
    { heartbeat: 'heartbeat.json', file: 'bedside.json', limits: LIMITS },
    {
      clocks,
      wait: async (ms) => {
        world.now += ms;
      },
      recall: () => remembered,
      remember: (time) => {
        remembered = time;
      },
      get: async (address) => {
        world.asked.push(address);
        world.now += world.takes;
        if (!world.network) throw new Error('no answer');
        if (address === 'heartbeat.json') return answer(heartbeat());
        if (!world.file) throw new Error('no answer');
        const build = world.file === 'as the heartbeat' ? world.build : world.file;
        const component = { id: 'alerts', status: world.status, since: null, since_before: null };
        return answer({ build, demonstration: false, components: [component] });
      },
    },
  );
  world.check = () => listen(['alerts']);
  return world;
}

describe('the bedside page', () => {
  test('asks for the file once a build, and believes it for as long as the heartbeat speaks of that build', async () => {
    const world = night();
    assert.equal(wordAfter(await world.check()), 'vouched');
    world.file = undefined;
    world.now += 30_000;
    assert.equal(wordAfter(await world.check()), 'vouched');
    assert.deepEqual(world.asked, ['heartbeat.json', 'bedside.json', 'heartbeat.json']);
  });

  test('takes the file of a new build', async () => {
    const world = night();
    await world.check();
    Object.assign(world, { build: 'b2', status: 'major_outage' });
    assert.equal(wordAfter(await world.check()), 'major_outage');
  });

  test('asks once more for a file that is of another build, for a release may be under way', async () => {
    const world = night();
    world.file = 'b0';
    assert.deepEqual(await world.check(), { confirmed: false, lost: true });
    assert.deepEqual(world.asked, ['heartbeat.json', 'bedside.json', 'bedside.json']);
  });

  test('is unknown at once if the file of a new build cannot be taken', async () => {
    const world = night();
    await world.check();
    Object.assign(world, { build: 'b2', file: undefined });
    assert.deepEqual(await world.check(), { confirmed: false, lost: true });
    world.file = 'as the heartbeat';
    assert.equal(wordAfter(await world.check()), 'vouched');
  });

  test('hears nothing in an answer that was under way for too long, as while the device slept', async () => {
    const world = night();
    world.takes = 21_000;
    assert.deepEqual(await world.check(), { confirmed: false, lost: false });
  });

  test('counts what the file took from the time for which it may be believed', async () => {
    const world = night();
    world.takes = 10_000;
    const heard = await world.check();
    assert.equal(heard.confirmed && heard.left, LIMITS.vouchFor - 10_000);
  });

  test('hears nothing in an answer that a cache repeats, where a sleep brought near a clock that was set back', async () => {
    const world = night();
    await world.check();
    Object.assign(world, { offset: -20 * MINUTE, network: false, date: world.now });
    await world.check();
    world.now += 20 * MINUTE;
    Object.assign(world, { network: true, stopped: 20 * MINUTE });
    assert.deepEqual(await world.check(), { confirmed: false, lost: false });
  });

  test('hears nothing in an answer that a cache repeats, where a sleep brought near a clock that was wrong', async () => {
    const world = night({ offset: -11 * MINUTE });
    for (let check = 0; check < 3; check++) {
      await world.check();
      world.now += 2000;
    }
    assert.equal((await world.check()).confirmed, true);
    world.date = world.now;
    world.now += 11 * MINUTE;
    world.stopped = 11 * MINUTE;
    assert.deepEqual(await world.check(), { confirmed: false, lost: false });
  });

  test('knows over a reload what time it was, and so does not believe a cache that repeats what is older', async () => {
    for (const later of [9 * MINUTE, 30 * MINUTE]) {
      const world = night({ remembered: START + later, offset: 8 * MINUTE });
      world.date = START;
      const heard = await world.check();
      const left = heard.confirmed ? Math.round(heard.left / MINUTE) : 'not confirmed';
      assert.equal(left, later > 20 * MINUTE ? 'not confirmed' : 11);
    }
  });

  test('on a device with a wrong clock sees the server’s clock move on within the first check', async () => {
    for (const months of [-5, 5]) {
      const world = night({ offset: months * 30 * 24 * 60 * MINUTE });
      assert.equal((await world.check()).confirmed, true);
      assert.ok(world.now - START < 6_000, `${world.now - START} ms`);
      assert.deepEqual(world.asked, [...Array(3).fill('heartbeat.json'), 'bedside.json']);
    }
  });

  test('on a device with a wrong clock does not ask a cache again and again that repeats itself', async () => {
    const world = night({ offset: 9 * 60 * MINUTE });
    world.date = START;
    for (let check = 0; check < 4; check++) {
      assert.equal((await world.check()).confirmed, false);
      world.now += 30_000;
    }
    assert.equal(world.asked.length, 5);
  });
});

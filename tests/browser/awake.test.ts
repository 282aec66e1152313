import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from './clock.ts';
import { openPage } from './page.ts';

type Awake = typeof import('../../src/browser/bedside/awake.ts');

/** A page at night, and the locks of its device. */
async function night({ refuses = false, hidden = false } = {}) {
  const locks: { released: boolean; release(): Promise<void>; lets(): Promise<void> }[] = [];
  const device = { refuses, asked: [] as string[], waits: undefined as Promise<void> | undefined };
  const wakeLock = {
    async request(kind: string) {
      device.asked.push(kind);
      await device.waits;
      if (device.refuses) throw new Error('refused');
      const listeners: (() => void)[] = [];
      const lock = {
        released: false,
        addEventListener: (_: string, listener: () => void) => listeners.push(listener),
        release: async () => {
          lock.released = true;
          for (const listener of listeners) listener();
        },
        /** The device takes the lock back, as when its battery is low. */
        lets: async () => {
          await lock.release();
          await settled();
        },
      };
      locks.push(lock);
      return lock;
    },
  };
  const page = openPage('<p>', { navigator: { wakeLock } });
  if (hidden) await page.isSeen(false);
  const told: boolean[] = [];
  const { keepAwake } = await page.load<Awake>('bedside/awake.ts');
  const stop = keepAwake((awake) => told.push(awake));
  await settled();
  return { ...page, locks, device, told, stop };
}

describe('the screen at night', () => {
  test('is kept awake, and the page is told so', async () => {
    const { device, told } = await night();
    assert.deepEqual(device.asked, ['screen']);
    assert.deepEqual(told, [true]);
  });

  test('may not be: the page is told so, and asks again when it is looked at', async () => {
    const { device, told, isSeen } = await night({ refuses: true });
    assert.deepEqual(told, [false]);
    device.refuses = false;
    await isSeen(true);
    assert.deepEqual(told, [false, true]);
  });

  test('is not asked for by a page that nobody sees', async () => {
    const { device, isSeen } = await night({ hidden: true });
    assert.deepEqual(device.asked, []);
    await isSeen(true);
    assert.deepEqual(device.asked, ['screen']);
  });

  test('is asked for once while it is awake, and once at a time', async () => {
    const { device, isSeen } = await night();
    await isSeen(true);
    assert.equal(device.asked.length, 1);
    const slow = await night({ hidden: true });
    slow.device.waits = new Promise(() => {});
    await slow.isSeen(true);
    await slow.isSeen(true);
    assert.equal(slow.device.asked.length, 1);
  });

  test('that the device lets sleep is asked for again after five seconds', async () => {
    const { device, told, locks, clock } = await night();
    await locks[0]?.lets();
    assert.deepEqual(told, [true, false]);
    await clock.pass(4_900);
    assert.equal(device.asked.length, 1);
    await clock.pass(200);
    assert.deepEqual(told, [true, false, true]);
    await clock.pass(60_000);
    assert.equal(device.asked.length, 2);
  });

  test('that the device lets sleep again and again is asked for once each time', async () => {
    const { device, locks, clock, isSeen } = await night();
    await locks[0]?.lets();
    await isSeen(true);
    await locks[1]?.lets();
    await clock.pass(60_000);
    assert.equal(device.asked.length, 3);
    assert.equal(clock.waiting, 0);
  });

  test('sleeps when the night is over, and nothing asks for it any more', async () => {
    const { device, told, locks, stop, isSeen, clock } = await night();
    stop();
    await settled();
    assert.equal(locks[0]?.released, true);
    await isSeen(true);
    await clock.pass(60_000);
    assert.equal(device.asked.length, 1);
    assert.deepEqual(told, [true]);
  });

  test('sleeps even if the night is over before the device has answered', async () => {
    const { device, locks, stop, isSeen } = await night({ hidden: true });
    let answer = () => {};
    device.waits = new Promise((done) => {
      answer = done;
    });
    await isSeen(true);
    stop();
    answer();
    await settled();
    assert.equal(locks[0]?.released, true);
  });

  test('is not asked for again where the night ends while that was waited for', async () => {
    const { device, locks, stop, clock } = await night();
    await locks[0]?.lets();
    stop();
    assert.equal(clock.waiting, 0);
    await clock.pass(60_000);
    assert.equal(device.asked.length, 1);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from './clock.ts';
import { deviceThatSounds } from './device.ts';
import { openPage } from './page.ts';

type Sound = typeof import('../../src/browser/bedside/sound.ts');

async function night(state?: AudioContextState, navigator?: object) {
  const { device, has, navigator: own } = deviceThatSounds(state);
  const page = openPage('<p>', { has, navigator: { ...(navigator ?? own) } });
  const { createSounds } = await page.load<Sound>('bedside/sound.ts');
  const flashes: boolean[] = [];
  const sounds = createSounds((needed) => flashes.push(needed));
  return { device, sounds, flashes, clock: page.clock };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

describe('an alarm', () => {
  test('is two rising tones, again and again, in each of which the ear finds a beginning', async () => {
    const { device, sounds, clock } = await night();
    sounds.alarm();
    await settled();
    assert.deepEqual(
      device.tones.map(({ frequency, type, from, until, heard }) => ({
        frequency,
        type,
        from: rounded(from),
        until: rounded(until),
        heard,
      })),
      [
        { frequency: 660, type: 'triangle', from: 10.05, until: 10.4, heard: true },
        { frequency: 880, type: 'triangle', from: 10.45, until: 10.95, heard: true },
      ],
    );
    await clock.pass(1_100);
    assert.equal(device.tones.length, 2);
    await clock.pass(200);
    assert.equal(device.tones.length, 4);
  });

  test('lets each tone begin from silence, swell and fade, without a click', async () => {
    const { device, sounds } = await night();
    sounds.alarm();
    await settled();
    const course = device.tones[0]?.course.map(([value, at]) => [rounded(value), rounded(at)]);
    assert.deepEqual(course, [
      [0, 10.05],
      [0.07, 10.08],
      [0.001, 10.4],
    ]);
  });

  test('begins softly, and is as loud as the device allows after a minute, and no louder', async () => {
    const { device, sounds, clock } = await night();
    sounds.alarm();
    await settled();
    const loudest = () => rounded(device.tones.at(-1)?.peak ?? 0);
    assert.equal(loudest(), 0.07);
    await clock.pass(30_100);
    assert.equal(loudest(), 0.485);
    await clock.pass(30_000);
    assert.equal(loudest(), 0.9);
    await clock.pass(60_000);
    assert.equal(loudest(), 0.9);
  });

  test('that sounds needs nothing in its place', async () => {
    const { device, sounds, flashes } = await night();
    sounds.alarm();
    await settled();
    assert.deepEqual(flashes, [false, false]);
    assert.deepEqual(device.vibrations, [0]);
  });

  test('lets the device vibrate and the screen flash where the browser gives no sound', async () => {
    const { device, sounds, flashes, clock } = await night('suspended');
    device.resumes = false;
    sounds.alarm();
    await clock.pass(1_100);
    assert.equal(flashes.at(-1), true);
    assert.deepEqual(device.vibrations, [0, [500, 500, 500, 500, 500]]);
    assert.equal(device.tones.length, 0);
    device.resumes = true;
    await clock.pass(2_000);
    assert.equal(flashes.at(-1), false);
    assert.ok(device.tones.length > 0);
  });

  test('flashes where there is no sound system at all, and nothing that vibrates', async () => {
    const { device, sounds, flashes } = await night('running', {});
    device.fails = true;
    sounds.alarm();
    await settled();
    assert.equal(flashes.at(-1), true);
    assert.equal(await sounds.ready(), false);
  });

  test('is over when it is stopped: no tone, no vibration, no flash', async () => {
    const { device, sounds, flashes, clock } = await night();
    sounds.alarm();
    await settled();
    sounds.stop();
    assert.equal(flashes.at(-1), false);
    assert.equal(device.vibrations.at(-1), 0);
    await clock.pass(10_000);
    assert.equal(device.tones.length, 2);
    assert.equal(clock.waiting, 0);
  });

  test('is over even if it is stopped while the browser still thinks about it', async () => {
    const { device, sounds, flashes, clock } = await night('suspended');
    device.resumes = false;
    sounds.alarm();
    await settled();
    sounds.stop();
    await clock.pass(5_000);
    assert.equal(flashes.at(-1), false);
    assert.deepEqual(device.vibrations, [0, 0]);
  });

  test('that begins anew begins softly, and sounds once', async () => {
    const { device, sounds, clock } = await night();
    sounds.alarm();
    await clock.pass(60_100);
    sounds.alarm();
    await settled();
    assert.equal(rounded(device.tones.at(-1)?.peak ?? 0), 0.07);
    const before = device.tones.length;
    await clock.pass(1_300);
    assert.equal(device.tones.length, before + 2);
  });
});

describe('a chime', () => {
  test('is three rising tones, once, and ends an alarm', async () => {
    const { device, sounds, clock } = await night();
    sounds.alarm();
    await settled();
    device.tones.length = 0;
    sounds.chime();
    await clock.pass(10_000);
    assert.deepEqual(
      device.tones.map(({ frequency, from, until, peak }) => [
        frequency,
        rounded(from),
        rounded(until),
        peak,
      ]),
      [
        [523, 10.05, 11.25, 0.25],
        [659, 10.4, 11.6, 0.25],
        [784, 10.75, 11.95, 0.25],
      ],
    );
  });

  test('is nothing where there is no sound: nobody need be woken', async () => {
    const { device, sounds, flashes, clock } = await night('suspended');
    device.resumes = false;
    sounds.chime();
    await clock.pass(5_000);
    assert.equal(device.tones.length, 0);
    assert.deepEqual(flashes, [false]);
    assert.deepEqual(device.vibrations, [0]);
  });
});

describe('whether a sound would be heard', () => {
  test('is asked of the browser, which may allow it only now', async () => {
    const { device, sounds } = await night('suspended');
    assert.equal(await sounds.ready(), true);
    assert.equal(device.state, 'running');
    assert.equal(device.systems, 1);
  });

  test('is no where the browser does not allow it within a second', async () => {
    const { device, sounds, clock } = await night('suspended');
    device.resumes = false;
    let answer: boolean | undefined;
    void sounds.ready().then((ready) => {
      answer = ready;
    });
    await clock.pass(900);
    assert.equal(answer, undefined);
    await clock.pass(200);
    assert.equal(answer, false);
  });

  test('is yes again where the system closed the sound: it is made anew, and else kept', async () => {
    const { device, sounds } = await night();
    await sounds.ready();
    await sounds.ready();
    assert.equal(device.systems, 1);
    device.state = 'closed';
    assert.equal(await sounds.ready(), true);
    assert.equal(device.systems, 2);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { againOn, tellAgain } from '../../src/delivery/again.ts';
import type { Channel, Outcome } from '../../src/delivery/channel.ts';
import { memoryChannel } from '../../src/delivery/channels/memory.ts';
import { Engine } from '../../src/delivery/engine.ts';
import { INVESTIGATING, never, NEWS, night, NOW, partsOf, RESOLVED, titles } from './night.ts';
import { people } from './people.ts';
import { told } from './told.ts';

const HOUR = 3_600_000;
const rules = { now: NOW, tooOld: 3 * HOUR, drills: new Set<string>() };
const REFUSED: Outcome = { kind: 'refused', reason: 'Mastodon answered 401. Make a new token.' };

/** A channel whose token is wrong until a test mends it. */
function broken(name = 'posts', reaches: Channel['reaches'] = { everybody: 'en' }, kind?: 'email') {
  const token = { isRight: false };
  const channel = memoryChannel(name, reaches, {
    ...(kind && { kind }),
    end: async () => (token.isRight ? { kind: 'sent' } : REFUSED),
  });
  return { channel, token };
}

async function refusedNight() {
  const { channel, token } = broken();
  const made = await night([channel]);
  await made.engine.once(never);
  made.site.updates = [NEWS];
  await made.engine.once(never);
  return { ...made, channel, token };
}

test('what was refused is told once more when it is asked for, and never a second time', async () => {
  const { engine, database, channel, token, rows } = await refusedNight();
  assert.deepEqual(await rows(), ['u-1 posts: refused']);
  token.isRight = true;
  await engine.once(never);
  assert.deepEqual(titles(channel), [], 'nothing is told again by itself');
  assert.deepEqual(
    (await againOn(database, channel, rules)).map(({ id, refused, reasons, kept, unheard }) => [
      id,
      refused,
      reasons,
      kept,
      unheard,
    ]),
    [[NEWS.id, 1, [REFUSED.reason], 0, false]],
  );
  assert.deepEqual(await rows(), ['u-1 posts: refused'], 'and to look changes nothing');
  assert.equal(await tellAgain(database, channel, NEWS.id, rules), true);
  await engine.once(never);
  assert.deepEqual(titles(channel), ['u-1']);
  assert.deepEqual(await againOn(database, channel, rules), []);
  assert.equal(await tellAgain(database, channel, NEWS.id, rules), false);
  await engine.once(never);
  assert.deepEqual(titles(channel), ['u-1']);
});

test('who was told, or may have been, is not told once more', async () => {
  const ends: Record<string, Outcome> = {
    'person-00000': { kind: 'sent' },
    'person-00001': { kind: 'unknown', reason: 'the line dropped' },
    'person-00002': REFUSED,
  };
  const asked: string[] = [];
  const mails = memoryChannel('email', 'subscribers', {
    kind: 'email',
    end: async ({ to }) => {
      asked.push(to?.id ?? '');
      return ends[to?.id ?? ''] ?? { kind: 'sent' };
    },
  });
  const { engine, site, database } = await night([mails], { recipients: people(3) });
  await engine.once(never);
  site.updates = [NEWS];
  await engine.once(never);
  ends['person-00002'] = { kind: 'sent' };
  const [found] = await againOn(database, mails, rules);
  assert.deepEqual([found?.refused, found?.kept], [1, 2]);
  asked.length = 0;
  await tellAgain(database, mails, NEWS.id, rules);
  await engine.once(never);
  assert.deepEqual(asked, ['person-00002']);
});

test('words that have newer ones in their place, are too old, or were never owed are not told once more', async () => {
  const { engine, site, database, channel } = await refusedNight();
  const late = { ...rules, now: NOW + 3 * HOUR + 60_000 };
  assert.deepEqual(await againOn(database, channel, late), []);
  assert.equal(await tellAgain(database, channel, NEWS.id, late), false);
  const newer = { ...RESOLVED, published: '2026-03-01T02:12:45Z' };
  site.updates = [newer, NEWS];
  await engine.once(never);
  assert.deepEqual(
    (await againOn(database, channel, rules)).map(({ id }) => id),
    [newer.id],
  );
  assert.equal(await tellAgain(database, channel, NEWS.id, rules), false);
  assert.equal(
    (await againOn(database, channel, late)).length,
    1,
    'what goes on from a first notice is worth telling for a day',
  );
});

test('a channel that was turned off by mistake tells what it never heard of, and no history and no drill', async () => {
  const { channel: here } = broken('here');
  const { engine, site, database } = await night([here]);
  site.updates = [INVESTIGATING];
  await engine.once(never);
  const news = { ...NEWS, id: 'other/u-1', incident: 'other' };
  const drill = told({ ...NEWS, id: 'drill/u-1', incident: 'drill', drill: true });
  site.updates = [drill, news, INVESTIGATING];
  await engine.once(never);
  const back = memoryChannel('back', { everybody: 'en' });
  assert.deepEqual(
    (await againOn(database, back, rules)).map(({ id, unheard }) => [id, unheard]),
    [['other/u-1', true]],
  );
  assert.equal(await tellAgain(database, back, 'other/u-1', rules), true);
  const later = new Engine({ ...partsOf(database), channels: [back] });
  await later.once(never);
  await later.once(never);
  assert.deepEqual(titles(back), ['u-1']);
});

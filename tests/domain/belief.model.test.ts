import { test } from 'node:test';
import { MINUTE } from '../../src/domain/time.ts';
import { playDays } from '../soak/commands.ts';
import { World } from '../soak/world.ts';
import { often } from '../thorough.ts';

/** Nobody builds and nobody checks, except for what is told. */
function quietWorld(): World {
  const world = new World();
  world.setServer({ builder: false, watcher: false });
  return world;
}

test('a page does not turn green by a check of before the word was taken back, which is told of later', () => {
  const world = quietWorld();
  world.pass(2 * MINUTE);
  world.beat('nobody');
  world.pass(9 * MINUTE);
  world.beat('old word');
  world.pass(MINUTE);
});

test('nor where the word had lapsed by itself when it was taken back', () => {
  const world = quietWorld();
  world.pass(25 * MINUTE);
  world.beat('nobody');
  world.pass(5 * MINUTE);
  world.beat('old word');
  world.pass(2 * MINUTE);
});

test('in any sequence of what may happen, the page is never green for longer than it may, and recovers', () => {
  playDays({ numRuns: often(500, 1500) });
});

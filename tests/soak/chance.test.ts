import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc, { seedOf } from '../chance.ts';

test('a law looks at the same cases in each run, and at others where that is asked for', () => {
  const { SEED } = process.env;
  const usual = seedOf(undefined);
  assert.deepEqual(seedOf(''), usual);
  assert.ok(Number.isInteger(usual.seed));
  assert.deepEqual(seedOf('-7'), { seed: -7 });
  assert.deepEqual(seedOf('random'), {});
  assert.throws(() => seedOf('rnadom'), /SEED is a whole number or "random", not "rnadom"/);
  if (SEED !== 'random') assert.equal(fc.readConfigureGlobal().seed, seedOf(SEED).seed);
});

test('what breaks a law is told with the seed that repeats it', () => {
  assert.throws(
    () =>
      fc.assert(
        fc.property(fc.integer(), (number) => number < 1000),
        { seed: 12 },
      ),
    /seed: 12/,
  );
});

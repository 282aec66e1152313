import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Build, keepBuilding } from '../../src/cli/builds.ts';

/** Builds that end when the test says so, and what was done to each. */
function made() {
  const begun: { ahead: boolean; done: string[]; end: (how: 'built' | 'failed' | 'gone') => void }[] = [];
  const ends: boolean[] = [];
  const begin = (ahead: boolean): Build => {
    const { promise: ended, resolve: end } = Promise.withResolvers<'built' | 'failed' | 'gone'>();
    const done: string[] = [];
    begun.push({ ahead, done, end });
    return { print: () => done.push('print'), stop: () => done.push('stop'), ended };
  };
  const builds = keepBuilding(
    begin,
    () => Promise.resolve(),
    (succeeded) => ends.push(succeeded),
  );
  return { begun, ends, builds, nth: (index: number) => begun[index] ?? assert.fail(`no build ${index}`) };
}

const settled = () => new Promise((done) => setImmediate(done));

test('after a build the next one is begun ahead, and a save only lets it print', async () => {
  const { begun, ends, builds, nth } = made();
  const first = builds.build();
  assert.equal(nth(0).ahead, false);
  nth(0).end('built');
  assert.equal(await first, true);
  await settled();
  assert.deepEqual(nth(1).done, []);
  assert.equal(nth(1).ahead, true);
  const second = builds.build();
  assert.deepEqual(nth(1).done, ['print']);
  nth(1).end('failed');
  assert.equal(await second, false);
  await settled();
  assert.deepEqual(
    begun.map(({ ahead }) => ahead),
    [false, true, true],
  );
  assert.deepEqual(ends, [true, false]);
});

test('what is saved while a build runs is built once more, from the files as they are then', async () => {
  const { begun, builds, nth } = made();
  const first = builds.build();
  void builds.build();
  void builds.build();
  nth(0).end('built');
  await settled();
  assert.equal(begun.length, 2);
  nth(1).end('built');
  assert.equal(await first, true);
});

test('a build that waits is given up when the code changes, and one of the new code waits', async () => {
  const { builds, nth } = made();
  const first = builds.build();
  nth(0).end('built');
  await first;
  await settled();
  builds.forget();
  assert.deepEqual(nth(1).done, ['stop']);
  nth(1).end('failed');
  await settled();
  void builds.build();
  assert.deepEqual(nth(1).done, ['stop']);
  assert.deepEqual(nth(2).done, ['print']);
});

test('a build whose bundled code was taken away is begun anew, and one that could not bundle is not used', async () => {
  const { builds, nth } = made();
  const first = builds.build();
  nth(0).end('built');
  await first;
  await settled();
  const second = builds.build();
  nth(1).end('gone');
  await settled();
  assert.equal(nth(2).ahead, false);
  nth(2).end('built');
  assert.equal(await second, true);
  await settled();
  nth(3).end('failed');
  await settled();
  void builds.build();
  assert.equal(nth(4).ahead, false);
});

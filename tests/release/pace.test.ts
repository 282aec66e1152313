import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { notePace, paceOf, pauseBefore } from '../../src/release/pace.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('how long a deploy takes', () => {
  test('is the longest of the last five, and nothing where none is known', async () => {
    assert.equal(await paceOf(folder), 0);
    for (const took of [9000, 3000, 2000, 4000, 1000]) await notePace(folder, took);
    assert.equal(await paceOf(folder), 9000);
    await notePace(folder, 2500);
    assert.equal(await paceOf(folder), 4000);
  });

  test('is not learnt from a clock that was set meanwhile, or from a broken note', async () => {
    for (const took of [-5000, 7 * 60_000, Number.NaN]) await notePace(folder, took);
    assert.deepEqual(
      JSON.parse(readFileSync(join(folder, 'pace.json'), 'utf8')),
      [3000, 2000, 4000, 1000, 2500],
    );
    assert.equal(await paceOf(folder), 4000);
    for (const text of ['', '{}', 'null', '["x", "9", -1, null, 300001]']) {
      writeFileSync(join(folder, 'pace.json'), text);
      assert.equal(await paceOf(folder), 0);
    }
  });
});

test('a deploy may have taken no time at all, or five minutes', async () => {
  const own = mkdtempSync(join(tmpdir(), 'nightlight-'));
  for (const took of [0, 5 * 60_000]) {
    await notePace(own, took);
    assert.equal(await paceOf(own), took);
  }
  assert.equal(readFileSync(join(own, 'pace.json'), 'utf8'), '[0,300000]');
  rmSync(own, { recursive: true });
});

test('the switch waits for the second that is printed, and for no longer than two', () => {
  assert.equal(pauseBefore(10_000, 9_300), 700);
  assert.equal(pauseBefore(10_000, 10_000), 0);
  assert.equal(pauseBefore(10_000, 12_000), 0);
  assert.equal(pauseBefore(10_000, 8_000), 2000);
  assert.equal(pauseBefore(10_000, 7_999), 0);
  assert.equal(pauseBefore(10_000, 5_000), 0, 'news does not wait longer than its time is worth');
  assert.equal(pauseBefore(undefined, 5_000), 0, 'where nothing is new nothing waits');
});

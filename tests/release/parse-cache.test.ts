import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { loadParseCache, saveParseCache } from '../../src/release/parse-cache.ts';
import { loadRecord } from '../../src/site/record.ts';
import { nameOf } from '../../src/problems/index.ts';
import { ROOT, situation } from '../tour/situations.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'known');
const NOW = Date.UTC(2026, 2, 1, 3, 10);

describe('what was read before', () => {
  const incidents = join(folder, 'incidents');
  const { env } = situation('one-incident');
  cpSync(env.NIGHTLIGHT_INCIDENTS as string, incidents, { recursive: true });
  const read = (code: string) =>
    loadRecord({ site: ROOT, env: { ...env, NIGHTLIGHT_INCIDENTS: incidents } }, (now) =>
      loadParseCache(path, code, now),
    );

  test('is the same as what is read again, translations too, and only closed incidents are in it', async () => {
    const first = await read('code');
    assert.ok(first.settled);
    assert.deepEqual(
      [...first.settled.values()].map(({ id }) => id),
      ['2025-12-20-upload-gap', '2026-01-14-slow-alerts'],
    );
    await saveParseCache(path, 'code', first.now, first.settled);
    const second = await read('code');
    assert.deepEqual(second.incidents, first.incidents);
    assert.deepEqual(second.problems, first.problems);
    assert.equal(second.settled, undefined, 'there is nothing new to keep');
  });

  test('counts for the very same bytes alone', async () => {
    writeFileSync(join(incidents, '2026-01-14-slow-alerts.md'), 'broken');
    const { problems, incidents: read2 } = await read('code');
    assert.deepEqual(
      problems.map(({ name, source }) => [name, basename(nameOf(source))]),
      [['front-matter-missing', '2026-01-14-slow-alerts.md']],
    );
    assert.equal(read2.length, 2);
  });

  test('counts for nothing with other code, at an earlier time, or when it is broken', async () => {
    assert.equal((await loadParseCache(path, 'code', NOW)).size, 2);
    assert.equal((await loadParseCache(path, 'other', NOW)).size, 0);
    assert.equal((await loadParseCache(path, 'code', NOW - 1)).size, 0);
    const whole = readFileSync(path);
    for (const at of [0, 40, whole.length - 1]) {
      const bitten = Buffer.from(whole);
      bitten.writeUInt8(bitten.readUInt8(at) ^ 4, at);
      writeFileSync(path, bitten);
      assert.equal((await loadParseCache(path, 'code', NOW)).size, 0, `a flipped bit at ${at}`);
    }
    writeFileSync(path, 'broken');
    assert.equal((await loadParseCache(path, 'code', NOW)).size, 0);
  });
});

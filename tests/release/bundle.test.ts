import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundle } from '../../src/release/bundle.ts';

test('the banner for foreign pages is at most 5,000 bytes, and asks nobody for more', async () => {
  const script = await bundle('embed.ts', { UNKNOWN: { en: 'Unknown' } });
  assert.ok(gzipSync(script).length <= 5000, `${gzipSync(script).length}`);
  assert.doesNotMatch(script, /\bimport\b\s*[({'"]/);
});

test('the worker knows its version, its path and whether to keep anything', async () => {
  const script = await bundle('service-worker.ts', { VERSION: '7', BASE: '/repo/', KEEP: true, PUSH: null });
  assert.match(script, /nightlight-7/);
  assert.match(script, /\/repo\//);
});

test('a script is one piece that leaves no name behind in a page that loads it', async () => {
  const script = await bundle('embed.ts', { UNKNOWN: { en: 'Unknown' } });
  assert.match(script, /^"use strict";\n\(\(\)=>\{[\s\S]*\}\)\(\);\n?$/);
  assert.doesNotMatch(script, /^\s*import\b/m);
});

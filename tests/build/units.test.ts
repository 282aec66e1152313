import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptUnits, readManifest, unitOf } from '../../src/build/units.ts';

test('pages, files and pictures in every language belong to the unit of their incident or year', () => {
  assert.equal(unitOf('incidents', '2026-03-01-alerts'), 'incidents/2026-03-01-alerts');
  assert.equal(unitOf('es/incidents', '2026-03-01-alerts.png'), 'incidents/2026-03-01-alerts');
  assert.equal(unitOf('incidents', '2026-03-01-alerts.csl.json'), 'incidents/2026-03-01-alerts');
  assert.equal(unitOf('es/history', '2025.atom'), 'history/2025');
});

test('a unit is kept only if its text and the code are the same', () => {
  const earlier = { code: 'c', units: { a: '1', b: '1', gone: '1' } };
  assert.deepEqual([...keptUnits(earlier, { code: 'c', units: { a: '1', b: '2', fresh: '1' } })], ['a']);
  assert.deepEqual([...keptUnits(earlier, { code: 'other', units: { a: '1' } })], []);
  assert.deepEqual(readManifest('/nowhere'), { code: '', units: {} });
});

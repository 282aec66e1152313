import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { updatesIn } from '../../src/release/updates.ts';
import { workshop, write } from './workshop.ts';

const fresh = workshop();
const data = (...ids: unknown[]) => JSON.stringify({ updates: ids.map((id) => ({ id })) });

test('the updates of every incident are those that its data names', () => {
  const site = fresh();
  write(site, {
    'incidents/2026-03-01-a.json': data('u-1', 'u-2'),
    'incidents/b.json': data('u-3'),
    'incidents/__proto__.json': data('u-4'),
    'incidents/b.csl.json': data('x'),
    'incidents/b.jsonx': data('x'),
    'incidents/b.csv': data('x'),
    'incidents/a/c.json': data('x'),
    'es/incidents/c.json': data('x'),
    'd.json': data('x'),
  });
  mkdirSync(join(site, 'incidents/e.json'));
  assert.deepEqual(updatesIn(site), { '2026-03-01-a': ['u-1', 'u-2'], b: ['u-3'] });
});

test('an incident may be called like what every object has', () => {
  const site = fresh();
  write(site, { 'incidents/constructor.json': data('u-1') });
  assert.deepEqual(Object.entries(updatesIn(site)), [['constructor', ['u-1']]]);
});

test('an incident whose data names no update has none, and is not listed', () => {
  const site = fresh();
  for (const text of ['{}', '{"updates":[]}', '{"updates":', '', 'null', '{"updates":[{}]}', data(1, null)]) {
    write(site, { 'incidents/a.json': text, 'incidents/b.json': data(1, 'u-3') });
    assert.deepEqual(updatesIn(site), { b: ['u-3'] }, text);
  }
});

test('what is kept of the release before is not looked at, nor what is not there', () => {
  const site = fresh();
  assert.deepEqual(updatesIn(site), {});
  write(site, { 'incidents/a.json': data('u-1'), 'incidents/b.json': data('u-3') });
  assert.deepEqual(updatesIn(site, new Set(['incidents/a', 'history/b'])), { b: ['u-3'] });
});

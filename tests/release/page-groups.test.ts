import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { digestOf, reusedGroups, readManifest, groupOf } from '../../src/release/page-groups.ts';
import { workshop } from './workshop.ts';

const fresh = workshop();

test('pages, files and pictures in every language belong to the group of their incident or year', () => {
  assert.equal(groupOf('incidents', '2026-03-01-alerts'), 'incidents/2026-03-01-alerts');
  assert.equal(groupOf('es/incidents', '2026-03-01-alerts.png'), 'incidents/2026-03-01-alerts');
  assert.equal(groupOf('incidents', '2026-03-01-alerts.csl.json'), 'incidents/2026-03-01-alerts');
  assert.equal(groupOf('es/history', '2025.atom'), 'history/2025');
  assert.equal(groupOf('es/replay', '2026-03-01-alerts'), 'replay/2026-03-01-alerts');
});

test('a group is kept only if its text and the code are the same', () => {
  const earlier = { code: 'c', groups: { a: '1', b: '1', gone: '1' } };
  assert.deepEqual([...reusedGroups(earlier, { code: 'c', groups: { a: '1', b: '2', fresh: '1' } })], ['a']);
  assert.deepEqual([...reusedGroups(earlier, { code: 'other', groups: { a: '1' } })], []);
  assert.deepEqual(readManifest('/nowhere'), { code: '', groups: {} });
});

test('a manifest is read as it lies there, and one that lacks something says nothing of it', () => {
  const path = join(fresh(), 'manifest.json');
  const whole = { code: 'c', groups: { 'incidents/a': '1' }, written: { 'feed.json': ['x', 1] } };
  for (const [text, read] of [
    [JSON.stringify(whole), whole],
    ['{}', { code: '', groups: {}, written: {} }],
    ['{"code":"c"', { code: '', groups: {} }],
    ['null', { code: '', groups: {} }],
  ] as const) {
    writeFileSync(path, text);
    assert.deepEqual(readManifest(path), read, text);
  }
});

test('some texts together have a short name, and others another, also where only the seam differs', () => {
  assert.match(digestOf('ab', 'c'), /^[0-9a-f]{16}$/);
  assert.equal(digestOf('ab', 'c'), digestOf('ab', 'c'));
  const all = [digestOf('ab', 'c'), digestOf('a', 'bc'), digestOf('abc'), digestOf('c', 'ab'), digestOf()];
  assert.equal(new Set(all).size, all.length);
});

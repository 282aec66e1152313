import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical, mayBeForgotten } from '../../src/build/forgotten.ts';

const letGo = (address: string) => [{ address, why: 'a test', at: '2026-03-01T03:10:00Z' }];

test('an address may be written as people write it', () => {
  for (const written of [
    'incidents/a',
    '/incidents/a/',
    'https://status.example/incidents/a/index.html',
    'es/incidents/a/',
    ' /es/incidents/a ',
  ])
    assert.equal(canonical(written), 'incidents/a/', written);
  assert.equal(canonical('/repo/components/c', '/repo/'), 'components/c/');
  assert.equal(canonical('incidents/a#u-1'), 'incidents/a/#u-1');
  assert.equal(canonical('incidents/a.json'), 'incidents/a.json');
});

test('with an incident goes all that is of it, and nothing of one whose name begins like it', () => {
  for (const address of ['incidents/a/', 'incidents/a/#u-1', 'incidents/a.json', 'es/incidents/a/index.html'])
    assert.ok(mayBeForgotten(letGo('incidents/a'), address), address);
  for (const address of ['incidents/ab/', 'incidents/ab.json', 'history/2026/', 'index.html'])
    assert.equal(mayBeForgotten(letGo('incidents/a'), address), false, address);
});

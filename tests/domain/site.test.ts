import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findComponent, heartbeatAddress, leaseLength, leaseLimitsOf } from '../../src/domain/site.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { renamed } from '../sites.ts';

describe('a site', () => {
  test('knows a component by the id it has, and by those it had', () => {
    assert.equal(findComponent(renamed, 'alerts')?.id, 'alerts');
    assert.equal(
      findComponent(renamed, 'follow-alerts')?.id,
      'alerts',
      'an old file still says the former id',
    );
    assert.equal(findComponent(renamed, 'oldest'), undefined);
  });

  test('says for how long a build and a word may be believed: three rebuilds and the age of the cache', () => {
    const config = { rebuildEvery: 10, cacheAge: 5, vouchFor: 20 };
    assert.equal(leaseLength(config), 35 * MINUTE);
    assert.deepEqual(leaseLimitsOf(config), { validFor: 35 * MINUTE, vouchFor: 20 * MINUTE });
  });
});

test('a page asks for the heartbeat where it is renewed, else below its own base', () => {
  const heartbeat = 'https://beat.example.org/follow.json';
  assert.equal(heartbeatAddress({ heartbeat }, '/repo/'), heartbeat);
  assert.equal(heartbeatAddress({}, '/repo/'), '/repo/heartbeat.json');
});

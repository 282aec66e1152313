import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../server.ts';
import { movedOn } from './living.ts';

const MINUTE = 60_000;

test('what speaks of freshness moves on with the clock, and names of those who attestation do not', () => {
  const heartbeat = {
    built_at: '2026-03-01T03:10:00Z',
    valid_until: '2026-03-01T03:50:00Z',
    build: '2026-03-01',
    vouched: { by: 'watch', at: '2026-03-01T03:09:00Z', until: '2026-03-01T03:29:00Z' },
  };
  assert.deepEqual(JSON.parse(movedOn(JSON.stringify(heartbeat), 15 * MINUTE)), {
    built_at: '2026-03-01T03:25:00Z',
    valid_until: '2026-03-01T04:05:00Z',
    build: '2026-03-01',
    vouched: { by: 'watch', at: '2026-03-01T03:24:00Z', until: '2026-03-01T03:44:00Z' },
  });
  const nobody = { by: 'nobody', at: null, until: null };
  assert.deepEqual(JSON.parse(movedOn(JSON.stringify({ vouched: nobody }), MINUTE)).vouched, nobody);
});

test('an announced instant comes in the banner as it does in the page', () => {
  const file = {
    built_at: '2026-03-01T03:10:00Z',
    next: { at: '2026-03-01T03:11:00Z', tone: 'maintenance' },
  };
  assert.deepEqual(JSON.parse(movedOn(JSON.stringify(file), 15 * MINUTE)).next, file.next);
});

test('the tour’s server answers beforehand that anyone may read what is public data, and not the pages', async () => {
  const server = await serve({ '/': import.meta.dirname }, 0);
  const ask = (path: string) => fetch(server.url + path, { method: 'OPTIONS' });
  const data = await ask('/api/v2/status.json');
  assert.equal(data.status, 204);
  assert.equal(data.headers.get('access-control-allow-origin'), '*');
  assert.equal(data.headers.get('access-control-expose-headers'), 'Date, Age');
  assert.equal((await ask('/incidents/a/')).headers.get('access-control-allow-origin'), null);
  await server.close();
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const MINUTE = 60_000;
const BUILT = Date.UTC(2026, 2, 1, 3, 10);
const script = pathToFileURL(join(resolve(import.meta.dirname, '../..'), 'docs/deploying/stale.js')).href;
const { answer } = (await import(script)) as {
  answer: (
    request: Request,
    file: (url: URL) => Promise<Response>,
    next: () => Response,
    now: number,
  ) => Promise<Response>;
};

const beat = (until: string | null) =>
  JSON.stringify({ valid_until: '2026-03-01T03:50:00Z', vouched: { until } });

/** Asks the function as a host does; the host's own answer is "fresh". */
function ask(path: string, now: number, files: Record<string, string>, method = 'GET') {
  const file = (url: URL) => {
    const text = files[url.pathname];
    return Promise.resolve(new Response(text ?? null, { status: text === undefined ? 404 : 200 }));
  };
  const request = new Request(`https://status.example.org${path}`, { method });
  return answer(request, file, () => new Response('fresh'), now);
}

describe('the function for hosts that run one before a file', () => {
  const files = { '/heartbeat.json': beat(null), '/stale/api/v2/status.json': 'unknown' };

  test('lets the file be while the heartbeat holds, and answers "unknown" afterwards', async () => {
    const at = async (now: number) => (await ask('/api/v2/status.json', now, files)).text();
    assert.equal(await at(BUILT + 39 * MINUTE), 'fresh');
    assert.equal(await at(BUILT + 40 * MINUTE), 'unknown');
  });

  test('believes no watcher whose word has lapsed, and no heartbeat that cannot be read', async () => {
    const lapsed = { ...files, '/heartbeat.json': beat('2026-03-01T03:20:00Z') };
    assert.equal(await (await ask('/api/v2/status.json', BUILT + 9 * MINUTE, lapsed)).text(), 'fresh');
    assert.equal(await (await ask('/api/v2/status.json', BUILT + 10 * MINUTE, lapsed)).text(), 'unknown');
    const broken = { ...files, '/heartbeat.json': '<html>' };
    assert.equal(await (await ask('/api/v2/status.json', BUILT, broken)).text(), 'unknown');
  });

  test('leaves pages alone, and answers what a browser asks first', async () => {
    assert.equal(await (await ask('/history/', BUILT + 99 * MINUTE, files)).text(), 'fresh');
    const first = await ask('/api/v2/status.json', BUILT, files, 'OPTIONS');
    assert.equal(first.status, 204);
    assert.equal(first.headers.get('Access-Control-Allow-Origin'), '*');
    const late = await ask('/api/v2/status.json', BUILT + 99 * MINUTE, files);
    assert.equal(late.headers.get('Access-Control-Allow-Origin'), '*');
  });
});

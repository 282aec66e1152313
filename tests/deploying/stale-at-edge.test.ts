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
    elsewhere?: (address: string) => Promise<Response>,
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

  test('asks a heartbeat that is renewed at another address, and goes by its clock', async () => {
    const moved_to = 'https://beat.example.org/heartbeat.json';
    const own = JSON.stringify({ ...(JSON.parse(beat(null)) as object), build: 'b1', moved_to });
    const there = (minutes: number, build = 'b1') =>
      JSON.stringify({
        valid_until: new Date(BUILT + minutes * MINUTE).toISOString(),
        vouched: { until: null },
        build,
      });
    const at = async (now: number, body: string | undefined, date = now) => {
      const file = (url: URL) =>
        Promise.resolve(new Response(url.pathname === '/heartbeat.json' ? own : 'unknown'));
      const elsewhere = (address: string) => {
        assert.match(address, /^https:\/\/beat\.example\.org\/heartbeat\.json\?/);
        const headers = { Date: new Date(date).toUTCString() };
        return body === undefined
          ? Promise.reject(new Error('down'))
          : Promise.resolve(new Response(body, { headers }));
      };
      const request = new Request('https://status.example.org/badge.svg');
      return (await answer(request, file, () => new Response('fresh'), now, elsewhere)).text();
    };
    const late = BUILT + 99 * MINUTE;
    assert.equal(await at(late, there(100)), 'fresh');
    assert.equal(await at(late, there(100), late + 2 * MINUTE), 'unknown');
    for (const none of [undefined, there(100, 'b2'), '<html>']) {
      assert.equal(await at(late, none), 'unknown');
      assert.equal(await at(BUILT + MINUTE, none), 'fresh');
    }
  });

  test('dates "unknown" by when the heartbeat ran out, which a beat may have renewed since', async () => {
    const status = (at: string) => `{"page":{"id":"p","updated_at":"${at}"},"status":{}}`;
    const stale = {
      '/heartbeat.json': beat(null),
      '/stale/api/v2/status.json': status('2026-03-01T03:30:00Z'),
    };
    const late = await ask('/api/v2/status.json', BUILT + 99 * MINUTE, stale);
    assert.equal(await late.text(), status('2026-03-01T03:50:00Z'));
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

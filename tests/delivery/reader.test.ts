import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, describe, test } from 'node:test';
import { readerOf } from '../../src/delivery/reader.ts';
import { told } from './told.ts';

let feed = '';
let isCut = false;
const server = createServer((request, response) => {
  if (request.url === '/heartbeat.json')
    response.end(JSON.stringify({ valid_until: '2026-03-01T03:00:00Z' }));
  else if (isCut) {
    response.writeHead(200, { 'Content-Length': feed.length });
    response.write(feed.slice(0, feed.length / 2), () => response.destroy());
  } else response.end(feed);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
const reader = readerOf({ url, base: '/' }, ['en'], fetch);
after(() => {
  server.closeAllConnections();
  server.close();
});

const entries = (count: number) =>
  JSON.stringify({
    items: Array.from({ length: count }, (_, index) => ({ _nightlight: told({ id: `i/u-${index}` }) })),
  });

describe('a feed', () => {
  test('that is cut on its way is none, and nothing of it is taken', async () => {
    feed = entries(20);
    isCut = true;
    await assert.rejects(reader.read());
    isCut = false;
    feed = feed.slice(0, feed.length / 2);
    await assert.rejects(reader.read(), /is no JSON/);
  });

  test('of fifty megabytes is not read to its end', async () => {
    feed = ' '.repeat(50_000_000);
    await assert.rejects(reader.read(), /more than 20000000 bytes were answered/);
  });

  test('of ten thousand entries is read whole', async () => {
    feed = entries(10_000);
    assert.equal((await reader.read()).updates.length, 10_000);
  });
});

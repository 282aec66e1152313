import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { putInFront } from '../../src/cli/front.ts';

const PAGE = '<!doctype html><html><body><p>The answer</p></body></html>';

describe('the server of npm start', () => {
  const site = createServer((request, response) => {
    const isPage = request.url === '/';
    response.setHeader('Access-Control-Allow-Origin', 'http://localhost:1');
    response.setHeader('Content-Type', isPage ? 'text/html; charset=utf-8' : 'application/json');
    response.end(isPage ? PAGE : '{"a":1}');
  });
  let front: Awaited<ReturnType<typeof putInFront>>;
  let url: string;
  before(async () => {
    await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
    front = await putInFront((site.address() as AddressInfo).port, 0, '127.0.0.1');
    url = `http://127.0.0.1:${front.port}`;
  });
  after(async () => {
    await front.close();
    site.closeAllConnections();
    site.close();
  });

  test('has each page listen for a new build, by a script that is in no file', async () => {
    const html = await (await fetch(`${url}/`)).text();
    assert.match(html, /<p>The answer<\/p><script src="(.*)" async><\/script><\/body>/);
    const script = await fetch(url + (/src="(.*?)"/.exec(html)?.[1] ?? ''));
    assert.match(await script.text(), /^new EventSource/);
  });

  test('hands everything else on as it is', async () => {
    const answer = await fetch(`${url}/heartbeat.json`);
    assert.equal(answer.headers.get('content-type'), 'application/json');
    assert.equal(await answer.text(), '{"a":1}');
  });

  test('lets a page of this machine read what is public data, the server’s time too, and answers it beforehand', async () => {
    for (const origin of ['http://localhost:3000', 'https://app.localhost', 'http://127.0.0.1:8080'])
      for (const method of ['OPTIONS', 'GET']) {
        const answer = await fetch(`${url}/api/v2/status.json?x`, { method, headers: { Origin: origin } });
        assert.equal(answer.status, method === 'GET' ? 200 : 204);
        assert.equal(answer.headers.get('access-control-allow-origin'), origin);
        assert.equal(answer.headers.get('access-control-expose-headers'), 'Date, Age');
        assert.equal(answer.headers.get('access-control-allow-methods'), 'GET, HEAD, OPTIONS');
        assert.equal(answer.headers.get('vary'), 'Origin');
      }
  });

  test('lets nobody else read what may be a draft, and nobody the pages', async () => {
    const foreign = ['https://example.org', 'http://localhost.example.org', 'http://notlocalhost', 'null'];
    for (const [path, origin] of [
      ...foreign.map((one) => ['/heartbeat.json', one]),
      ['/', 'http://localhost:3000'],
      ['/incidents/a/', 'http://localhost:3000'],
    ] as [string, string][]) {
      const answer = await fetch(url + path, { method: 'OPTIONS', headers: { Origin: origin } });
      assert.equal(answer.status, 204);
      assert.equal(answer.headers.get('allow'), 'GET, HEAD, OPTIONS');
      assert.equal(answer.headers.get('access-control-allow-origin'), null, `${path} ${origin}`);
    }
    const answer = await fetch(`${url}/heartbeat.json`, { headers: { Origin: 'https://example.org' } });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });

  test('tells an open page of a build at once', async () => {
    const answer = await fetch(`${url}/_start/saves`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    front.tell();
    assert.equal((await reader?.read())?.value, 'data: built\n\n');
    await reader?.cancel();
  });
});

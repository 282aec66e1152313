import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { seal } from '../../src/domain/whole.ts';
import { printList } from '../../src/release/addresses.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';
import { smallSite } from './small.ts';
import { INCIDENT } from './told.ts';

describe('a build where a host publishes what it builds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const site = smallSite(join(folder, 'site'), { '2026-02-20-alerts.md': INCIDENT });
  const OLD = 'incidents/2026-02-20-alerts/revisions/b1/';

  /** What is told of who checks the service by the site that is served. */
  const WORD = { by: 'watch', at: '2020-05-01T12:00:00Z', until: '2020-05-01T12:40:00Z' };

  /** Builds as Netlify does, with this list of addresses on the site that is served. */
  async function build(addresses: string[]): Promise<{ code: number; output: string; out: string }> {
    const served = createServer(({ url = '' }, response) => {
      const { pathname } = new URL(url, 'http://site.invalid');
      if (pathname === `/repo/${OLD}`) response.end(seal('<html><main>as it was said</main></html>'));
      else if (pathname === '/repo/heartbeat.json') response.end(JSON.stringify({ vouched: WORD }));
      else if (pathname === '/repo/addresses.txt')
        response.end(printList({ files: addresses, updates: {} }, []));
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => served.listen(0, '127.0.0.1', done));
    const out = join(folder, 'dist');
    const {
      code,
      out: said,
      err,
    } = await call(['build'], {
      cwd: folder,
      fetch,
      now: Date.now,
      begin: sharedBuilder().begin,
      env: {
        ...process.env,
        ...site,
        NIGHTLIGHT_NOW: '2026-03-01T03:10Z',
        NIGHTLIGHT_OUT: out,
        NETLIFY: 'true',
        CONTEXT: 'production',
        SITE_URL: `http://127.0.0.1:${(served.address() as AddressInfo).port}`,
        BASE_PATH: '/repo/',
      },
    });
    served.closeAllConnections();
    served.close();
    return { code, output: said + err, out };
  }

  test('is held to what is served there, and carries over what it does not print any more', async () => {
    const { code, output, out } = await build(['index.html', `${OLD}index.html`]);
    assert.equal(code, 0, output);
    assert.match(readFileSync(join(out, OLD, 'index.html'), 'utf8'), /as it was said/);
    assert.ok(readFileSync(join(out, 'addresses.txt'), 'utf8').split('\n').includes(`/${OLD}`));
  });

  test('goes on with the word that is served, though it has lapsed: who has fallen silent stays missed', () => {
    const { vouched } = JSON.parse(readFileSync(join(folder, 'dist/heartbeat.json'), 'utf8')) as {
      vouched: typeof WORD;
    };
    assert.deepEqual([vouched.by, vouched.at], [WORD.by, WORD.at]);
  });

  test('fails where an incident that is served is gone', async () => {
    const { code, output } = await build(['incidents/2020-01-01-gone/index.html']);
    assert.equal(code, 1, output);
    assert.match(output, /incidents\/2020-01-01-gone\/index\.html {2}error {2}published-address-vanished/);
  });
});

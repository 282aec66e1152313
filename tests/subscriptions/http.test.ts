import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { serve } from '@hono/node-server';
import {
  encoded,
  type Fields,
  formOf,
  openService,
  pathIn,
  SERVICE,
  SITE_ORIGIN,
  stampIn,
} from './service.ts';

const service = await openService({
  proxies: ['127.0.0.1', '::1'],
  limits: { site: { most: 22, per: 3_600_000 } },
});
const server = serve({ fetch: service.app.fetch, port: 0, hostname: '127.0.0.1' });
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
after(async () => {
  server.close();
  await service.database.close();
});

interface Answer {
  status: number;
  text: string;
}

/** As the operator's proxy asks: for a public name, on behalf of somebody. */
async function ask(
  method: string,
  path: string,
  fields?: Fields,
  origin = SERVICE,
  client = '203.0.113.9',
): Promise<Answer> {
  const headers = {
    Host: 'notify.example.org',
    'X-Forwarded-For': client,
    'X-Forwarded-Proto': 'https',
    ...(fields && { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' }),
  };
  const asking = request({ port, host: '127.0.0.1', method, path, headers });
  asking.end(fields && encoded(fields));
  const [answer] = await once(asking, 'response');
  let text = '';
  for await (const part of answer) text += part;
  return { status: answer.statusCode, text };
}

test('every page has at its foot what the operator has there, in the reader’s language', async () => {
  const linking = await openService({
    footer: (language) => [
      { address: `https://status.example.org/${language}/imprint/`, text: 'Imprint & more', original: 'de' },
      { address: 'mailto:law@example.org', text: 'Law' },
    ],
  });
  after(() => linking.database.close());
  for (const path of ['/subscribe?kind=email', '/terms', '/nowhere', '/confirm/none']) {
    const html = await (await linking.get(`${path}${path.includes('?') ? '&' : '?'}language=es`)).text();
    const foot = html.slice(html.indexOf('<footer>'));
    assert.match(
      foot,
      /<a href="https:\/\/status.example.org\/es\/imprint\/" lang="de">Imprint &amp; more<\/a>/,
      path,
    );
    assert.match(foot, /<a href="mailto:law@example.org" *>Law<\/a>/, path);
  }
});

test('somebody signs up, confirms, looks at their data and leaves, over the wire', async () => {
  const fields = formOf('email');
  const first = await ask('POST', '/subscribe', fields, SITE_ORIGIN);
  service.clock.now += 5_000;
  assert.equal((await ask('POST', '/subscribe', { ...fields, stamp: stampIn(first.text) })).status, 200);
  await service.idle();
  const link = pathIn(service.sent[0]?.text ?? '', 'confirm');
  assert.match((await ask('GET', link)).text, /Confirm/);
  const confirmed = await ask('POST', link, {});
  const own = pathIn(confirmed.text, 'preferences');
  assert.match((await ask('POST', own, { do: 'export' })).text, /"address": "Parent.One@example.com"/);
  assert.equal((await ask('HEAD', own)).text, '');
  assert.equal((await ask('POST', own, { do: 'leave' })).status, 200);
  assert.equal((await service.counts()).email, 0);
});

test('each network has its own count, as our proxy names it', async () => {
  const from = async (client: string) => {
    const fields = { ...formOf('email'), address: `${Math.trunc(service.clock.now / 1000)}@example.com` };
    const { text } = await ask('POST', '/subscribe', fields, SITE_ORIGIN);
    service.clock.now += 5_000;
    return (await ask('POST', '/subscribe', { ...fields, stamp: stampIn(text) }, SERVICE, client)).status;
  };
  for (let index = 0; index < 20; index++) assert.equal(await from(`2001:db8:1:2::${index}`), 200);
  assert.equal(await from('2001:db8:1:2:ffff::1'), 429, 'one household is one network');
  assert.equal(await from('2001:db8:1:3::1'), 200);
  assert.equal(await from('2001:db8:1:3::1, 2001:db8:1:2::9'), 429, 'only the last hop is ours to believe');
  assert.equal(await from('2001:db8:1:4::1'), 200);
  assert.equal(await from('2001:db8:1:5::1'), 429, 'who has a /48 has no 65,536 counts');
  assert.equal(await from('2001:db8:2:5::1'), 200);
});

test('too large a form is not read', async () => {
  assert.equal((await ask('POST', '/subscribe', { kind: 'email', address: 'x'.repeat(20_000) })).status, 413);
});

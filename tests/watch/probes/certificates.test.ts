import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { readConfig } from '../../../src/config/index.ts';
import type { Check } from '../../../src/watch/check.ts';
import type { Finding } from '../../../src/watch/finding.ts';
import { configWith } from '../config.ts';

const DAY = 86_400_000;
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Certificates of one authority, and who shows which: a name and for how many days, from now on. */
const SHOWN = {
  good: ['localhost', 90],
  soon: ['localhost', 5],
  over: ['localhost', -1],
  other: ['elsewhere.example.org', 90],
} as const;
type Shown = keyof typeof SHOWN;

/** How long the good one still lasts when it is looked at, in ms, where an operator wants 21 days. */
const LEFT = { enough: 21 * DAY, short: 21 * DAY - 1 };

describe('a certificate of an authority that is trusted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-tls-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'ignore' });
  const servers: ReturnType<typeof createServer>[] = [];
  let found: Record<string, Finding>;

  async function shown(who: Shown): Promise<number> {
    const [name, days] = SHOWN[who];
    openssl('req', ...EC, '-subj', `/CN=${name}`, '-keyout', at(`${who}.key`), '-out', at(`${who}.csr`));
    writeFileSync(at(`${who}.ext`), `subjectAltName=DNS:${name}`);
    openssl(
      ...['x509', '-req', '-in', at(`${who}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
      ...['-CAcreateserial', '-days', `${days}`, '-extfile', at(`${who}.ext`), '-out', at(`${who}.pem`)],
    );
    const pair = { key: readFileSync(at(`${who}.key`)), cert: readFileSync(at(`${who}.pem`)) };
    const server = createServer(pair, (_, response) => response.end('well'));
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  }

  function checks(who: string, port: number, more = ''): Check[] {
    return [
      `tls: { host: localhost, port: ${port}${more} }`,
      `http: { url: 'https://localhost:${port}' }`,
    ].map((lines, index) => {
      const id = `${who}-${index === 0 ? 'tls' : 'http'}`;
      const bytes = configWith(`{ id: ${id}, fails: [follow-alerts], ${lines} }`);
      const { config, problems } = readConfig(bytes, 'nightlight.yaml', Date.now(), ['en', 'es']);
      assert.deepEqual(problems, []);
      return config?.watch.checks[0] as Check;
    });
  }

  before(async () => {
    openssl(
      'req',
      '-x509',
      ...EC,
      '-days',
      '90',
      '-subj',
      '/CN=authority',
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.pem'),
    );
    const all: Check[] = [];
    const ports: Partial<Record<Shown, number>> = {};
    for (const who of Object.keys(SHOWN) as Shown[]) {
      const port = await shown(who);
      ports[who] = port;
      all.push(...checks(who, port));
    }
    const until = Date.parse(new X509Certificate(readFileSync(at('good.pem'))).validTo);
    const times: Record<string, number> = {};
    for (const [who, left] of Object.entries(LEFT)) {
      const [check] = checks(who, ports.good ?? 0, ', days_left: 21');
      if (check) all.push(check);
      times[`${who}-tls`] = until - left;
    }
    // Node reads once, when it starts, whom it trusts.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, 'trusting.ts'), JSON.stringify(all), JSON.stringify(times)],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: at('ca.pem') } },
    );
    const findings = JSON.parse(stdout) as Finding[];
    found = Object.fromEntries(findings.map((finding) => [finding.check, finding]));
  });

  after(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('goes well where it is that of the host and lasts', () => {
    assert.equal(found['good-tls']?.ok, true);
    assert.equal(found['good-http']?.ok, true);
  });

  test('is told the operator before it is over, and is no failure until then', () => {
    assert.equal(found['soon-tls']?.ok, true);
    assert.equal(found['good-tls']?.soon, undefined);
    const [, day = ''] =
      /^has a certificate that is valid until (\S+) only$/.exec(found['soon-tls']?.soon ?? '') ?? [];
    const left = (Date.parse(day) - Date.now()) / DAY;
    assert.ok(left > 3 && left <= 5, `${found['soon-tls']?.soon}`);
    assert.equal(found['soon-http']?.ok, true);
  });

  test('lasts long enough with as many whole days as are wanted, and not with a moment less', () => {
    assert.equal(found['enough-tls']?.ok, true);
    assert.equal(found['enough-tls']?.soon, undefined);
    assert.equal(found['short-tls']?.ok, true);
    assert.match(found['short-tls']?.soon ?? '', /^has a certificate that is valid until \S+ only$/);
  });

  test('is told with its day once it is over', () => {
    assert.match(found['over-tls']?.why ?? '', /^has a certificate that was valid until \d{4}-\d\d-\d\d$/);
    assert.equal(found['over-http']?.why, 'has a certificate that is no longer valid');
  });

  test('is told where it is for another name', () => {
    assert.equal(found['other-tls']?.why, 'has a certificate for another name');
    assert.equal(found['other-http']?.why, 'has a certificate for another name');
  });
});

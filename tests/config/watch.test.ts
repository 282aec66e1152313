import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { readConfig, siteOf } from '../../src/config/index.ts';
import { CHECK_KINDS } from '../../src/config/sections/watch-checks.ts';
import { configWith } from '../watch/config.ts';

const NOW = Date.parse('2026-03-01T03:10Z');

const read = (checks: string, more = '') =>
  readConfig(configWith(checks, more), 'nightlight.yaml', NOW, ['en', 'es']);

/** What is told of a check that looks at this, each with the name of the problem and what was found. */
function told(lines: string, more = ''): string[] {
  const { problems } = read(`{ id: one, fails: [follow-alerts], ${lines} }`, more);
  return problems.map(({ name, found }) => `${name}: ${found}`);
}

const URL_OF = 'url: https://api.example.org';

describe('what is watched', () => {
  test('has what an operator expects where nothing else is said', () => {
    const { config, problems } = read('{ id: one, fails: [follow-alerts], tls: { host: api.example.org } }');
    assert.deepEqual(problems, []);
    const [check] = config?.watch.checks ?? [];
    assert.deepEqual(check?.tls, { host: 'api.example.org', port: 443, daysLeft: 14 });
    assert.deepEqual([check?.every, check?.timeout, check?.status], [30, 10, 'major_outage']);
  });

  test('is known to no page: a check that changes prints nothing anew', () => {
    const { config } = read(`{ id: one, fails: [follow-alerts], http: { ${URL_OF} } }`);
    assert.ok(config);
    const site = siteOf(config);
    assert.equal(site.vouchFor, config.watch.vouchFor);
    assert.equal(JSON.stringify(site).includes('api.example.org'), false);
  });

  test('is known to fail within what its looks take, each of which may hang until it is given up', () => {
    const within = (lines: string, more = '') => {
      const { config } = read(`{ id: one, fails: [follow-alerts], ${lines} }`, more);
      assert.ok(config);
      return siteOf(config).checks?.map(({ knownWithin, places }) => [knownWithin, places])[0];
    };
    // The wait, a look of ten seconds, and two more, each 15 seconds after the one before.
    assert.deepEqual(within('tcp: { host: mqtt.example.org, port: 1883 }'), [70, 1]);
    assert.deepEqual(within(`http: { ${URL_OF}, within: 5 }, every: 60`), [125, 1]);
    assert.deepEqual(within(`http: { ${URL_OF}, within: 50 }`), [70, 1], 'it ends with its time');
    // Writing hangs for ten seconds, and reading for ten more: the next look waits for that.
    const trip = `round_trip: { write: { ${URL_OF}, method: POST, body: '{token}' }, read: { ${URL_OF} } }`;
    assert.deepEqual(within(trip), [90, 1]);
    assert.deepEqual(within(`${trip}, every: 15`, '  failures: 2\n  quorum: 3\n'), [55, 3]);
  });

  test('is one thing for each check', () => {
    assert.deepEqual(told('every: 30'), ['key-missing: nothing that is looked at']);
    assert.deepEqual(told(`http: { ${URL_OF} }, tcp: { host: api.example.org, port: 8883 }`), [
      'key-not-for-kind: "tcp" beside "http"',
    ]);
  });

  test('has an id of its own, and a place in the file where it has not', () => {
    const { problems } = read(
      `{ id: one, fails: [follow-alerts], http: { ${URL_OF} } }`,
      `    - { id: one, fails: [follow-alerts], http: { ${URL_OF} } }\n`,
    );
    assert.deepEqual(
      problems.map(({ name, found }) => [name, found]),
      [['id-duplicate', 'one']],
    );
    assert.ok(problems[0]?.place);
  });

  test('hurts a component, and one that the site has', () => {
    const of = (fails: string) =>
      read(`{ id: one, fails: [${fails}], http: { ${URL_OF} } }`).problems.map(({ name }) => name);
    assert.deepEqual(of(''), ['value-not-allowed']);
    assert.deepEqual(of('follow-alert'), ['component-unknown']);
    assert.deepEqual(told(`http: { ${URL_OF} }, confirms: [nothing-like-it]`), [
      'component-unknown: nothing-like-it',
    ]);
  });
});

describe('who is asked to take over', () => {
  const ask = (value: string) => {
    const { config, problems } = read(
      `{ id: one, fails: [follow-alerts], http: { ${URL_OF} } }`,
      `  ask: ${value}\n`,
    );
    return problems.length > 0 ? problems.map(({ name }) => name) : config?.watch.ask;
  };

  test('is an address, or a command with its words', () => {
    assert.equal(ask('https://pager.example.org/'), 'https://pager.example.org/');
    assert.deepEqual(ask('[pager, send]'), ['pager', 'send']);
    assert.deepEqual(ask('pager send'), ['address-malformed']);
    assert.deepEqual(ask('[]'), ['value-not-allowed']);
  });
});

describe('a check that could never go well is a mistake and no outage', () => {
  test('for an address that cannot be asked, and its password is not shown', () => {
    assert.deepEqual(told('http: { url: api.example.org }'), ['address-malformed: api.example.org']);
    assert.deepEqual(told('http: { url: https://a:s3cret@api.example.org }'), [
      'address-malformed: an address that cannot be asked so',
    ]);
    assert.deepEqual(told(`http: { url: 'https://\${API_HOST}/health' }`), []);
    assert.deepEqual(told(`http: { url: '\${API_URL}' }`), []);
  });

  test('for a header without a name, which is not shown either', () => {
    assert.deepEqual(told(`http: { ${URL_OF}, headers: ['Bearer s3cret'] }`), [
      'value-not-allowed: a line without a name, a colon and a value',
    ]);
    assert.deepEqual(told(`http: { ${URL_OF}, headers: ['X-Key: \${KEY}'] }`), []);
  });

  test('for a body that no request would carry', () => {
    assert.deepEqual(told(`http: { ${URL_OF}, body: all }`), ['key-not-for-kind: "body" with GET']);
    assert.deepEqual(told(`http: { ${URL_OF}, method: POST, body: all }`), []);
  });

  test('for a place in JSON that is none, or that is not said', () => {
    assert.deepEqual(told(`http: { ${URL_OF}, json: $.queue.state }`), ['value-not-allowed: $.queue.state']);
    assert.deepEqual(told(`http: { ${URL_OF}, newer_than: 60 }`), [
      'key-missing: "newer_than" without "json"',
    ]);
    assert.deepEqual(told(`http: { ${URL_OF}, json: /queue/state, equals: ok }`), []);
  });

  test('for a round trip in which nothing is known again', () => {
    const trip = (write: string) => told(`round_trip: { write: { ${write} }, read: { ${URL_OF} } }`);
    assert.deepEqual(trip(`${URL_OF}, method: POST, body: hello`), [
      'value-not-allowed: no {token} in "url" or "body"',
    ]);
    assert.deepEqual(trip(`${URL_OF}, method: POST, body: '{token}'`), []);
    assert.deepEqual(trip("url: 'https://api.example.org/{token}', method: PUT"), []);
  });

  test('for a port and a server of names that cannot be', () => {
    assert.deepEqual(told('tcp: { host: api.example.org, port: 88830 }'), ['number-out-of-range: 88830']);
    const server = (address: string) => told(`dns: { name: api.example.org, server: '${address}' }`);
    assert.deepEqual(server('ns.example.org'), ['value-not-allowed: ns.example.org']);
    for (const good of ['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]:5353'])
      assert.deepEqual(server(good), []);
  });
});

test('the example in docs/watching.md can be read as it stands', () => {
  const page = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/watching.md'), 'utf8');
  const [, yaml = ''] = /```yaml\nwatch:\n((?:.*\n)*?)```/.exec(page) ?? [];
  const [, checks = ''] = /^ {2}checks:\n {4}- ((?:.*\n)*)/m.exec(yaml) ?? [];
  const { problems } = read(checks.trimEnd());
  // Components of a site that is made up are unknown to the one that it is tried in.
  const wrong = problems.filter(({ name }) => name !== 'component-unknown');
  assert.deepEqual(wrong, []);
  for (const kind of CHECK_KINDS) assert.match(checks, new RegExp(`^ +${kind}:`, 'm'));
});

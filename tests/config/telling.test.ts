import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { siteOf } from '../../src/config/index.ts';
import { parse, said, SMALL } from './reading.ts';

const KEY = 'BO1RB8XloEOxnzb759ImAEHxjSzlOGezuFVBjtTRvk4oHKpJfjzls5B93z7T5UuoVNFFaL1m-z5R1dWxSLcC1iQ';

/** What pages are told of the small config with a section on delivery. */
function tellingOf(...lines: string[]) {
  const { config, problems } = parse(delivering(...lines));
  assert.deepEqual(problems, []);
  assert.ok(config);
  return siteOf(config).telling;
}

function delivering(...lines: string[]): string {
  return lines.length === 0 ? SMALL : `${SMALL}delivery:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

describe('how people are told, as pages speak of it', () => {
  test('is nothing where nothing is configured', () => {
    assert.equal(tellingOf(), undefined);
    assert.equal(tellingOf('every: 30', 'slack: [{ name: room }]'), undefined);
  });

  test('is each kind for which the service takes sign-ups, and no rate and no price', () => {
    assert.deepEqual(
      tellingOf(
        'service: https://notify.example.org/',
        'terms: https://example.org/terms',
        'privacy: https://example.org/privacy',
        'programme: { en: Alerts, es: Alertas }',
        "sms: { from: '+15555550100', countries: [US, CA], price: 0.01, most_a_day: 200 }",
        `web_push: { contact: 'mailto:push@example.org', public_key: ${KEY} }`,
      ),
      {
        signUp: {
          service: 'https://notify.example.org',
          email: false,
          sms: { countries: ['US', 'CA'], programme: { en: 'Alerts', es: 'Alertas' } },
          push: { key: KEY },
          minors: false,
          terms: 'https://example.org/terms',
          privacy: 'https://example.org/privacy',
        },
        accounts: [],
        proof: 'https://notify.example.org/proof.json',
      },
    );
  });

  test('is each account that has an address to follow it at', () => {
    assert.deepEqual(
      tellingOf(
        'proof: https://cdn.example.org/proof.json',
        'x: [{ address: https://x.example/status }]',
        'mastodon:',
        '  - { instance: https://mastodon.example, address: https://mastodon.example/@status }',
        '  - { name: quiet, instance: https://mastodon.example }',
      ),
      {
        signUp: undefined,
        accounts: [
          { kind: 'mastodon', name: 'mastodon', address: 'https://mastodon.example/@status', language: 'en' },
          { kind: 'x', name: 'x', address: 'https://x.example/status', language: 'en' },
        ],
        proof: 'https://cdn.example.org/proof.json',
      },
    );
  });

  test('never leads to what a policy of a page cannot hold, and never over an open line', () => {
    for (const address of [
      'http://notify.example.org',
      'https://a.example;script-src',
      'https://a.example?b',
    ])
      assert.match(said(delivering(`service: "${address}"`)).join(), /address-malformed/, address);
  });

  test('takes no private key for the public one', () => {
    const short = `web_push: { contact: 'mailto:a@example.org', public_key: ${KEY.slice(0, 43)} }`;
    assert.match(said(delivering('service: https://notify.example.org', short)).join(), /value-not-allowed/);
  });

  test('sends no texts without terms and a privacy policy, which the form for them links to', () => {
    const service = 'service: https://notify.example.org';
    const sms = "sms: { from: '+15555550100', countries: [US], price: 0.01, most_a_day: 200 }";
    const [terms, privacy] = ['terms: https://example.org/terms', 'privacy: https://example.org/privacy'];
    const foundIn = (...lines: string[]) =>
      parse(delivering(service, ...lines)).problems.map(({ name, found }) => `${name}: ${found}`);
    assert.deepEqual(foundIn(sms), ['key-missing: no "terms"', 'key-missing: no "privacy"']);
    assert.deepEqual(foundIn(sms, terms), ['key-missing: no "privacy"']);
    assert.deepEqual(foundIn(sms, terms, privacy), []);
    assert.deepEqual(foundIn("email: { from: 'a@example.org', postal_address: 'Street 1' }"), []);
  });
});

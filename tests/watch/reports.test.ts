import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding } from '../../src/watch/finding.ts';
import { Reporter } from '../../src/watch/report.ts';
import { findingsIn, signedWith } from '../../src/watch/reports.ts';

const NOW = Date.parse('2026-03-01T03:10:00Z');
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

describe('what a watcher passes on', () => {
  test('is heard as it was found, with why it failed and what will fail soon', async () => {
    const found: Finding[] = [
      { check: 'share', place: 'far', at: NOW - 2000, ok: false, why: 'answered 502' },
      { check: 'name', place: 'far', at: NOW, ok: true, ms: 20, soon: 'has a certificate that ends' },
    ];
    const heard: unknown[] = [];
    const reporter = new Reporter({
      ...{ url: 'https://watch.example.org/findings', secret: SECRET, now: () => NOW },
      fetch: async (_, init) => {
        const signed = signedWith((name) => new Headers(init?.headers).get(name) ?? undefined);
        heard.push(findingsIn(String(init?.body), signed, SECRET, NOW, (one, other) => one === other));
        return new Response(null, { status: 204 });
      },
      log: { info: () => undefined, error: () => undefined },
    });
    for (const one of found) reporter.hear(one);
    assert.equal(await reporter.flush(), true);
    assert.deepEqual(heard.flat(), found);
  });
});

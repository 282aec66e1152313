import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Site } from '../../src/domain/site.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { toSecurityTxt } from '../../src/publications/security.ts';
import { live } from '../sites.ts';
import { ORIGIN } from './printing.ts';

const printed = (site: Site, now = Date.UTC(2026, 2, 1, 3, 10)) =>
  toSecurityTxt(takeSnapshot(site, [], { by: 'nobody', at: null }, now), ORIGIN);

test('security.txt names whom to tell of a weakness, for half a year, and where it stands', () => {
  assert.equal(
    printed({ ...live, security: 'https://example.org/security' }),
    `Contact: https://example.org/security
Expires: 2026-09-01T00:00:00Z
Preferred-Languages: en, es
Canonical: https://status.example.org/repo/.well-known/security.txt
`,
  );
});

test('security.txt names the operator where nobody else is named, and keeps its bytes for a month', () => {
  assert.match(printed(live), /^Contact: mailto:hello@nightlight\.example\n/);
  assert.equal(printed(live, Date.UTC(2026, 2, 31, 23)), printed(live));
  assert.match(printed(live, Date.UTC(2026, 3, 1)), /\nExpires: 2026-10-01T00:00:00Z\n/);
});

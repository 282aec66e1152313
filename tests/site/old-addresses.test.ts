import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../src/site/config.ts';
import { brokenRedirects } from '../../src/site/old-addresses.ts';
import { told, workshop, write } from '../release/workshop.ts';

const fresh = workshop();
const CONFIG = join(import.meta.dirname, '../../nightlight.yaml');

test('a line of the list of redirects that leads to no address keeps a site from being printed, and is told with its place', async () => {
  const site = fresh();
  assert.deepEqual(brokenRedirects({ site }), []);
  write(site, { 'public/_redirects': '/a/ /incidents/a/ 301\n/b/  https://[ 301\n' });
  assert.deepEqual(told(brokenRedirects({ site })), [
    'public/_redirects link-to-nothing: https://[; an address to which the one before it leads. Write it as a browser shows it: /incidents/2026-03-01-alerts/, or https:// and a name.',
  ]);
  const loaded = await loadConfig({ site, env: { NIGHTLIGHT_CONFIG: CONFIG } });
  assert.equal(loaded.site, undefined);
  assert.deepEqual(
    loaded.problems.map(({ name, place }) => [name, place]),
    [['link-to-nothing', { line: 2, column: 6 }]],
  );
});

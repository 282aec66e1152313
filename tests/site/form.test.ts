import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { isAddress } from '../../src/release/addresses.ts';
import { filesIn, verifySite } from '../../src/release/verify.ts';
import { addAdmin } from '../../src/site/admin.ts';
import { currentSite } from '../../src/site/config.ts';
import { NOTICE, NOTICE_AT } from '../admin/notice.ts';
import { sharedBuilder } from '../tour/builds.ts';

const NOW = Date.UTC(2026, 2, 1, 9, 4);
const LIVE = readFileSync(join(import.meta.dirname, '../fixtures/sites/live.yaml'), 'utf8');

/** The folder of a site with this config. */
function siteWith(context: TestContext, config: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'nightlight.yaml'), config);
  return folder;
}

test('what the form commits is read without a mistake and published, and the form lies beside the page', async (context) => {
  const forge = 'forge:\n  repository: https://github.com/example/status\n  kind: github\n  admin: true\n';
  const folder = siteWith(context, `${LIVE}\n${forge}`);
  const site = await currentSite({ site: folder, env: {} });
  const files = [{ name: basename(NOTICE_AT), bytes: new TextEncoder().encode(NOTICE) }];
  const { problems } = readIncidents(files, { site, now: NOW });
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  mkdirSync(join(folder, 'incidents'));
  writeFileSync(join(folder, NOTICE_AT), NOTICE);
  await sharedBuilder().build({
    ...process.env,
    NIGHTLIGHT_SITE: folder,
    NIGHTLIGHT_NOW: '2026-03-01T09:06Z',
    BASE_PATH: '/',
  });
  const out = join(folder, 'dist');
  assert.deepEqual(verifySite(out, site, '/'), []);
  assert.ok(existsSync(join(out, 'admin/cms/index.js')));
  // No address that stays, and nothing that a search or a worker should know.
  assert.deepEqual(
    filesIn(out).filter((file) => file.startsWith('admin/') && isAddress(file)),
    [],
  );
  assert.doesNotMatch(readFileSync(join(out, 'sitemap.xml'), 'utf8'), /admin/);
  const html = readFileSync(join(out, NOTICE_AT.replace('.md', ''), 'index.html'), 'utf8');
  assert.match(html, /No alerts arrive\. We look for the cause\./);
});

test('the form is gone from a site that wants it no more', async (context) => {
  const folder = siteWith(context, LIVE);
  mkdirSync(join(folder, 'dist/admin'), { recursive: true });
  const site = await currentSite({ site: folder, env: {} });
  await addAdmin(join(folder, 'dist'), site, { url: site.url, base: '/' });
  assert.ok(!existsSync(join(folder, 'dist/admin')));
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { siteWithSecrets } from './secrets.ts';

describe('the page about the site, where its operator wants links to the editor', () => {
  const site = siteWithSecrets([
    [['forge'], { repository: 'https://gitlab.com/example/status', links: true }],
  ]);
  before(async () => {
    site.commit('2026-02-01T00:00:00Z');
    await site.deploy('2026-03-01T03:10Z');
  });
  after(() => site.remove());

  test('has one for each component, with no time, in every language, with the notice in the first', () => {
    for (const [path, name] of [
      ['about/index.html', 'Followers get alerts'],
      ['es/about/index.html', 'Quienes siguen reciben alertas'],
    ] as const) {
      const page = site.read(path);
      assert.match(page, /<section id="?writing"?>/);
      assert.match(page, new RegExp(`YYYY-MM-DD-followers-get-no-alerts\\.md"[^>]*>\\s*${name}`));
      assert.match(
        page,
        /<pre [^>]*>---\ntitle: Followers get no alerts\nimpact:\n {2}follow-alerts: major_outage\n/,
      );
      assert.match(page, /\n## Investigating - YYYY-MM-DDThh:mmZ\n/);
    }
    assert.ok(!site.read('index.html').includes('gitlab.com'));
  });
});

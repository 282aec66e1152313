import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { incidentFile } from '../incidents/context.ts';
import { siteToWrite, type WrittenSite } from './written.ts';

const NEW = ['new', '--impact', 'follow-alerts', '--works', 'none', '--dry-run'];
const CLOSED = incidentFile({
  began: 'began: 2026-02-01T02:10Z',
  body: '## Investigating - 2026-02-01T03:00Z\nAlerts are late.\n\n## Resolved - 2026-02-01T04:00Z\nIt works again.',
});

describe('a notice of a site with a long record', () => {
  const sites: WrittenSite[] = [];
  after(() => {
    for (const one of sites) one.remove();
  });

  function siteWith(count: number): WrittenSite {
    const site = siteToWrite();
    sites.push(site);
    for (let number = 1; number <= count; number++) site.write(`2026-02-01-late-${number}`, CLOSED);
    site.commit('2026-02-01T05:00Z');
    return site;
  }
  const keptIn = ({ folder }: WrittenSite) => join(folder, '.cache/read');

  test('keeps what it read of what is over, reads of that no more than was changed, and says the same', async () => {
    const site = siteWith(120);
    const first = await site.call(NEW);
    assert.equal(first.code, 0, first.err);
    const written = () => statSync(keptIn(site)).mtimeMs;
    const before = written();
    const second = await site.call(NEW);
    assert.deepEqual([second.out, second.err], [first.out, first.err]);
    assert.equal(written(), before, 'nothing was read that is kept');
    site.write('2026-02-01-late-7', CLOSED.replace('impact:', 'impakt:'));
    const broken = await site.call(NEW);
    assert.match(broken.err, /before this is mended too: incidents\/2026-02-01-late-7\.md/);
  });

  for (const looking of ['check', 'list'])
    test(`reads no more of what is over than "${looking}" did before`, async () => {
      const site = siteWith(120);
      assert.equal((await site.call([looking])).code, 0);
      const before = statSync(keptIn(site)).mtimeMs;
      assert.equal((await site.call(NEW)).code, 0);
      assert.equal(statSync(keptIn(site)).mtimeMs, before, 'nothing was read that is kept');
      site.write('2026-02-01-late-7', CLOSED.replace('impact:', 'impakt:'));
      assert.match((await site.call(['check'])).out, /late-7\.md:\d+:\d+ {2}error/);
    });

  test('takes nothing from a file that is damaged, or of another config', async () => {
    const site = siteWith(120);
    const { out } = await site.call(NEW);
    const kept = readFileSync(keptIn(site));
    kept[kept.length - 9] = (kept[kept.length - 9] as number) ^ 1;
    writeFileSync(keptIn(site), kept);
    assert.equal((await site.call(NEW)).out, out);
    const config = join(site.folder, 'nightlight.yaml');
    writeFileSync(config, readFileSync(config, 'utf8').replaceAll('follow-glucose', 'follow-sugar'));
    site.write('2026-02-01-late-8', CLOSED.replace('follow-alerts:', 'follow-glucose:'));
    assert.match((await site.call(NEW)).err, /late-8\.md/);
  });

  test('leaves no file where the record is short', async () => {
    const site = siteWith(3);
    assert.equal((await site.call(NEW)).code, 0);
    assert.ok(!existsSync(keptIn(site)));
  });
});

import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { call } from './io.ts';

const root = mkdtempSync(join(tmpdir(), 'nightlight-import-'));
after(() => rmSync(root, { recursive: true }));

const ISSUE = `---
title: Alerts are late
date: 2018-04-13 15:54:00
resolved: true
resolvedWhen: 2018-04-13 17:00:00
severity: disrupted
affected: [follow-alerts]
---
*Investigating* - We look. {{< track "2018-04-13 15:54:00" >}}
`;

/** A site and a folder of another system, to call in. */
function folders(issues: Record<string, string>) {
  const folder = mkdtempSync(join(root, 'site-'));
  mkdirSync(join(folder, 'incidents'));
  copyFileSync(join(import.meta.dirname, '../fixtures/sites/live.yaml'), join(folder, 'nightlight.yaml'));
  for (const [name, text] of Object.entries(issues)) {
    const path = join(folder, 'old/content/issues', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const nightlight = (...words: string[]) => call(words, { cwd: folder });
  const lying = () => readdirSync(join(folder, 'incidents')).toSorted();
  return { folder, nightlight, lying, path: (name: string) => join(folder, name) };
}

describe('an import', () => {
  test('refuses times without a zone, and writes nothing', async () => {
    const { nightlight, lying } = folders({ 'late.md': ISSUE });
    const { code, err } = await nightlight('import', 'cstate', 'old');
    assert.equal(code, 1);
    assert.match(
      err,
      /old\/content\/issues\/late\.md:3:7 {2}error {2}time-without-offset\n {2}3 \| date: 2018/,
    );
    assert.match(err, /Nothing was written/);
    assert.deepEqual(lying(), []);
  });

  test('is harmless again, and never writes over a file', async () => {
    const { nightlight, lying, path } = folders({ 'late.md': ISSUE });
    const args = ['import', 'cstate', 'old', '--zone', 'UTC'];
    const first = await nightlight(...args);
    assert.equal(first.code, 0, first.err);
    assert.equal(
      first.out,
      'Written: 1\n  incidents/late.md\nThere already, with the same words: 0.\nThere in other words, and left: 0.\nSkipped: 0.\nGuessed: 0.\n',
    );
    assert.match((await nightlight(...args)).out, /^Written: 0\.\nThere already, with the same words: 1\n/);
    writeFileSync(path('incidents/late.md'), 'mine');
    const third = await nightlight(...args);
    assert.equal(third.code, 3);
    assert.match(third.err, /incidents\/late\.md {2}warning {2}import-differs/);
    assert.equal(readFileSync(path('incidents/late.md'), 'utf8'), 'mine');
    assert.deepEqual(lying(), ['late.md']);
  });

  test('writes announcements of what is no incident, as careful with them', async () => {
    const { nightlight, lying, path } = folders({
      'terms.md': ISSUE.replace('severity: disrupted', 'informational: true'),
    });
    const args = ['import', 'cstate', 'old', '--zone', 'UTC'];
    const dry = await nightlight(...args, '--dry-run');
    assert.match(dry.out, /^Would be written: 1\n {2}announcements\/terms\.md\n/);
    assert.equal(existsSync(path('announcements')), false);
    const first = await nightlight(...args, '--redirects', '_redirects');
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /^Written: 1\n {2}announcements\/terms\.md\n/);
    assert.match(
      readFileSync(path('_redirects'), 'utf8'),
      /^\/issues\/terms\/ \/announcements\/terms\/ 301\n/,
    );
    assert.match((await nightlight(...args)).out, /the same words: 1\n {2}announcements\/terms\.md\n/);
    const mine = readFileSync(path('announcements/terms.md'), 'utf8').replace('Alerts are late', 'Mine');
    writeFileSync(path('announcements/terms.md'), mine);
    const third = await nightlight(...args);
    assert.equal(third.code, 3);
    assert.match(third.err, /announcements\/terms\.md {2}warning {2}import-differs/);
    assert.equal(readFileSync(path('announcements/terms.md'), 'utf8'), mine);
    assert.deepEqual(lying(), []);
  });

  test('with --skip writes what it understands, and names the rest', async () => {
    const issues = {
      'late.md': ISSUE,
      'odd.md': ISSUE.replace('disrupted', 'awful'),
      'new.md': ISSUE.replace('date:', 'shiny: 1\ndate:'),
    };
    const { nightlight, lying } = folders(issues);
    const args = ['import', 'cstate', 'old', '--zone', 'UTC'];
    assert.equal((await nightlight(...args)).code, 1);
    assert.deepEqual(lying(), []);
    const { code, out } = await nightlight(...args, '--skip', '--json');
    assert.equal(code, 3);
    const report = JSON.parse(out);
    assert.deepEqual(report.skipped, ['old/content/issues/new.md: shiny', 'old/content/issues/odd.md']);
    assert.deepEqual(report.written, ['incidents/late.md', 'incidents/new.md']);
    assert.deepEqual(lying(), ['late.md', 'new.md']);
  });

  test('keeps where old addresses lead, once, beside what is kept there already', async () => {
    const { nightlight, path } = folders({ 'late.md': ISSUE });
    writeFileSync(path('_redirects'), '/old /about/ 301');
    const args = ['import', 'cstate', 'old', '--zone', 'UTC', '--redirects', '_redirects'];
    assert.match((await nightlight(...args)).out, /newly kept in _redirects: 6\.\n/);
    assert.match((await nightlight(...args)).out, /newly kept in _redirects: 0\.\n/);
    assert.equal(
      readFileSync(path('_redirects'), 'utf8'),
      [
        '/old /about/ 301',
        '/issues/late/ /incidents/late/ 301',
        '/index.xml /history.rss 301',
        '/issues/ /history/ 301',
        '/issues/index.xml /history.rss 301',
        '/affected/follow-alerts/ /components/follow-alerts/ 301',
        '/affected/follow-alerts/index.xml /components/follow-alerts/history.rss 301',
        '',
      ].join('\n'),
    );
  });

  test('makes the folder of that list where there is none, and says what became of the files where it cannot', async () => {
    const { nightlight, path } = folders({ 'late.md': ISSUE });
    const call = (list: string) =>
      nightlight('import', 'cstate', 'old', '--zone', 'UTC', '--redirects', list);
    assert.match((await call('public/_redirects')).out, /newly kept in public\/_redirects: 6\.\n/);
    assert.match(readFileSync(path('public/_redirects'), 'utf8'), /^\/issues\/late\/ /);
    for (const list of ['public', 'nightlight.yaml/_redirects']) {
      const { code, out, err } = await call(list);
      assert.equal(code, 1);
      assert.match(out, /^There already, with the same words: 1\n/m);
      assert.match(err, /^(?:EISDIR|ENOTDIR): .*\. A f(?:older|ile) lies where a f(?:older|ile) is to be: /m);
    }
  });

  test('reads what links lead to, and tells one that leads nowhere', async () => {
    const { nightlight, lying, path } = folders({ 'late.md': ISSUE });
    mkdirSync(path('kept/2018'), { recursive: true });
    writeFileSync(path('kept/one.md'), ISSUE);
    writeFileSync(path('kept/2018/two.md'), ISSUE);
    symlinkSync(path('kept/one.md'), path('old/content/issues/one.md'));
    symlinkSync(path('kept/2018'), path('old/content/issues/2018'));
    symlinkSync('..', path('old/content/issues/above'));
    assert.equal((await nightlight('import', 'cstate', 'old', '--zone', 'UTC')).code, 0);
    assert.deepEqual(lying(), ['late.md', 'one.md', 'two.md']);
    symlinkSync('nowhere', path('old/content/issues/three.md'));
    const { code, err } = await nightlight('import', 'cstate', 'old', '--zone', 'UTC');
    assert.equal(code, 1);
    assert.match(err, /three\.md is a link that leads nowhere\. Mend it, or take it out/);
  });

  test('says of an address that it is none, or why nothing answers there', async () => {
    const { folder } = folders({});
    const fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
    const from = (address: string) => call(['import', 'statuspage', address], { cwd: folder, fetch });
    const none = await from('https://[');
    assert.equal(none.code, 1);
    assert.match(none.err, /^https:\/\/\[ is no address\. /);
    const refused = await from('https://status.example/');
    assert.match(refused.err, /^https:\/\/status\.example\/.* cannot be read: connect ECONNREFUSED\. /);
  });

  test('says from which day on a component must be there, where older things are told of it', async () => {
    const old = (year: string) => ISSUE.replaceAll('2018', year);
    const { nightlight } = folders({ 'a.md': old('2009'), 'b.md': old('2008'), 'c.md': ISSUE });
    const { code, err } = await nightlight('import', 'cstate', 'old', '--zone', 'UTC');
    assert.equal(code, 1);
    assert.match(err, /^"follow-alerts" was there before its "since" .*: write "since: 2008-04-13"/m);
    assert.equal(err.match(/was there before/g)?.length, 1);
  });

  test('says which system a folder is one of, and names redirects of its own', async () => {
    const { nightlight, path, lying } = folders({ 'late.md': ISSUE });
    writeFileSync(path('old/netlify.toml'), '');
    const wrong = await nightlight('import', 'statusfy', 'old', '--zone', 'UTC');
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /old looks like cstate, not statusfy\. .* nightlight import cstate old/);
    assert.deepEqual(lying(), []);
    const { out } = await nightlight('import', 'cstate', 'old', '--zone', 'UTC');
    assert.match(out, /^old\/netlify\.toml has redirects of its own, and nothing is taken from it/m);
  });

  test('of a folder with nothing of that system in it does not look like a page that told nothing', async () => {
    const { nightlight, lying } = folders({ '_index.md': '---\ntitle: Issues\n---\n' });
    const { code, err } = await nightlight('import', 'cstate', 'old', '--zone', 'UTC');
    assert.equal(code, 1);
    assert.match(err, /Nothing of cstate was found in old\. .*content\/issues\//);
    assert.deepEqual(lying(), []);
  });

  test('says what a cState folder looks like, and where one lies, if another folder is named', async () => {
    const { nightlight, lying, path } = folders({ 'late.md': ISSUE });
    mkdirSync(path('old/content/posts'), { recursive: true });
    writeFileSync(path('old/content/posts/hello.md'), '# Hello');
    const inside = await nightlight('import', 'cstate', 'old/content/posts', '--zone', 'UTC');
    assert.match(
      inside.err,
      /is no folder of cState\. Such a folder has config\.yml[\s\S]*import cstate old$/m,
    );
    const outside = await nightlight('import', 'cstate', '.', '--zone', 'UTC');
    assert.match(outside.err, /One lies in \.\/old\. Call it so: nightlight import cstate \.\/old/);
    mkdirSync(path('docs'));
    for (const name of ['one', 'two']) writeFileSync(path(`docs/${name}.md`), '# Words');
    const { code, err } = await nightlight('import', 'cstate', 'docs', '--zone', 'UTC');
    assert.equal(code, 1);
    assert.match(err, /Here lies one\.md and 1 more Markdown files, and none of them is such an issue/);
    assert.deepEqual(lying(), []);
  });

  test('with --dry-run says what it would write', async () => {
    const { nightlight, lying } = folders({ 'late.md': ISSUE });
    const { code, out } = await nightlight('import', 'cstate', 'old', '--zone', 'UTC', '--dry-run');
    assert.equal(code, 0);
    assert.match(out, /^Would be written: 1\n {2}incidents\/late\.md\n/);
    assert.deepEqual(lying(), []);
  });

  test('prints a table that it takes back', async () => {
    const { nightlight, path } = folders({ 'late.md': ISSUE.replace('follow-alerts', 'Redis') });
    const { out } = await nightlight('import', 'cstate', 'old', '--zone', 'UTC', '--print-map');
    assert.match(out, /^ {2}# Redis: an-id \(none of yours is called so\)$/m);
    writeFileSync(path('map.yaml'), out.replace(/# Redis: an-id.*/, 'Redis: follow-alerts'));
    const mapped = await nightlight('import', 'cstate', 'old', '--zone', 'UTC', '--map', 'map.yaml');
    assert.equal(mapped.code, 0, mapped.err);
    writeFileSync(path('map.yaml'), 'severity:\n  down: awful\n');
    const wrong = await nightlight('import', 'cstate', 'old', '--map', 'map.yaml');
    assert.match(wrong.err, /map\.yaml:2:3 {2}error {2}key-unknown|map\.yaml:1:1 {2}error {2}key-unknown/);
  });

  test('adds components that are missing, and keeps every comment of the config', async () => {
    const { nightlight, path } = folders({ 'late.md': ISSUE.replace('follow-alerts', 'Redis') });
    const before = readFileSync(path('nightlight.yaml'), 'utf8');
    const { code, err } = await nightlight('import', 'cstate', 'old', '--zone', 'UTC', '--add-components');
    assert.equal(code, 0, err);
    const after = readFileSync(path('nightlight.yaml'), 'utf8');
    assert.match(after, /- id: redis\n[\s\S]*since: 2018-04-13\n/);
    assert.deepEqual(
      before.split('\n').filter((line) => !after.includes(line)),
      [],
    );
    const { out } = await nightlight('list', '--all');
    assert.match(out, /late: Alerts are late\. Resolved/);
  });

  test('says what is wrong with the call', async () => {
    const { nightlight } = folders({ 'late.md': ISSUE });
    assert.match((await nightlight('import', 'cstate', 'nowhere')).err, /There is nothing at .*nowhere/);
    assert.match(
      (await nightlight('import', 'cstate', 'old', '--zone', 'Mars')).err,
      /--zone {2}error {2}flag-value/,
    );
    assert.match((await nightlight('import', 'cstat', 'old')).err, /Did you mean "cstate"/);
  });

  test('of an address asks for what Statuspage publishes', async () => {
    const { folder } = folders({});
    const asked: string[] = [];
    const { code, out } = await call(['import', 'statuspage', 'https://status.example.com/'], {
      cwd: folder,
      fetch: async (address) => {
        asked.push(String(address));
        return new Response('{"incidents": []}');
      },
    });
    assert.equal(code, 0);
    assert.match(out, /^Written: 0\./);
    assert.deepEqual(asked, [
      'https://status.example.com/api/v2/components.json',
      'https://status.example.com/api/v2/incidents.json',
      'https://status.example.com/api/v2/scheduled-maintenances.json',
    ]);
  });
});

test('an export has everything, and comes back as it was', async () => {
  const { folder, nightlight, lying, path } = folders({ 'late.md': ISSUE });
  await nightlight('import', 'cstate', 'old', '--zone', 'UTC');
  const { code, out } = await nightlight('export', '--to', 'away');
  assert.equal(code, 0);
  assert.match(out, /^1 incidents, 0 windows of maintenance, \d+ components:\n {2}away\/components\.json\n/);
  const before = readFileSync(path('incidents/late.md'), 'utf8');
  rmSync(join(folder, 'incidents/late.md'));
  const back = await nightlight('import', 'statuspage', 'away');
  assert.equal(back.code, 0, back.err);
  const [name = ''] = lying();
  const again = readFileSync(path(`incidents/${name}`), 'utf8');
  const plain = (text: string) => text.replace(/^imported: .*$/m, '');
  assert.equal(plain(again), plain(before));
});

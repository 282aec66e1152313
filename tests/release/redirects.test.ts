import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isWhole } from '../../src/domain/whole.ts';
import { addRedirects, nowhereIn, oldPagesIn, redirectPage } from '../../src/release/redirects.ts';

const URL_OF = 'https://status.example.org';

describe('an old address', () => {
  test('that a page can stand for is read from the list of redirects', () => {
    const list = [
      '# what was',
      '/issues/2018-api/ /incidents/2018-api/ 301',
      '/old.html /history/ # the list',
      '/incidents/abc https://elsewhere.example/x 302!',
      '',
    ].join('\n');
    assert.deepEqual(oldPagesIn(list, '/'), [
      { file: 'issues/2018-api/index.html', to: '/incidents/2018-api/' },
      { file: 'old.html', to: '/history/' },
      { file: 'incidents/abc/index.html', to: 'https://elsewhere.example/x' },
    ]);
  });

  test('needs a host that reads the list where a program asks for it, or where the host decides', () => {
    for (const line of [
      '/index.xml /history.rss 301',
      '/feed.json /history.rss',
      '/* /404.html 404',
      '/blog/* /history/:splat 301',
      '/news/:slug /incidents/:slug/ 301',
      '/ /history/ 301',
      '/a /b 200',
      '/a /b 301 Country=de',
      '/a id=:id /b/:id/ 301',
      '/../a /b 301',
      '/a //evil.example/',
      '/a "><script>',
      '/a https://[',
      '/a /50%/',
      '/a',
      'a b c',
    ])
      assert.deepEqual(oldPagesIn(line, '/'), [], line);
  });

  test('that leads to no address whoever reads it is told', () => {
    for (const [line, found] of [
      ['/a https://[ 301', 'https://['],
      ['/a/* /50%/ # all', '/50%/'],
      ['/a /b/%C3%A9/', undefined],
      ['/a https://elsewhere.example/50%/', undefined],
      ['/a/* https://elsewhere.example/:splat', undefined],
      ['# /a https://[', undefined],
      ['/a', undefined],
    ] as const)
      assert.equal(nowhereIn(line), found, line);
  });

  test('stands below the path of the site, whether the list names that path or not', () => {
    const page = { file: 'issues/a/index.html', to: '/repo/incidents/a/' };
    assert.deepEqual(oldPagesIn('/issues/a/ /incidents/a/', '/repo/'), [page]);
    assert.deepEqual(oldPagesIn('/repo/issues/a/ /repo/incidents/a/', '/repo/'), [page]);
  });

  test('sends on without a script, says where to, and is kept out of searches', () => {
    const html = redirectPage('/incidents/a/?b&c', URL_OF);
    assert.ok(isWhole(html));
    assert.match(html, /http-equiv="refresh" content="0; url=\/incidents\/a\/\?b&amp;c"/);
    assert.match(html, /rel="canonical" href="https:\/\/status\.example\.org\/incidents\/a\/\?b&amp;c"/);
    assert.match(html, /content="noindex"/);
    assert.doesNotMatch(html, /<script/);
  });
});

test('old addresses get a page each, again at the next build, and never in the place of one of ours', async (t) => {
  const out = await mkdtemp(join(tmpdir(), 'nightlight-redirects-'));
  t.after(() => rm(out, { recursive: true }));
  const origin = { url: URL_OF, base: '/' };
  assert.deepEqual(await addRedirects(out, origin), []);
  mkdirSync(join(out, 'history'));
  writeFileSync(join(out, 'history/index.html'), 'ours');
  writeFileSync(join(out, '_redirects'), '/issues/a/ /incidents/a/\n/history/ /about/\n/issues/a /about/\n');
  const page = () => readFileSync(join(out, 'issues/a/index.html'), 'utf8');
  assert.deepEqual(await addRedirects(out, origin), ['issues/a/index.html']);
  assert.match(page(), /\/incidents\/a\//);
  writeFileSync(join(out, '_redirects'), '/issues/a/ /incidents/b/\n');
  assert.deepEqual(await addRedirects(out, origin), ['issues/a/index.html']);
  assert.match(page(), /\/incidents\/b\//);
  assert.equal(readFileSync(join(out, 'history/index.html'), 'utf8'), 'ours');
  assert.ok(!existsSync(join(out, 'about')));
});

test('where a file lies in the place or in the way of a page at an old address, that file stays', async (t) => {
  const out = await mkdtemp(join(tmpdir(), 'nightlight-redirects-'));
  t.after(() => rm(out, { recursive: true }));
  writeFileSync(join(out, 'CNAME'), 'status.example.org');
  mkdirSync(join(out, 'b.html'));
  const lines = [
    '/CNAME /about/',
    '/a.html /about/',
    '/a.html/more /about/',
    '/b.html /about/',
    '/c /about/',
  ];
  writeFileSync(join(out, '_redirects'), lines.join('\n'));
  assert.deepEqual(await addRedirects(out, { url: URL_OF, base: '/' }), ['a.html', 'c/index.html']);
  assert.equal(readFileSync(join(out, 'CNAME'), 'utf8'), 'status.example.org');
});

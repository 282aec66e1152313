import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { NO_HOLD } from '../../src/domain/hold.ts';
import { filesIn, linksIn, mustHave, verifySite } from '../../src/release/verify.ts';
import { seal } from '../../src/domain/whole.ts';
import { found, told, workshop, write } from './workshop.ts';
import { SPOKEN } from '../languages.ts';

const fresh = workshop();

/** A site with everything that must be there; pages among `more` are ended as a build ends them. */
function site(more: Record<string, string> = {}): string {
  const out = fresh();
  const must = Object.fromEntries(mustHave(SPOKEN).map((file) => [file, '<html><p id="top"></p></html>']));
  const files = Object.entries({ ...must, ...more });
  write(
    out,
    Object.fromEntries(files.map(([file, text]) => [file, file.endsWith('.html') ? seal(text) : text])),
  );
  return out;
}

const page = (link: string) => `<html><p id="here"></p><a href="${link}">x</a></html>`;

describe('the check before going live', () => {
  test('finds nothing wrong with a site that has everything', () => {
    assert.deepEqual(found(verifySite(site(), SPOKEN, '/')), []);
  });

  test('names each page, feed and file that is missing, in every language', () => {
    const out = site();
    for (const file of [
      'index.html',
      'es/index.html',
      'es/uptime/index.html',
      'heartbeat.json',
      'sw.js',
      'es/calendar.ics',
      'history.atom',
      'stale/api/v2/status.json',
      '.well-known/security.txt',
    ]) {
      rmSync(join(out, file));
      assert.deepEqual(found(verifySite(out, SPOKEN, '/')), [`${file} built-file-missing: no file`]);
      mkdirSync(join(out, file));
      assert.deepEqual(
        found(verifySite(out, SPOKEN, '/')),
        [`${file} built-file-missing: no file`],
        'a folder of that name is no file',
      );
      rmSync(join(out, file), { recursive: true });
      write(out, { [file]: seal('<html></html>') });
    }
  });

  test('wants what is the same in every language once', () => {
    assert.ok(
      !mustHave(SPOKEN).some((file) => ['es/sw.js', 'es/heartbeat.json', 'en/index.html'].includes(file)),
    );
    assert.equal(new Set(mustHave(SPOKEN)).size, mustHave(SPOKEN).length);
  });

  test('a page of the operator’s own must be there in each language', () => {
    const ownPages = [
      { name: 'imprint', navigation: 'footer' as const, order: 0, called: { en: 'Imprint' } },
    ];
    const more = mustHave({ ...SPOKEN, ownPages }).filter((file) => !mustHave(SPOKEN).includes(file));
    assert.deepEqual(more.toSorted(), ['es/imprint/index.html', 'imprint/index.html']);
  });

  test('what is switched off need not be there', () => {
    const off = { ...SPOKEN, parts: { bedside: false, pledge: false, citation: false } };
    const gone = mustHave(SPOKEN).filter((file) => !mustHave(off).includes(file));
    assert.deepEqual(gone.toSorted(), [
      ...['bedside.js', 'bedside.json', 'bedside/index.html'],
      ...['es/bedside/index.html', 'es/pledge/index.html', 'pledge/index.html'],
    ]);
  });

  test('announcements must be there in each language, with their list and their feed', () => {
    const announcements = [
      { id: 'terms', from: 0, until: 1, ...NO_HOLD, withdrawn: false, components: [], texts: new Map() },
    ];
    const more = mustHave({ ...SPOKEN, announcements }).filter((file) => !mustHave(SPOKEN).includes(file));
    const each = ['announcements.atom', 'announcements/index.html', 'announcements/terms/index.html'];
    assert.deepEqual(more.toSorted(), [...each, ...each.map((file) => `es/${file}`)]);
  });

  test('finds a page that was cut short, wherever', () => {
    const whole = seal('<html><body><p id="a" data-part>a</p><p id="b" data-part>b</p></body></html>');
    const out = site();
    for (const cut of [whole.slice(0, 40), whole.slice(0, -8), whole.replace(/<p id="b".*?<\/p>/, '')]) {
      writeFileSync(join(out, 'about/index.html'), cut);
      assert.deepEqual(
        found(verifySite(out, SPOKEN, '/')),
        ['about/index.html built-page-cut-short: a page without its end'],
        cut,
      );
    }
  });

  test('takes a page that the operator brought along as it is, and looks whether its links lead to something', () => {
    const out = site();
    const text = '<title>Papers</title><a href="/gone/">Gone</a>';
    write(out, { 'papers/index.html': text });
    const isBrought = (file: string, html: string) => file === 'papers/index.html' && html === text;
    assert.deepEqual(found(verifySite(out, SPOKEN, '/', new Set(), new Set(), isBrought)), [
      'papers/index.html link-to-nothing: /gone/',
    ]);
    assert.equal(verifySite(out, SPOKEN, '/').length, 2);
  });

  test('reads a page that was brought along as a browser does, however it is written', () => {
    const out = site({ 'about/index.html': page('/papers/#three') });
    const text = `<!-- <a href="/old/">Old</a> --><a name="one">1</a><p id=two><p id='three'>
      <script>const to = '<a href="' + location + '">';</script><script src="/gone.js"></script>
      <style>/* <a href="/style/"> */</style><a href="#one">1</a><a href="#two">2</a><a href="#100%">All</a>`;
    write(out, { 'papers/index.html': text });
    assert.deepEqual(found(verifySite(out, SPOKEN, '/', new Set(), new Set(), () => true)), [
      'papers/index.html link-to-nothing: /gone.js',
      'papers/index.html link-to-no-place: #100%',
    ]);
  });

  test('says of an address that says nothing that it leads to nothing', () => {
    for (const link of ['/50%/', '/%e4/'])
      assert.deepEqual(found(verifySite(site({ 'about/index.html': page(link) }), SPOKEN, '/')), [
        `about/index.html link-to-nothing: ${link}`,
      ]);
  });

  test('says what can be done of each, and when it is a mistake of ours', () => {
    const out = site({ 'index.html': page('/gone/') });
    writeFileSync(join(out, 'about/index.html'), '<html>');
    rmSync(join(out, 'sw.js'));
    const [missing, link, cut] = told(verifySite(out, SPOKEN, '/')).toSorted((one, other) =>
      one < other ? 1 : -1,
    );
    assert.match(missing ?? '', /the site must have to go live\. Deploy again: .* mistake of ours/);
    assert.match(cut ?? '', /a whole page\. Deploy again: /);
    assert.match(link ?? '', /an address of this site\. Mend the link .* mistake of ours/);
  });

  test('does not read what is no page', () => {
    assert.deepEqual(found(verifySite(site({ 'notes.txt': '<a href="/nowhere/">x</a>' }), SPOKEN, '/')), []);
  });

  test('looks at no page that was carried over from the release before', () => {
    const file = 'incidents/a/revisions/b1/index.html';
    const out = site({ [file]: page('/gone/') });
    assert.deepEqual(found(verifySite(out, SPOKEN, '/')), [`${file} link-to-nothing: /gone/`]);
    assert.deepEqual(found(verifySite(out, SPOKEN, '/', new Set(), new Set([file]))), []);
  });
});

describe('a link within the site', () => {
  const more = {
    'incidents/a/index.html': '<html><p id="u-1"></p><p id="a&amp;b &quot;c&quot;"></p></html>',
    'incidents/a.json': '{}',
    'incidents/ünï/index.html': '<html></html>',
  };
  let out: string;
  before(() => {
    out = site(more);
  });
  const wrong = (link: string, base = '/') => {
    writeFileSync(join(out, 'about/index.html'), seal(page(link)));
    return found(verifySite(out, SPOKEN, base));
  };

  for (const link of [
    '/',
    '/incidents/a/',
    '/incidents/a/index.html',
    '/incidents/a/?x=1',
    '/incidents/a/#u-1',
    '/incidents/a/#a&amp;b%20&quot;c&quot;',
    '/incidents/a/#',
    '/incidents/a.json#part',
    '/incidents/%C3%BCn%C3%AF/',
    '../incidents/a.json',
    '',
    '#here',
    '#',
    '/about/#here',
    'https://elsewhere.example/nowhere/',
    'mailto:someone@example.org',
  ])
    test(`to "${link}" leads somewhere`, () => assert.deepEqual(wrong(link), []));

  for (const link of [
    '/nowhere/',
    '/incidents/a',
    '/incidents',
    'incidents/a/',
    '/es',
    'http://[',
    '/incidents/b/#u-1',
  ])
    test(`to "${link}" leads to nothing, and is told of`, () => {
      assert.deepEqual(wrong(link), [`about/index.html link-to-nothing: ${link}`]);
    });

  for (const link of ['/incidents/a/#u-2', '#nowhere', '/about/#u-1', '/#u-1'])
    test(`to "${link}" leads to a page without that place, and is told of`, () => {
      assert.deepEqual(wrong(link), [`about/index.html link-to-no-place: ${link}`]);
    });

  test('is looked at below the path that the site is served from', () => {
    for (const link of ['/repo/', '/repo/incidents/a/#u-1', '#here', '/repo/about/#here'])
      assert.deepEqual(wrong(link, '/repo/'), [], link);
    for (const link of ['/', '/incidents/a/', '/repository/'])
      assert.deepEqual(wrong(link, '/repo/'), [`about/index.html link-to-nothing: ${link}`]);
  });

  test('is told of once for each page, however often it stands there', () => {
    const out = site({ 'about/index.html': page('/x/') + page('/x/'), 'index.html': page('/x/') });
    assert.deepEqual(found(verifySite(out, SPOKEN, '/')).toSorted(), [
      'about/index.html link-to-nothing: /x/',
      'index.html link-to-nothing: /x/',
    ]);
  });

  test('is whatever a page loads or leads to, with its signs as they are meant', () => {
    assert.deepEqual(
      [
        ...linksIn(
          '<a href="/a/?b=1&amp;c=2&#38;d">x</a><script src="/x.js"></script> <astro-island component-url="/c.js" renderer-url="/r.js"></astro-island><p data-href="/no" title="href=">href</p><a\nhref="/say/&quot;so&#34;">',
        ),
      ],
      ['/a/?b=1&c=2&d', '/x.js', '/c.js', '/r.js', '/say/"so"'],
    );
  });
});

describe('what is kept of the release before', () => {
  const kept = new Set(['incidents/a', 'history/2025']);
  const groups = {
    'incidents/a/index.html': '<html><a href="/gone/">x</a><p id="u-1"></p></html>',
    'incidents/a.json': '{}',
    'es/incidents/a/index.html': '<html></html>',
    'history/2025/index.html': '<html></html>',
  };

  test('is not looked through again, and links to it are', () => {
    const links = '<html><a href="/incidents/a/#u-1">x</a><a href="/incidents/a.json">x</a></html>';
    assert.deepEqual(found(verifySite(site({ ...groups, 'index.html': links }), SPOKEN, '/', kept)), []);
    assert.deepEqual(
      found(verifySite(site({ ...groups, 'index.html': page('/incidents/a/#u-2') }), SPOKEN, '/', kept)),
      ['index.html link-to-no-place: /incidents/a/#u-2'],
    );
    assert.deepEqual(
      found(verifySite(site({ ...groups, 'index.html': page('/incidents/a.csv') }), SPOKEN, '/', kept)),
      ['index.html link-to-nothing: /incidents/a.csv'],
    );
  });

  test('must be there', () => {
    const { 'incidents/a/index.html': _, ...rest } = groups;
    assert.deepEqual(found(verifySite(site(rest), SPOKEN, '/', kept)), [
      'incidents/a/index.html built-file-missing: no file, and it was to be kept from the release before',
    ]);
  });

  test('is left out where the files of a site are listed, and nothing else is', () => {
    const out = fresh();
    write(out, {
      ...groups,
      'incidents/ab/index.html': '',
      'incidents/ab.json': '',
      'incidents/ab/a/index.html': '',
      'a/incidents/a/index.html': '',
      'index.html': '',
    });
    const others = [
      'a/incidents/a/index.html',
      'incidents/ab.json',
      'incidents/ab/a/index.html',
      'incidents/ab/index.html',
      'index.html',
    ];
    assert.deepEqual(filesIn(out, kept).toSorted(), others);
    assert.deepEqual(filesIn(out).toSorted(), [...others, ...Object.keys(groups)].toSorted());
  });
});

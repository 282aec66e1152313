import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { OURS, writtenAddress } from '../../src/domain/addresses.ts';
import type { OwnPage, OwnPageEntry } from '../../src/domain/own-page.ts';
import { readOwnPages } from '../../src/own-pages/index.ts';
import { ownLinks } from '../../src/publications/navigation.ts';
import { printOwnPage } from '../../src/publications/own-page.ts';
import { filesOf, saidIn } from './reading.ts';

const SITE = { languages: ['en', 'de', 'es'] as const };
const IMPRINT = '---\ntitle: Imprint\n---\nThe Example Company, 1 Main Street.\n';

const read = (texts: Record<string, string>) => readOwnPages(filesOf(texts), SITE);
const said = (texts: Record<string, string>) => saidIn(read(texts).problems);

function only(files: Record<string, string>): OwnPage {
  const { pages, problems } = read(files);
  assert.deepEqual(problems, []);
  assert.equal(pages.length, 1);
  return pages[0] as OwnPage;
}

function printed(text: string, language = 'en', base = '/') {
  return printOwnPage(only({ 'page.md': `---\ntitle: Page\n---\n${text}` }), SITE, base, language);
}

test('a link to a page that there is not is told where it stands, before anything is built', () => {
  const text = (link: string) => `---\ntitle: Page\n---\nFirst.\n\nSee [it](${link}).\n`;
  for (const link of ['/plan/', '/de/plan/', '/plan/#door', '/plan/more/'])
    assert.deepEqual(said({ 'page.md': text(link) }), [`page.md:6:5 link-to-nothing: ${link}`], link);
  const { problems } = read({ 'page.md': text('/histori/'), 'plan.md': IMPRINT });
  assert.match(
    problems[0]?.remedy ?? '',
    /write pages\/histori\.md, or mend the link\. Did you mean "history"\?/,
  );
  for (const link of [
    '/',
    '/de/',
    '/page/',
    '/de/page/',
    '/history/2026/',
    '/incidents/a/',
    '/plan.pdf',
    '/history.atom',
  ])
    assert.deepEqual(said({ 'page.md': text(link) }), [], link);
  const slashless = read({ 'page.md': text('/de/page#door') }).problems;
  assert.match(slashless[0]?.remedy ?? '', /ends with a slash/);
  assert.deepEqual(said({ 'page.md': text('/plan') }), ['page.md:6:5 link-to-nothing: /plan']);
  const files = [{ name: 'page.md', bytes: new TextEncoder().encode(text('/papers/')) }];
  assert.equal(readOwnPages(files, SITE).problems.length, 1);
  assert.deepEqual(readOwnPages(files, SITE, ['papers']).problems, [], 'a folder of public/');
});

test('a link to an incident, a component or a part that there is not is told where that is known', () => {
  const within = { below: { incidents: ['2026-03-01-mail'], components: ['mail'] }, off: ['pledge'] };
  const told = (link: string) => {
    const text = `---\ntitle: Page\n---\nSee [it](${link}).\n`;
    return readOwnPages(filesOf({ 'page.md': text }), SITE, [], within).problems.map(({ remedy }) => remedy);
  };
  assert.deepEqual(told('/incidents/2026-03-01-mial/'), [
    'There is no /incidents/2026-03-01-mial/: mend the link. Did you mean "2026-03-01-mail"?',
  ]);
  assert.match(
    told('/de/components/web/#chart')[0] ?? '',
    /^There is no \/components\/web\/: mend the link\./,
  );
  assert.match(told('/de/pledge/')[0] ?? '', /^The config takes \/pledge\/ away, by "parts" of "site"/);
  for (const link of [
    ...['/incidents/2026-03-01-mail/#u-20260301T030000Z', '/de/components/mail/', '/incidents/a.json'],
    ...['/regions/us/', '/about/#mail', '/history/2026/'],
  ])
    assert.deepEqual(told(link), [], link);
});

describe('a page of the operator’s own', () => {
  test('needs a title and a text, and is then linked at the foot of each page', () => {
    const { entry, texts } = only({ 'imprint.md': IMPRINT });
    assert.deepEqual(entry, { name: 'imprint', navigation: 'footer', order: 0, called: { en: 'Imprint' } });
    assert.equal(texts.get('en')?.prose.html, '<p>The Example Company, 1 Main Street.</p>');
  });

  test('says in its first file where it is linked, and in each what it is called there', () => {
    const { entry } = only({
      'plan.de.md': '---\ntitle: Vorsorgen für den Ausfall\nshort: Vorsorgen\n---\nText\n',
      'plan.md': '---\ntitle: Prepare\nnavigation: header\norder: 2\n---\nText\n',
    });
    assert.deepEqual(entry, {
      name: 'plan',
      navigation: 'header',
      order: 2,
      called: { en: 'Prepare', de: 'Vorsorgen' },
    });
  });

  test('may be written in any one of the languages, which then says all of it', () => {
    const page = only({ 'impressum.de.md': '---\ntitle: Impressum\nnavigation: none\n---\nWir.\n' });
    assert.equal(page.entry.navigation, 'none');
    assert.deepEqual(printOwnPage(page, SITE, '/', 'en'), {
      title: 'Impressum',
      description: 'Wir.',
      html: '<p>Wir.</p>',
      original: 'de',
    });
    assert.equal(printOwnPage(page, SITE, '/', 'de')?.original, undefined);
  });

  test('stands in its order, and by name where nothing is said of it', () => {
    const { pages } = read({
      'b.md': IMPRINT,
      'a.md': IMPRINT,
      'z.md': IMPRINT.replace('title', 'order: -1\ntitle'),
    });
    assert.deepEqual(
      pages.map(({ entry }) => entry.name),
      ['z', 'a', 'b'],
    );
  });

  test('is described by its first words, whole ones, where it says nothing better', () => {
    assert.equal(printed('One  *two*\nthree.')?.description, 'One two three.');
    const long = printed('word '.repeat(60))?.description ?? '';
    assert.ok(long.endsWith('word …') && long.length <= 162, long);
    const page = only({ 'p.md': IMPRINT.replace('---\nThe', 'description: Who we are\n---\nThe') });
    assert.equal(printOwnPage(page, SITE, '/', 'en')?.description, 'Who we are');
  });

  test('keeps its headings, lists and tables, and shows HTML as it is written', () => {
    const { problems, pages } = read({
      'p.md': '---\ntitle: P\n---\n## One\n\n1. ## Step\n\n   Do it.\n\n<script>alert(1)</script>\n',
    });
    assert.deepEqual(
      problems.map(({ name, place }) => `${name} ${place?.line}`),
      ['html-not-rendered 10'],
    );
    const html = pages[0]?.texts.get('en')?.prose.html ?? '';
    assert.match(html, /<h2>One<\/h2>\s*<ol>\s*<li>\s*<h2>Step<\/h2>\s*<p>Do it\.<\/p>/);
    assert.doesNotMatch(html, /<script/);
  });

  test('links to the site itself, below its path, and to pages in the language of the reader', () => {
    const text =
      '[a](/history/) [b](/feed.json) [c](/es/about/#x) [d](https://example.org/) [e](mailto:a@b.c)';
    const links = (language: string, base: string) =>
      [...(printed(text, language, base)?.html ?? '').matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
    const rest = ['https://example.org/', 'mailto:a@b.c'];
    assert.deepEqual(links('en', '/'), ['/history/', '/feed.json', '/es/about/#x', ...rest]);
    assert.deepEqual(links('de', '/up/'), ['/up/de/history/', '/up/feed.json', '/up/es/about/#x', ...rest]);
  });

  test('leads nowhere else: not to another host by two slashes, not to a program', () => {
    for (const url of [
      '//evil.example/',
      '/\\evil.example',
      'javascript:alert(1)',
      'history/',
      '#top',
      'data:,x',
    ])
      assert.deepEqual(
        said({ 'p.md': `---\ntitle: P\n---\n[x](${url})\n` }),
        [`p.md:4:1 link-not-allowed: ${url}`],
        url,
      );
  });

  test('does not mistake its words for a link', () => {
    assert.match(printed('`<a href="/history/">`', 'de', '/up/')?.html ?? '', /href="\/history\//);
  });

  test('is told of all that is wrong with it at once, each with its place', () => {
    const files = {
      'about.md': IMPRINT,
      'fr.md': IMPRINT,
      'Imprint.md': IMPRINT,
      'below/imprint.md': IMPRINT,
      'notes.txt': 'x',
      'imprint.fr.md': IMPRINT,
      'imprint.en.md': IMPRINT,
      'empty.md': '',
      'bare.md': 'Text\n',
      'wordless.md': '---\ntitle: T\n---\n\n',
      'untitled.md': '---\norder: first\nnavigation: top\nlayout: x\n---\n# T\n',
      'twice.md': IMPRINT,
      'twice.de.md': '---\ntitle: T\norder: 1\n---\nText\n',
    };
    assert.deepEqual(said(files), [
      'Imprint.md:1:1 file-name: Imprint.md',
      'about.md:1:1 page-name-taken: about.md',
      'bare.md:1:1 front-matter-missing: Text',
      'below/imprint.md:1:1 file-name: below/imprint.md',
      'empty.md:1:1 file-empty: an empty file',
      'fr.md:1:1 page-name-taken: fr.md',
      'imprint.en.md:1:1 file-name: imprint.en.md',
      'imprint.fr.md:1:1 language-unknown: imprint.fr.md',
      'notes.txt:1:1 file-name: notes.txt',
      'twice.de.md:3:1 translation-key: order',
      'untitled.md:1:1 key-missing: no "title"',
      'untitled.md:2:8 number-out-of-range: first',
      'untitled.md:3:13 value-not-allowed: top',
      'untitled.md:4:1 key-unknown: layout',
      'untitled.md:6:1 page-heading: # T',
      'wordless.md:1:1 file-empty: a page without a text',
    ]);
    assert.deepEqual(read(files).pages, []);
  });

  test('can take no name that is an address of ours', () => {
    const routes = join(import.meta.dirname, '../../src/pages');
    const names = [...readdirSync(routes), ...readdirSync(join(routes, '[...lang]'))]
      .filter((name) => !name.startsWith('['))
      .map((name) => name.replace(/\.astro$/, ''))
      .filter((name) => /^[a-z0-9-]+$/.test(name) && name !== 'index');
    for (const name of names) assert.ok(OURS.includes(name), name);
  });
});

describe('links of the operator’s own', () => {
  const ownPages: OwnPageEntry[] = [
    { name: 'plan', navigation: 'header', order: 0, called: { en: 'Prepare' } },
    {
      name: 'imprint',
      navigation: 'footer' as const,
      order: 0,
      called: { en: 'Imprint', de: 'Impressum' },
    },
    { name: 'hidden', navigation: 'none', order: 0, called: { en: 'Hidden' } },
  ];
  const site = {
    ...SITE,
    ownPages,
    links: {
      header: [{ text: { en: 'Shop', de: 'Laden', es: 'Tienda' }, address: 'https://example.org/' }],
      footer: [{ text: { en: 'Terms', de: 'Regeln', es: 'Reglas' }, address: '/terms/' }],
    },
  };

  test('stand behind the pages that ask for it, and say in which language those are', () => {
    assert.deepEqual(ownLinks(site, '/up/', 'de'), {
      pages: [{ address: '/up/de/plan/', text: 'Prepare', original: 'en' }],
      header: [{ address: 'https://example.org/', text: 'Laden' }],
      footer: [
        { address: '/up/de/imprint/', text: 'Impressum', original: undefined },
        { address: '/up/de/terms/', text: 'Regeln' },
      ],
    });
  });

  test('are nothing where nobody asked for them', () => {
    const none = { ...SITE, ownPages: [], links: { header: [], footer: [] } };
    assert.deepEqual(ownLinks(none, '/', 'en'), { pages: [], header: [], footer: [] });
  });

  test('lead to a page of an Astro project and to a folder of public/ in the language in which there is one', () => {
    const beside = { papers: [], team: ['de'] };
    const at = (address: string) => writtenAddress({ ...SITE, beside }, '/up/', 'de', address);
    assert.deepEqual(['/papers/', '/team/', '/about/'].map(at), [
      '/up/papers/',
      '/up/de/team/',
      '/up/de/about/',
    ]);
    assert.equal(writtenAddress({ ...SITE, beside }, '/up/', 'es', '/team/#who'), '/up/team/#who');
  });

  test('lead to one version of an incident in the one language that it has', () => {
    const version = '/incidents/2026-03-01-alerts/revisions/1f00dca/';
    assert.equal(writtenAddress(SITE, '/up/', 'de', version), `/up${version}`);
  });
});

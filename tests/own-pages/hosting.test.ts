import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { set } from '../../src/config/edit.ts';
import { filesOf } from '../../src/cli/init/files.ts';
import { readConfig, siteOf } from '../../src/config/index.ts';
import { SHIPPED } from '../languages.ts';
import { filesIn, verifySite } from '../../src/release/verify.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { ABOUT_ONE_SERVICE } from '../words/one-service.ts';

const BASE = '/up/';

/** An outage with everything that a file can say, told in two languages. */
const OUTAGE = `---
title: Websites cannot be reached
began: 2026-02-27T02:10Z
ended: 2026-02-27T03:00Z
impact: { websites: major_outage }
works: [e-mail]
advice: Try again in an hour.
data: delayed
cause: A switch failed.
cause_certainty: confirmed
reported_by: community
replay: true
sources: [{ title: Our forum, url: https://forum.example.org/1 }]
---
## Investigating - 2026-02-27T02:30Z
Websites do not answer. We speak again by 04:00 UTC.

## Resolved - 2026-02-27T03:05Z
Websites answer again.
`;

const FILES = {
  'incidents/2026-02-27-websites.md': OUTAGE,
  'incidents/2026-02-27-websites.de.md':
    '---\ntitle: Websites sind nicht erreichbar\nadvice: Versuchen Sie es in einer Stunde noch einmal.\n---\n## u-20260227T023000Z\nWebsites antworten nicht.\n',
  'pages/imprint.md': '---\ntitle: Imprint\n---\nHosting Example, 1 Main Street. [The record](/history/).\n',
  'pages/imprint.de.md': '---\ntitle: Impressum\n---\nHosting Example, Hauptstraße 1.\n',
  'pages/migration.md':
    '---\ntitle: Moving to the new servers\nshort: Moving\nnavigation: header\n---\n1. ## Keep a copy\n\n   Before you begin.\n',
};

/** What people read or hear of a file; styles, code and the keys and codes of data are for programs, which know them so. */
function wordsIn(text: string): string {
  return text
    .replace(/<style>.*?<\/style>|<script type="module"[^>]*>.*?<\/script>/gs, '')
    .replace(/<[a-z][^>]*>/g, (tag) =>
      (tag.match(/(?:alt|title|content|aria-label)="[^"]*"/g) ?? []).join(' '),
    )
    .replace(/"[a-z_]+":|"(?:vendor|kind|minor)"/g, '');
}

describe('a hosting company', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-hosting-'));
  const out = join(folder, 'dist');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const read = (file: string) => readFileSync(join(out, file), 'utf8');
  let config = '';

  before(async () => {
    const made = await filesOf(
      {
        name: 'Hosting Example',
        service: 'web hosting',
        url: 'https://status.example.org',
        components: ['Websites', 'E-mail'],
        languages: ['en', 'de'],
        contact: 'mailto:status@example.org',
        host: 'server',
        day: '2026-02-01',
      },
      '0.1.0',
    );
    config = set(made['nightlight.yaml'] as string, ['site', 'parts'], {
      bedside: false,
      pledge: false,
      citation: false,
    });
    config = set(config, ['site', 'links'], {
      header: [{ text: { en: 'Shop', de: 'Laden' }, address: 'https://example.org/' }],
      footer: [{ text: { en: 'Who we are', de: 'Wer wir sind' }, address: '/about/' }],
    });
    config = set(config, ['delivery'], {
      service: 'https://notify.example.org',
      terms: 'https://example.org/terms',
      privacy: 'https://example.org/privacy',
      email: { from: 'Hosting <status@example.org>', postal_address: 'Hosting, 1 Main Street, Springfield' },
      sms: { from: '+15555550100', countries: ['US'], price: 0.01, most_a_day: 20 },
    });
    for (const [file, text] of Object.entries({ ...made, ...FILES, 'nightlight.yaml': config })) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'Begin');
    await sharedBuilder().build({
      NIGHTLIGHT_SITE: folder,
      NIGHTLIGHT_OUT: out,
      NIGHTLIGHT_NOW: '2026-03-01T03:10Z',
      BASE_PATH: BASE,
    });
  });

  test('has a whole site, in which every link leads to something', () => {
    const { config: read } = readConfig(Buffer.from(config), 'nightlight.yaml', Date.now(), SHIPPED);
    assert.ok(read);
    const ownPages = ['imprint', 'migration'].map((name) => ({
      ...{ name, navigation: 'footer' as const, order: 0, called: {} },
    }));
    assert.deepEqual(verifySite(out, { ...siteOf(read), ownPages }, BASE), []);
  });

  test('has its own pages, in its languages, and links to them from every page', () => {
    const pages = filesIn(out).filter((file) => file.endsWith('.html') && !file.startsWith('embed'));
    for (const page of pages.filter((file) => !/(?:^|\/)(?:embed|components\/.*\/badge)/.test(file))) {
      const language = page.startsWith('de/') ? 'de/' : '';
      const html = read(page);
      assert.ok(html.includes(`href="${BASE}${language}imprint/"`), page);
      assert.ok(html.includes(`href="${BASE}${language}migration/"`), page);
      assert.ok(html.includes(`href="${BASE}${language}about/"`), page);
      assert.ok(html.includes('href="https://example.org/"'), page);
    }
    assert.match(read('de/imprint/index.html'), /Hauptstraße 1/);
    assert.match(read('imprint/index.html'), /<a href="\/up\/history\/">The record<\/a>/);
    assert.match(read('de/migration/index.html'), /<h1[^>]* lang="en"[^>]*>Moving to the new servers<\/h1>/);
    assert.match(read('sitemap.xml'), /\/up\/de\/imprint\//);
  });

  test('reads nowhere of the service that this project began with', () => {
    const printed = filesIn(out).filter((file) =>
      /\.(?:html|json|atom|rss|ics|svg|xml|txt|webmanifest|bib|csv)$/.test(file),
    );
    const forPeople = printed.filter((file) => !file.startsWith('schema/'));
    assert.ok(printed.length > 60, String(printed.length));
    for (const file of forPeople) {
      const words = ABOUT_ONE_SERVICE[file.startsWith('de/') ? 'de' : 'en'] as RegExp;
      const text = wordsIn(read(file));
      const at = text.search(words);
      assert.equal(at < 0 ? '' : text.slice(Math.max(0, at - 60), at + 60), '', file);
    }
  });

  test('takes sign-ups, and asks nobody for a parent', () => {
    assert.match(read('subscribe/index.html'), /<form[^>]* action="https:\/\/notify.example.org\/subscribe"/);
    assert.doesNotMatch(read('subscribe/index.html'), /name="(?:whose|guardian)"/);
  });

  test('has nothing of what it switched off, and nothing that leads there', () => {
    const files = filesIn(out);
    assert.deepEqual(
      files.filter((file) => /bedside|pledge|\.bib$|\.csl\.json$/.test(file)),
      [],
    );
    for (const file of files.filter((one) => /\.(?:html|xml|webmanifest)$/.test(one)))
      assert.doesNotMatch(
        read(file),
        /href="[^"]*(?:bedside|pledge|\.bib|\.csl)|\/bedside\/|Cite this|Zitieren/,
        file,
      );
  });
});

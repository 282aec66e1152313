import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Announcement } from '../../src/domain/announcement.ts';
import { readAnnouncements } from '../../src/own-pages/announcements.ts';
import { renamed } from '../sites.ts';
import { filesOf, saidIn } from './reading.ts';

const SITE = { languages: ['en', 'de', 'es'] as const, components: renamed.components };
const HEAD = 'title: New terms\nfrom: 2026-03-01T08:00Z\nuntil: 2026-03-15T08:00+01:00';
const TERMS = `---\n${HEAD}\n---\nThey begin in April.\n`;

const read = (texts: Record<string, string>) => readAnnouncements(filesOf(texts), SITE);
const said = (texts: Record<string, string>) => saidIn(read(texts).problems);

function only(files: Record<string, string>): Announcement {
  const { announcements, problems } = read(files);
  assert.deepEqual(problems, []);
  assert.equal(announcements.length, 1);
  return announcements[0] as Announcement;
}

describe('an announcement', () => {
  test('has a title, a time and a text, and is about no component unless it says so', () => {
    const { texts, ...rest } = only({ 'terms.md': TERMS });
    assert.deepEqual(rest, {
      id: 'terms',
      from: Date.UTC(2026, 2, 1, 8),
      until: Date.UTC(2026, 2, 15, 7),
      ...{ draft: false, publish: undefined, withdrawn: false, components: [] },
    });
    assert.deepEqual(
      [...texts].map(([language, { title, prose }]) => [language, title, prose.html]),
      [['en', 'New terms', '<p>They begin in April.</p>']],
    );
  });

  test('may be taken back', () => {
    const of = (line: string) => only({ 'a.md': TERMS.replace('\n---', `\n${line}\n---`) });
    assert.equal(of('withdrawn: true').withdrawn, true);
    assert.equal(of('withdrawn: false').withdrawn, false);
  });

  test('may be a draft, or be told at a time and not before', () => {
    const of = (line: string) => only({ 'a.md': TERMS.replace('\n---', `\n${line}\n---`) });
    assert.equal(of('draft: true').draft, true);
    assert.equal(of('publish: 2026-02-20T08:00Z').publish, Date.UTC(2026, 1, 20, 8));
    assert.deepEqual(said({ 'a.md': TERMS.replace('\n---', '\npublish: soon\n---') }).length, 1);
  });

  test('lasts to the end of the day that it names', () => {
    const { from, until } = only({
      'a.md': '---\ntitle: T\nfrom: 2026-03-01\nuntil: 2026-03-01\n---\nText\n',
    });
    assert.deepEqual([from, until], [Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2)]);
  });

  test('stands nowhere before it is told, and is not over by then', () => {
    const told = (publish: string) => ({ 'a.md': TERMS.replace('\n---', `\npublish: ${publish}\n---`) });
    assert.equal(only(told('2026-03-04T08:00Z')).from, Date.UTC(2026, 2, 4, 8));
    assert.equal(only(told('2026-02-01T08:00Z')).from, Date.UTC(2026, 2, 1, 8));
    assert.deepEqual(said(told('2026-03-15T07:00Z')), ['a.md:4:8 announcement-backwards: 2026-03-15T07:00Z']);
  });

  test('names components by their ids of today, each once, also where it has a former one', () => {
    const former = renamed.components.find(({ formerly }) => formerly.length > 0);
    assert.ok(former);
    const components = `components: [${former.id}, ${former.formerly[0]}]`;
    assert.deepEqual(only({ 'a.md': TERMS.replace('\n---', `\n${components}\n---`) }).components, [
      former.id,
    ]);
  });

  test('is in the first language of the site or in the one that it names, and translated into others', () => {
    const words = (files: Record<string, string>) =>
      [...only(files).texts].map(([language, { title }]) => `${language} ${title}`);
    const translated = '---\ntitle: Neue Bedingungen\n---\nText\n';
    assert.deepEqual(words({ 'a.de.md': translated, 'a.md': TERMS }), [
      'en New terms',
      'de Neue Bedingungen',
    ]);
    assert.deepEqual(
      words({
        'a.en.md': '---\ntitle: New terms\n---\nText\n',
        'a.md': TERMS.replace('New terms', 'Condiciones').replace('\n---', '\nlanguage: es\n---'),
        'a.de.md': translated,
      }),
      ['es Condiciones', 'en New terms', 'de Neue Bedingungen'],
    );
  });

  test('is told of all that is wrong with it at once, each with its place', () => {
    const files = {
      'Terms.md': TERMS,
      'below/terms.md': TERMS,
      'notes.txt': 'x',
      'terms.fr.md': TERMS,
      'alone.de.md': '---\ntitle: T\n---\nText\n',
      'backwards.md': TERMS.replace('2026-03-15T08:00+01:00', '2026-02-15T08:00Z'),
      'instant.md': TERMS.replace('2026-03-15T08:00+01:00', '2026-03-01T08:00Z'),
      'empty.md': '',
      'bare.md': 'Text\n',
      'wordless.md': `---\n${HEAD}\n---\n\n`,
      'wrong.md':
        '---\nfrom: tomorrow\nuntil: 2026-03-15T08:00\ncomponents: [telephone]\nlanguage: fr\nimpact: none\n---\n# T\n',
      'timeless.md': '---\ntitle: T\n---\nText\n',
      'twice.md': TERMS,
      'twice.en.md': '---\ntitle: T\n---\nText\n',
      'twice.de.md': '---\ntitle: T\nuntil: 2026-03-15\n---\nText\n',
      'untitled.md': TERMS,
      'untitled.de.md': '---\nlanguage: de\n---\nText\n',
    };
    assert.deepEqual(said(files), [
      'Terms.md:1:1 file-name: Terms.md',
      'alone.de.md:1:1 translation-without-original: alone.de.md',
      'backwards.md:4:8 announcement-backwards: 2026-02-15T08:00Z',
      'bare.md:1:1 front-matter-missing: Text',
      'below/terms.md:1:1 file-name: below/terms.md',
      'empty.md:1:1 file-empty: an empty file',
      'instant.md:4:8 announcement-backwards: 2026-03-01T08:00Z',
      'notes.txt:1:1 file-name: notes.txt',
      'terms.fr.md:1:1 language-unknown: terms.fr.md',
      'timeless.md:1:1 key-missing: no "from"',
      'timeless.md:1:1 key-missing: no "until"',
      'twice.de.md:3:1 translation-key: until',
      'twice.en.md:1:1 language-unknown: twice.en.md',
      'untitled.de.md:1:1 key-missing: no "title"',
      'untitled.de.md:2:1 translation-key: language',
      'wordless.md:1:1 file-empty: an announcement without a text',
      'wrong.md:1:1 key-missing: no "title"',
      'wrong.md:2:7 time-malformed: tomorrow',
      'wrong.md:3:8 time-without-offset: 2026-03-15T08:00',
      'wrong.md:4:14 component-unknown: telephone',
      'wrong.md:5:11 value-not-allowed: fr',
      'wrong.md:6:1 key-unknown: impact',
      'wrong.md:8:1 page-heading: # T',
    ]);
    assert.deepEqual(read(files).announcements, []);
  });

  test('is told where a link of it stands that leads to no page, in each language', () => {
    const places = { languages: SITE.languages, pages: ['history', 'imprint'], others: ['papers'] };
    const files = {
      'a.md': TERMS.replace('They begin', 'See [it](/imprnt/) and [all](/papers/). They begin'),
      'a.de.md': '---\ntitle: Neu\n---\nSiehe [dort](/de/histori/) und [hier](/imprint/).\n',
    };
    const { problems } = readAnnouncements(filesOf(files), SITE, places);
    assert.deepEqual(saidIn(problems), [
      'a.de.md:4:7 link-to-nothing: /de/histori/',
      'a.md:6:5 link-to-nothing: /imprnt/',
    ]);
    assert.match(problems[1]?.remedy ?? '', /Did you mean "imprint"\?/);
  });

  test('that is broken keeps none of the others from being read', () => {
    const { announcements } = read({ 'b.md': '', 'c.md': TERMS, 'a.md': TERMS });
    assert.deepEqual(
      announcements.map(({ id }) => id),
      ['a', 'c'],
    );
  });

  test('is safe as an incident is, and may lead to the site that it stands on', () => {
    const text = '[in](/history/) [out](https://example.org/) <b>x</b> [no](javascript:alert(1))\n';
    const { problems, announcements } = read({ 'a.md': TERMS.replace('They begin in April.\n', text) });
    assert.deepEqual(
      problems.map(({ name }) => name),
      ['html-not-rendered', 'html-not-rendered', 'link-not-allowed'],
    );
    const html = announcements[0]?.texts.get('en')?.prose.html ?? '';
    assert.match(html, /<a href="\/history\/">in<\/a> <a href="https:\/\/example\.org\/">out<\/a>/);
    assert.doesNotMatch(html, /<b>|javascript:/);
  });
});

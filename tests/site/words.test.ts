import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import {
  formatOf,
  messageWordsOf,
  ORIGINAL,
  speakAlso,
  spokenLanguages,
  wordsOf,
} from '../../src/i18n/index.ts';
import { loadConfig } from '../../src/site/config.ts';
import { loadWords } from '../../src/site/words.ts';
import { SMALL } from '../config/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightlight-words-'));
const place = {
  site: folder,
  env: { NIGHTLIGHT_CONFIG: join(import.meta.dirname, '../../nightlight.yaml') },
};
mkdirSync(join(folder, 'words'));
after(() => {
  rmSync(folder, { recursive: true });
  speakAlso(new Map());
});

function write(files: Record<string, unknown>): void {
  rmSync(join(folder, 'words'), { recursive: true });
  mkdirSync(join(folder, 'words'));
  for (const [name, words] of Object.entries(files))
    writeFileSync(join(folder, 'words', name), typeof words === 'string' ? words : JSON.stringify(words));
}

const GREEK = { name: 'Ελληνικά', locale: 'el', direction: 'ltr', bibtex: 'greek', contractions: {} };

describe('The words of a site', () => {
  test('are none where there is no folder', async () => {
    const { own, problems } = await loadWords({ site: join(folder, 'nowhere'), env: {} });
    assert.deepEqual([own.size, problems], [0, []]);
  });

  test('say some of ours otherwise, and leave the rest as it is', async () => {
    const { menu } = wordsOf('es').nav;
    write({
      'en.json': {
        language: { locale: 'en-US' },
        pages: { nav: { menu: 'More' }, bedside: { limits: ['One.'] } },
      },
      'README.md': 'Ours.',
    });
    assert.deepEqual((await loadConfig(place)).problems, []);
    assert.equal(wordsOf('en').nav.menu, 'More');
    assert.equal(wordsOf('en').nav.home, 'Status');
    assert.deepEqual(wordsOf('en').bedside.limits, ['One.']);
    assert.equal(formatOf('en').date(Date.UTC(2026, 2, 1)), 'March 1, 2026');
    assert.equal(wordsOf('es').nav.menu, menu);
  });

  test('say a language that we do not ship', async () => {
    write({ 'el.json': { language: GREEK, ...ORIGINAL } });
    assert.deepEqual((await loadConfig(place)).problems, []);
    assert.ok(spokenLanguages().includes('el'));
    assert.equal(wordsOf('el').language, 'Ελληνικά');
    assert.equal(messageWordsOf('el').since('', 'x'), 'Since x');
    assert.equal(wordsOf('en').nav.menu, 'Menu', 'what was said before is not said any more');
  });

  test('with a mistake are told to be mended, and not to be written', async () => {
    const config = join(folder, 'nightlight.yaml');
    const own = { site: folder, env: { NIGHTLIGHT_CONFIG: config } };
    writeFileSync(config, SMALL.replace(/languages: .*/, 'languages: [en, el]'));
    const named = async () => (await loadConfig(own)).problems.map(({ name }) => name);
    write({});
    assert.ok((await named()).includes('language-without-words'));
    write({ 'el.json': { language: GREEK, ...ORIGINAL, pages: {} } });
    const told = await named();
    assert.ok(told.includes('word-missing'));
    assert.ok(!told.includes('language-without-words'), 'a file of it is there');
  });

  test('are not said where they are broken, and keep the site from being built', async () => {
    write({ 'en.json': { pages: { nav: { menu: '{x}' } } }, 'el.json': { pages: {} }, 'deutsch.json': {} });
    const { config, problems, lineOf } = await loadConfig(place);
    assert.equal(config, undefined);
    assert.deepEqual(
      problems.map(({ name, source }) => [name, ...Object.values(source)]),
      [
        ['file-not-read', 'words/deutsch.json'],
        ['key-missing', 'words/el.json'],
        ['word-missing', 'words/el.json'],
        ['word-missing', 'words/el.json'],
        ...problems.slice(4, -1).map(() => ['word-missing', 'words/el.json']),
        ['message-value-unknown', 'words/en.json'],
      ],
    );
    assert.equal(lineOf(problems.at(-1) as (typeof problems)[number]), '{"pages":{"nav":{"menu":"{x}"}}}');
    assert.equal(wordsOf('en').nav.menu, 'Menu');
  });

  test('that lost a value are said, with a warning', async () => {
    write({ 'en.json': { pages: { answer: { working: 'All is well.' } } } });
    const { config, problems } = await loadConfig(place);
    assert.ok(config);
    assert.deepEqual(
      problems.map(({ name, severity }) => [name, severity]),
      [['message-value-missing', 'warning']],
    );
    assert.equal(wordsOf('en').answer.working('it'), 'All is well.');
  });
});

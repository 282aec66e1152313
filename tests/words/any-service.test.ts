import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ABOUT_ONE_SERVICE, MINORS, NIGHT_TABLE } from './one-service.ts';

const FOLDER = join(import.meta.dirname, '../../src/i18n/words');

/** Every text of a file of words, by its path. */
function* textsIn(value: unknown, path = ''): Generator<[path: string, text: string]> {
  if (typeof value === 'string') yield [path, value];
  else if (value && typeof value === 'object')
    for (const [key, below] of Object.entries(value)) yield* textsIn(below, path ? `${path}.${key}` : key);
}

for (const [language, words] of Object.entries(ABOUT_ONE_SERVICE))
  test(`no word that we ship is about one service alone: ${language}`, () => {
    const shipped: unknown = JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8'));
    const found = [...textsIn(shipped)].filter(
      ([path, text]) => words.test(text) && !NIGHT_TABLE.test(path) && !MINORS.test(path),
    );
    assert.deepEqual(found, []);
  });

test('the lists would find what the demonstration says of its service', () => {
  for (const language of ['en', 'es']) {
    const own: unknown = JSON.parse(
      readFileSync(join(import.meta.dirname, `../../words/${language}.json`), 'utf8'),
    );
    const found = [...textsIn(own)].filter(([, text]) => ABOUT_ONE_SERVICE[language]?.test(text));
    assert.ok(found.length >= 6, `${language}: ${found.length}`);
  }
});

test('what a service is called stands in its first case in German, for an operator writes one form of it', () => {
  const shipped: unknown = JSON.parse(readFileSync(join(FOLDER, 'de.json'), 'utf8'));
  // There it is the host of the service for sign-ups, which has no article.
  const found = [...textsIn(shipped)].filter(
    ([path, text]) =>
      /\b(?:an|aus|bei|in|mit|von|zu) \{service\}/.test(text) && !path.startsWith('pages.about.'),
  );
  assert.deepEqual(found, []);
});

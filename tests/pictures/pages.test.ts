import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { FORM, formShown } from './form.ts';
import { SHOTS, wordsOf, wordsTaken } from './pages.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the pictures of README and docs', () => {
  const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT })]
    .map((page) => readFileSync(join(ROOT, page), 'utf8'))
    .join('\n');

  for (const shot of SHOTS) {
    test(`${shot.name} is shown, in the theme of whoever reads`, () => {
      for (const scheme of ['light', 'dark'])
        assert.ok(pages.includes(`pictures/${shot.name}-${scheme}.png`), scheme);
    });

    test(`${shot.name} says what the page says; \`npm run pictures\` takes it anew`, () => {
      assert.equal(wordsTaken()[shot.name], wordsOf(shot));
    });

    test(`${shot.name} is there in light and dark`, () => {
      for (const scheme of ['light', 'dark'])
        assert.ok(existsSync(join(ROOT, `docs/pictures/${shot.name}-${scheme}.png`)));
    });
  }

  test('the form shows what it asks and as its program draws it; `npm run pictures` takes it anew', async () => {
    assert.equal(wordsTaken().form, await formShown());
    for (const step of FORM) assert.ok(existsSync(join(ROOT, `docs/pictures/form-${step}.png`)));
  });
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { SHOTS, wordsOf, wordsTaken } from './pages.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the pictures of README and docs', () => {
  for (const shot of SHOTS) {
    test(`${shot.name} says what the page says; \`npm run pictures\` takes it anew`, () => {
      assert.equal(wordsTaken()[shot.name], wordsOf(shot));
    });

    test(`${shot.name} is there in light and dark`, () => {
      for (const scheme of ['light', 'dark'])
        assert.ok(existsSync(join(ROOT, `docs/pictures/${shot.name}-${scheme}.png`)));
    });
  }
});

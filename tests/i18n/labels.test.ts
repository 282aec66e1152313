import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { labelled } from '../../src/i18n/index.ts';
import { SHIPPED } from '../languages.ts';

const SRC = join(import.meta.dirname, '../../src');

describe('A label', () => {
  test('has a colon behind it, and in French a space at which no line breaks', () => {
    for (const language of SHIPPED)
      assert.equal(labelled('X', language), language === 'fr' ? 'X\u00A0:' : 'X:', language);
  });

  test('gets its colon from the words of its language, and never from whoever prints it', () => {
    const files = ['components', 'layouts', 'pages', 'publications', 'islands', 'browser'].flatMap((room) =>
      readdirSync(join(SRC, room), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:astro|tsx?)$/.test(name))
        .map((name) => join(room, name)),
    );
    const glued = files.flatMap((file) => {
      const text = readFileSync(join(SRC, file), 'utf8');
      const [, markup = ''] = file.endsWith('.astro') ? text.split('\n---\n', 2) : [];
      return [
        ...(text.match(/.*(?:\$\{[^}]*\}: |join\(': '\)).*/g) ?? []),
        ...(markup.match(/.*\}:(?=[ <]|$)(?! \{$).*/gm) ?? []),
      ].map((line) => `${file}: ${line.trim()}`);
    });
    assert.deepEqual(glued, []);
  });
});

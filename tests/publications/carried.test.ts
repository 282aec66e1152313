import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { markCarriedOver } from '../../src/publications/carried.ts';
import { SPOKEN } from '../languages.ts';

const PAGE = '<html><body><header>x</header><main id="answer" class="wide"><p>Said.</p></main></body></html>';
const ENGLISH = 'This page is kept as it was published here before. It is no longer in the record.';

describe('a page that is not printed any more and stays', () => {
  test('says so before everything else in it, and changes in nothing else', () => {
    assert.equal(
      markCarriedOver(SPOKEN, PAGE, 'incidents/a/index.html'),
      PAGE.replace('wide">', `wide"><p class="quiet" data-kept>${ENGLISH}</p>`),
    );
    assert.match(
      markCarriedOver(SPOKEN, '<main><mainly>', 'a.html'),
      /^<main><p class="quiet" data-kept>.*<\/p><mainly>$/,
    );
  });

  test('says it in the language of the folder it lies in', () => {
    assert.match(
      markCarriedOver(SPOKEN, PAGE, 'es/incidents/a/index.html'),
      /data-kept>Esta página se conserva/,
    );
    for (const file of ['escape/index.html', 'incidents/es/index.html', 'en/index.html'])
      assert.ok(markCarriedOver(SPOKEN, PAGE, file).includes(ENGLISH), file);
  });

  test('says it once, however often it is kept, and as it said it first', () => {
    const kept = markCarriedOver(SPOKEN, PAGE, 'es/incidents/a/index.html');
    assert.equal(markCarriedOver(SPOKEN, kept, 'incidents/a/index.html'), kept);
  });
});

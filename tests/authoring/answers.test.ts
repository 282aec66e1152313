import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerFor, neededFor } from '../../src/authoring/answers.ts';
import { missingFor, problemsOf } from '../../src/authoring/missing.ts';
import { readTyped, TYPED_FACTS } from '../../src/authoring/said.ts';
import { fieldOf } from '../../src/domain/fields.ts';
import { live } from '../sites.ts';

const NOW = Date.parse('2026-03-01T03:10Z');

describe('what is asked of whoever writes', () => {
  test('is what the table of fields asks, by the name that the table has', () => {
    for (const [name, fact] of Object.entries(TYPED_FACTS)) {
      const { label, question } = answerFor(name as keyof typeof TYPED_FACTS);
      assert.deepEqual({ label, question }, { label: fieldOf(fact).label, question: fieldOf(fact).question });
    }
  });

  test('is asked in the same words where nobody can be asked, behind the flag that says it', () => {
    const { said } = readTyped({ ended: 'unknown' }, { site: live, now: NOW, kind: 'incident' });
    const missing = missingFor('resolve', said, { ended: 'unknown' }, undefined);
    assert.deepEqual(
      problemsOf(missing).map(({ source, expected, remedy }) => ({ source, expected, remedy })),
      [
        {
          source: { flag: '--began' },
          expected: '--began TIME',
          remedy: `Add it. ${fieldOf('began').needed}`,
        },
        {
          source: { flag: '--last-known' },
          expected: '--last-known TIME',
          remedy: `Add it. ${fieldOf('lastKnown').question}`,
        },
      ],
    );
  });

  test('cannot be left open where nothing can be written without it', () => {
    assert.equal(neededFor('ended'), fieldOf('ended').needed);
    assert.equal(neededFor('because'), answerFor('because').question);
  });
});

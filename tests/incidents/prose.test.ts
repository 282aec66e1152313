import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

describe('marks of writing direction', () => {
  test('end with the text they stand in, in titles, places, advice and updates', () => {
    const { incidents } = readIncidents(
      [
        file(
          'a.md',
          incidentFile({
            front: 'advice: "Call \\u202Eus"',
            body: '## Investigating - 2026-03-01T03:00Z - Face\u202Ebook\nGone \u2067away',
          }).replace('Followers get no alerts', 'Fol\u202Elowers \u2069get'),
        ),
      ],
      context,
    );
    const [incident] = incidents;
    assert.equal(incident?.title, '\u2068Fol\u202Elowers get\u202C\u2069');
    assert.equal(incident?.advice, '\u2068Call \u202Eus\u202C\u2069');
    assert.equal(incident?.updates[0]?.said.place, '\u2068Face\u202Ebook\u202C\u2069');
    assert.equal(incident?.updates[0]?.prose.text, '\u2068Gone \u2067away\u2069\u2069');
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changesToTell, editsOfIncident, editsOfUpdate } from '../../src/domain/edits.ts';
import type { Maintenance, Outage, Update } from '../../src/domain/incident.ts';
import { differenceBetween, isSame } from '../../src/publications/difference.ts';
import { exactly } from '../../src/domain/time.ts';
import { outage, said, START } from './generators.ts';

const prose = (text: string) => ({ markdown: text, html: `<p>${text}</p>`, text, words: text });

/** For each field of an incident, a value that it does not have in `outage()`. */
const OTHER: Record<Exclude<keyof Outage, 'id' | 'kind' | 'updates' | 'translations'>, unknown> = {
  title: 'Another title',
  drill: true,
  began: exactly(START + 1000),
  ended: 'unknown',
  lastKnown: exactly(START + 60_000),
  impact: [{ component: 'sign-in', status: 'major_outage' }],
  works: ['device-alarms'],
  advice: 'Look.',
  adviceBy: 'editors',
  scope: 'Everywhere',
  nextUpdate: exactly(START + 60_000),
  data: 'lost',
  cause: 'A certificate ran out.',
  causeCertainty: 'suspected',
  disputed: 'The time',
  reportedBy: 'press',
  sources: [{ title: 'A post', url: 'https://example.org/' }],
  pinned: true,
  summary: prose('In short.'),
};

describe('an edit', () => {
  for (const [field, value] of Object.entries(OTHER))
    test(`of "${field}" is one, is shown as a difference, and is the only one`, () => {
      const before = outage();
      const after = outage({ [field]: value });
      assert.deepEqual(
        editsOfIncident(before, after).map((edit) => edit.field),
        [field],
      );
      const difference = differenceBetween(before, after);
      assert.deepEqual(
        difference.fields.map((one) => one.field),
        [field],
      );
      assert.ok(difference.fields[0]?.words.some(({ kind }) => kind !== 'same'));
      assert.equal(isSame(difference), false);
      assert.equal(isSame(differenceBetween(after, structuredClone(after))), true);
    });

  test('of a beginning must be told, but for the first time that it is known', () => {
    const known = outage({ began: exactly(START) });
    const told = (before: Outage, after: Outage) => changesToTell(before, after).map(({ name }) => name);
    assert.deepEqual(told(outage({ began: undefined }), known), []);
    assert.deepEqual(told(known, outage({ began: exactly(START + 1000) })), ['began']);
  });

  test('of a window is one', () => {
    const { began: _began, ended: _ended, lastKnown: _known, ...shared } = outage();
    const work = (until: number): Maintenance => ({
      ...shared,
      kind: 'maintenance',
      scheduled: { from: START, until },
    });
    assert.deepEqual(
      editsOfIncident(work(START + 60_000), work(START + 120_000)).map(({ field, is }) => [field, is]),
      [['scheduled', '2025-12-01T00:00Z/2025-12-01T00:02Z']],
    );
  });

  test('of any field of an update is one, and the order of what works is none', () => {
    const update = said('investigating', exactly(START));
    const changes: Partial<Update>[] = [
      { state: 'identified' },
      { at: exactly(START - 3_600_000) },
      { said: { speaker: 'community', place: undefined } },
      { said: { speaker: 'operator', place: 'Facebook' } },
      { prose: prose('Other words.') },
    ];
    for (const change of changes) {
      const after = { ...update, ...change };
      assert.deepEqual(
        editsOfUpdate(update, after).map(({ field }) => field),
        Object.keys(change),
      );
      const [shown] = differenceBetween(outage({ updates: [update] }), outage({ updates: [after] })).updates;
      assert.equal(shown?.kind, 'changed');
      assert.ok(shown?.fields[0]?.words.some(({ kind }) => kind !== 'same'));
    }
    assert.deepEqual(editsOfIncident(outage({ works: ['a', 'b'] }), outage({ works: ['b', 'a'] })), []);
  });

  test('of emphasis alone is shown too', () => {
    const plain = said('investigating', exactly(START));
    const [one, other] = ['No alerts.', '<del>No</del> alerts.'].map((html) => ({
      ...plain,
      prose: { markdown: '', html, text: 'No alerts.', words: '' },
    }));
    if (!one || !other) throw new Error('two');
    const [shown] = differenceBetween(outage({ updates: [one] }), outage({ updates: [other] })).updates;
    assert.ok(shown?.fields[0]?.words.some(({ kind }) => kind === 'added'));
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { lastingOf } from '../../src/domain/lasting.ts';
import { exactly, HOUR } from '../../src/domain/time.ts';
import { maintenance, NOW, outage, said, START } from './generators.ts';

const range = (from: number, to: number) => ({ earliest: START + from * HOUR, latest: START + to * HOUR });
const resolved = (at: number) => [
  said('investigating', exactly(START)),
  said('resolved', exactly(START + at * HOUR)),
];
const kindOf = (incident: Incident) => lastingOf(incident).kind;

describe('how long an incident lasted', () => {
  test('is a pair where a time of it is not known exactly', () => {
    assert.deepEqual(lastingOf(outage({ began: range(0, 1), ended: range(5, 8), updates: resolved(9) })), {
      kind: 'lasted',
      span: { certain: 4 * HOUR, possible: 8 * HOUR },
    });
  });

  test('goes to the last Resolved where no end is written, and may have no length', () => {
    assert.deepEqual(lastingOf(outage({ updates: resolved(3) })), {
      kind: 'lasted',
      span: { certain: 3 * HOUR, possible: 3 * HOUR },
    });
    assert.equal(kindOf(outage({ updates: resolved(0) })), 'instant');
  });

  test('is at least what was seen of it where nobody recorded the end', () => {
    const unknown = (change: Partial<Incident>) =>
      outage({ ended: 'unknown', lastKnown: exactly(START + 6 * HOUR), ...(change as object) });
    assert.deepEqual(lastingOf(unknown({})), {
      kind: 'at least',
      span: { certain: 6 * HOUR, possible: 6 * HOUR },
    });
    const gap = unknown({
      impact: [
        {
          component: 'follow-alerts',
          changes: [
            { from: exactly(START), status: 'major_outage' },
            { from: exactly(START + HOUR), status: 'not_known' },
            { from: exactly(START + 5 * HOUR), status: 'major_outage' },
          ],
        },
      ],
    });
    assert.equal(kindOf(gap), 'seen', 'of what lies between nobody knows');
    assert.equal(
      kindOf(outage({ ended: 'unknown', began: range(0, 9), lastKnown: range(0, 9) })),
      'not known',
    );
  });

  test('is not known without a beginning, open while it is, and nothing of what never took place', () => {
    assert.equal(kindOf(outage({ began: undefined, updates: resolved(3) })), 'not known');
    assert.equal(kindOf(outage()), 'open');
    assert.equal(kindOf(outage({ updates: [...resolved(3), said('withdrawn', exactly(NOW))] })), 'none');
    assert.equal(kindOf(maintenance()), 'none', 'announced work has not lasted yet');
    const ended = (state: 'completed' | 'cancelled') =>
      maintenance({
        updates: [said('scheduled', exactly(START)), said(state, exactly(Date.UTC(2026, 2, 1, 15)))],
      });
    assert.deepEqual(lastingOf(ended('completed')), {
      kind: 'lasted',
      span: { certain: 3 * HOUR, possible: 3 * HOUR },
    });
    assert.equal(kindOf(ended('cancelled')), 'none');
  });

  test('is known of what is over and still being watched', () => {
    const watched = outage({
      ended: exactly(START + HOUR),
      updates: [said('investigating', exactly(START)), said('monitoring', exactly(START + HOUR))],
    });
    assert.equal(kindOf(watched), 'lasted');
  });
});

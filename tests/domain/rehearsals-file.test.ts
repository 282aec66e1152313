import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readRehearsals } from '../../src/domain/rehearsals-file.ts';

const step = (name: string, seconds: number | null) => ({
  step: name,
  seconds,
  known: 'measured',
  says: 'So.',
});
const rehearsal = (over: object = {}) => ({
  at: '2026-03-01T03:10:00Z',
  incident: '2026-03-01-rehearsal',
  passed: true,
  steps: [
    step('notice pushed', 2),
    step('notice live', 4.5),
    step('told by mastodon', 7),
    step('told by sms', 9),
  ],
  ...over,
});
const fileOf = (...rehearsals: unknown[]) => JSON.stringify({ about: 'x', rehearsals });

describe('rehearsals that were kept', () => {
  test('say when the page had it and when the last channel, counted from the command', () => {
    assert.deepEqual(readRehearsals(fileOf(rehearsal())), {
      rows: [
        {
          ...{ at: Date.UTC(2026, 2, 1, 3, 10), incident: '2026-03-01-rehearsal', passed: true },
          ...{ live: 4_500, told: 13_500 },
        },
      ],
    });
  });

  test('come with the newest first, whatever steps a later version knows', () => {
    const later = rehearsal({ at: '2026-04-01T03:10:00Z', steps: [step('found by a check', 40)], more: 1 });
    const reading = readRehearsals(fileOf(rehearsal(), later));
    assert.deepEqual('rows' in reading && reading.rows.map(({ at, live, told }) => [at, live, told]), [
      [Date.UTC(2026, 3, 1, 3, 10), undefined, undefined],
      [Date.UTC(2026, 2, 1, 3, 10), 4_500, 13_500],
    ]);
  });

  test('do not say that all were told where one channel did not, or where the page never said it', () => {
    for (const steps of [
      [step('notice live', 4), step('told by mastodon', 7), step('told by sms', null)],
      [step('notice live', null), step('told by mastodon', 7)],
      [step('notice live', 4), step('told', null)],
    ]) {
      const reading = readRehearsals(fileOf(rehearsal({ steps })));
      assert.equal('rows' in reading ? reading.rows[0]?.told : 'broken', undefined);
    }
  });

  test('are broken where they are none, with where', () => {
    const broken = [
      ['nonsense', 'a file that is not JSON'],
      ['null', 'no list of rehearsals'],
      [fileOf(rehearsal(), null), 'rehearsals[1] is none'],
      [fileOf(rehearsal({ at: 'once' })), 'rehearsals[0] is none'],
      [fileOf(rehearsal({ steps: [step('notice live', 'long' as never)] })), 'rehearsals[0] is none'],
      [fileOf(rehearsal({ steps: [null] })), 'rehearsals[0] is none'],
    ];
    for (const [text = '', fault] of broken) assert.deepEqual(readRehearsals(text), { fault });
  });
});

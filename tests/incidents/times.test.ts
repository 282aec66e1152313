import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

const ALERTS = '2026-03-01-alerts.md';
const RESOLVED = '## Investigating - 2026-03-01T02:20Z\nDown.\n\n## Resolved - 2026-03-01T03:05Z\nUp.';

function problems(change: Parameters<typeof incidentFile>[0]) {
  return readIncidents([file(ALERTS, incidentFile(change))], context).problems;
}

function ahead(change: Parameters<typeof incidentFile>[0]) {
  return problems(change)
    .filter(({ name }) => name === 'time-in-future')
    .map(({ line, column, found }) => `${line}:${column} ${found}`);
}

describe('a time that says what happened cannot lie ahead of now', () => {
  test('whether it says when it began, ended or was last known to go on', () => {
    assert.deepEqual(ahead({ began: 'began: 2026-03-01T08:10Z' }), ['3:8 2026-03-01T08:10Z']);
    assert.deepEqual(ahead({ front: 'ended: 2026-03-01T03:16Z', body: RESOLVED }), ['6:8 2026-03-01T03:16Z']);
    assert.deepEqual(ahead({ front: 'ended: unknown\nlast_known: 2026-03-01T04:00Z', body: RESOLVED }), [
      '7:13 2026-03-01T04:00Z',
    ]);
  });

  test('nor can a change of a component, which is named by its place', () => {
    const impact =
      'follow-alerts: [{ from: 2026-03-01T02:10Z, status: major_outage }, { from: 2026-03-01T04:10Z, status: operational }]';
    assert.deepEqual(ahead({ impact }), ['5:78 2026-03-01T04:10Z']);
  });

  test('nor the latest reading of an interval, nor a day that is not over', () => {
    assert.deepEqual(ahead({ began: 'began: 2026-03-01T02:00Z/2026-03-01T03:30Z' }), [
      '3:8 2026-03-01T02:00Z/2026-03-01T03:30Z',
    ]);
    assert.deepEqual(ahead({ body: '## Investigating - 2026-03-01T03:00Z/2026-03-01T03:20Z\nDown.' }), [
      '8:1 2026-03-01T03:00Z/2026-03-01T03:20Z',
    ]);
    assert.deepEqual(ahead({ began: 'began: 2026-02-28', front: 'ended: 2026-03-01', body: RESOLVED }), [
      '6:8 2026-03-01T00:00Z/2026-03-01T23:59:59Z',
    ]);
  });

  test('but five minutes are forgiven, and what is planned may lie ahead', () => {
    assert.deepEqual(
      problems({ began: 'began: 2026-03-01T03:15Z', body: '## Investigating - 2026-03-01T03:15Z\nDown.' }),
      [],
    );
    assert.deepEqual(ahead({ front: 'next_update: 2026-03-01T06:00Z' }), []);
  });

  test('and the way out is said: the offset of a clock, now as the latest, the hour of today', () => {
    const [local] = problems({ began: 'began: 2026-03-01T08:04Z' });
    assert.match(local?.remedy ?? '', /write its offset: 2026-03-01T08:04\+05:00\./);
    const [vague] = problems({ began: 'began: 2026-03-01T02:00Z/2026-03-01T03:30Z' });
    assert.match(vague?.remedy ?? '', /write 2026-03-01T02:00Z\/2026-03-01T03:10Z\./);
    const [day] = problems({ front: 'ended: 2026-03-01', body: RESOLVED });
    assert.match(day?.remedy ?? '', /The day is not over: write the hour/);
  });
});

describe('a change of a component', () => {
  const changes = (from: string, to: string) =>
    `follow-alerts: [{ from: ${from}, status: major_outage }, { from: ${to}, status: operational }]`;

  test('lies between the beginning and the end', () => {
    assert.deepEqual(
      problems({ impact: changes('2026-03-01T02:10Z', '2026-03-01T03:05Z'), body: RESOLVED }),
      [],
    );
  });

  test('before or after them is a mistake, with its place', () => {
    const found = (impact: string, front = '') =>
      problems({ impact, front, body: RESOLVED }).map(({ name, line, column }) => [name, line, column]);
    assert.deepEqual(found(changes('2026-03-01T02:09Z', '2026-03-01T03:00Z')), [['change-outside', 5, 27]]);
    assert.deepEqual(found(changes('2026-03-01T02:10Z', '2026-03-01T03:06Z')), [['change-outside', 5, 78]]);
    assert.deepEqual(
      found(
        changes('2026-03-01T02:10Z', '2026-03-01T03:00Z'),
        'ended: unknown\nlast_known: 2026-03-01T02:30Z',
      ),
      [['change-outside', 5, 78]],
    );
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile, NOW } from './context.ts';

const ALERTS = '2026-03-01-alerts.md';
const RESOLVED = '## Investigating - 2026-03-01T02:20Z\nDown.\n\n## Resolved - 2026-03-01T03:05Z\nUp.';

function problems(change: Parameters<typeof incidentFile>[0]) {
  return readIncidents([file(ALERTS, incidentFile(change))], context).problems;
}

function wallClock(ahead: number): string {
  return new Date(NOW + ahead * 60_000).toISOString().slice(0, 16);
}

function ahead(change: Parameters<typeof incidentFile>[0]) {
  return problems(change)
    .filter(({ name }) => name === 'time-in-future')
    .map(({ place, found }) => `${place?.line}:${place?.column} ${found}`);
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
      '6:8 2026-03-01',
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

describe('the way out of a time that lies ahead', () => {
  /** What is said of a beginning that is so many minutes ahead of 03:10. */
  const wayOut = (ahead: number, written = '') => {
    const at = new Date(NOW + ahead * 60_000).toISOString().slice(0, 16);
    const [problem] = problems({ began: `began: ${written || `${at}Z`}` });
    return problem?.remedy.replace(/ What is planned.*/, '');
  };

  for (const [ahead, offset] of [
    [6, undefined],
    [44, undefined],
    [45, '+01:00'],
    [60, '+01:00'],
    [74, '+01:00'],
    [90, undefined],
    [210, '+03:30'],
    [270, '+04:30'],
    [325, '+05:30'],
    [390, '+06:30'],
    [570, '+09:30'],
    [600, '+10:00'],
    [630, '+10:30'],
    [840, '+14:00'],
    [854, '+14:00'],
    [855, undefined],
    [900, undefined],
  ] as const)
    test(`is the offset of a clock that runs ${ahead} minutes ahead: ${offset ?? 'none'}`, () => {
      const said = wayOut(ahead);
      if (offset === undefined) assert.equal(said, 'Write when it really was.');
      else assert.ok(said?.endsWith(`write its offset: ${wallClock(ahead)}${offset}.`), said);
    });

  test('is never an offset for an interval, of which both ends lie ahead', () =>
    assert.equal(wayOut(0, '2026-03-01T04:10Z/2026-03-01T05:10Z'), 'Write when it really was.'));

  test('is now as the latest where it can have been before now, this minute included', () => {
    const until = (earliest: string) => wayOut(0, `${earliest}/2026-03-01T05:10Z`);
    const latest = 'The latest it can have been is now: write';
    assert.equal(until('2026-03-01T03:00Z'), `${latest} 2026-03-01T03:00Z/2026-03-01T03:10Z.`);
    assert.equal(until('2026-03-01T03:10Z'), `${latest} 2026-03-01T03:10Z/2026-03-01T03:10Z.`);
  });

  test('is the hour where a day is not over, and none where it has not begun', () => {
    const day = (date: string) =>
      problems({ front: `ended: ${date}`, body: RESOLVED })[0]?.remedy.replace(/ What is planned.*/, '');
    const hour = 'The day is not over: write the hour, or';
    assert.equal(day('2026-03-01'), `${hour} 2026-03-01T00:00Z/2026-03-01T03:10Z if nobody knows it.`);
    assert.equal(day('2026-03-02'), 'Write when it really was.');
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
      problems({ impact, front, body: RESOLVED }).map(({ name, place }) => [
        name,
        place?.line,
        place?.column,
      ]);
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

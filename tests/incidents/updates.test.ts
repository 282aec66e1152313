import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIncidents } from '../../src/incidents/index.ts';
import { context, file, incidentFile } from './context.ts';

function read(text: string) {
  const { incidents, problems } = readIncidents([file('2026-03-01-alerts.md', text)], context);
  return {
    ids: incidents[0]?.updates.map(({ id }) => id),
    said: problems.map(
      (one) =>
        `${one.place?.line}:${one.place?.column} ${one.name}: ${one.found} | ${one.expected} | ${one.remedy}`,
    ),
  };
}

const of = (...heads: string[]) =>
  read(incidentFile({ began: '', body: heads.map((head) => `## ${head}\nWords.`).join('\n\n') }));
const work = (...heads: string[]) =>
  read(
    `---\ntitle: Work\nkind: maintenance\nscheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z }\nimpact:\n  follow-alerts: under_maintenance\n---\n${heads.map((head) => `## ${head}\nWords.`).join('\n\n')}`,
  );
const at = (time: string, id: string) => `Investigating - 2026-03-01T${time}Z {#${id}}`;

describe('the order of the file', () => {
  test('may be the oldest first or the newest first', () => {
    assert.deepEqual(of(at('01:00', 'a'), at('02:00', 'b'), at('03:00', 'c')).ids, ['a', 'b', 'c']);
    assert.deepEqual(of(at('03:00', 'c'), at('02:00', 'b'), at('01:00', 'a')).ids, ['a', 'b', 'c']);
  });

  test('is the order where times are the same or overlap', () => {
    assert.deepEqual(of(at('02:00', 'a'), at('02:00', 'b')).ids, ['a', 'b']);
    assert.deepEqual(
      of('Investigating - 2026-03-01T02:00Z/2026-03-01T02:30Z {#a}', at('02:30', 'b'), at('02:30', 'c')).ids,
      ['a', 'b', 'c'],
    );
    assert.deepEqual(
      of(at('02:30', 'c'), 'Investigating - 2026-03-01T02:00Z/2026-03-01T02:30Z {#b}', at('01:00', 'a')).ids,
      ['a', 'b', 'c'],
    );
    assert.deepEqual(of(at('02:00', 'c'), at('02:00', 'b'), at('01:00', 'a')).ids, ['a', 'b', 'c']);
  });

  test('is told of where a time contradicts it, and both ways are said', () => {
    assert.deepEqual(of(at('01:00', 'a'), at('02:00', 'b'), at('01:59', 'c'), at('03:00', 'd')).said, [
      '14:1 update-order: 2026-03-01T01:59Z | a time after 2026-03-01T02:00Z, for the file runs oldest first | Move the update to its place, or correct its time.',
    ]);
    assert.deepEqual(
      of(
        at('03:00', 'a'),
        at('02:00', 'b'),
        'Investigating - 2026-03-01T02:01Z/2026-03-01T02:02Z {#c}',
        at('01:00', 'd'),
      ).said,
      [
        '14:1 update-order: 2026-03-01T02:01Z/2026-03-01T02:02Z | a time before 2026-03-01T02:00Z, for the file runs newest first | Move the update to its place, or correct its time.',
      ],
    );
  });

  test('is the oldest first where as much speaks for either', () =>
    assert.match(
      of(at('02:00', 'a'), at('01:00', 'b'), at('02:00', 'c')).said[0] as string,
      /^11:1 .* oldest first/,
    ));
});

describe('an id', () => {
  test('is an update’s own, and a name for the second is proposed', () =>
    assert.deepEqual(of('Investigating - 2026-03-01T03:00Z', 'Update - 2026-03-01T03:00Z').said, [
      '11:1 update-id-duplicate: u-20260301T030000Z | an id of its own | The update in line 8 has the same. Give this one a name at the end of its heading: {#u-20260301T030000Z-2}',
    ]));
});

describe('a state', () => {
  const INCIDENT =
    'Investigating, Identified, Update, Correction, Monitoring, Resolved, Postmortem, Withdrawn';
  const MAINTENANCE =
    'Scheduled, In progress, Verifying, Completed, Cancelled, Update, Correction, Withdrawn';

  test('of an incident is none of announced work, and the other way round', () => {
    assert.deepEqual(of('Investigating - 2026-03-01T02:00Z', 'Completed - 2026-03-01T03:00Z').said, [
      `11:1 state-not-for-kind: Completed | one of ${INCIDENT} | Use a state of incidents, or add "kind: maintenance".`,
    ]);
    assert.deepEqual(work('Scheduled - 2026-03-01T02:00Z', 'Resolved - 2026-03-01T03:00Z').said, [
      `11:1 state-not-for-kind: Resolved | one of ${MAINTENANCE} | Use a state of maintenance, or take "kind: maintenance" out.`,
    ]);
  });

  for (const state of ['Update', 'Correction'])
    test(`is the first only where the work can begin with it: not ${state}`, () => {
      assert.deepEqual(of(`${state} - 2026-03-01T03:00Z`).said, [
        `8:1 state-first: ${state} | a state in which the work can begin | Begin with Investigating, Identified, Monitoring or Resolved.`,
      ]);
      assert.deepEqual(work(`${state} - 2026-03-01T03:00Z`).said, [
        `8:1 state-first: ${state} | a state in which the work can begin | Begin with Scheduled or In progress.`,
      ]);
    });

  test('is never a Postmortem at first', () =>
    assert.match(of('Postmortem - 2026-03-01T03:00Z').said[0] as string, /^8:1 state-first: Postmortem/));

  for (const [written, state] of [
    ['investigating', 'investigating'],
    ['IDENTIFIED', 'identified'],
    ['Monitoring', 'monitoring'],
    ['Resolved', 'resolved'],
    ['Withdrawn', 'withdrawn'],
  ] as const)
    test(`is read in any case: ${written}`, () => {
      const front =
        state === 'resolved'
          ? 'began: 2026-03-01T01:00Z\nended: 2026-03-01T02:00Z'
          : 'ended: 2026-03-01T02:00Z';
      const text = incidentFile({ began: front, body: `## ${written} - 2026-03-01T03:00Z\nWords.` });
      const { incidents } = readIncidents([file('a.md', text)], context);
      assert.equal(incidents[0]?.updates[0]?.state, state);
    });

  for (const [written, state] of [
    ['Scheduled', 'scheduled'],
    ['In progress', 'in_progress'],
    ['in_progress', 'in_progress'],
    ['In  Progress', 'in_progress'],
    ['Verifying', 'verifying'],
    ['Completed', 'completed'],
    ['Cancelled', 'cancelled'],
    ['Canceled', 'cancelled'],
  ] as const)
    test(`of announced work is read as people write it: ${written}`, () =>
      assert.deepEqual(work(`${written} - 2026-03-01T03:00Z {#${state}}`), { ids: [state], said: [] }));
});

describe('an update without words', () => {
  test('is asked about, and is one', () => {
    const { ids, said } = read(incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\n' }));
    assert.deepEqual(ids, ['u-20260301T030000Z']);
    assert.equal(said.length, 1);
    const { incidents } = readIncidents(
      [file('a.md', incidentFile({ body: '## Investigating - 2026-03-01T03:00Z\n' }))],
      context,
    );
    assert.deepEqual(incidents[0]?.updates[0]?.prose, { markdown: '', html: '', text: '', words: '' });
    assert.equal(incidents[0]?.summary, undefined);
  });
});

describe('where something was said', () => {
  const said = (where: string) => {
    const { incidents } = readIncidents(
      [file('a.md', incidentFile({ body: `## Investigating - 2026-03-01T03:00Z${where}\nWords.` }))],
      context,
    );
    return incidents[0]?.updates[0]?.said;
  };
  for (const [written, speaker, place] of [
    ['', 'operator', undefined],
    [' - Facebook', 'operator', 'Facebook'],
    [' - Facebook - a group', 'operator', 'Facebook - a group'],
    [' – status page', 'operator', 'status page'],
    [' - press: The Times', 'press', 'The Times'],
    [' - Community:a forum', 'community', 'a forum'],
    [' - press:', 'press', undefined],
    [' - the press: x', 'operator', 'the press: x'],
  ] as const)
    test(`stands behind the time: "${written}"`, () => assert.deepEqual(said(written), { speaker, place }));
});

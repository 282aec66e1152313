import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident } from '../../src/domain/incident.ts';
import { NOBODY, takeSnapshot } from '../../src/domain/snapshot.ts';
import type { Status } from '../../src/domain/status.ts';
import { exactly, HOUR, MINUTE } from '../../src/domain/time.ts';
import { factsOf, rowOf } from '../../src/publications/rows.ts';
import { sentencesOf } from '../../src/publications/sentence.ts';
import { maintenance, NOW, outage, said } from '../domain/generators.ts';
import { live } from '../sites.ts';

const FROM = Date.UTC(2025, 11, 30, 5);
const at = (hours: number) => exactly(FROM + hours * HOUR);
const over = (change: Parameters<typeof outage>[0] = {}) =>
  outage({
    began: { earliest: FROM, latest: FROM + HOUR },
    ended: { earliest: FROM + 48 * HOUR, latest: FROM + 73 * HOUR },
    updates: [said('investigating', at(10)), said('resolved', at(74))],
    ...change,
  });
const facts = (incident: Incident, language: 'en' | 'es' = 'en') =>
  factsOf(incident, takeSnapshot(live, [incident], NOBODY, NOW), language);
const told = (incident: Incident) => facts(incident).told.map(({ label, text }) => `${label}: ${text}`);

describe('an incident in a list', () => {
  test('has its worst status, its days, and a pair for how long it lasted', () => {
    const row = rowOf(over(), 'en');
    assert.deepEqual(row, {
      mark: 'major_outage',
      tags: [],
      days: '30 December 2025 – 2 January 2026',
      lasted: { label: 'Lasted', text: 'between 1 day 23 hours and 3 days 1 hour' },
      brief: 'between 1 day 23 hours and 3 days 1 hour',
    });
    assert.equal(rowOf(over(), 'es').days, '30 de diciembre de 2025 – 2 de enero de 2026');
  });

  test('says of what is open what is lost now, and of what is over what was at its worst', () => {
    const changes = [
      { from: at(0), status: 'major_outage' as const },
      { from: at(2), status: 'operational' as const },
    ];
    const impact = [
      { component: 'follow-alerts', changes },
      { component: 'sign-in', status: 'partial_outage' as const },
    ];
    const open = outage({ began: at(0), impact, updates: [said('investigating', at(1))] });
    assert.deepEqual(facts(open).lost, { label: 'What is wrong', text: 'Some people cannot sign in.' });
    const watched = facts({ ...open, ended: at(3) }).lost;
    assert.deepEqual(watched.label, 'What was wrong');
    assert.match(watched.text, /^Followers get no alerts\./);
  });

  test('ends with the day before where it ends at midnight, and stands for one day where it had one', () => {
    const day = (hours: number) => rowOf(over({ began: at(0), ended: at(hours) }), 'en').days;
    assert.equal(day(19), '30 December 2025');
    assert.equal(day(20), '30 – 31 December 2025');
    assert.equal(day(0), '30 December 2025');
  });

  test('that is open says since when, and not how long it will last', () => {
    const open = outage({ began: at(0), updates: [said('investigating', at(1))] });
    const { tags, days, lasted, brief } = rowOf(open, 'en');
    assert.deepEqual(
      [tags, days, lasted?.text, brief],
      [['open'], 'since 30 December 2025', 'not over', undefined],
    );
    const unknown = rowOf(outage({ began: undefined, updates: [said('investigating', at(1))] }), 'en');
    assert.equal(unknown.days, 'since before 30 December 2025');
    const watched = outage({
      began: at(0),
      ended: at(2),
      updates: [said('investigating', at(1)), said('monitoring', at(2))],
    });
    assert.deepEqual(rowOf(watched, 'en').tags, ['watching the fix']);
  });

  test('of which nobody knows the beginning or the end claims neither', () => {
    const seen = over({ began: undefined, ended: 'unknown', lastKnown: at(40) });
    assert.deepEqual(
      [rowOf(seen, 'en').days, rowOf(seen, 'en').lasted?.text],
      ['seen 30 – 31 December 2025', 'not known'],
    );
    assert.equal(rowOf(seen, 'en').brief, undefined);
    const before = over({ began: undefined, ended: at(48) });
    assert.equal(rowOf(before, 'en').days, 'from before 30 December 2025 to 1 January 2026');
    assert.equal(
      rowOf(over({ ended: 'unknown', lastKnown: at(40) }), 'en').lasted?.text,
      'at least 1 day 15 hours',
    );
  });

  test('that did nothing carries no mark of trouble, and says what it was', () => {
    const withdrawn = over({ updates: [said('investigating', at(1)), said('withdrawn', at(2))] });
    const drill = over({ drill: true });
    for (const [incident, tag] of [
      [withdrawn, 'withdrawn'],
      [drill, 'drill'],
    ] as const) {
      const row = rowOf(incident, 'en');
      assert.deepEqual([row.mark, row.tags], ['operational', [tag]]);
      assert.deepEqual(told(incident), [], 'nobody was owed a notice');
    }
    assert.equal(rowOf(withdrawn, 'en').lasted, undefined);
    assert.deepEqual(facts(withdrawn).lost, { label: 'Affected', text: 'Followers get alerts' });
    assert.deepEqual(facts(drill).lost, { label: 'Affected in the exercise', text: 'Followers get alerts' });
  });

  test('that was announced says for when, how far ahead, and whether it ran over', () => {
    const ahead = rowOf(maintenance(), 'en');
    assert.deepEqual(ahead, {
      mark: 'under_maintenance',
      tags: ['scheduled', 'maintenance'],
      days: '1 March 2026',
      lasted: undefined,
      brief: undefined,
    });
    assert.deepEqual(told(maintenance()), ['Announced ahead by: 1 day 8 hours']);
    const completed = (hour: number) =>
      maintenance({
        updates: [
          said('scheduled', exactly(NOW - 24 * HOUR)),
          said('completed', exactly(Date.UTC(2026, 2, 1, hour))),
        ],
      });
    assert.equal(rowOf(completed(13), 'en').mark, 'under_maintenance');
    assert.equal(rowOf(completed(15), 'en').mark, 'major_outage');
    const cancelled = maintenance({
      updates: [said('scheduled', exactly(NOW - 24 * HOUR)), said('cancelled', exactly(NOW))],
    });
    assert.deepEqual(
      [rowOf(cancelled, 'en').mark, rowOf(cancelled, 'en').tags],
      ['operational', ['cancelled', 'maintenance']],
    );
  });

  test('that is kept at the top says why only where it stands there', () => {
    assert.deepEqual(rowOf(over({ pinned: true }), 'en', true).tags, ['kept at the top']);
    assert.deepEqual(rowOf(over({ pinned: true }), 'en').tags, []);
  });
});

describe('what a list with room says of an incident', () => {
  test('is what was lost in sentences, the worst first', () => {
    const incident = over({
      impact: [
        { component: 'sign-in', status: 'degraded_performance' },
        { component: 'follow-glucose', status: 'major_outage' },
        { component: 'follow-alerts', status: 'major_outage' },
      ],
    });
    const said = (status: Status, ...ids: string[]) =>
      sentencesOf(
        live.components.filter(({ id }) => ids.includes(id)),
        status,
        'en',
      );
    assert.deepEqual(facts(incident).lost, {
      label: 'What was wrong',
      text: `${said('major_outage', 'follow-glucose', 'follow-alerts')} ${said('degraded_performance', 'sign-in')}`,
    });
    assert.equal(facts(outage({ began: at(0) })).lost.label, 'What is wrong');
  });

  test('is after how long the first notice came, and who told first', () => {
    assert.deepEqual(told(over({ reportedBy: 'press' })), [
      'First notice after: between 9 hours and 10 hours',
      'First told by: the press',
    ]);
    assert.deepEqual(
      told(over({ updates: [said('investigating', exactly(FROM - MINUTE)), said('resolved', at(74))] })),
      ['First notice after: at once', 'First told by: the operator'],
    );
    assert.deepEqual(told(over({ began: undefined })), [
      'First notice after: not known',
      'First told by: the operator',
    ]);
    const silent = over({
      updates: [said('investigating', at(1), 'community'), said('resolved', at(74), 'community')],
    });
    assert.deepEqual(told(silent), ['First notice: none in this record', 'First told by: users']);
  });

  test('is the same whenever it is printed, once an incident is closed', () => {
    const incident = over();
    const later = takeSnapshot(live, [incident], NOBODY, NOW + 1000 * 24 * HOUR);
    assert.deepEqual(factsOf(incident, later, 'en'), facts(incident));
  });
});

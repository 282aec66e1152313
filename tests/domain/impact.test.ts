import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { impactAsOf, statusThen, worstOf } from '../../src/domain/impact.ts';
import type { Change, Incident, Outage } from '../../src/domain/incident.ts';
import type { Status } from '../../src/domain/status.ts';
import { exactly, MINUTE } from '../../src/domain/time.ts';
import { maintenance, NOW, outage, said } from './generators.ts';

const at = (minutes: number) => exactly(NOW + minutes * MINUTE);
const from = (minutes: number, status: Status): Change => ({ from: at(minutes), status });
const changing = (...changes: Change[]): Outage['impact'] => [{ component: 'follow-alerts', changes }];

/** What is lost as of each update: the status, and the worst until then. */
const lost = (incident: Incident) =>
  incident.updates.map((update) => {
    const [one] = impactAsOf(incident, update);
    return [one?.status, one?.worst];
  });

describe('how an incident has a component at an instant', () => {
  const [impact] = changing(
    from(-5, 'major_outage'),
    { from: { earliest: NOW + 8 * MINUTE, latest: NOW + 20 * MINUTE }, status: 'degraded_performance' },
    from(30, 'operational'),
  ) as [Outage['impact'][0]];
  const then = (minutes: number) => statusThen(impact, NOW + minutes * MINUTE);

  test('is the worst that may hold then, and no worse than that', () => {
    assert.deepEqual([0, 8, 19, 20, 29, 30].map(then), [
      'major_outage',
      'major_outage',
      'major_outage',
      'degraded_performance',
      'degraded_performance',
      'operational',
    ]);
  });

  test('is what is told first where a clock ran fast, and one status throughout', () => {
    assert.equal(then(-6), 'major_outage');
    assert.equal(statusThen({ component: 'sign-in', status: 'partial_outage' }, NOW), 'partial_outage');
  });
});

describe('what is lost as of an update', () => {
  const updates = [
    said('investigating', at(0)),
    said('identified', at(10)),
    said('monitoring', at(30)),
    said('resolved', at(40)),
  ];

  test('is what was lost then, and not the worst of the whole incident', () => {
    const impact = changing(
      from(-5, 'degraded_performance'),
      from(8, 'major_outage'),
      from(25, 'degraded_performance'),
    );
    assert.deepEqual(lost(outage({ began: at(-5), updates, impact })), [
      ['degraded_performance', 'degraded_performance'],
      ['major_outage', 'major_outage'],
      ['degraded_performance', 'major_outage'],
      ['operational', 'major_outage'],
    ]);
  });

  test('has every component that the incident touches, those that are not hurt yet too, in the order of the file', () => {
    const impact: Outage['impact'] = [
      { component: 'sign-in', changes: [from(8, 'partial_outage')] },
      { component: 'follow-alerts', status: 'major_outage' },
    ];
    const [first] = updates;
    assert.deepEqual(
      first &&
        impactAsOf(outage({ began: at(-5), updates, impact }), first).map(({ component, status, since }) => [
          component,
          status,
          since,
        ]),
      [
        ['sign-in', 'operational', undefined],
        ['follow-alerts', 'major_outage', { at: at(-5), before: false }],
      ],
    );
  });

  test('is so since a time that nobody knows, where the beginning is not known', () => {
    const [one] = impactAsOf(outage({ began: undefined, updates }), updates[1] as (typeof updates)[0]);
    assert.deepEqual(one?.since, { at: at(0), before: true });
  });

  test('is hurt where the clock of whoever wrote it ran a little fast, and not by what the next update told', () => {
    const impact = changing(from(0, 'degraded_performance'), from(3, 'major_outage'));
    assert.deepEqual(lost(outage({ began: at(0), updates: [said('investigating', at(0))], impact })), [
      ['major_outage', 'major_outage'],
    ]);
    const told = [said('investigating', at(0)), said('update', at(3))];
    assert.deepEqual(lost(outage({ began: at(0), updates: told, impact })), [
      ['degraded_performance', 'degraded_performance'],
      ['major_outage', 'major_outage'],
    ]);
  });

  test('is nothing of what was withdrawn, and in a drill what it plays', () => {
    const taken = [said('investigating', at(0)), said('withdrawn', at(10))];
    for (const ended of [undefined, 'unknown'] as const)
      assert.deepEqual(
        lost(outage({ began: at(-5), updates: taken, ended, lastKnown: ended && at(5) })),
        taken.map(() => ['operational', 'operational']),
      );
    assert.deepEqual(lost(outage({ began: at(-5), updates, drill: true })).at(0), [
      'major_outage',
      'major_outage',
    ]);
  });

  test('is not known after the last sighting of what nobody saw end, and as it had been until then', () => {
    const told = [said('investigating', at(0)), said('update', at(20)), said('update', at(30))];
    const incident = outage({ began: at(-5), updates: told, ended: 'unknown', lastKnown: at(20) });
    assert.deepEqual(lost(incident), [
      ['major_outage', 'major_outage'],
      ['major_outage', 'major_outage'],
      ['not_known', 'major_outage'],
    ]);
    assert.deepEqual(impactAsOf(incident, told[2] as (typeof told)[0])[0]?.since, {
      at: at(20),
      before: false,
    });
  });

  test('of announced work is nothing before its window, the window in it, and what is left of it when it runs over', () => {
    const window = { from: at(0).latest, until: at(60).latest };
    const updates = [
      said('scheduled', at(-90)),
      said('in_progress', at(0)),
      said('update', at(70)),
      said('completed', at(80)),
    ];
    assert.deepEqual(lost(maintenance({ scheduled: window, updates })), [
      ['operational', 'operational'],
      ['under_maintenance', 'under_maintenance'],
      ['major_outage', 'major_outage'],
      ['operational', 'major_outage'],
    ]);
  });
});

test('at its worst a component is as bad as the worst that a file says of it', () => {
  assert.equal(worstOf({ component: 'a', status: 'partial_outage' }), 'partial_outage');
  const changes = [from(0, 'degraded_performance'), from(1, 'major_outage'), from(2, 'operational')];
  assert.equal(worstOf({ component: 'a', changes }), 'major_outage');
});

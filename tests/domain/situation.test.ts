import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Impact, Incident, Maintenance, Outage } from '../../src/domain/incident.ts';
import type { Component } from '../../src/domain/site.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import type { Status } from '../../src/domain/status.ts';
import { exactly, MINUTE, type TimeRange } from '../../src/domain/time.ts';
import { NOW, outage, said, site } from './generators.ts';

const at = (earliest: number, latest = earliest): TimeRange => ({
  ...{ earliest: NOW + earliest * MINUTE, latest: NOW + latest * MINUTE },
});
const hit = (component: string, status: Status = 'major_outage'): Impact => ({ component, status });
const open = (id: string, began: number | undefined, ...impact: Impact[]): Outage =>
  outage({
    ...{ id, impact, began: began === undefined ? undefined : at(began) },
    updates: [said('investigating', at(-20))],
  });
const work = (id: string, from: number, until: number, ...impact: Impact[]): Maintenance => {
  const { began: _, ended: __, lastKnown: ___, replay: ____, ...shared } = outage({ id, impact });
  const scheduled = { from: at(from).earliest, until: at(until).earliest };
  return { ...shared, kind: 'maintenance', scheduled, updates: [said('scheduled', at(-3000))] };
};
const situationOf = (read: Incident[], change: (one: Component) => Partial<Component> = () => ({})) => {
  const components = site.components.map((one) => ({ ...one, ...change(one) }));
  return takeSnapshot({ ...site, components }, read, { by: 'nobody', at: null }, NOW).situation;
};
const sinceOf = (...read: Incident[]) =>
  takeSnapshot(site, read, { by: 'nobody', at: null }, NOW).statuses.find(
    ({ component }) => component.id === 'follow-alerts',
  )?.since;
const ids = (list: Incident[]) => list.map(({ id }) => id);

describe('the answer', () => {
  test('is about the headline, also where another component is worse, and about that where the headline is well', () => {
    const worse = open('worse', -30, hit('reports'), hit('follow-alerts', 'degraded_performance'));
    const first = situationOf([worse]);
    assert.deepEqual([first.kind, 'status' in first && first.status], ['incident', 'degraded_performance']);
    const other = situationOf([open('other', -30, hit('reports'))]);
    assert.deepEqual([other.kind, 'status' in other && other.status], ['incident', 'major_outage']);
  });

  test('is "some" where no part of the headline is in service any more', () => {
    const situation = situationOf([open('a', -30, hit('reports'))], ({ headline }) =>
      headline ? { until: NOW } : {},
    );
    assert.equal(situation.kind === 'incident' && situation.extent, 'some');
  });

  test('is that work runs over where no incident does as much to the same component', () => {
    const late = work('late', -60, -1, hit('follow-alerts', 'under_maintenance'));
    const lesser = open('lesser', -30, hit('follow-alerts', 'partial_outage'));
    const overrun = situationOf([late, lesser]);
    assert.equal(overrun.kind === 'overrun' && overrun.incident.id, 'late');
    const equal = situationOf([late, open('equal', -30, hit('follow-alerts'))]);
    assert.deepEqual(equal.kind === 'incident' && ids(equal.incidents), ['equal'], 'work is no incident');
  });

  test('names what causes the trouble now, and not what did or will', () => {
    const over = outage({ ...open('over', -300, hit('follow-alerts')), ended: at(-200) });
    const just = outage({ ...open('just', -300, hit('follow-alerts')), ended: at(0) });
    const ahead = open('ahead', 30, hit('follow-alerts'));
    const slow = open('slow', -10, hit('reports', 'degraded_performance'));
    const situation = situationOf([over, just, ahead, slow, open('now', -30, hit('follow-alerts'))]);
    assert.deepEqual(situation.kind === 'incident' && ids(situation.incidents), ['slow', 'now']);
  });

  test('is that work runs over where it hurts nothing any more, but nobody said that it is done', () => {
    const done = (...impact: Impact[]) => situationOf([work('late', -60, -1, ...impact)]);
    const well = hit('follow-alerts', 'operational');
    const late = done(well);
    assert.deepEqual(late, { kind: 'overrun', incident: 'incident' in late && late.incident, affected: [] });
    assert.equal(done(hit('an-old-thing', 'operational'), well).kind, 'overrun');
    assert.equal(done(hit('an-old-thing', 'operational')).kind, 'clear', 'it touches nothing in service');
    assert.equal(situationOf([work('ahead', 10, 60, well)]).kind, 'clear');
  });

  test('is what was reported before what is watched', () => {
    const watched = outage({ ...open('watched', -300, hit('follow-alerts')), ended: at(-200) });
    const reported = open('reported', 60, hit('follow-alerts'));
    const both = situationOf([watched, reported]);
    assert.deepEqual([both.kind, 'incidents' in both && ids(both.incidents)], ['reported', ['reported']]);
    const alone = situationOf([watched]);
    assert.deepEqual([alone.kind, 'incidents' in alone && ids(alone.incidents)], ['watched', ['watched']]);
  });
});

describe('since when something is so', () => {
  const vague = outage({
    ...open('vague', undefined, hit('follow-alerts', 'degraded_performance')),
    updates: [said('investigating', at(-60))],
  });

  test('is what the incident says that gives the status, and not what another says of a lesser one', () => {
    const known = { at: at(-60), before: false };
    const down = open('down', -60, hit('follow-alerts'));
    const past = outage({ ...open('past', -300, hit('follow-alerts')), ended: at(-200) });
    for (const read of [
      [down, vague, past],
      [past, vague, down],
    ])
      assert.deepEqual(sinceOf(...read), known);
  });

  test('is the furthest that anybody tells; of equals that nobody knows the beginning', () => {
    const [down, unknown] = [
      open('down', -60, hit('follow-alerts', 'degraded_performance')),
      { at: at(-60), before: true },
    ];
    for (const read of [
      [down, vague],
      [vague, down],
    ])
      assert.deepEqual(sinceOf(...read), unknown);
    const other = outage({ ...open('a', -60, hit('sign-in')), began: at(-90, -30) });
    for (const read of [
      [other, open('b', -60, hit('follow-alerts'))],
      [open('b', -60, hit('follow-alerts')), other],
    ]) {
      const situation = situationOf(read);
      assert.deepEqual(situation.kind === 'incident' && situation.since.at.earliest, at(-90).earliest);
    }
  });

  test('is when something worse ended, where this was there before', () => {
    const slow = open('slow', -120, hit('follow-alerts', 'degraded_performance'));
    const down = outage({ ...open('down', -60, hit('follow-alerts')), ended: at(-10) });
    assert.deepEqual(sinceOf(slow, down), { at: exactly(at(-10).earliest), before: false });
    const over = { ...down, ended: at(-40, -10) };
    assert.deepEqual(sinceOf(slow, over), { at: at(-40, -10), before: false }, 'as well as that is known');
    const late = open('late', -30, hit('follow-alerts', 'degraded_performance'));
    assert.deepEqual(sinceOf(late, over)?.at, at(-30, -10), 'not before it was there');
    const sooner = outage({ ...open('sooner', -60, hit('follow-alerts')), ended: at(-20, -10) });
    assert.deepEqual(sinceOf(slow, over, sooner), { at: at(-20, -10), before: false }, 'all that was worse');
  });

  test('is never, of what is over or has not begun', () => {
    const over = outage({ ...open('over', -300, hit('follow-alerts')), ended: at(0) });
    assert.equal(sinceOf(over, open('ahead', 60, hit('follow-alerts'))), undefined);
    assert.deepEqual(
      sinceOf(open('now', -5, hit('follow-alerts')), work('ahead', 60, 90, hit('follow-alerts')))?.at,
      at(-5),
    );
    assert.deepEqual(sinceOf(open('now', 0, hit('follow-alerts')))?.at, at(0));
  });
});

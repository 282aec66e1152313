import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Attestation } from '../../src/domain/freshness.ts';
import type { Impact, Incident, Maintenance, Outage, Update } from '../../src/domain/incident.ts';
import type { DatedPromise } from '../../src/domain/promise.ts';
import type { Component } from '../../src/domain/site.ts';
import {
  isUnconfirmed,
  nextReading,
  takeSnapshot,
  attestationLapses,
  vouchedBy,
} from '../../src/domain/snapshot.ts';
import type { Status } from '../../src/domain/status.ts';
import { exactly, HOUR, MINUTE } from '../../src/domain/time.ts';
import { NOW, outage, said, site } from './generators.ts';

const NOBODY: Attestation = { by: 'nobody', at: null };
const at = (minutes: number) => exactly(NOW + minutes * MINUTE);
const after = (instant: number | undefined) => instant && (instant - NOW) / MINUTE;
const take = (incidents: Incident[], attestation = NOBODY, now = NOW) =>
  takeSnapshot(site, incidents, attestation, now);
/** The site, with some of its components changed. */
const siteWith = (changes: Record<string, Partial<Component>>) => ({
  ...site,
  components: site.components.map((one) => ({ ...one, ...changes[one.id] })),
});
const hit = (component: string, status: Status = 'major_outage'): Impact => ({ component, status });
const open = (id: string, change: Partial<Outage> = {}) =>
  outage({ id, began: at(-30), updates: [said('investigating', at(-20))], ...change });
const work = (
  id: string,
  from: number,
  until: number,
  change: Partial<Outage> = {},
  ...updates: Update[]
): Maintenance => {
  const { began: _, ended: __, lastKnown: ___, replay: ____, ...shared } = outage({ id, ...change });
  const scheduled = { from: NOW + from * MINUTE, until: NOW + until * MINUTE };
  return { ...shared, kind: 'maintenance', scheduled, updates: [said('scheduled', at(-3000)), ...updates] };
};

const [{ updateEvery }] = site.pledge as [DatedPromise];

describe('an open incident', () => {
  const standings = (...incidents: Incident[]) =>
    Object.fromEntries(take(incidents).open.map(({ incident, standing }) => [incident.id, standing]));

  test('hurts where any component that it touches is in trouble by it', () => {
    const ended = [
      { from: at(-30), status: 'major_outage' as const },
      { from: at(-10), status: 'operational' as const },
    ];
    const half = open('half', { impact: [hit('sign-in'), { component: 'follow-alerts', changes: ended }] });
    assert.deepEqual(standings(half), { half: 'hurting' });
    assert.deepEqual(standings({ ...half, impact: half.impact.toReversed() }), { half: 'hurting' });
  });

  test('is watched once its own trouble is over, whatever another does to the same component', () => {
    const over = open('over', { ended: at(-10) });
    assert.deepEqual(standings(over, open('other')), { over: 'watched', other: 'hurting' });
    const ahead = { component: 'sign-in', changes: [{ from: at(60), status: 'major_outage' as const }] };
    const both = open('both', { ended: at(-10), impact: [hit('follow-alerts'), ahead] });
    assert.deepEqual(standings(both), { both: 'watched' });
    const past = [
      { from: at(-30), status: 'major_outage' as const },
      { from: at(-10), status: 'operational' as const },
    ];
    const more = open('more', { impact: [{ component: 'follow-alerts', changes: past }, ahead] });
    assert.deepEqual(standings(more), { more: 'watched' });
    assert.deepEqual(standings(open('blink', { began: at(0), ended: at(0) })), { blink: 'watched' });
  });

  test('is reported where it names trouble that has not begun, and apart where it touches nothing', () => {
    assert.deepEqual(standings(open('early', { began: at(60) })), { early: 'reported' });
    assert.deepEqual(standings(open('elsewhere', { impact: [hit('an-old-thing')] })), { elsewhere: 'apart' });
  });

  test('comes first where it does worse', () => {
    const list = [
      open('slow', { impact: [hit('follow-alerts', 'degraded_performance')], began: at(-10) }),
      open('down', { began: at(-50) }),
      open('over', { ended: at(-10), began: at(-40) }),
      open('dark', { impact: [hit('sign-in', 'not_known'), hit('reports', 'partial_outage')] }),
    ];
    for (const files of [list, list.toReversed()])
      assert.deepEqual(
        take(files).open.map(({ incident }) => incident.id),
        ['down', 'dark', 'slow', 'over'],
      );
  });

  test('is due and overdue by the pledge', () => {
    const [one] = take([open('a')]).open;
    assert.deepEqual([after(one?.due), one?.overdue], [updateEvery - 20, false]);
    const [late] = take([open('a', { updates: [said('investigating', at(-5000))] })]).open;
    assert.equal(late?.overdue, true);
  });

  test('is none that is closed, withdrawn or a drill; an open drill has a place of its own', () => {
    const closed = [said('investigating', at(-20)), said('resolved', at(-10))];
    const snapshot = take([
      ...[open('drill', { drill: true }), open('past', { drill: true, updates: closed })],
      ...[
        open('over', { updates: closed }),
        open('gone', { updates: [said('withdrawn', at(-1))] }),
        work('w', 60, 120),
      ],
    ]);
    assert.deepEqual(snapshot.open, []);
    assert.deepEqual(
      snapshot.drills.map(({ id }) => id),
      ['drill'],
    );
  });
});

describe('announced work', () => {
  const phases = (...incidents: Incident[]) =>
    take(incidents).maintenance.map(({ incident, phase }) => [incident.id, phase]);

  test('is ahead, active or late, the soonest first', () => {
    const list = [work('late', -90, -1), work('now', 0, 60), work('begun', -60, 1), work('ahead', 1, 60)];
    const expected = [
      ['late', 'overrun'],
      ['begun', 'active'],
      ['now', 'active'],
      ['ahead', 'ahead'],
    ];
    assert.deepEqual(phases(...list), expected);
    assert.deepEqual(phases(...list.toReversed()), expected);
    assert.deepEqual(phases(work('due', -60, 0)), [['due', 'overrun']]);
  });

  test('is active where it was begun before its time', () => {
    assert.deepEqual(phases(work('early', 30, 60, {}, said('in_progress', at(-1)))), [['early', 'active']]);
  });

  test('is none that is done, withdrawn or a drill', () => {
    assert.deepEqual(
      phases(
        work('done', -60, 60, {}, said('completed', at(-1))),
        work('gone', -60, 60, {}, said('withdrawn', at(-1))),
        ...[work('drill', -60, 60, { drill: true }), open('incident')],
      ),
      [],
    );
  });
});

describe('a component', () => {
  test('has a status from its first day of service to its last', () => {
    const ids = (since: number, until: number) =>
      takeSnapshot(siteWith({ reports: { since: NOW + since, until: NOW + until } }), [], NOBODY, NOW)
        .statuses.map(({ component }) => component.id)
        .includes('reports');
    assert.deepEqual([ids(0, 1), ids(1, 2), ids(-1, 0), ids(-1, 1)], [true, false, false, true]);
  });

  test('is seen with the others only where it makes the headline', () => {
    const [inside, outside] = [true, false].map((headline) => {
      const snapshot = takeSnapshot(
        siteWith({ reports: { headline } }),
        [open('a', { impact: [hit('reports')] })],
        NOBODY,
        NOW,
      );
      return snapshot.overall.intervals.length;
    });
    assert.deepEqual([inside, outside], [1, 0]);
    assert.deepEqual(take([]).histories.get('reports')?.intervals, []);
  });

  test('is found under the ids it had, in what is hurt and in what works', () => {
    const renamed = siteWith({ 'sign-in': { id: 'login', formerly: ['sign-in'] } });
    const read = (change: Partial<Outage>) =>
      takeSnapshot(renamed, [open('a', change)], NOBODY, NOW).incidents[0];
    const both = read({ impact: [hit('follow-alerts'), hit('sign-in')], works: [] });
    assert.deepEqual(both?.impact, [hit('follow-alerts'), hit('login')]);
    const working = read({ works: ['device-alarms', 'sign-in'] });
    assert.deepEqual(working?.works, ['device-alarms', 'login']);
    const current = open('a', { works: ['login'] });
    assert.equal(
      takeSnapshot(renamed, [current], NOBODY, NOW).incidents[0],
      current,
      'it stays as it was read',
    );
  });
});

describe('the next instant at which a page reads otherwise', () => {
  test('is when a component comes or goes', () => {
    const changes = (change: Partial<Component>) =>
      after(takeSnapshot(siteWith({ reports: change }), [], NOBODY, NOW).changesAt);
    assert.equal(changes({ since: NOW + HOUR }), 60);
    assert.equal(changes({ until: NOW + HOUR }), 60);
    assert.equal(changes({}), undefined, 'nothing is announced');
  });

  test('is when a word is owed, and when announced work begins and ends, also where it touches nothing', () => {
    assert.equal(after(take([open('a')]).changesAt), updateEvery - 20);
    assert.equal(after(take([work('a', 30, 60, { impact: [] })]).changesAt), 30);
    assert.equal(after(take([work('a', -30, 60, { impact: [] })]).changesAt), 60);
  });

  test('is none of a drill, of what was withdrawn, or of what is past', () => {
    const past = [said('investigating', at(-20)), said('resolved', at(-10))];
    for (const incident of [
      open('a', { drill: true }),
      work('a', 30, 60, { drill: true }),
      work('a', 30, 60, {}, said('withdrawn', at(-1))),
      open('a', { updates: past }),
    ])
      assert.equal(take([incident]).changesAt, undefined);
  });
});

describe('the next reading', () => {
  const watch: Attestation = { by: 'watch', at: NOW - 10 * MINUTE };

  test('is what will be read at that instant, and there is none where nothing is announced', () => {
    const read = [work('a', 30, 60)];
    const next = nextReading(take(read), read);
    assert.equal(next?.now, NOW + 30 * MINUTE);
    assert.equal(next?.situation.kind, 'maintenance');
    assert.equal(next?.site, site);
    assert.equal(nextReading(take([]), []), undefined);
  });

  test('is nobody’s word, and comes no sooner because somebody’s lapses', () => {
    const read = [work('a', 30, 60, { impact: [] })];
    const next = nextReading(take(read, watch), read);
    assert.deepEqual([after(next?.now), next?.situation], [30, { kind: 'clear', attestation: NOBODY }]);
    assert.equal(nextReading(take([], watch), []), undefined);
  });
});

test('a word given afterwards makes the snapshot that would have been taken with it', () => {
  const lapsed: Attestation = { by: 'person', at: NOW - 20 * MINUTE };
  const watch: Attestation = { by: 'watch', at: NOW - 10 * MINUTE };
  for (const read of [[], [open('a')], [work('a', -30, 60)]])
    for (const word of [NOBODY, watch, lapsed])
      assert.deepEqual(vouchedBy(take(read, watch), word), take(read, word));
});

test('nobody can say how a component is once the word for it has lapsed, or in a demonstration', () => {
  const unconfirmed = (minutes: number, incidents: Incident[] = []) =>
    isUnconfirmed(take(incidents, { by: 'watch', at: NOW + minutes * MINUTE }));
  assert.equal(unconfirmed(-19), false);
  assert.equal(unconfirmed(-20), true);
  assert.equal(unconfirmed(-20, [open('elsewhere')]), true, 'an open incident does not renew the word');
  assert.equal(isUnconfirmed(take([])), false, 'the word of nobody cannot grow old');
  assert.equal(attestationLapses(site, { by: 'person', at: null }) <= NOW, true);
  const demonstration = { ...site, demonstration: { notice: { en: 'A record.', es: 'Un registro.' } } };
  assert.equal(isUnconfirmed(takeSnapshot(demonstration, [], NOBODY, NOW)), true);
});

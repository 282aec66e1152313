import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, Maintenance } from '../../src/domain/incident.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly, HOUR, MINUTE } from '../../src/domain/time.ts';
import { NOW, outage, said, site } from './generators.ts';

const NOBODY = { by: 'nobody' as const, at: null };
const at = (minutes: number) => exactly(NOW + minutes * MINUTE);
const take = (incidents: Incident[], vouch: Parameters<typeof takeSnapshot>[2] = NOBODY, now = NOW) =>
  takeSnapshot(site, incidents, vouch, now);

function maintenance(from: number, until: number, updates = [said('scheduled', at(-3000))]): Maintenance {
  const { began: _, ended: __, lastKnown: ___, ...shared } = outage();
  return {
    ...shared,
    kind: 'maintenance',
    impact: [{ component: 'follow-alerts', status: 'under_maintenance' }],
    scheduled: { from: NOW + from * MINUTE, until: NOW + until * MINUTE },
    updates,
  };
}

describe('the situation', () => {
  test('is clear, and says who vouches', () => {
    assert.deepEqual(take([]).situation, { kind: 'clear', vouch: NOBODY });
    const watch = { by: 'watch' as const, at: NOW - MINUTE };
    assert.deepEqual(take([], watch).situation, { kind: 'clear', vouch: watch });
  });

  test('is unknown once the watcher has been silent for too long, and changes at that instant by itself', () => {
    const watch = { by: 'watch' as const, at: NOW - 10 * MINUTE };
    const snapshot = take([], watch);
    assert.equal(snapshot.changesAt, NOW + 5 * MINUTE);
    assert.equal(take([], watch, snapshot.changesAt).situation.kind, 'unknown');
    assert.equal(take([], { by: 'watch', at: null }).situation.kind, 'unknown');
  });

  test('is an incident that hits all of the headline, or some of it', () => {
    const headline = site.components.filter((component) => component.headline);
    const all = outage({
      began: at(-30),
      impact: headline.map(({ id }) => ({ component: id, status: 'major_outage' })),
    });
    assert.deepEqual(pick(take([all]).situation), ['incident', 'major_outage', 'all']);
    assert.deepEqual(pick(take([outage({ began: at(-30) })]).situation), [
      'incident',
      'major_outage',
      'some',
    ]);
  });

  test('tells of a component outside the headline too', () => {
    const reports = outage({
      began: at(-30),
      impact: [{ component: 'reports', status: 'degraded_performance' }],
    });
    assert.deepEqual(pick(take([reports]).situation), ['incident', 'degraded_performance', 'some']);
  });

  test('is a watched fix while it is over and not resolved', () => {
    const over = outage({
      began: at(-90),
      ended: at(-10),
      updates: [said('investigating', at(-60)), said('monitoring', at(-5))],
    });
    assert.equal(take([over]).situation.kind, 'watched');
  });

  test('is a demonstration, whatever is in the record', () => {
    const demonstration = {
      ...site,
      demonstration: { notice: { en: 'A demonstration.', es: 'Una demostración.' } },
    };
    const open = outage({ began: at(-30) });
    assert.equal(
      takeSnapshot(demonstration, [open], { by: 'watch', at: NOW }, NOW).situation.kind,
      'demonstration',
    );
  });

  test('is not touched by drills and withdrawn incidents', () => {
    const drill = outage({ id: 'drill', drill: true, began: at(-30) });
    const withdrawn = outage({
      began: at(-30),
      updates: [said('investigating', at(-20)), said('withdrawn', at(-10))],
    });
    const snapshot = take([drill, withdrawn]);
    assert.equal(snapshot.situation.kind, 'clear');
    assert.deepEqual(
      snapshot.drills.map(({ id }) => id),
      ['drill'],
    );
  });
});

describe('maintenance', () => {
  test('begins, and runs over, at the announced instants without a commit', () => {
    const ahead = take([maintenance(10, 70)]);
    assert.equal(ahead.situation.kind, 'clear');
    assert.equal(ahead.changesAt, NOW + 10 * MINUTE);
    const active = take([maintenance(10, 70)], NOBODY, NOW + 10 * MINUTE);
    assert.equal(active.situation.kind, 'maintenance');
    assert.equal(active.changesAt, NOW + 70 * MINUTE);
    const overrun = take([maintenance(10, 70)], NOBODY, NOW + 70 * MINUTE);
    assert.equal(overrun.situation.kind, 'overrun');
    assert.equal(
      overrun.statuses.find(({ component }) => component.id === 'follow-alerts')?.status,
      'major_outage',
    );
  });

  test('is over when it is completed, and never was when it is cancelled', () => {
    const done = maintenance(-60, 60, [
      said('scheduled', at(-3000)),
      said('in_progress', at(-60)),
      said('completed', at(-5)),
    ]);
    assert.equal(take([done]).situation.kind, 'clear');
    const cancelled = maintenance(-60, 60, [said('scheduled', at(-3000)), said('cancelled', at(-100))]);
    assert.deepEqual(take([cancelled]).histories.get('follow-alerts')?.segments, []);
  });

  test('owes nothing before its end, and then at once', () => {
    assert.equal(take([maintenance(-60, 60)]).maintenance[0]?.due, NOW + HOUR);
    assert.equal(take([maintenance(-60, -1)]).maintenance[0]?.overdue, true);
  });
});

describe('a component', () => {
  test('is found under the id it had before', () => {
    const renamed = {
      ...site,
      components: site.components.map((one) =>
        one.id === 'follow-alerts' ? { ...one, id: 'alerts', formerly: ['follow-alerts'] } : one,
      ),
    };
    const snapshot = takeSnapshot(renamed, [outage({ began: at(-30) })], NOBODY, NOW);
    assert.equal(
      snapshot.statuses.find(({ component }) => component.id === 'alerts')?.status,
      'major_outage',
    );
  });
});

function pick(situation: ReturnType<typeof take>['situation']) {
  return situation.kind === 'incident'
    ? [situation.kind, situation.status, situation.extent]
    : [situation.kind];
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Incident, Maintenance } from '../../src/domain/incident.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { exactly, HOUR, MINUTE } from '../../src/domain/time.ts';
import { NOW, outage, said, site } from './generators.ts';

const NOBODY = { by: 'nobody' as const, at: null };
const at = (minutes: number) => exactly(NOW + minutes * MINUTE);
const take = (incidents: Incident[], attestation: Parameters<typeof takeSnapshot>[2] = NOBODY, now = NOW) =>
  takeSnapshot(site, incidents, attestation, now);

function maintenance(from: number, until: number, updates = [said('scheduled', at(-3000))]): Maintenance {
  const { began: _, ended: __, lastKnown: ___, replay: ____, ...shared } = outage();
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
    assert.deepEqual(take([]).situation, { kind: 'clear', attestation: NOBODY });
    const watch = { by: 'watch' as const, at: NOW - MINUTE };
    assert.deepEqual(take([], watch).situation, { kind: 'clear', attestation: watch });
  });

  test('is unknown once the watcher has been silent for too long, which is no edge that anything announces', () => {
    const watch = { by: 'watch' as const, at: NOW - 10 * MINUTE };
    const snapshot = take([], watch);
    assert.equal(snapshot.changesAt, undefined);
    assert.equal(take([], watch, NOW + 10 * MINUTE).situation.kind, 'unknown');
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

  test('is never "works again" of trouble that has not begun, whatever is written', () => {
    const began = outage({ began: at(300), updates: [said('investigating', at(-10))] });
    assert.equal(take([began]).situation.kind, 'reported');
    const changes = [{ from: at(300), status: 'major_outage' as const }];
    const listed = outage({ began: at(-10), impact: [{ component: 'follow-alerts', changes }] });
    assert.equal(take([listed]).situation.kind, 'reported');
    assert.equal(take([listed]).changesAt, NOW + 295 * MINUTE);
  });

  test('has begun where a clock that runs a little fast wrote the beginning', () => {
    const fast = take([outage({ began: at(4), updates: [said('investigating', at(4))] })]);
    assert.deepEqual(pick(fast.situation), ['incident', 'major_outage', 'some']);
    assert.equal(statusOf(fast, 'follow-alerts'), 'major_outage');
  });

  test('is not calm before an end that lies ahead, and is so by itself from then on', () => {
    const updates = [said('investigating', at(-20)), said('resolved', at(4))];
    const interval = { earliest: NOW - 20 * MINUTE, latest: NOW + 4 * MINUTE };
    for (const change of [
      { updates },
      { ended: at(4), updates: [said('investigating', at(-20)), said('resolved', at(-1))] },
      { ended: interval, updates: [said('investigating', at(-30)), said('resolved', at(-1))] },
      { ended: at(4), updates: [said('investigating', at(-20)), said('monitoring', at(-1))] },
    ]) {
      const incidents = [outage({ began: at(-30), ...change })];
      const now = take(incidents, { by: 'watch', at: NOW });
      assert.deepEqual(pick(now.situation), ['incident', 'major_outage', 'some']);
      assert.equal(now.changesAt, NOW + 4 * MINUTE);
      const then = take(incidents, { by: 'watch', at: NOW }, now.changesAt);
      assert.notEqual(then.situation.kind, 'incident');
    }
  });

  test('names since when what it says is so, and each component since when it is', () => {
    const slow = outage({
      id: 'slow',
      began: at(-120),
      impact: [{ component: 'follow-glucose', status: 'degraded_performance' }],
    });
    const { situation } = take([slow, outage({ began: at(-60) })]);
    assert.ok(situation.kind === 'incident');
    assert.deepEqual(situation.since, { at: at(-60), before: false });
    assert.deepEqual(
      situation.affected.map(({ component, since }) => [component.id, since?.at.earliest]),
      [
        ['follow-alerts', NOW - HOUR],
        ['follow-glucose', NOW - 2 * HOUR],
      ],
    );
  });

  test('says of what got better since when it is so, and that nobody knows, where nobody does', () => {
    const changes = [
      { from: at(-90), status: 'major_outage' as const },
      { from: { earliest: NOW - 40 * MINUTE, latest: NOW - 30 * MINUTE }, status: 'partial_outage' as const },
    ];
    const better = take([outage({ began: at(-90), impact: [{ component: 'follow-alerts', changes }] })]);
    assert.ok(better.situation.kind === 'incident');
    assert.deepEqual(better.situation.since, { at: changes[1]?.from, before: false });
    const vague = take([outage({ began: undefined, updates: [said('investigating', at(-20))] })]);
    assert.ok(vague.situation.kind === 'incident');
    assert.deepEqual(vague.situation.since, { at: at(-20), before: true });
  });

  test('is of what is in trouble, not "not working", where less and announced work meet', () => {
    const reports = outage({
      began: at(-30),
      impact: [{ component: 'reports', status: 'degraded_performance' }],
    });
    const { situation } = take([reports, maintenance(-10, 60)]);
    assert.deepEqual(pick(situation), ['incident', 'degraded_performance', 'some']);
    assert.ok('affected' in situation);
    assert.deepEqual(
      situation.affected.map(({ component, status }) => [component.id, status]),
      [
        ['reports', 'degraded_performance'],
        ['follow-alerts', 'under_maintenance'],
      ],
    );
  });

  test('is clear where an incident is open on what was retired', () => {
    const retired = {
      ...site,
      components: site.components.map((one) =>
        one.id === 'follow-alerts' ? { ...one, until: NOW - HOUR } : one,
      ),
    };
    const snapshot = takeSnapshot(retired, [outage({ began: at(-120) })], NOBODY, NOW);
    assert.equal(snapshot.situation.kind, 'clear');
    assert.equal(snapshot.open[0]?.standing, 'apart');
  });

  test('says that it is not known where nobody knows how a headline component is', () => {
    const dark = outage({ began: at(-30), impact: [{ component: 'follow-alerts', status: 'not_known' }] });
    assert.deepEqual(pick(take([dark], { by: 'watch', at: NOW }).situation), [
      'incident',
      'not_known',
      'some',
    ]);
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
    assert.deepEqual(take([cancelled]).histories.get('follow-alerts')?.intervals, []);
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

function statusOf({ statuses }: ReturnType<typeof take>, id: string) {
  return statuses.find(({ component }) => component.id === id)?.status;
}

function pick(situation: ReturnType<typeof take>['situation']) {
  return situation.kind === 'incident'
    ? [situation.kind, situation.status, situation.extent]
    : [situation.kind];
}

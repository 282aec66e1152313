import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOpen, isReal } from '../../src/domain/incident.ts';
import { type Snapshot, takeSnapshot, vouchedBy } from '../../src/domain/snapshot.ts';
import { isHurt, isWorse, worst } from '../../src/domain/status.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import fc from '../chance.ts';
import { incidents, lively, NOW, attestation } from './generators.ts';
import { often } from '../thorough.ts';

/** Runs of each law; `RUNS=20000` looks longer. */
const numRuns = often(150, 400);
const within = fc.integer({ min: 0, max: 6 * 60 }).map((minutes) => minutes * MINUTE);
const inTrouble = ({ statuses }: Snapshot) => statuses.filter(({ status }) => isHurt(status));

function holds(law: (snapshot: Snapshot) => void): void {
  fc.assert(
    fc.property(incidents, attestation, (read, word) => law(takeSnapshot(lively, read, word, NOW))),
    { numRuns },
  );
}

describe('whatever happened', () => {
  test('trouble of any component is what the answer is about, and all of it is named, worst first', () => {
    holds((snapshot) => {
      const { situation } = snapshot;
      const hurt = inTrouble(snapshot);
      const named = 'affected' in situation ? situation.affected : [];
      assert.deepEqual(new Set(named), new Set(hurt));
      if (hurt.length > 0) assert.match(situation.kind, /^(incident|maintenance|overrun)$/);
      for (const [index, one] of named.slice(1).entries())
        assert.ok(!isWorse(one.status, named[index]?.status ?? 'operational'));
    });
  });

  test('the answer names the worst of the headline, and of the others only where the headline is well', () => {
    holds((snapshot) => {
      const { situation, statuses } = snapshot;
      if (situation.kind !== 'incident') return;
      const headline = worst(
        statuses.filter(({ component }) => component.headline).map(({ status }) => status),
      );
      const all = worst(statuses.map(({ status }) => status));
      assert.equal(situation.status, isWorse(headline, 'under_maintenance') ? headline : all);
      const whole = statuses.filter(({ component }) => component.headline);
      if (situation.extent === 'all') assert.ok(whole.every(({ status }) => status === situation.status));
    });
  });

  test('it says "maintenance" only where nothing is worse, and "overrun" only of announced work', () => {
    holds(({ situation, statuses }) => {
      if (situation.kind === 'maintenance')
        assert.equal(worst(statuses.map(({ status }) => status)), 'under_maintenance');
      if (situation.kind === 'maintenance' || situation.kind === 'overrun')
        assert.ok(isReal(situation.incident));
    });
  });

  test('it blames announced work only where no incident does as much to what it names', () => {
    holds(({ situation, histories }) => {
      if (situation.kind !== 'overrun' && situation.kind !== 'maintenance') return;
      const { incident: blamed, affected } = situation;
      const headline = affected.filter(({ component }) => component.headline);
      const serious = (list: typeof affected) =>
        list.filter(({ status }) => isWorse(status, 'under_maintenance'));
      const [top] = [serious(headline), serious(affected), headline, affected].filter(
        (list) => list.length > 0,
      );
      if (!top) return;
      const doing = top
        .filter(({ status }) => status === top[0]?.status)
        .flatMap(({ component, status }) =>
          (histories.get(component.id)?.intervals ?? []).filter(
            (segment) => segment.status === status && segment.from <= NOW && NOW < segment.to,
          ),
        );
      assert.ok(doing.every(({ told }) => !told));
      assert.ok(doing.some(({ incident }) => incident === blamed.id));
    });
  });

  test('it is calm only where no component is in trouble and nothing open touches what is in service', () => {
    holds((snapshot) => {
      const { situation, statuses } = snapshot;
      if (situation.kind !== 'clear' && situation.kind !== 'unknown') return;
      assert.deepEqual(inTrouble(snapshot), []);
      const ids = new Set(statuses.map(({ component }) => component.id));
      for (const incident of snapshot.incidents)
        if (incident.kind === 'incident' && isReal(incident) && isOpen(incident))
          assert.ok(incident.impact.every(({ component }) => !ids.has(component)));
    });
  });

  test('"works again" is said only of trouble that has been, and is over', () => {
    holds(({ situation, statuses, histories }) => {
      if (situation.kind !== 'watched') return;
      assert.ok(statuses.every(({ status }) => status === 'operational'));
      for (const { id } of situation.incidents)
        assert.ok(
          [...histories.values()].some(({ intervals }) =>
            intervals.some(
              ({ incident, from, to, status }) =>
                incident === id && isHurt(status) && from <= NOW && to <= NOW,
            ),
          ),
        );
    });
  });

  test('drills and what was withdrawn change nothing', () => {
    fc.assert(
      fc.property(incidents, attestation, (read, word) => {
        const reading = (list: typeof read) => {
          const { situation, statuses, overall } = takeSnapshot(lively, list, word, NOW);
          return { situation, statuses, overall };
        };
        assert.deepEqual(reading(read), reading(read.filter(isReal)));
      }),
      { numRuns },
    );
  });

  test('nothing reads differently before the announced instant, but that a word has lapsed', () => {
    fc.assert(
      fc.property(incidents, attestation, within, within, (read, word, earlier, later) => {
        const start = NOW - earlier;
        const at = start + later;
        let announced = takeSnapshot(lively, read, word, start);
        for (let steps = 0; announced.changesAt !== undefined && announced.changesAt <= at; steps++) {
          assert.ok(announced.changesAt > announced.now && steps < 500);
          announced = takeSnapshot(lively, read, word, announced.changesAt);
        }
        const vouched = readingOf(vouchedBy({ ...announced, now: at }, word));
        assert.deepEqual(readingOf(takeSnapshot(lively, read, word, at)), vouched);
      }),
      { numRuns },
    );
  });

  test('since when a component is in trouble is not later than now, but for a clock that runs fast', () => {
    holds((snapshot) => {
      for (const { status, since } of snapshot.statuses) {
        assert.equal(since !== undefined, isHurt(status));
        if (since) assert.ok(since.at.earliest <= NOW + 5 * MINUTE);
      }
    });
  });
});

/** Everything that a reader is told at an instant, without the instant itself and the growing sums. */
function readingOf({ situation, statuses, open, maintenance, drills }: Snapshot) {
  return { situation, statuses, open, maintenance, drills };
}

test('the generators make what the laws are about', () => {
  const seen = new Map<string, number>();
  const count = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1);
  holds((snapshot) => {
    count(snapshot.situation.kind);
    for (const { status } of snapshot.statuses) count(status);
    for (const { standing } of snapshot.open) count(standing);
    for (const { phase } of snapshot.maintenance) count(phase);
    if (snapshot.drills.length > 0) count('drill');
    if (snapshot.changesAt !== undefined && snapshot.changesAt < NOW + HOUR) count('changes soon');
    const isAhead = snapshot.incidents.some(
      (incident) => !isOpen(incident) && incident.updates.some(({ at }) => at.latest > NOW),
    );
    if (isAhead) count('closed ahead');
  });
  for (const name of [
    ...['incident', 'overrun', 'maintenance', 'watched', 'reported', 'unknown', 'clear'],
    ...['major_outage', 'partial_outage', 'degraded_performance', 'not_known', 'under_maintenance'],
    ...['hurting', 'apart', 'ahead', 'active', 'drill', 'changes soon', 'closed ahead'],
  ])
    assert.ok((seen.get(name) ?? 0) > 0, `${name} never came up in ${numRuns} runs`);
});

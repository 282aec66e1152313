import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NO_GIT_HISTORY } from '../../src/domain/git-history.ts';
import { type Incident, isOpen, isWithdrawn, type Outage } from '../../src/domain/incident.ts';
import {
  besidesOf,
  instantsOf,
  isReplayed,
  MOST_INSTANTS,
  type Replay,
  type ReplayInstant,
} from '../../src/domain/replay.ts';
import { NOBODY, type Snapshot, takeSnapshot } from '../../src/domain/snapshot.ts';
import type { DatedPromise } from '../../src/domain/promise.ts';
import { exactly, HOUR, type Instant, MINUTE, type TimeRange } from '../../src/domain/time.ts';
import fc from '../chance.ts';
import { incidents, lively, maintenance, NOW, outage, said, site } from './generators.ts';
import { often } from '../thorough.ts';

/** Runs of each law; `RUNS=20000` looks longer. */
const numRuns = often(25, 60);

/** A time in minutes around the beginning, which is midnight. */
const at = (minutes: number): Instant => Date.UTC(2026, 2, 1) + minutes * MINUTE;
const between = (one: number, other: number): TimeRange => ({ earliest: at(one), latest: at(other) });
const night = (change: Partial<Outage> = {}): Outage =>
  outage({
    replay: true,
    began: exactly(at(0)),
    updates: [said('investigating', exactly(at(30))), said('resolved', exactly(at(120)))],
    ...change,
  });

function play(incident: Outage, others: Incident[] = [], now = NOW, played = site): Replay {
  return instantsOf(incident, { site: played, incidents: [incident, ...others], git: NO_GIT_HISTORY, now });
}

const minutesOf = ({ instants }: Replay) => instants.map((one) => (one.at - at(0)) / MINUTE);

/** The reading that stands at a time. */
function readingAt({ instants }: Replay, minutes: number): ReplayInstant {
  return instants.findLast((one) => one.at <= at(minutes)) as ReplayInstant;
}

describe('a replay', () => {
  test('goes from half an hour before it began, by what happened and what was said, to when it was resolved', () => {
    const replay = play(night());
    assert.deepEqual(minutesOf(replay), [-30, 0, 30, 120]);
    assert.deepEqual(
      replay.instants.map(({ snapshot, said }) => [snapshot.situation.kind, said]),
      [
        ['clear', 0],
        ['incident', 0],
        ['incident', 1],
        ['clear', 2],
      ],
    );
    assert.equal(replay.whole, true);
  });

  test('shows what is known today while nothing at all had been said, and that nothing had', () => {
    const replay = play(night({ updates: [said('resolved', exactly(at(120)))] }));
    const reading = readingAt(replay, 90);
    assert.equal(reading.snapshot.situation.kind, 'incident');
    assert.equal(reading.said, 0);
    assert.deepEqual(reading.silentSince, exactly(at(0)));
    assert.deepEqual(reading.owed, { what: 'first notice', at: exactly(at(60)), overdue: 'yes' });
    assert.equal(readingAt(replay, 59).owed?.overdue, 'no');
  });

  test('begins when it began, and not five minutes before, for no clock that runs fast tells of it', () => {
    assert.equal(readingAt(play(night()), -1).snapshot.situation.kind, 'clear');
  });

  test('says of an instant between the earliest and the latest time of something that it may not be so', () => {
    const replay = play(
      night({
        began: between(0, 20),
        ended: between(100, 110),
        impact: [
          { component: 'sign-in', changes: [{ from: between(40, 50), status: 'major_outage' }] },
          { component: 'reports', changes: [{ from: between(40, 50), status: 'major_outage' }] },
          { component: 'follow-alerts', changes: [{ from: between(0, 20), status: 'major_outage' }] },
        ],
      }),
    );
    const uncertain = (minutes: number) =>
      readingAt(replay, minutes).uncertain.map((one) =>
        one.what === 'changed' ? [one.what, ...one.components] : one.what,
      );
    assert.deepEqual(uncertain(-1), []);
    assert.deepEqual(uncertain(0), ['began']);
    assert.deepEqual(uncertain(20), []);
    assert.deepEqual(uncertain(40), [['changed', 'sign-in', 'reports']]);
    assert.deepEqual(uncertain(50), []);
    assert.deepEqual(uncertain(109), ['ended']);
    assert.deepEqual(uncertain(110), []);
  });

  test('takes for said only what surely was, and for perhaps said what one reading has', () => {
    const replay = play(
      night({
        updates: [
          said('investigating', between(30, 50)),
          said('update', between(-600, 600)),
          said('resolved', exactly(at(120))),
        ],
      }),
    );
    const words = (minutes: number) => {
      const { said, perhaps } = readingAt(replay, minutes);
      return [said, perhaps];
    };
    // What was said second was not said before the first, nor after what came third.
    assert.deepEqual(words(29), [0, 0]);
    assert.deepEqual(words(30), [0, 2]);
    assert.deepEqual(words(50), [1, 1]);
    assert.deepEqual(words(120), [3, 0]);
    const { silentSince } = readingAt(replay, 40);
    assert.deepEqual(silentSince, between(0, 120));
  });

  test('counts the silence of the operator alone, and from when it was opened again', () => {
    const replay = play(
      night({
        updates: [
          said('investigating', exactly(at(10)), 'community'),
          said('identified', exactly(at(20))),
          said('update', exactly(at(30)), 'press'),
          said('resolved', exactly(at(40))),
          said('investigating', exactly(at(50)), 'community'),
          said('resolved', exactly(at(70)), 'press'),
        ],
      }),
    );
    const since = (minutes: number) => {
      const range = readingAt(replay, minutes).silentSince;
      return range && (range.latest - at(0)) / MINUTE;
    };
    assert.deepEqual([15, 25, 35, 45, 55, 70].map(since), [0, 20, 20, undefined, 50, undefined]);
    assert.equal(readingAt(replay, 45).owed, undefined);
  });

  test('tells each further interval of the pledge in which nothing was said', () => {
    const [{ updateEvery }] = site.pledge as [DatedPromise];
    const replay = play(
      night({
        updates: [
          said('investigating', exactly(at(10))),
          said('resolved', exactly(at(10 + 3 * updateEvery + 1))),
        ],
      }),
    );
    assert.deepEqual(
      minutesOf(replay).slice(2),
      [0, updateEvery, 2 * updateEvery, 3 * updateEvery, 3 * updateEvery + 1].map((one) => one + 10),
    );
  });

  test('of a silence of months tells every second interval, every fourth and so on', () => {
    const months = 90 * 24 * 60;
    const replay = play(
      night({
        updates: [said('investigating', exactly(at(10))), said('resolved', exactly(at(months)))],
      }),
      [],
      at(months + 1),
    );
    assert.equal(replay.whole, true);
    assert.ok(replay.instants.length <= MOST_INSTANTS && replay.instants.length > MOST_INSTANTS / 4);
  });

  test('says when it cannot hold all that was said, and leaves out the latest', () => {
    const updates = Array.from({ length: 300 }, (_, index) =>
      said(index === 0 ? 'investigating' : 'update', exactly(at(index + 1))),
    );
    const replay = play(night({ updates }), [], at(400));
    assert.equal(replay.whole, false);
    assert.equal(replay.instants.length, MOST_INSTANTS);
    assert.equal(replay.instants[0]?.at, at(-30));
  });

  test('of an open incident ends at the build, and of an end that nobody recorded before it', () => {
    const open = play(night({ updates: [said('investigating', exactly(at(30)))] }), [], at(45));
    assert.equal(open.until, at(45));
    const lost = play(
      night({
        ended: 'unknown',
        lastKnown: exactly(at(90)),
        updates: [said('investigating', exactly(at(30)))],
      }),
    );
    assert.ok(lost.instants.slice(1).every(({ snapshot }) => snapshot.situation.kind === 'incident'));
  });

  test('plays a drill as if it were real, alone, and leaves the record as it was', () => {
    const drill = night({ drill: true });
    const other = outage({
      id: 'other',
      began: exactly(at(-60)),
      updates: [said('investigating', exactly(at(-50)))],
    });
    const replay = play(drill, [other]);
    assert.deepEqual(replay.besides, []);
    const { situation } = readingAt(replay, 10).snapshot;
    assert.deepEqual('incidents' in situation && situation.incidents.map(({ id }) => id), ['an-incident']);
    assert.equal(drill.drill, true);
  });

  test('knows what else was so in its time, and nothing that was over before or began after', () => {
    const other = (id: string, from: number, to: number) =>
      outage({
        id,
        impact: [{ component: 'sign-in', status: 'major_outage' }],
        began: exactly(at(from)),
        updates: [said('investigating', exactly(at(from))), said('resolved', exactly(at(to)))],
      });
    const record = [other('before', -300, -200), other('meanwhile', 60, 90), other('after', 200, 210)];
    const replay = play(night(), record);
    assert.deepEqual(
      replay.besides.map(({ id }) => id),
      ['meanwhile'],
    );
    assert.ok(minutesOf(replay).includes(60) && minutesOf(replay).includes(90));
    const { situation } = readingAt(replay, 70).snapshot;
    assert.equal('incidents' in situation && situation.incidents.length, 2);
    const work = maintenance({ scheduled: { from: at(60), until: at(90) } });
    assert.deepEqual(
      besidesOf(night(), { incidents: [work], git: NO_GIT_HISTORY, now: NOW }).map(({ id }) => id),
      ['a-window'],
    );
  });

  test('is the page of that time, and no demonstration of anything', () => {
    const replay = play(night(), [], NOW, {
      ...site,
      demonstration: { notice: { en: 'A demonstration.', es: 'Una demostración.' } },
    });
    assert.ok(replay.instants.every(({ snapshot }) => snapshot.situation.kind !== 'demonstration'));
    assert.ok(replay.instants.every(({ snapshot }) => snapshot.attestation.by === 'nobody'));
  });

  test('is made only of an incident that asks for it and was not withdrawn', () => {
    assert.equal(isReplayed(night()), true);
    assert.equal(isReplayed(night({ replay: false })), false);
    const updates = [said('investigating', exactly(at(1))), said('withdrawn', exactly(at(2)))];
    assert.equal(isReplayed(night({ updates })), false);
  });
});

const statusesOf = ({ statuses }: Snapshot) =>
  statuses.map(({ component, status }) => [component.id, status]);
const without = (record: Incident[], one: Incident) => record.filter((other) => other !== one);

describe('whatever happened, a replay', () => {
  const laws = (law: (replay: Replay, incident: Outage) => void) =>
    fc.assert(
      fc.property(incidents, (record) => {
        for (const one of record) {
          if (one.kind !== 'incident' || isWithdrawn(one)) continue;
          law(play(one, without(record, one), NOW + HOUR, lively), one);
        }
      }),
      { numRuns },
    );
  /** What a reader is shown. */
  const reading = ({ snapshot, uncertain, said, perhaps, owed, silentSince, at }: ReplayInstant) => {
    const { situation, statuses } = snapshot;
    const silent = silentSince ? Math.max(0, at - silentSince.latest) : -1;
    const interval = (lively.pledge[0] as DatedPromise).updateEvery * MINUTE;
    return JSON.stringify([
      situation,
      statuses,
      uncertain,
      said,
      perhaps,
      owed,
      Math.floor(silent / interval),
    ]);
  };

  test('has no two neighbours that read the same, and its instants ascend', () => {
    laws(({ instants }) => {
      assert.ok(instants.length > 0);
      for (const [index, one] of instants.slice(1).entries()) {
        const before = instants[index] as ReplayInstant;
        assert.ok(before.at < one.at);
        assert.notEqual(reading(one), reading(before));
      }
    });
  });

  test('has an instant at which each word that was said had surely been said, and never takes one back', () => {
    laws(({ instants, heard, until }) => {
      for (const [index, { at }] of heard.entries()) {
        if (at.latest > until || at.latest < (instants[0]?.at ?? until)) continue;
        assert.ok(instants.some((one) => one.at === at.latest && one.said > index));
      }
      for (const [index, one] of instants.slice(1).entries())
        assert.ok(one.said >= (instants[index]?.said ?? 0));
    });
  });

  test('shows at every minute what the whole record of today says of it', () => {
    fc.assert(
      fc.property(incidents, fc.nat(), (record, chosen) => {
        for (const one of record) {
          if (one.kind !== 'incident' || isWithdrawn(one) || one.drill) continue;
          const { instants, until } = play(one, without(record, one), NOW + HOUR, lively);
          const first = instants[0]?.at ?? until;
          const time = first + Math.floor((chosen % Math.max(1, until - first)) / MINUTE) * MINUTE;
          const { snapshot } = instants.findLast(({ at }) => at <= time) as ReplayInstant;
          const whole = takeSnapshot(lively, record, NOBODY, time, NO_GIT_HISTORY, 0);
          assert.deepEqual(statusesOf(snapshot), statusesOf(whole));
        }
      }),
      { numRuns },
    );
  });

  test('owes nothing more once it is closed, and shows everybody’s trouble as of a live site', () => {
    laws(({ instants, heard, until }, incident) => {
      const last = instants.at(-1) as ReplayInstant;
      if (!isOpen(incident) && heard.length === last.said && last.at === until && last.perhaps === 0)
        assert.ok(incident.ended === 'unknown' || last.owed === undefined);
    });
  });
});

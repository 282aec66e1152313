import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from '../chance.ts';
import { nextUpdateDue, pledgeOf as pledgeAfter, pledgeReport } from '../../src/domain/pledge.ts';
import { always, type DatedPromise, promiseAt, promiseFor } from '../../src/domain/promise.ts';
import type { Incident, Outage } from '../../src/domain/incident.ts';
import { incidentHistory, type Revision, NO_GIT_HISTORY } from '../../src/domain/git-history.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { NOW, outage, said, START } from './generators.ts';

const PROMISE = always({ firstNotice: 60, updateEvery: 240 });
/** Without git: what was said counts from when it was said. */
const pledgeOf = (incident: Outage, promise: typeof PROMISE, now: number) =>
  pledgeAfter(incident, promise, now, undefined);
const at = (minutes: number, width = 0) => ({
  earliest: START + minutes * MINUTE,
  latest: START + (minutes + width) * MINUTE,
});
const closed = (...updates: ReturnType<typeof said>[]) => outage({ began: at(0), updates });

describe('the first notice', () => {
  test('is kept if it was kept at the worst reading', () => {
    const reading = pledgeOf(
      closed(said('investigating', at(30, 20)), said('resolved', at(60))),
      PROMISE,
      NOW,
    );
    assert.deepEqual(reading.firstNotice, { certain: 30 * MINUTE, possible: 50 * MINUTE });
    assert.equal(reading.firstNoticeVerdict, 'kept');
  });

  test('is missed if it was missed at the best reading, and else cannot be told', () => {
    const verdict = (minutes: number, width: number) =>
      pledgeOf(closed(said('investigating', at(minutes, width)), said('resolved', at(200))), PROMISE, NOW)
        .firstNoticeVerdict;
    assert.equal(verdict(60, 0), 'kept');
    assert.equal(verdict(61, 0), 'missed');
    assert.equal(verdict(60, 20), 'cannot be told');
    assert.equal(verdict(50, 20), 'cannot be told');
  });

  test('counts only what the operator said, and a word before the beginning counts as at once', () => {
    const reading = pledgeOf(
      closed(
        said('investigating', at(5), 'community'),
        said('identified', at(90)),
        said('resolved', at(100)),
      ),
      PROMISE,
      NOW,
    );
    assert.equal(reading.notice?.state, 'identified');
    assert.equal(reading.firstNoticeVerdict, 'missed');
    assert.equal(pledgeOf(closed(said('resolved', at(-10))), PROMISE, NOW).firstNotice?.possible, 0);
  });

  test('is never kept without a notice or without a beginning', () => {
    const silent = closed(said('investigating', at(5), 'community'), said('resolved', at(500), 'community'));
    assert.equal(pledgeOf(silent, PROMISE, NOW).firstNoticeVerdict, 'missed');
    const justSo = closed(said('investigating', at(5), 'community'), said('resolved', at(60), 'community'));
    assert.equal(pledgeOf(justSo, PROMISE, NOW).firstNoticeVerdict, 'cannot be told');
    const short = closed(said('investigating', at(5), 'community'), said('resolved', at(20), 'community'));
    assert.equal(pledgeOf(short, PROMISE, NOW).firstNoticeVerdict, 'cannot be told');
    assert.equal(
      pledgeOf({ ...silent, began: undefined }, PROMISE, NOW).firstNoticeVerdict,
      'cannot be told',
    );
  });
});

describe('the longest silence among words whose times are not known exactly', () => {
  test('begins no earlier than the first notice, and ends before the word after it', () => {
    const incident = closed(
      said('investigating', at(630, 60)),
      said('identified', at(0, 2000)),
      said('monitoring', at(1200, 1400)),
      said('monitoring', at(2100, 10)),
      said('resolved', at(2200)),
    );
    const { silence, silences } = pledgeOf(incident, PROMISE, NOW);
    // It was written after the first notice, so it was not said before it; and what follows was said by 2110.
    assert.deepEqual(silences?.possible, { from: at(630, 1370), to: at(1200, 910) });
    assert.equal(silence?.possible, 1480 * MINUTE);
  });

  test('is as long as the words told it where nothing contradicts their order', () => {
    const incident = closed(said('investigating', at(10, 20)), said('resolved', at(300, 50)));
    assert.deepEqual(pledgeOf(incident, PROMISE, NOW).silence, {
      certain: 270 * MINUTE,
      possible: 340 * MINUTE,
    });
  });
});

describe('a word that was dated back', () => {
  const incident = closed(said('investigating', at(10)), said('resolved', at(400)));
  const committed = (imported: boolean) => {
    const version = (updates: Outage['updates'], minutes: number): Revision => ({
      blob: `b${minutes}`,
      commit: `c${minutes}`,
      at: START + minutes * MINUTE,
      imported,
      incident: { ...incident, updates },
    });
    return incidentHistory([version(incident.updates.slice(0, 1), 300), version(incident.updates, 401)]);
  };

  test('counts from its publication, where the record was kept live, and both times are told', () => {
    const reading = pledgeAfter(incident, PROMISE, NOW, committed(false));
    assert.equal(reading.firstNoticeVerdict, 'missed');
    assert.equal(reading.firstNotice?.possible, 300 * MINUTE);
    assert.equal(reading.noticePublished, START + 300 * MINUTE);
    assert.equal(reading.silence?.possible, 101 * MINUTE);
  });

  test('is told as dated back only where it makes the difference that the pledge allows', () => {
    const published = (minutes: number) => {
      const version = { blob: 'b', commit: 'c', at: START + minutes * MINUTE, imported: false, incident };
      return pledgeAfter(incident, PROMISE, NOW, incidentHistory([version])).noticePublished;
    };
    assert.equal(published(40), undefined);
    assert.equal(published(70), undefined);
    assert.equal(published(71), START + 71 * MINUTE);
  });

  test('counts from when it was said in a record that was brought along', () => {
    const reading = pledgeAfter(incident, PROMISE, NOW, committed(true));
    assert.equal(reading.firstNoticeVerdict, 'kept');
    assert.equal(reading.noticePublished, undefined);
    assert.equal(reading.silence?.possible, 390 * MINUTE);
  });
});

describe('a time that was changed after it was published', () => {
  const version = (began: number, minutes: number, imported = false): Revision => ({
    blob: `b${minutes}`,
    commit: `c${minutes}`,
    at: START + minutes * MINUTE,
    imported,
    incident: outage({
      began: at(began),
      updates: [said('investigating', at(90)), said('resolved', at(100))],
    }),
  });
  const readingAfter = (...versions: Revision[]) =>
    pledgeAfter(versions.at(-1)?.incident as Outage, PROMISE, NOW, incidentHistory(versions));

  test('is told with what it was, when it was changed, and what would be true by it', () => {
    const { firstNoticeVerdict, moved } = readingAfter(version(0, 91), version(50, 500), version(40, 600));
    assert.equal(firstNoticeVerdict, 'kept');
    assert.deepEqual(moved.beginning, {
      was: at(0),
      changed: START + 600 * MINUTE,
      firstNoticeVerdict: 'missed',
    });
  });

  test('is told where the operator said nothing, too', () => {
    const silent = (began: number, minutes: number): Revision => {
      const updates = [said('investigating', at(90), 'press'), said('resolved', at(100), 'press')];
      return { ...version(began, minutes), incident: outage({ began: at(began), updates }) };
    };
    const { firstNoticeVerdict, moved } = readingAfter(silent(0, 91), silent(50, 500));
    assert.equal(firstNoticeVerdict, 'cannot be told');
    assert.equal(moved.beginning?.firstNoticeVerdict, 'missed');
  });

  test('is told of a word of the operator too, and of no word of others', () => {
    const [before, after] = [version(0, 91), version(0, 500)];
    const incident = after.incident as Outage;
    const [first, last] = incident.updates as [Outage['updates'][0], Outage['updates'][0]];
    const moved = (speaker: 'operator' | 'press') => {
      const updates = [{ ...first, at: at(20), said: { ...first.said, speaker } }, last];
      return readingAfter(before, { ...after, incident: { ...incident, updates } }).moved.updates;
    };
    assert.deepEqual(
      moved('operator').map(({ was, changed, update }) => [was, changed, update.id]),
      [[at(90), START + 500 * MINUTE, first.id]],
    );
    assert.deepEqual(moved('press'), []);
  });

  test('is none that was put back, that was changed before it was public, or that was not known at first', () => {
    const none = { beginning: undefined, updates: [] };
    assert.deepEqual(readingAfter(version(0, 91), version(50, 500), version(0, 600)).moved, none);
    assert.deepEqual(readingAfter(version(0, 91, true), version(50, 92, true)).moved, none);
    const unknown = version(0, 91);
    const incident = { ...(unknown.incident as Outage), began: undefined };
    assert.deepEqual(readingAfter({ ...unknown, incident }, version(50, 500)).moved, none);
  });
});

describe('the report', () => {
  test('leaves out, by name, drills, withdrawn incidents and in a demonstration those without a notice', () => {
    const incidents = [
      outage({ id: 'a', drill: true }),
      closed(said('investigating', at(1)), said('withdrawn', at(2))),
      outage({ id: 'c', updates: [said('resolved', at(3), 'community')] }),
      outage({ id: 'd' }),
    ];
    const report = pledgeReport(incidents, PROMISE, NOW, true, NO_GIT_HISTORY);
    assert.deepEqual(
      report.leftOut.map(({ why }) => why),
      ['drill', 'withdrawn', 'no notice found'],
    );
    assert.deepEqual(
      report.counted.map(({ incident }) => incident.id),
      ['d'],
    );
    assert.equal(pledgeReport(incidents, PROMISE, NOW, false, NO_GIT_HISTORY).counted.length, 2);
    const both = closed(said('investigating', at(1), 'press'), said('resolved', at(3)));
    assert.equal(pledgeReport([both], PROMISE, NOW, true, NO_GIT_HISTORY).counted.length, 1);
  });

  test('says of announced work how long ahead it was announced', () => {
    const {
      began: _,
      ended: __,
      lastKnown: ___,
      replay: ____,
      ...shared
    } = closed(said('scheduled', at(10, 5)));
    const scheduled = { from: START + 100 * MINUTE, until: START + 200 * MINUTE };
    const work: Incident = { ...shared, kind: 'maintenance', scheduled };
    const report = pledgeReport([work], PROMISE, NOW, false, NO_GIT_HISTORY);
    const ahead = { certain: 85 * MINUTE, possible: 90 * MINUTE };
    assert.deepEqual(report, { counted: [], leftOut: [], maintenance: [{ incident: work, ahead }] });
  });
});

describe('a promise', () => {
  const DAY_ONE = START - 10 * MINUTE;
  const promises: DatedPromise[] = [
    { since: DAY_ONE, firstNotice: 60, updateEvery: 240 },
    { since: DAY_ONE + 1000 * MINUTE, firstNotice: 15, updateEvery: 30 },
  ];
  const incidentAt = (minutes: number, width = 0, change: Partial<Outage> = {}) =>
    outage({
      began: at(minutes, width),
      updates: [said('investigating', at(minutes + width + 40)), said('resolved', at(minutes + width + 80))],
      ...change,
    });
  const verdicts = (incident: Outage) => {
    const { promise, firstNoticeVerdict, silenceVerdict } = pledgeOf(incident, promises, NOW);
    return [promise?.firstNotice, firstNoticeVerdict, silenceVerdict];
  };

  test('holds from the day on which it was made, until the next', () => {
    assert.equal(promiseAt(promises, DAY_ONE - 1), undefined);
    assert.equal(promiseAt(promises, DAY_ONE), promises[0]);
    assert.equal(promiseAt(promises, promises[1]?.since as number), promises[1]);
    assert.equal(
      promiseAt(always({ firstNotice: 1, updateEvery: 2 }), Number.MIN_SAFE_INTEGER)?.firstNotice,
      1,
    );
  });

  test('is what an incident is measured against that began while it held', () => {
    assert.deepEqual(verdicts(incidentAt(-11)), [undefined, 'not judged', 'not judged']);
    assert.deepEqual(verdicts(incidentAt(-10)), [60, 'kept', 'kept']);
    assert.deepEqual(verdicts(incidentAt(989)), [60, 'kept', 'kept']);
    assert.deepEqual(verdicts(incidentAt(990)), [15, 'missed', 'missed']);
  });

  test('judges nothing that may have begun before it was made, and what nobody knows by its first word', () => {
    assert.deepEqual(verdicts(incidentAt(-20, 30)), [undefined, 'not judged', 'not judged']);
    assert.deepEqual(verdicts(incidentAt(980, 30)), [60, 'cannot be told', 'kept']);
    assert.equal(pledgeOf(incidentAt(-30, 0, { began: undefined }), promises, NOW).promise, promises[0]);
  });

  test('is measured all the same, so that a page can say how long it took', () => {
    const reading = pledgeOf(incidentAt(-300), promises, NOW);
    assert.equal(reading.firstNotice?.possible, 40 * MINUTE);
    assert.equal(reading.silence?.possible, 40 * MINUTE);
    assert.equal(reading.noticePublished, undefined);
  });

  test('judges no record that was brought along, and no year before it', () => {
    const incidents = [
      incidentAt(5, 0, { id: 'brought', importedFrom: 'another page' }),
      incidentAt(-300, 0, { id: 'before' }),
      incidentAt(5, 0, { id: 'counted' }),
      incidentAt(-300, 0, { id: 'drill', drill: true, importedFrom: 'another page' }),
    ];
    const report = pledgeReport(incidents, promises, NOW, false, NO_GIT_HISTORY);
    assert.deepEqual(
      report.leftOut.map(({ incident, why }) => [incident.id, why]),
      [
        ['brought', 'imported'],
        ['before', 'before the promise'],
        ['drill', 'drill'],
      ],
    );
    assert.deepEqual(
      report.counted.map(({ incident }) => incident.id),
      ['counted'],
    );
  });

  test('owes a word by what held when it began; before it only a word that was named', () => {
    const open = (minutes: number, change: Partial<Outage> = {}) =>
      outage({ began: at(minutes), updates: [said('investigating', at(minutes))], ...change });
    const due = (incident: Outage) => nextUpdateDue(incident, promises, undefined);
    assert.equal(due(open(0)), START + 240 * MINUTE);
    assert.equal(due(open(1000)), START + 1030 * MINUTE);
    assert.equal(due(open(-300)), undefined);
    assert.equal(due(open(-300, { nextUpdate: at(-200) })), START - 200 * MINUTE);
    assert.equal(due(open(0, { importedFrom: 'another page' })), undefined);
  });

  test('changes no verdict of what began before or after: each incident has one promise, whichever others there are', () => {
    const promise = fc.record({
      since: fc.integer({ min: -2000, max: 2000 }).map((minutes) => START + minutes * MINUTE),
      firstNotice: fc.integer({ min: 1, max: 300 }),
      updateEvery: fc.integer({ min: 1, max: 300 }),
    });
    const pledges = fc
      .uniqueArray(promise, { maxLength: 5, selector: ({ since }) => since })
      .map((list) => list.toSorted((one, other) => one.since - other.since));
    fc.assert(
      fc.property(
        pledges,
        fc.integer({ min: -2500, max: 2500 }),
        fc.integer({ min: 0, max: 200 }),
        fc.boolean(),
        (pledge, minutes, width, isOpen) => {
          const incident = incidentAt(minutes, width, {
            ...(isOpen && { updates: [said('investigating', at(minutes + width + 40))] }),
          });
          const reading = pledgeOf(incident, pledge, NOW);
          const { promise } = reading;
          assert.equal(promise, promiseFor(pledge, incident));
          const began = at(minutes).earliest;
          assert.ok(promise ? promise.since <= began : pledge.every(({ since }) => since > began));
          assert.ok(pledge.every(({ since }) => since <= (promise?.since ?? -Infinity) || since > began));
          if (promise) {
            const alone = pledgeOf(incident, always(promise), NOW);
            const { promise: _, ...rest } = reading;
            const { promise: __, ...same } = alone;
            assert.deepEqual(rest, same);
            assert.equal(
              nextUpdateDue(incident, pledge, undefined),
              nextUpdateDue(incident, always(promise), undefined),
            );
          } else {
            assert.deepEqual(
              [reading.firstNoticeVerdict, reading.silenceVerdict],
              ['not judged', 'not judged'],
            );
            assert.equal(nextUpdateDue(incident, pledge, undefined), undefined);
          }
          const { counted, leftOut } = pledgeReport([incident], pledge, NOW, false, NO_GIT_HISTORY);
          assert.deepEqual([counted.length, leftOut.length], promise ? [1, 0] : [0, 1]);
          assert.ok(counted.every((one) => one.firstNoticeVerdict !== 'not judged'));
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 200) },
    );
  });
});

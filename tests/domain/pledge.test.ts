import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pledgeOf as pledgeAfter, pledgeReport } from '../../src/domain/pledge.ts';
import type { Incident, Outage } from '../../src/domain/incident.ts';
import { incidentHistory, type Revision, NO_GIT_HISTORY } from '../../src/domain/git-history.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { NOW, outage, said, START } from './generators.ts';

const PROMISE = { firstNotice: 60, updateEvery: 240 };
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

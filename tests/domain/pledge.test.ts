import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOverdue, nextUpdateDue, pledgeOf, pledgeReport } from '../../src/domain/pledge.ts';
import { exactly, HOUR, MINUTE } from '../../src/domain/time.ts';
import { NOW, outage, said, START } from './generators.ts';

const PROMISE = { firstNotice: 60, updateEvery: 240 };
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
    assert.equal(verdict(61, 0), 'missed');
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
    const short = closed(said('investigating', at(5), 'community'), said('resolved', at(20), 'community'));
    assert.equal(pledgeOf(short, PROMISE, NOW).firstNoticeVerdict, 'cannot be told');
    assert.equal(
      pledgeOf({ ...silent, began: undefined }, PROMISE, NOW).firstNoticeVerdict,
      'cannot be told',
    );
  });
});

describe('silence', () => {
  test('is the longest time between neighbours', () => {
    const reading = pledgeOf(
      closed(said('investigating', at(10)), said('update', at(100)), said('resolved', at(400))),
      PROMISE,
      NOW,
    );
    assert.deepEqual(reading.silence, { certain: 300 * MINUTE, possible: 300 * MINUTE });
    assert.equal(reading.silenceVerdict, 'missed');
  });

  test('lasts until now while the incident is open', () => {
    const open = outage({
      began: exactly(NOW - 5 * HOUR),
      updates: [said('investigating', exactly(NOW - 3 * HOUR))],
    });
    assert.equal(pledgeOf(open, PROMISE, NOW).silence?.possible, 3 * HOUR);
  });

  test('ends with Resolved: what is said afterwards is not owed', () => {
    const reading = pledgeOf(
      closed(said('investigating', at(10)), said('resolved', at(100)), said('postmortem', at(20_000))),
      PROMISE,
      NOW,
    );
    assert.equal(reading.silence?.possible, 90 * MINUTE);
  });
});

describe('the next update', () => {
  const open = outage({
    began: exactly(NOW - 5 * HOUR),
    updates: [said('investigating', exactly(NOW - 3 * HOUR))],
  });

  test('is due after the promised interval, and overdue from that instant on', () => {
    assert.equal(nextUpdateDue(open, PROMISE), NOW + HOUR);
    assert.equal(isOverdue(open, PROMISE, NOW + HOUR - 1), false);
    assert.equal(isOverdue(open, PROMISE, NOW + HOUR), true);
  });

  test('is due when it was promised, if that is later than the newest update', () => {
    assert.equal(nextUpdateDue({ ...open, nextUpdate: exactly(NOW - HOUR) }, PROMISE), NOW - HOUR);
    assert.equal(nextUpdateDue({ ...open, nextUpdate: exactly(NOW - 4 * HOUR) }, PROMISE), NOW + HOUR);
  });

  test('is not owed once it is resolved', () => {
    assert.equal(nextUpdateDue(closed(said('resolved', at(10))), PROMISE), undefined);
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
    const report = pledgeReport(incidents, PROMISE, NOW, true);
    assert.deepEqual(
      report.leftOut.map(({ why }) => why),
      ['drill', 'withdrawn', 'no notice found'],
    );
    assert.deepEqual(
      report.counted.map(({ incident }) => incident.id),
      ['d'],
    );
    assert.equal(pledgeReport(incidents, PROMISE, NOW, false).counted.length, 2);
  });
});

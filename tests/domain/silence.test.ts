import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  isOverdue as isOverdueAfter,
  nextUpdateDue as dueAfter,
  pledgeOf as pledgeAfter,
} from '../../src/domain/pledge.ts';
import { always } from '../../src/domain/promise.ts';
import type { Incident, Outage } from '../../src/domain/incident.ts';
import { exactly, HOUR, MINUTE } from '../../src/domain/time.ts';
import { NOW, outage, said, START } from './generators.ts';

const PROMISE = always({ firstNotice: 60, updateEvery: 240 });
/** Without git: what was said counts from when it was said. */
const pledgeOf = (incident: Outage, promise: typeof PROMISE, now: number) =>
  pledgeAfter(incident, promise, now, undefined);
const nextUpdateDue = (incident: Incident, promise: typeof PROMISE) => dueAfter(incident, promise, undefined);
const isOverdue = (incident: Incident, promise: typeof PROMISE, now: number) =>
  isOverdueAfter(incident, promise, now, undefined);
const at = (minutes: number, width = 0) => ({
  earliest: START + minutes * MINUTE,
  latest: START + (minutes + width) * MINUTE,
});
const closed = (...updates: ReturnType<typeof said>[]) => outage({ began: at(0), updates });

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

  test('is not ended by what others say in between, and does not begin with it', () => {
    const between = closed(
      said('investigating', at(10)),
      said('update', at(200), 'press'),
      said('resolved', at(400)),
    );
    assert.equal(pledgeOf(between, PROMISE, NOW).silence?.possible, 390 * MINUTE);
    const before = closed(
      said('investigating', at(10), 'community'),
      said('identified', at(90)),
      said('resolved', at(100)),
    );
    assert.equal(pledgeOf(before, PROMISE, NOW).silence?.possible, 10 * MINUTE);
  });

  test('is not counted while it is closed, whatever is said then', () => {
    const updates = [
      said('investigating', at(10)),
      said('resolved', at(100)),
      said('update', at(5_000)),
      said('resolved', at(6_000)),
    ];
    assert.equal(pledgeOf(closed(...updates), PROMISE, NOW).silence?.possible, 90 * MINUTE);
  });

  test('does not begin before the operator was heard of, also where it was open before', () => {
    const updates = [
      ...[said('investigating', at(10), 'community'), said('resolved', at(100), 'community')],
      ...[
        said('investigating', at(5_000), 'community'),
        said('identified', at(5_100)),
        said('resolved', at(5_110)),
      ],
    ];
    assert.equal(pledgeOf(closed(...updates), PROMISE, NOW).silence?.possible, 10 * MINUTE);
  });

  test('lasts to when it was last known to go on, where nobody knows the end', () => {
    const unknown = (...lastKnown: [minutes: number, width?: number]) => {
      const updates = [said('investigating', at(10)), said('identified', at(12)), said('monitoring', at(20))];
      const incident = outage({ began: at(0), updates, ended: 'unknown', lastKnown: at(...lastKnown) });
      return pledgeOf(incident, PROMISE, NOW).silence;
    };
    assert.deepEqual(unknown(300, 5), { certain: 280 * MINUTE, possible: 285 * MINUTE });
    assert.equal(unknown(15)?.possible, 8 * MINUTE);
    assert.equal(unknown(15, 100)?.possible, 8 * MINUTE, 'it was spoken of after it was last seen');
    assert.equal(unknown(20, 100)?.possible, 8 * MINUTE);
  });

  test('is none of a word that a fast clock put ahead of now', () => {
    const open = outage({ began: exactly(NOW), updates: [said('investigating', exactly(NOW + 3 * MINUTE))] });
    assert.deepEqual(pledgeOf(open, PROMISE, NOW).silence, { certain: 0, possible: 0 });
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

describe('what others say', () => {
  test('ends silence when it is that all is over, and nothing is owed from then on', () => {
    const incident = closed(
      said('investigating', at(10)),
      said('resolved', at(100), 'community'),
      said('postmortem', at(9_000)),
    );
    assert.equal(pledgeOf(incident, PROMISE, NOW).silence?.possible, 90 * MINUTE);
    assert.equal(nextUpdateDue(incident, PROMISE), undefined);
  });

  test('does not reset the clock of the operator', () => {
    const open = outage({
      began: at(0),
      updates: [said('investigating', at(10)), said('update', at(200), 'community')],
    });
    assert.equal(nextUpdateDue(open, PROMISE), START + 250 * MINUTE);
    assert.equal(isOverdue(open, PROMISE, START + 251 * MINUTE), true);
  });

  test('opens it again: silence is counted from there, and not over the time in which it was closed', () => {
    const updates = [
      said('investigating', at(10)),
      said('resolved', at(100)),
      said('investigating', at(5_000), 'community'),
    ];
    const reopened = outage({ began: at(0), updates });
    assert.equal(nextUpdateDue(reopened, PROMISE), START + 5_240 * MINUTE);
    assert.equal(pledgeOf(reopened, PROMISE, START + 5_300 * MINUTE).silence?.possible, 300 * MINUTE);
    const over = outage({ began: at(0), updates: [...updates, said('resolved', at(5_050))] });
    assert.equal(pledgeOf(over, PROMISE, NOW).silence?.possible, 90 * MINUTE);
  });

  test('makes the first notice due, where the operator has said nothing', () => {
    const open = outage({ began: at(0), updates: [said('investigating', at(30), 'community')] });
    assert.equal(nextUpdateDue(open, PROMISE), START + 90 * MINUTE);
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
    assert.equal(nextUpdateDue({ ...open, nextUpdate: exactly(NOW - 3 * HOUR) }, PROMISE), NOW + HOUR);
  });

  test('is not owed once it is resolved', () => {
    assert.equal(nextUpdateDue(closed(said('resolved', at(10))), PROMISE), undefined);
  });
});

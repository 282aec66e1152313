import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { iso, readMoment, spanBetween, startOfMonth } from '../../src/domain/time.ts';

const fault = (written: string) => {
  const reading = readMoment(written);
  return reading.ok ? 'none' : reading.fault;
};

describe('a time', () => {
  test('that is printed reads back as it was', () => {
    const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
    fc.assert(
      fc.property(seconds, (second) => {
        const reading = readMoment(iso(second * 1000));
        assert.ok(reading.ok && reading.moment.earliest === second * 1000);
      }),
    );
  });

  test('with an offset is the same instant as in UTC', () => {
    assert.deepEqual(readMoment('2026-03-01T03:04-05:00'), readMoment('2026-03-01T08:04Z'));
    assert.deepEqual(readMoment('2026-03-01T03:04:05+05:45'), readMoment('2026-02-28T21:19:05Z'));
  });

  test('that cannot be is told apart from one that is written wrongly', () => {
    assert.equal(fault('2026-02-29T03:04Z'), 'impossible');
    assert.equal(fault('2026-03-01T24:00Z'), 'impossible');
    assert.equal(fault('2026-03-01T03:04+15:00'), 'impossible');
    assert.equal(fault('0000-01-01'), 'impossible');
    assert.equal(fault('2026-03-01T03:04'), 'without-offset');
    assert.equal(fault('1 March'), 'malformed');
    assert.equal(fault('2026-03-01T03:04Z/2026-03-01T03:00Z'), 'interval-backwards');
  });

  test('of any text at all is read or refused, never an exception', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readMoment(text).ok === 'boolean'));
  });
});

test('a span of uncertain times has a certain and a possible length, and neither is below 0', () => {
  assert.deepEqual(spanBetween({ earliest: 0, latest: 10 }, { earliest: 5, latest: 20 }), {
    certain: 0,
    possible: 20,
  });
});

test('months begin in their own year', () => {
  assert.equal(iso(startOfMonth(Date.UTC(2026, 0, 31), -1)), '2025-12-01T00:00Z');
  assert.equal(iso(startOfMonth(Date.UTC(1, 0, 31) - 0, 1)).slice(5), '02-01T00:00Z');
});

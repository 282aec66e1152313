import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY, iso, printTimeRange, readTimeRange, spanBetween, startOfMonth } from '../../src/domain/time.ts';
import fc from '../chance.ts';

const fault = (written: string) => {
  const reading = readTimeRange(written);
  return reading.ok ? 'none' : reading.fault;
};

describe('a time', () => {
  test('that is printed reads back as it was', () => {
    const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
    fc.assert(
      fc.property(seconds, (second) => {
        const reading = readTimeRange(iso(second * 1000));
        assert.ok(reading.ok && reading.range.earliest === second * 1000);
      }),
    );
  });

  test('as well as it is known reads back as it was printed: exact, an interval, a day, several days', () => {
    const second = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }).map((count) => count * 1000);
    const day = fc.integer({ min: -719_162, max: 2_932_896 }).map((count) => count * DAY);
    const inOrder = (pair: [number, number]) => pair.toSorted((one, other) => one - other) as typeof pair;
    const ranges = fc.oneof(
      second.map((at) => ({ earliest: at, latest: at })),
      fc
        .tuple(second, second)
        .map(inOrder)
        .map(([earliest, latest]) => ({ earliest, latest })),
      fc
        .tuple(day, day)
        .map(inOrder)
        .map(([earliest, last]) => ({ earliest, latest: last + DAY - 1000, wholeDay: true as const })),
    );
    fc.assert(
      fc.property(ranges, (range) =>
        assert.deepEqual(readTimeRange(printTimeRange(range)), { ok: true, range }),
      ),
    );
    assert.equal(
      printTimeRange({
        earliest: Date.UTC(2026, 2, 1),
        latest: Date.UTC(2026, 2, 1, 23, 59, 59),
        wholeDay: true,
      }),
      '2026-03-01',
    );
  });

  test('with an offset that leads out of the years of four digits cannot be', () => {
    for (const written of ['9999-12-31T23:00-02:00', '0001-01-01T01:00+02:00'])
      assert.equal(fault(written), 'impossible', written);
    for (const written of ['9999-12-31T23:00-00:59', '0001-01-01T02:00+02:00'])
      assert.equal(fault(written), 'none', written);
  });

  test('with an offset is the same instant as in UTC', () => {
    assert.deepEqual(readTimeRange('2026-03-01T03:04-05:00'), readTimeRange('2026-03-01T08:04Z'));
    assert.deepEqual(readTimeRange('2026-03-01T03:04:05+05:45'), readTimeRange('2026-02-28T21:19:05Z'));
  });

  test('that cannot be is told apart from one that is written wrongly', () => {
    const impossible = [
      [
        '2026-02-29',
        '2026-02-29T03:04Z',
        '2026-04-31',
        '2026-00-01',
        '2026-13-01',
        '2026-03-00',
        '0000-01-01',
      ],
      ['2026-03-01T24:00Z', '2026-02-28T24:00Z', '2026-03-01T03:60Z', '2026-03-01T03:04:60Z'],
      [
        '2026-03-01T03:04+14:01',
        '2026-03-01T03:04-12:01',
        '2026-03-01T03:04+05:60',
        '2026-03-01T03:04-13:00',
      ],
    ].flat();
    for (const written of impossible) assert.equal(fault(written), 'impossible', written);
    const possible = ['2024-02-29', '0001-01-01', '2026-03-01T23:59:59Z', '2026-12-31T23:59Z'];
    for (const written of possible) assert.equal(fault(written), 'none', written);
    assert.equal(fault('2026-03-01T03:04'), 'without-offset');
    assert.equal(fault('1 March'), 'malformed');
  });

  test('may have any offset that is in use somewhere', () => {
    assert.deepEqual(readTimeRange('2026-03-01T14:00+14:00'), readTimeRange('2026-03-01T00:00Z'));
    assert.deepEqual(readTimeRange('2026-02-28T12:00-12:00'), readTimeRange('2026-03-01T00:00Z'));
  });

  test('that is a bare day is all of that day in UTC', () => {
    const day = { earliest: Date.UTC(2026, 2, 1), latest: Date.UTC(2026, 2, 1, 23, 59, 59), wholeDay: true };
    assert.deepEqual(readTimeRange('2026-03-01'), { ok: true, range: day });
  });

  test('that is known between two others lasts from the earliest to the latest of them', () => {
    const between = (written: string) => {
      const reading = readTimeRange(written);
      return reading.ok ? reading.range : reading.fault;
    };
    const [first, second] = [Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2)];
    const [morning, night] = [Date.UTC(2026, 2, 1, 3, 4), Date.UTC(2026, 2, 2, 23, 59, 59)];
    assert.deepEqual(between('2026-03-01T03:04Z/2026-03-02T00:00Z'), { earliest: morning, latest: second });
    assert.deepEqual(between('2026-03-01T03:04Z/2026-03-01T03:04Z'), { earliest: morning, latest: morning });
    assert.deepEqual(between('2026-03-01/2026-03-02'), { earliest: first, latest: night, wholeDay: true });
    assert.deepEqual(between('2026-03-01/2026-03-02T00:00Z'), { earliest: first, latest: second });
    assert.deepEqual(between('2026-03-01T03:04Z/2026-03-02'), { earliest: morning, latest: night });
    assert.equal(between('2026-03-01T03:04Z/soon'), 'malformed');
    assert.equal(between('2026-03-01/2026-03-02/2026-03-03'), 'malformed');
    assert.equal(between('2026-03-01T03:04Z/2026-03-01T03:03Z'), 'interval-backwards');
  });

  test('that is written nearly right is answered with the right form', () => {
    const guesses: Record<string, string | undefined> = {
      '2026-03-01 03:04': '2026-03-01T03:04Z',
      '2026-03-01  03:04:05': '2026-03-01T03:04:05Z',
      ' 2026-03-01T03:04Z ': '2026-03-01T03:04Z',
      '  2026-03-01T03:04Z  ': '2026-03-01T03:04Z',
      '2026/3/1 3:04': '2026-03-01T03:04Z',
      '2026.03.01 03.04': '2026-03-01T03:04Z',
      '2026-12-31 23h59': '2026-12-31T23:59Z',
      '2026-03-01t03:04z': '2026-03-01T03:04Z',
      '2026-03-01 03:04 UTC': '2026-03-01T03:04Z',
      '2026-03-01 03:04  gmt': '2026-03-01T03:04Z',
      '2026-03-01T03:04:05-0500': '2026-03-01T03:04:05-05:00',
      '2026-03-01 03:04 +05:45': '2026-03-01T03:04+05:45',
      '2026-3-1': '2026-03-01',
      '2026-03-01T03:04': '2026-03-01T03:04Z',
      '2026-03-02/2026-03-01': '2026-03-01/2026-03-02',
      '2026-03-01 03:04/2026-03-01 03:09': '2026-03-01T03:04Z/2026-03-01T03:09Z',
      '2026-03-01 03:04/2026-03-01T03:09Z': '2026-03-01T03:04Z/2026-03-01T03:09Z',
      '2026-03-01T03:04Z/2026-03-01T03:09': '2026-03-01T03:04Z/2026-03-01T03:09Z',
      // Nobody can tell what these mean.
      'on 2026-03-01 03:04': undefined,
      '2026-03-01 03:04 or so': undefined,
      '2026-03-01 03:04 CET': undefined,
      '2026-13-01 03:04': undefined,
      '2026-03-01 25:04': undefined,
      '2026-03-01/2026-03-02/2026-03-03': undefined,
      '2026-03-01 03:04/later': undefined,
      'early/2026-03-01 03:04': undefined,
    };
    for (const [written, suggestion] of Object.entries(guesses)) {
      const reading = readTimeRange(written);
      assert.ok(!reading.ok, written);
      assert.equal(reading.suggestion, suggestion, written);
    }
  });

  test('that is lost in a long text is not guessed at', () => {
    const padded = (length: number) => readTimeRange('2026-03-01 03:04'.padEnd(length));
    assert.deepEqual(padded(60), { ok: false, fault: 'malformed', suggestion: '2026-03-01T03:04Z' });
    assert.deepEqual(padded(61), { ok: false, fault: 'malformed', suggestion: undefined });
  });

  test('that is suggested can be read', () => {
    const point = fc.stringMatching(
      /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ]{1,2}\d{1,2}[:.h]\d{2}(:\d{2})? ?(Z|z|utc|[+-]\d{2}:?\d{2})?)?$/,
    );
    fc.assert(
      fc.property(point, (written) => {
        const reading = readTimeRange(written);
        if (!reading.ok && reading.suggestion !== undefined) assert.ok(readTimeRange(reading.suggestion).ok);
      }),
    );
  });

  test('of any text at all is read or refused, never an exception', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readTimeRange(text).ok === 'boolean'));
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

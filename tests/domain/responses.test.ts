import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Looks } from '../../src/domain/response-file.ts';
import { placeOn, seriesOf } from '../../src/domain/responses.ts';

const FROM = Date.parse('2026-03-01T00:00:00Z');
const STEP = 300_000;
const AXIS = { from: FROM, to: FROM + 12 * STEP, step: STEP, speaks: STEP };

const at = (place: number, median: number | null, more: Partial<Looks> = {}): Looks => ({
  from: new Date(FROM + place * STEP).toISOString(),
  ...{ looks: 10, failures: 0, median, worst: median === null ? null : median * 2 },
  ...more,
});

describe('what is drawn of how fast a check was answered', () => {
  test('breaks where nobody looked, and says how long that was', () => {
    const { runs, unknown } = seriesOf([at(0, 100), at(1, 120), at(4, 90)], AXIS);
    assert.deepEqual(
      runs.map((run) => run.map((one) => one.at)),
      [[0, 1], [4]],
    );
    assert.equal(unknown, 9 * STEP);
  });

  test('breaks where no answer came at all, which is known and is marked', () => {
    const series = seriesOf([at(0, 100), at(1, null, { failures: 10 }), at(2, 100)], AXIS);
    assert.deepEqual(
      series.runs.map((run) => run.length),
      [1, 1],
    );
    assert.deepEqual([series.failed, series.failures, series.looks], [[1], 10, 30]);
    assert.equal(series.unknown, 9 * STEP);
  });

  test('goes on over whiles in which nobody need look, where it is looked less often', () => {
    const { runs, unknown } = seriesOf([at(0, 100), at(3, 100), at(6, 100), at(9, 100)], {
      ...AXIS,
      speaks: 3 * STEP,
    });
    assert.equal(runs.length, 1);
    assert.equal(unknown, 0);
  });

  test('leaves out what lies before and behind', () => {
    const { looks } = seriesOf([at(-1, 100), at(0, 100), at(12, 100)], AXIS);
    assert.equal(looks, 10);
  });

  test('has the middle of all looks and the longest of them', () => {
    const { median, worst } = seriesOf([at(0, 10), at(1, 20, { looks: 100 }), at(2, 900)], AXIS);
    assert.deepEqual([median, worst], [20, 1800]);
  });

  test('leaves room for all others where some took very long', () => {
    assert.equal(seriesOf([at(0, 100, { worst: 30_000 })], AXIS).top, 400);
    assert.equal(seriesOf([at(0, 100, { worst: 150 })], AXIS).top, 150);
    const day = Array.from({ length: 40 }, (_, place) => at(place, place === 7 ? 9_000 : 100));
    assert.equal(seriesOf(day, { ...AXIS, to: FROM + 40 * STEP }).top, 400);
    assert.equal(seriesOf([], AXIS).top, 1);
  });

  test('puts an outage in its place, as far as it lies there', () => {
    assert.deepEqual(placeOn(AXIS, { from: FROM - STEP, to: FROM + STEP }), { at: 0, length: 1 });
    assert.deepEqual(placeOn(AXIS, { from: FROM + 11 * STEP, to: FROM + 99 * STEP }), { at: 11, length: 1 });
    assert.equal(placeOn(AXIS, { from: FROM - 2 * STEP, to: FROM - STEP }), undefined);
    assert.equal(placeOn(AXIS, { from: AXIS.to, to: AXIS.to + STEP }), undefined);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axisOf } from '../../src/domain/axis.ts';
import fc from '../chance.ts';

describe('an axis of time', () => {
  test('reaches what it must in at most four steps, and is not twice as long as it need be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 40 * 1440 }), (most) => {
        const { max, step } = axisOf(most);
        assert.ok(max >= most && max - step < most, `${max} for ${most}`);
        assert.ok(Number.isInteger(max / step) && max / step <= 4, `${step} in ${max}`);
      }),
    );
  });

  for (const [most, max, step] of [
    [0, 1, 1],
    [7, 8, 2],
    [60, 60, 15],
    [61, 120, 60],
    [11 * 60 + 30, 720, 240],
    [25 * 60, 2880, 1440],
    [60 * 1440, 60 * 1440, 14_400],
  ] as const)
    test(`of ${most} minutes has a step of ${step} and ends at ${max}`, () =>
      assert.deepEqual(axisOf(most), { max, step }));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveSize } from '../../src/cli/terminal-size.ts';

test('a terminal that says no width is as wide as they were, and no other is changed', () => {
  const after = (output: { isTTY?: boolean; columns?: number; rows?: number }) => {
    giveSize(output);
    return [output.columns, output.rows];
  };
  assert.deepEqual(after({ isTTY: true, columns: 0, rows: 0 }), [80, 24]);
  assert.deepEqual(after({ isTTY: true, columns: 40, rows: 10 }), [40, 10]);
  assert.deepEqual(after({}), [undefined, undefined]);
});

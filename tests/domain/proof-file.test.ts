import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rounded } from '../../src/domain/proof-file.ts';

test('a count is published to two digits, and a small one only as fewer than twenty', () => {
  assert.deepEqual([0, 1, 19].map(rounded), Array(3).fill({ fewer_than: 20 }));
  assert.deepEqual(
    [20, 99, 104, 105, 1234, 987_654].map(rounded),
    [20, 99, 100, 110, 1200, 990_000].map((about) => ({ about })),
  );
});

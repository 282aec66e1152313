import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { arrowsOf, drawHouse, floorsOf, type House, houseOf } from './house.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const house = (imports: Record<string, string[]>): House =>
  new Map(Object.entries(imports).map(([room, others]) => [room, new Set(others)]));

describe('the picture of the house', () => {
  test('is the one that the code draws; `UPDATE_GOLDEN=1 npm test -- unit` renews it', () => {
    const path = join(ROOT, 'docs/pictures/house.svg');
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, drawHouse(houseOf()));
    assert.equal(readFileSync(path, 'utf8'), drawHouse(houseOf()));
  });

  test('puts each room above all that it imports', () => {
    assert.deepEqual(floorsOf(house({ a: [], b: ['a'], c: ['a', 'b'], d: ['a'] })), [
      ['a'],
      ['b', 'd'],
      ['c'],
    ]);
  });

  test('refuses rooms that import one another', () => {
    assert.throws(() => floorsOf(house({ a: ['b'], b: ['a'] })), /circle/);
  });

  test('leaves out an arrow that two others say', () => {
    assert.deepEqual(arrowsOf(house({ a: [], b: ['a'], c: ['a', 'b'] })), [
      ['b', 'a'],
      ['c', 'b'],
    ]);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bounded, inFolder, inOrder, nameOf, type Problem, type Source } from '../../src/problems/index.ts';
import { problem } from './example.ts';

const SOURCES: [Source, string][] = [
  [{ file: 'incidents/a.md' }, 'incidents/a.md'],
  [{ flag: '--format' }, '--format'],
  [{ variable: 'PORT' }, 'PORT'],
  [{ service: 'https://web.archive.org' }, 'https://web.archive.org'],
];

test('a source is called by its path, its name or its address', () => {
  for (const [source, name] of SOURCES) assert.equal(nameOf(source), name);
});

test('the path of a file can be counted from above its folder, and nothing else has a path', () => {
  const counted = inFolder(
    'below',
    SOURCES.map(([source]) => ({ ...problem, source })),
  );
  assert.deepEqual(
    counted.map(({ source }) => nameOf(source)),
    ['below/incidents/a.md', '--format', 'PORT', 'https://web.archive.org'],
  );
});

test('problems stand by source, then line, then column, then name; without a place they stand first', () => {
  const order: Problem[] = [
    { ...problem, source: { flag: '--to' }, place: undefined },
    { ...problem, source: { file: 'a.md' }, place: undefined },
    { ...problem, source: { file: 'a.md' }, place: { line: 1, column: 9 } },
    { ...problem, source: { file: 'a.md' }, place: { line: 2, column: 1 }, name: 'file-name' },
    { ...problem, source: { file: 'a.md' }, place: { line: 2, column: 1 }, name: 'key-unknown' },
    { ...problem, source: { file: 'a.md' }, place: { line: 2, column: 5 } },
    { ...problem, source: { file: 'a.md' }, place: { line: 10, column: 1 } },
    { ...problem, source: { file: 'b.md' }, place: { line: 1, column: 1 } },
  ];
  assert.deepEqual(order.toReversed().toSorted(inOrder), order);
  assert.deepEqual(order.toSorted(inOrder), order);
});

describe('problems of one kind', () => {
  const many = (count: number, more?: number): Problem[] =>
    Array.from({ length: count }, (_, line) => ({
      ...problem,
      place: { line, column: 1 },
      ...(more === undefined ? {} : { more }),
    }));

  test('are a hundred over all files, the last of which counts the rest, those that were counted before too', () => {
    assert.deepEqual(bounded(many(100)), many(100));
    const [last] = bounded(many(103)).slice(-1);
    assert.deepEqual([last?.place?.line, last?.more], [99, 3]);
    const counted = bounded([...many(2, 5), ...many(100)]);
    assert.deepEqual([counted.length, counted[0]?.more, counted[99]?.more], [100, undefined, 12]);
    assert.deepEqual(bounded([{ ...problem, more: 0 }]), [problem]);
  });

  test('hide none of another kind', () => {
    const other: Problem = { ...problem, name: 'file-name' };
    const shown = bounded([...many(101), other]);
    assert.deepEqual(shown.at(-1), other);
    assert.equal(shown[99]?.more, 1);
  });
});

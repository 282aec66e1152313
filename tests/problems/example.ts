import type { Problem } from '../../src/problems/index.ts';

/** A problem in a file, as short as one can be. */
export const problem: Problem = {
  name: 'key-unknown',
  severity: 'error',
  source: { file: 'incidents/a.md' },
  place: { line: 12, column: 3 },
  found: 'x',
  expected: 'y',
  remedy: 'z.',
};

// `run.ts` says which room is broken, and which tests must notice it.
const { MUTANTS_ROOM: room, MUTANTS_BROKEN: broken, MUTANTS_TESTS: tests } = process.env;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: broken?.split(' ') ?? [],
  testRunner: 'node-test',
  plugins: ['./tests/mutants/runner.ts'],
  testFiles: tests?.split(' ') ?? [],
  coverageAnalysis: 'perTest',
  // What is read once, when a file is loaded, needs a process and every test for each mutant.
  ignoreStatic: process.env.MUTANTS_STATIC === undefined,
  timeoutMS: 10_000,
  timeoutFactor: 4,
  thresholds: { high: 95, low: 85, break: 85 },
  incremental: true,
  incrementalFile: `.cache/mutants/${room}.json`,
  tempDirName: '.cache/mutants/sandbox',
  ignorePatterns: ['docs/picture.png', 'dist', 'test-results', '.astro', '.cache'],
  reporters: ['clear-text', 'progress-append-only'],
};

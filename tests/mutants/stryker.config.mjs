// `run.ts` says which room is broken, and which tests must notice it.
const { MUTANTS_ROOM: room, MUTANTS_BROKEN: broken, MUTANTS_TESTS: tests } = process.env;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: broken?.split(' ') ?? [],
  testRunner: 'tap',
  tap: { testFiles: tests?.split(' ') ?? [], nodeArgs: ['--test-reporter=tap'], forceBail: true },
  plugins: ['@stryker-mutator/tap-runner'],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 85, break: 85 },
  incremental: true,
  incrementalFile: `.cache/mutants/${room}.json`,
  tempDirName: '.cache/mutants/sandbox',
  ignorePatterns: ['docs/picture.png', 'dist', 'test-results', '.astro', '.cache'],
  reporters: ['clear-text', 'progress-append-only'],
};

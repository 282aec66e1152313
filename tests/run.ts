import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOrGetChromium } from './chromium.ts';

interface Tally {
  passed: number;
  failed: number;
}

const REPORT = join('test-results', 'browser.json');
mkdirSync('test-results', { recursive: true });
const only = process.argv.slice(2);

/** Everything that must hold, in the order in which it is quickest to learn of a mistake. */
const steps: [name: string, run: () => Tally][] = [
  ['format', () => command('prettier', ['--log-level', 'warn', '--check', '.'])],
  ['lint', () => command('biome', ['lint', '--error-on-warnings'])],
  [
    'types',
    () =>
      both(command('astro', ['check', '--minimumFailingSeverity', 'warning']), command('tsc', ['--noEmit'])),
  ],
  ['dead code', () => command('knip', [])],
  ['incidents', () => script('src/cli/check.ts', ['--format', 'terminal'])],
  ['unit', unit],
  ['browser', browser],
];

const total: Tally = { passed: 0, failed: 0 };
for (const [name, run] of steps) {
  if (only.length > 0 && !only.includes(name)) continue;
  const started = performance.now();
  console.log(`\n── ${name}`);
  const { passed, failed } = attempt(run);
  total.passed += passed;
  total.failed += failed;
  console.log(
    `── ${name}: ${passed} passed, ${failed} failed, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function attempt(run: () => Tally): Tally {
  try {
    return run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

function command(name: string, args: string[]): Tally {
  return tallyOf(
    spawnSync(join('node_modules/.bin', name), args, { stdio: 'inherit', env: environment() }).status,
  );
}

function script(path: string, args: string[]): Tally {
  return tallyOf(
    spawnSync(process.execPath, [path, ...args], { stdio: 'inherit', env: environment() }).status,
  );
}

function unit(): Tally {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--test', '--test-reporter=tap', 'tests/**/*.test.ts'],
    { encoding: 'utf8', env: environment(), maxBuffer: 1 << 28 },
  );
  const count = (word: string) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  if (status !== 0)
    console.log(
      stdout
        .split('\n')
        .filter((line) => !/^\s*(ok |---|\.\.\.|duration_ms|type:|# Subtest)/.test(line))
        .join('\n'),
    );
  return { passed: count('pass'), failed: failed || (status === 0 ? 0 : 1) };
}

function browser(): Tally {
  const CHROMIUM = findOrGetChromium();
  const { status } = spawnSync(
    join('node_modules/.bin/playwright'),
    ['test', '--config', 'tests/playwright.config.ts'],
    { stdio: 'inherit', env: { ...environment(), CHROMIUM, REPORT: join(process.cwd(), REPORT) } },
  );
  const { stats } = JSON.parse(readFileSync(REPORT, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  if (stats.flaky > 0)
    console.log(`${stats.flaky} passed only when run again: mend them, they are named above`);
  const failed = stats.unexpected + stats.skipped;
  return { passed: stats.expected + stats.flaky, failed: failed || (status === 0 ? 0 : 1) };
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: undefined };
}

function tallyOf(status: number | null): Tally {
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function both(one: Tally, other: Tally): Tally {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}

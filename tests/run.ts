import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findOrGetChromium } from './chromium.ts';
import { buildSituations, record, situations } from './tour/situations.ts';

interface Tally {
  passed: number;
  failed: number;
}

/** How a step went, and what it has to say, which is told in the order of the steps. */
interface Outcome extends Tally {
  output: string;
}

type Step = [name: string, run: () => Promise<Outcome>];

const PASSED: Tally = { passed: 1, failed: 0 };
const FAILED: Tally = { passed: 0, failed: 1 };
const REPORT = join('test-results', 'browser.json');
mkdirSync('test-results', { recursive: true });
const only = process.argv.slice(2);

/** Rooms whose tests are pure and quick: in one process they take a third of the time of one for each file. */
const TOGETHER = [
  'browser',
  'config',
  'domain',
  'i18n',
  'incidents',
  'islands',
  'pages',
  'problems',
  'publications',
  'yaml',
];

/** How many processes work at a time. */
const AT_ONCE = 2;

/**
 * Everything that must hold, in the order in which it is quickest to learn of a mistake. The steps of one
 * stage run two at a time; the next stage waits for it.
 */
const stages: Step[][] = [
  [
    ['format', () => command('prettier', ['--log-level', 'warn', '--check', '.'])],
    ['lint', () => command('biome', ['lint', '--error-on-warnings'])],
    // It holds all that `tsc` does, and what stands in .astro files.
    ['types', () => command('astro', ['check', '--minimumFailingSeverity', 'warning'])],
    ['dead code', () => command('knip', [])],
    ['incidents', () => command('node', ['src/cli/nightlight.mjs', 'check', '--format', 'terminal'])],
  ],
  [['tour', tour]],
  // Side by side they leave neither processor idle.
  [
    ['unit', unit],
    ['browser', browser],
  ],
];

const total: Tally = { passed: 0, failed: 0 };
for (const stage of stages) {
  const wanted = stage.filter(([name]) => only.length === 0 || only.includes(name));
  const begun = started(
    wanted.map(
      ([, run]) =>
        () =>
          timed(run),
    ),
  );
  for (const [index, [name]] of wanted.entries()) {
    console.log(`\n── ${name}`);
    const { passed, failed, output, seconds } = (await begun[index]) as Outcome & { seconds: number };
    if (output.trim() !== '') console.log(output.trimEnd());
    total.passed += passed;
    total.failed += failed;
    console.log(`── ${name}: ${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s`);
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** Begins works in their order, `AT_ONCE` at a time. */
function started<T>(works: (() => Promise<T>)[]): Promise<T>[] {
  const ends = works.map(() => Promise.withResolvers<T>());
  const rest = works.entries();
  const lane = async () => {
    for (const [index, work] of rest) await work().then(ends[index]?.resolve, ends[index]?.reject);
  };
  for (let count = 0; count < AT_ONCE; count++) void lane();
  return ends.map(({ promise }) => promise);
}

async function timed(run: () => Promise<Outcome>): Promise<Outcome & { seconds: number }> {
  const began = performance.now();
  const outcome = await run().catch((error: unknown) => ({
    ...FAILED,
    output: error instanceof Error ? error.message : String(error),
  }));
  return { ...outcome, seconds: (performance.now() - began) / 1000 };
}

/** Runs a program of the project, and says what it printed only if it failed or has to tell something. */
async function command(name: string, args: string[]): Promise<Outcome> {
  const path = name === 'node' ? process.execPath : join('node_modules/.bin', name);
  const { status, output } = await finished(path, args, ['stdout', 'stderr']);
  return { ...(status === 0 ? PASSED : FAILED), output };
}

/** Builds the sites that the tests of formats, guides and browsers look at. */
async function tour(): Promise<Outcome> {
  await buildSituations([record, ...situations], AT_ONCE);
  return { ...PASSED, output: '' };
}

async function unit(): Promise<Outcome> {
  const files = globSync('tests/**/*.test.ts').map((path) => path.replaceAll('\\', '/'));
  const room = (path: string) => path.split('/')[1] ?? '';
  const together = files.filter((path) => TOGETHER.includes(room(path)));
  const alone = files.filter((path) => !together.includes(path));
  const parts = await Promise.all([
    nodeTests(['--test-isolation=none', ...together]),
    nodeTests([`--test-concurrency=${AT_ONCE}`, ...alone]),
  ]);
  const sum = (of: (part: Outcome) => number) => parts.reduce((all, part) => all + of(part), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    output: parts.map(({ output }) => output).join('\n'),
  };
}

async function nodeTests(args: string[]): Promise<Outcome> {
  const run = ['--test', '--test-reporter=tap', ...args];
  const { status, output } = await finished(process.execPath, run, ['stdout']);
  const count = (word: string) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  const told = output
    .split('\n')
    .filter((line) => !/^\s*(ok |---|\.\.\.|duration_ms|type:|# Subtest)/.test(line))
    .join('\n');
  return {
    passed: count('pass'),
    failed: failed || (status === 0 ? 0 : 1),
    output: status === 0 ? '' : told,
  };
}

async function browser(): Promise<Outcome> {
  const CHROMIUM = findOrGetChromium();
  const child = spawn(
    join('node_modules/.bin/playwright'),
    ['test', '--config', 'tests/playwright.config.ts'],
    { stdio: 'inherit', env: { ...environment(), CHROMIUM, REPORT: join(process.cwd(), REPORT) } },
  );
  const [status] = (await once(child, 'close')) as [number | null];
  const { stats } = JSON.parse(readFileSync(REPORT, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  const failed = stats.unexpected + stats.skipped;
  return {
    passed: stats.expected + stats.flaky,
    failed: failed || (status === 0 ? 0 : 1),
    output:
      stats.flaky > 0 ? `${stats.flaky} passed only when run again: mend them, they are named above` : '',
  };
}

/** Runs a program to its end, with what it prints of these two as one text. */
async function finished(
  path: string,
  args: string[],
  heard: ('stdout' | 'stderr')[],
): Promise<{ status: number | null; output: string }> {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
  let output = '';
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      if (heard.includes(name)) output += text;
      else process[name].write(text);
    });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output };
}

function environment(): NodeJS.ProcessEnv {
  // Node keeps what it compiled: a command that is called twenty times is read once.
  const NODE_COMPILE_CACHE = resolve('.cache/compiled');
  return {
    ...process.env,
    NODE_COMPILE_CACHE,
    ASTRO_TELEMETRY_DISABLED: '1',
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };
}

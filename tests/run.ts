import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { findOrGetChromium, findOrGetShell } from './chromium.ts';
import { QUICK_GIT } from './git.ts';
import { type Durations, longestOf } from './slowest.ts';
import { buildSituations, record, situations } from './tour/situations.ts';

interface Tally {
  passed: number;
  failed: number;
}

/** How a step went, and what it has to say, which is told in the order of the steps. */
interface Outcome extends Tally {
  output: string;
  durations?: Durations;
}

type Step = 'format' | 'lint' | 'types' | 'dead code' | 'incidents' | 'tour' | 'unit' | 'browser';

/** What is run by itself, in a place of its own among those that run at a time. */
interface Work {
  step: Step;
  run: () => Promise<Outcome>;
  /** It looks at the sites of the tour, so it waits for them. */
  needsTour?: boolean;
}

const PASSED: Tally = { passed: 1, failed: 0 };
const FAILED: Tally = { passed: 0, failed: 1 };
const REPORT = join('test-results', 'browser.json');
/** Where it is kept how long each file took; not where Playwright clears up when it begins. */
const DURATIONS = join('.cache', 'durations');
for (const folder of ['test-results', DURATIONS]) mkdirSync(folder, { recursive: true });
const only = process.argv.slice(2).filter((word) => word !== '--thorough');
// What is asked for is read by the tests themselves (`thorough.ts`).
if (process.argv.includes('--thorough')) process.env.THOROUGH = '1';

/** Files of tests that share a process. */
interface Group {
  name: string;
  /** Which files of `tests/`; a file is in the first group that takes it. */
  takes: RegExp;
  needsTour?: boolean;
  /** Each file has a process of its own, one after the other. */
  isApart?: boolean;
}

/** As many processors as are put to use; each more takes a gigabyte. */
const PROCESSORS = Math.min(availableParallelism(), 8);

/** How many works run at a time: two more than there are processors, for a test that waits for something leaves one idle. */
const AT_ONCE = PROCESSORS + 2;

/** How many processes build the tour: they never wait. */
const BUILDERS = Math.min(PROCESSORS, 4);

const NOTHING: BrowserReport = {
  stats: { expected: 0, unexpected: 1, flaky: 0, skipped: 0 },
  suites: [],
};

/** How many files are named at the end of a step that has many, with how long each took. */
const NAMED = 10;

/**
 * The files of tests, by what takes a process for itself: to start one for each file takes more than most tests do.
 * What takes longest comes first, so that nothing long is begun last; a file that no other group takes is in the last one.
 */
const GROUPS: Group[] = [
  // What kills processes may be left with one where it fails, and a PostgreSQL server ends the process that began it.
  {
    name: 'chaos',
    takes: /^(delivery\/(chaos\/(crash|deliver)\.|restore\.)|cli\/watch-(killed|cut)\.)/,
    isApart: true,
  },
  // They begin git hundreds of times, and that takes longer the more the process holds that begins it.
  {
    name: 'git',
    takes:
      /^(cli\/(forms\/take|rehearse|speaking|watch|writing(-\w+)?)|revisions\/(git|history|moods))\.test/,
    isApart: true,
  },
  { name: 'builds', takes: /^(cli\/apart|pack\/pack|release\/reuse)\.test/ },
  { name: 'nights', takes: /^delivery\/chaos\// },
  { name: 'delivery', takes: /^delivery\// },
  { name: 'laws', takes: /^(config|domain|i18n|incidents|problems|words|yaml)\// },
  // Each puts a site live, with one builder for all of them.
  {
    name: 'going live',
    takes: /^cli\/(branch|over-ssh|redaction|runbook|to-bucket|untold|verify)\.test/,
  },
  { name: 'deploys', takes: /^cli\/(deploy|guard|hosted)\.test/ },
  { name: 'cli', takes: /^cli\// },
  { name: 'pages', takes: /^(browser|islands|pages|publications)\//, needsTour: true },
  { name: 'pictures', takes: /^(pictures|site)\//, needsTour: true },
  { name: 'releases', takes: /^release\//, needsTour: true },
  { name: 'subscriptions', takes: /^subscriptions\// },
  { name: 'other', takes: /./, needsTour: true },
];

/** In the order in which they are begun: what others wait for, then what takes longest. */
const works: Work[] = [
  { step: 'tour', run: tour },
  { step: 'browser', run: browser, needsTour: true },
  ...units(),
  // What stands in .astro files by the only compiler that reads them, all else by the one that takes a sixth of its time.
  { step: 'types', run: () => command('node', ['--run', 'types']) },
  { step: 'format', run: () => command('prettier', ['--log-level', 'warn', '--check', '.']) },
  // It also looks at the format of what is code; prettier does at that of all else.
  { step: 'lint', run: () => command('biome', ['ci', '--error-on-warnings']) },
  { step: 'dead code', run: () => command('knip', []) },
  {
    step: 'incidents',
    run: () => command('node', ['src/cli/nightlight.mjs', 'check', '--format', 'terminal']),
  },
];

/** In the order in which they are told, which is that in which it is quickest to learn of a mistake. */
const steps: Step[] = ['format', 'lint', 'types', 'dead code', 'incidents', 'tour', 'unit', 'browser'];

const total: Tally = { passed: 0, failed: 0 };
const wanted = works.filter(({ step }) => only.length === 0 || only.includes(step));
const begun = started(wanted);
for (const step of steps) {
  const parts = begun.filter((one) => one.step === step);
  if (parts.length === 0) continue;
  console.log(`\n── ${step}`);
  const outcomes = await Promise.all(parts.map(({ ended }) => ended));
  const sum = (of: (one: Outcome & { seconds: number }) => number) =>
    outcomes.reduce((all, one) => all + of(one), 0);
  const [passed, failed] = [sum((one) => one.passed), sum((one) => one.failed)];
  for (const { output } of outcomes) if (output.trim() !== '') console.log(output.trimEnd());
  const durations = Object.assign({}, ...outcomes.map((one) => one.durations)) as Durations;
  const longest = longestOf(durations, NAMED);
  if (longest.length > 0) console.log(`What took longest:\n${longest.join('\n')}`);
  total.passed += passed;
  total.failed += failed;
  console.log(
    `── ${step}: ${passed} passed, ${failed} failed, ${sum(({ seconds }) => seconds).toFixed(1)} s`,
  );
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${(performance.now() / 1000).toFixed(0)} s`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** Begins works in their order, `AT_ONCE` at a time; one that needs the tour lets others go before it until that is there. */
function started(all: Work[]): { step: Step; ended: Promise<Outcome & { seconds: number }> }[] {
  const waiting = all.map((work) => ({ work, end: Promise.withResolvers<Outcome & { seconds: number }>() }));
  const answer = waiting.map(({ work, end }) => ({ step: work.step, ended: end.promise }));
  let isTourThere = !all.some(({ step }) => step === 'tour');
  let free = AT_ONCE;
  const go = () => {
    while (free > 0) {
      const next = waiting.findIndex(({ work }) => isTourThere || !work.needsTour);
      const [one] = next < 0 ? [] : waiting.splice(next, 1);
      if (!one) return;
      free--;
      void timed(one.work.run).then((outcome) => {
        one.end.resolve(outcome);
        free++;
        if (one.work.step === 'tour') isTourThere = true;
        go();
      });
    }
  };
  go();
  return answer;
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
  await buildSituations([record, ...situations], BUILDERS);
  return { ...PASSED, output: '' };
}

/** The tests of Node, a work for each group of files. */
function units(): Work[] {
  const files = globSync('*/**/*.test.ts', { cwd: 'tests' }).map((path) => path.replaceAll('\\', '/'));
  const groupOf = (path: string) => GROUPS.find(({ takes }) => takes.test(path))?.name;
  return GROUPS.flatMap(({ name, needsTour = false, isApart = false }) => {
    const own = files.filter((path) => groupOf(path) === name).toSorted();
    const run = () =>
      nodeTests(
        name,
        own.map((path) => `tests/${path}`),
        isApart,
      );
    return own.length > 0 ? [{ step: 'unit', run, needsTour } as const] : [];
  });
}

async function nodeTests(name: string, files: string[], isApart: boolean): Promise<Outcome> {
  const durations = join(DURATIONS, `${name}.json`);
  const run = [
    '--test',
    ...(isApart ? ['--test-concurrency=1'] : ['--test-isolation=none']),
    '--test-reporter=tap',
    '--test-reporter-destination=stdout',
    '--test-reporter=./tests/slowest.ts',
    `--test-reporter-destination=${durations}`,
    ...files,
  ];
  rmSync(durations, { force: true });
  const { status, output } = await finished(process.execPath, run, ['stdout']);
  const count = (word: string) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  // A process that was ended before it could say how its tests went has not passed.
  const isWell = status === 0 && count('pass') > 0;
  const told = output
    .split('\n')
    .filter((line) => !/^\s*(ok |---|\.\.\.|duration_ms|type:|# Subtest)/.test(line))
    .join('\n');
  return {
    passed: count('pass'),
    failed: failed || (isWell ? 0 : 1),
    output: isWell ? '' : told,
    durations: readJson<Durations>(durations) ?? {},
  };
}

async function browser(): Promise<Outcome> {
  const WHOLE_CHROMIUM = findOrGetChromium();
  const CHROMIUM = findOrGetShell(WHOLE_CHROMIUM);
  rmSync(REPORT, { force: true });
  const child = spawn(
    join('node_modules/.bin/playwright'),
    ['test', '--config', 'tests/playwright.config.ts'],
    {
      stdio: 'inherit',
      env: { ...environment(), CHROMIUM, WHOLE_CHROMIUM, REPORT: join(process.cwd(), REPORT) },
    },
  );
  const [status] = (await once(child, 'close')) as [number | null];
  const { stats, suites } = readJson<BrowserReport>(REPORT) ?? NOTHING;
  const failed = stats.unexpected + stats.skipped;
  return {
    passed: stats.expected + stats.flaky,
    failed: failed || (status === 0 ? 0 : 1),
    output:
      stats.flaky > 0 ? `${stats.flaky} passed only when run again: mend them, they are named above` : '',
    durations: Object.fromEntries(suites.map((suite) => [`tests/site/${suite.file}`, durationOf(suite)])),
  };
}

/** What Playwright says of a run, as far as it is read here. */
interface BrowserReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: (BrowserSuite & { file: string })[];
}

interface BrowserSuite {
  specs: { tests: { results: { duration: number }[] }[] }[];
  suites?: BrowserSuite[];
}

function durationOf({ specs, suites = [] }: BrowserSuite): number {
  const results = specs.flatMap(({ tests }) => tests.flatMap((test) => test.results));
  const inside = [...results.map(({ duration }) => duration), ...suites.map(durationOf)];
  return inside.reduce((all, ms) => all + ms, 0);
}

function readJson<Read>(path: string): Read | undefined {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text === '' ? undefined : (JSON.parse(text) as Read);
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
    ...QUICK_GIT,
    ASTRO_TELEMETRY_DISABLED: '1',
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };
}

import { registerHooks } from 'node:module';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from '../chance.ts';
import { type Collected, collected, collectFrom, type Suite } from './collect.ts';

/** What the runner asks for: some of the tests, with one rule broken or none. */
export interface Question {
  mutant: string | undefined;
  hitLimit: number | undefined;
  /** Ids of tests; all where there are none. */
  tests: string[] | undefined;
  bail: boolean;
  /** The name of the broken file: the tests that bear it come first. */
  nearest: string;
}

export interface Answer {
  tests: { id: string; file: string; ms: number; failure: string | undefined }[];
  coverage: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
  hitCount: number | undefined;
}

/** What stands between the broken code and whoever breaks it, by Stryker's own names. */
interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: Answer['coverage'];
}

const globals = globalThis as typeof globalThis & { __stryker__?: Namespace };
globals.__stryker__ ??= {};
const namespace = globals.__stryker__;
const COLLECT = new URL('collect.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'node:test' ? { url: COLLECT, shortCircuit: true } : next(specifier, context),
});

// That a law is broken is enough: nobody reads the smallest case, and finding it takes longer than all the rest.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });

const files = process.argv.slice(2);
const loaded = new Map<string, string | undefined>();

process.on('message', (question: Question) => void answer(question).then((said) => process.send?.(said)));
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function answer({ mutant, hitLimit, tests, bail, nearest }: Question): Promise<Answer> {
  namespace.activeMutant = mutant;
  namespace.hitCount = hitLimit === undefined ? undefined : 0;
  namespace.hitLimit = hitLimit;
  if (mutant === undefined) delete process.env.__STRYKER_ACTIVE_MUTANT__;
  else process.env.__STRYKER_ACTIVE_MUTANT__ = mutant;
  const wanted = tests && new Set(tests);
  const said: Answer['tests'] = [];
  // One file after the other: what notices a broken rule at once saves loading the rest.
  for (const path of nearestFirst(nearest)) {
    const failure = await load(path);
    if (failure !== undefined) said.push({ id: path, file: path, ms: 0, failure });
    const chosen = collected.filter(({ id, file }) => file === path && (!wanted || wanted.has(id)));
    const begun = new Map<Suite, string | undefined>();
    for (const suite of grouped(chosen)) if (goesOn(said, bail)) await runSuite(suite, begun, said, bail);
    for (const suite of [...begun.keys()].reverse()) await runHooks(suite, suite.after);
    if (!goesOn(said, bail)) break;
  }
  namespace.currentTestId = undefined;
  const coverage = shared(namespace.mutantCoverage ?? { static: {}, perTest: {} });
  return { tests: said, coverage, hitCount: namespace.hitCount };
}

function nearestFirst(name: string): string[] {
  const isNear = (path: string) => name !== '' && basename(path).startsWith(name);
  return files.toSorted((one, other) => Number(isNear(other)) - Number(isNear(one)));
}

function goesOn(said: Answer['tests'], bail: boolean): boolean {
  return !bail || said.every(({ failure }) => failure === undefined);
}

/** Loads the tests of a file, the first time. */
async function load(path: string): Promise<string | undefined> {
  if (loaded.has(path)) return loaded.get(path);
  collectFrom(path);
  const { currentTestId } = namespace;
  namespace.currentTestId = undefined;
  loaded.set(path, await failureOf(() => import(pathToFileURL(resolve(path)).href)));
  namespace.currentTestId = currentTestId;
  return loaded.get(path);
}

/** Tests that stand beside each other, in their order, so that the hooks around them run once. */
function grouped(chosen: Collected[]): Collected[][] {
  const groups = new Map<Suite, Collected[]>();
  for (const test of chosen) groups.set(test.suite, [...(groups.get(test.suite) ?? []), test]);
  return [...groups.values()];
}

/** Runs tests that stand beside each other. `begun` has the suites whose `before` has run, and how it failed. */
async function runSuite(
  tests: Collected[],
  begun: Map<Suite, string | undefined>,
  said: Answer['tests'],
  bail: boolean,
): Promise<void> {
  const suites = outermostFirst(tests[0]?.suite);
  for (const suite of suites) if (!begun.has(suite)) begun.set(suite, await runHooks(suite, suite.before));
  const broken = suites.map((suite) => begun.get(suite)).find((failure) => failure !== undefined);
  for (const { id, file, run } of tests) {
    const started = performance.now();
    namespace.currentTestId = id;
    const failure =
      broken ??
      (await failureOf(async () => {
        await each(suites.flatMap(({ beforeEach }) => beforeEach));
        await run({});
        await each(suites.toReversed().flatMap(({ afterEach }) => afterEach));
      }));
    said.push({ id, file, ms: performance.now() - started, failure });
    if (failure !== undefined && bail) break;
  }
}

function runHooks({ name }: Suite, hooks: Suite['before']): Promise<string | undefined> {
  namespace.currentTestId = HOOKS + name;
  return failureOf(() => each(hooks));
}

function outermostFirst(suite: Suite | undefined): Suite[] {
  return suite ? [...outermostFirst(suite.parent), suite] : [];
}

async function each(works: ((context: object) => unknown)[]): Promise<void> {
  for (const work of works) await work({});
}

async function failureOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2000) : String(error);
  }
}

const HOOKS = 'hooks of ';

/** What the hooks of a suite ran was run for each of its tests. */
function shared({ static: once, perTest }: Answer['coverage']): Answer['coverage'] {
  const tests: Answer['coverage']['perTest'] = {};
  for (const { id, suite } of collected) {
    const together = { ...perTest[id] };
    for (const { name } of outermostFirst(suite))
      for (const [mutant, count] of Object.entries(perTest[HOOKS + name] ?? {}))
        together[mutant] = (together[mutant] ?? 0) + count;
    tests[id] = together;
  }
  return { static: { ...once }, perTest: tests };
}

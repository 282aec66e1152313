import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import type { StrykerOptions } from '@stryker-mutator/api/core';
import {
  determineHitLimitReached,
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type { Answer, Question } from './worker.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** How much sooner than Stryker would give up this gives up, in ms, to end the process that hangs. */
const SOONER = 300;

class Dead extends Error {}
class Late extends Error {}

/**
 * Runs the tests of `node:test` for Stryker, in one process that stays: a rule is broken by a switch, and the tests
 * that reach it run again. Starting Node for each of them takes twenty times as long. A rule that is read only
 * once, when a file is loaded, gets a process of its own.
 */
class NodeTestRunner implements TestRunner {
  static inject = tokens(commonTokens.options);
  readonly #files: string[];
  #worker: ChildProcess | undefined;

  constructor(options: StrykerOptions) {
    this.#files = (options as StrykerOptions & { testFiles: string[] }).testFiles;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dispose(): Promise<void> {
    this.#stop();
  }

  async dryRun({ timeout }: DryRunOptions): Promise<DryRunResult> {
    const said = await this.#ask({ ...NONE, bail: false }, timeout);
    return { ...resultOf(said), mutantCoverage: said.coverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, testFilter, timeout, disableBail } = options;
    const { reloadEnvironment, sandboxFileName } = options;
    const nearest = basename(sandboxFileName, '.ts');
    const question = { mutant: activeMutant.id, hitLimit, tests: testFilter, bail: !disableBail, nearest };
    if (reloadEnvironment) this.#stop();
    try {
      let said = await this.#ask(question, timeout, reloadEnvironment);
      if (!reloadEnvironment && (await this.#leftTraces(said, timeout)))
        said = await this.#ask(question, timeout);
      const limit = determineHitLimitReached(said.hitCount, hitLimit);
      return toMutantRunResult(limit ?? resultOf(said));
    } catch (error) {
      this.#stop();
      if (error instanceof Late) return toMutantRunResult({ status: DryRunStatus.Timeout });
      if (error instanceof Dead)
        return toMutantRunResult(resultOf(died(testFilter?.[0] ?? 'the process', error.message)));
      throw error;
    } finally {
      if (reloadEnvironment) this.#stop();
    }
  }

  /** Whether a test that failed still fails with every rule whole: then the process kept something, and goes. */
  async #leftTraces({ tests }: Answer, timeout: number): Promise<boolean> {
    const failed = tests.find(({ failure }) => failure !== undefined);
    if (!failed) return false;
    const { tests: again } = await this.#ask({ ...NONE, tests: [failed.id] }, timeout);
    const traces = again.some(({ failure }) => failure !== undefined);
    if (traces) this.#stop();
    return traces;
  }

  async #ask(question: Question, timeout: number, fromTheStart = false): Promise<Answer> {
    const until = AbortSignal.timeout(Math.max(Math.ceil(timeout) - SOONER, 1_000));
    const mutant = fromTheStart ? question.mutant : undefined;
    this.#worker ??= await this.#start(mutant, until);
    const answer = heard(this.#worker, until);
    this.#worker.send(question);
    return (await answer) as Answer;
  }

  async #start(mutant: string | undefined, until: AbortSignal): Promise<ChildProcess> {
    const { __STRYKER_ACTIVE_MUTANT__: _, ...env } = process.env;
    const worker = fork(WORKER, this.#files, {
      stdio: process.env.MUTANTS_LOUD ? 'inherit' : 'ignore',
      execArgv: [],
      env: mutant === undefined ? env : { ...env, __STRYKER_ACTIVE_MUTANT__: mutant },
    });
    this.#worker = worker;
    await heard(worker, until);
    return worker;
  }

  #stop(): void {
    this.#worker?.kill('SIGKILL');
    this.#worker = undefined;
  }
}

const NONE: Question = { mutant: undefined, hitLimit: undefined, tests: undefined, bail: true, nearest: '' };

/** The next message of a process that lives and is in time. */
async function heard(worker: ChildProcess, until: AbortSignal): Promise<unknown> {
  const done = new AbortController();
  const signal = AbortSignal.any([until, done.signal]);
  try {
    return await Promise.race([
      once(worker, 'message', { signal }).then(([message]) => message as unknown),
      once(worker, 'exit', { signal }).then(([code]) => Promise.reject(new Dead(`ended with ${code}`))),
    ]);
  } catch (error) {
    if (until.aborted) throw new Late('', { cause: error });
    throw error;
  } finally {
    done.abort();
  }
}

function died(id: string, failure: string): Answer {
  return {
    tests: [{ id, file: '', ms: 0, failure }],
    coverage: { static: {}, perTest: {} },
    hitCount: undefined,
  };
}

function resultOf({ tests }: Answer): DryRunResult & { status: DryRunStatus.Complete } {
  return {
    status: DryRunStatus.Complete,
    tests: tests.map(({ id, file, ms, failure }) => {
      const test = { id, name: id, fileName: file, timeSpentMs: ms };
      return failure === undefined
        ? { ...test, status: TestStatus.Success }
        : { ...test, status: TestStatus.Failed, failureMessage: failure };
    }),
  };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'node-test', NodeTestRunner)];

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { isoSeconds } from '../../domain/time.ts';
import { type Problem, problemIn } from '../../problems/index.ts';
import {
  type Around,
  type Channel,
  type Content,
  type Outcome,
  type Outgoing,
  variableOf,
} from '../channel.ts';
import { concealing, withoutSecrets } from '../secrets.ts';
import type { DeliveryConfig } from './index.ts';
import { printed } from './words.ts';
import { endGroup } from '../../system/command.ts';

/** `EX_TEMPFAIL` of sysexits.h: what says "not now, try again" since sendmail. */
const TEMPORARY = 75;

/** How long a program may tidy up once its time is over, in ms; then it and all it started is killed. */
const GRACE = 1_000;

/** Of what a program writes so many characters are kept. */
const KEPT = 4_000;

/** Programs of the operator's own, one for each way that has no adapter here. */
export async function commandChannels(
  { command }: Pick<DeliveryConfig, 'command'>,
  around: Around,
): Promise<Channel[]> {
  return command.map(({ name, language, run }): Channel => {
    const own = ownVariables(name, around);
    const conceal = concealing(Object.values(own));
    return {
      kind: 'command',
      name,
      reaches: { everybody: language },
      concurrency: 1,
      idempotent: false,
      print: ({ content }) => printed(content),
      send: async (outgoing, signal) => {
        const ending = await ended(run, JSON.stringify(given(outgoing)), {
          env: { ...withoutSecrets(around.env), ...own },
          cwd: around.folder,
          signal,
        });
        return outcomeOf(ending, conceal);
      },
      check: async () => missing(run, around),
    };
  });
}

/** What a program reads. Keys may come, and none goes or changes its meaning. */
function given({ key, content, earlier }: Outgoing): object {
  return { key, earlier: earlier ?? null, text: printed(content), ...matter(content) };
}

function matter(content: Content): object {
  if (content.kind === 'update') return { kind: 'update', notification: content.told };
  const { kind, site, since, language } = content;
  return { kind, site, since: isoSeconds(since), language };
}

/** `COMMAND_...` of the account `command`, and of no other: a program gets no secret of another channel. */
function ownVariables(name: string, { env }: Pick<Around, 'env'>): Record<string, string> {
  const prefix = variableOf(name, '');
  return Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) =>
      key.startsWith(prefix) && value !== undefined ? [[key, value]] : [],
    ),
  );
}

type Ending =
  | { kind: 'exit'; code: number; out: string; err: string }
  | { kind: 'not started'; why: string }
  | { kind: 'killed'; why: string };

function outcomeOf(ending: Ending, conceal: (text: string) => string): Outcome {
  if (ending.kind === 'not started') return { kind: 'later', reason: conceal(ending.why) };
  if (ending.kind === 'killed') return { kind: 'unknown', reason: conceal(ending.why) };
  const { code, out, err } = ending;
  if (code === 0) {
    const [receipt = ''] = out.split('\n');
    return receipt.trim() === '' ? { kind: 'sent' } : { kind: 'sent', receipt: receipt.trim().slice(0, 300) };
  }
  const last = conceal(err.trim().split('\n').at(-1)?.slice(0, 300) ?? '');
  const reason = `the program ended with exit code ${code}${last && `: ${last}`}`;
  return code === TEMPORARY ? { kind: 'later', reason } : { kind: 'refused', reason };
}

interface Started {
  env: Record<string, string>;
  cwd: string | undefined;
  signal: AbortSignal;
}

/** Runs a program without a shell, in a group of its own, so that all it starts ends with it. */
function ended(run: readonly string[], input: string, { env, cwd, signal }: Started): Promise<Ending> {
  const [program = '', ...args] = run;
  if (signal.aborted) return Promise.resolve({ kind: 'not started', why: 'the time was up before it began' });
  return new Promise((tell) => {
    const child = spawn(program, args, { env, cwd, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const [out, err] = [kept(child.stdout, 'first'), kept(child.stderr, 'last')];
    let timeUp = false;
    const stop = () => {
      timeUp = true;
      endGroup(child.pid, 'SIGTERM');
      setTimeout(() => endGroup(child.pid, 'SIGKILL'), GRACE).unref();
    };
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => {
      signal.removeEventListener('abort', stop);
      tell({ kind: 'not started', why: `"${program}" could not be started: ${error.message}` });
    });
    child.on('exit', async (code, killedBy) => {
      signal.removeEventListener('abort', stop);
      if (timeUp) {
        // What it started may have outlived it.
        endGroup(child.pid, 'SIGKILL');
        return tell({ kind: 'killed', why: 'the program was not done within the time' });
      }
      if (code === null) return tell({ kind: 'killed', why: `the program was ended by ${killedBy}` });
      await drained(child);
      tell({ kind: 'exit', code, out: out(), err: err() });
    });
    // A program need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Waits for the last of what it wrote; not for a program that it left behind with the same output. */
function drained(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    const enough = setTimeout(done, 100);
    child.once('close', () => {
      clearTimeout(enough);
      done();
    });
  });
}

/** Reads all, so that the program never waits for us, and keeps a part. */
function kept(stream: NodeJS.ReadableStream, which: 'first' | 'last'): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (part: string) => {
    text = which === 'first' ? `${text}${part}`.slice(0, KEPT) : `${text}${part}`.slice(-KEPT);
  });
  stream.on('error', () => undefined);
  return () => text;
}

/** The program, if it cannot be started. */
function missing(run: readonly string[], { env, folder }: Pick<Around, 'env' | 'folder'>): Problem[] {
  const [program = ''] = run;
  const places = program.includes('/')
    ? [isAbsolute(program) ? program : resolve(folder ?? '.', program)]
    : (env.PATH ?? '').split(delimiter).map((place) => join(place, program));
  if (places.some(isProgram)) return [];
  return [
    problemIn(
      { argument: program },
      {
        name: 'program-missing',
        found: places.some((place) => statSync(place, { throwIfNoEntry: false }) !== undefined)
          ? 'a file that this user may not run'
          : 'no such program',
        expected: 'a program that can be started',
        remedy:
          'Write its path counted from the folder of the site, or the whole path, and give whoever delivers the right to run it ("chmod +x").',
      },
    ),
  ];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { ENGINE } from '../../src/release/engine.ts';

/** What a process that builds is asked for, in one line: a build with this environment, in a working folder of its own. */
export interface Asked {
  env: NodeJS.ProcessEnv;
  folder: string;
  /** Whether whoever asks hears what a build tells the process that began it. */
  isHeard?: boolean;
  isSilent?: boolean;
}

/** How a build ended. What it printed stands before it. */
export interface Ended {
  failure: string | null;
}

/** Begins a line that is no output of a build: how it ended, or what it tells whoever began it. */
export const MARK = '\u0000';

export interface Builder {
  /**
   * Builds the site as `npm run build` does, with these variables set.
   * @returns what the build printed.
   * @throws Error with that and the reason where it failed.
   */
  build: (env: NodeJS.ProcessEnv) => Promise<string>;
  /** Begins a build as a command does that begins one (`Io.begin`), and answers what such a process says and how it ends. */
  begin: (args: readonly string[], options: SpawnOptions) => ChildProcess;
  /** Ends the process. */
  end: () => void;
}

/** How many sites a process builds before the next takes its place: each that Astro bundles leaves 50 MB behind, and few do. */
const BUILDS_OF_A_PROCESS = 100;

let shared: Builder | undefined;

/** The builder that all tests of one process share: most of what a first build takes is to start. */
export function sharedBuilder(): Builder {
  shared ??= startBuilder();
  return shared;
}

/**
 * Builds one site after the other in a process beside this one. Starting Node and printing with code that is not warm
 * yet takes three times as long as the build of a small site; each build reads its own environment, and the program that
 * prints is the one that any build would use, kept by a name for its code (`src/release/program.ts`). The process is
 * begun with the first build, and keeps nobody waiting who has asked for none.
 */
export function startBuilder(): Builder {
  let workshop: Workshop | undefined;
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();
  const next = ({ env, ...rest }: Asked, message?: (told: unknown) => void): Promise<string> => {
    // Other tests have the processors that further threads would take.
    const asked = { ...rest, env: { NIGHTLIGHT_THREADS: '0', ...env } };
    const made = last.then(async () => {
      if (count % BUILDS_OF_A_PROCESS === 0) workshop?.end();
      if (count++ % BUILDS_OF_A_PROCESS === 0) workshop = startWorkshop();
      return (workshop as Workshop).make(asked, message);
    });
    last = made.catch(() => undefined);
    return made;
  };
  return {
    // As in a deploy: where two builds bundle in one folder, one takes away what the other needs.
    build: (env) => next({ env, folder: join(ENGINE, `.cache/builds/${process.pid}-${++builds}`) }),
    begin: (args, { cwd, env = {}, stdio = [] }) => {
      // The working folder is taken away afterwards; where a project of an operator is built, that is the site.
      if (!String(cwd).includes('.cache/builds')) throw new Error(`${cwd} is no folder to work in`);
      const stdout = new PassThrough();
      const stderr = new PassThrough();
      const child = Object.assign(new EventEmitter(), { stdout, stderr });
      const isHeard = stdio.includes('ipc');
      const asked = { env, folder: String(cwd), isHeard, isSilent: args.includes('--silent') };
      const end = (code: number, told: string, to: PassThrough) => {
        to.end(told);
        (to === stdout ? stderr : stdout).end();
        // A process closes once all that it said has been read.
        setImmediate(() => child.emit('close', code));
      };
      void next(asked, (message) => child.emit('message', message)).then(
        (output) => end(0, output, stdout),
        (error: Error) => end(1, error.message, stderr),
      );
      return child as unknown as ChildProcess;
    },
    end: () => workshop?.end(),
  };
}

/** Names the working folders of this process. */
let builds = 0;

interface Workshop {
  make: (asked: Asked, message?: (told: unknown) => void) => Promise<string>;
  end: () => void;
}

function startWorkshop(): Workshop {
  // As a deploy begins a build (`src/cli/astro.ts`): to collect what a page leaves takes a tenth of the time otherwise.
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=64', join(import.meta.dirname, 'builder.ts')],
    {
      cwd: ENGINE,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NIGHTLIGHT_SITE: ENGINE },
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = once(child, 'close');
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data));
  const held = [child, child.stdin, child.stdout, child.stderr] as unknown as Pick<
    ChildProcess,
    'ref' | 'unref'
  >[];
  const make: Workshop['make'] = async (asked, message) => {
    errors = '';
    child.stdin.write(`${JSON.stringify(asked)}\n`);
    let output = '';
    for (;;) {
      const { value, done } = await lines.next();
      if (done) await closed;
      if (done) throw new Error(`${output}${errors}\nThe process that builds has ended.`);
      if (!value.startsWith(MARK)) {
        output += `${value}\n`;
        continue;
      }
      const told = JSON.parse(value.slice(MARK.length)) as Ended | { message: unknown };
      if ('message' in told) message?.(told.message);
      else if (told.failure === null) return output + errors;
      else throw new Error(`${output}${errors}\n${told.failure}`);
    }
  };
  for (const one of held) one.unref();
  return {
    make: async (...asked) => {
      for (const one of held) one.ref();
      try {
        return await make(...asked);
      } finally {
        for (const one of held) one.unref();
      }
    },
    end: () => child.stdin.end(),
  };
}

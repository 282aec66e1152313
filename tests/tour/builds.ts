import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../..');

/** What a process that builds is asked for, in one line: a build with this environment, in a working folder of its own. */
export interface Asked {
  env: Record<string, string>;
  folder: string;
}

/** How a build ended. What it printed stands before it. */
export interface Ended {
  failure: string | null;
}

/** Begins the line that says how a build ended. */
export const DONE = '\u0000done ';

export interface Builder {
  /**
   * Builds the site as `npm run build` does, with these variables set.
   * @returns what the build printed.
   * @throws Error with that and the reason where it failed.
   */
  build: (env: Record<string, string>) => Promise<string>;
  /** Ends the process. */
  end: () => void;
}

/**
 * Starts a process that builds one site after the other. Starting Astro takes twice as long as the build of a small
 * site; nothing else is shared between the builds, each of which bundles anew and reads its own environment.
 */
export function startBuilder(): Builder {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'builder.ts')], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NIGHTLIGHT_SITE: ROOT },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data));
  let count = 0;
  return {
    build: async (env) => {
      errors = '';
      // As in a deploy: where two builds bundle in one folder, one takes away what the other needs.
      const folder = `${process.pid}-${child.pid}-${++count}`;
      child.stdin.write(`${JSON.stringify({ env, folder } satisfies Asked)}\n`);
      let output = '';
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${output}${errors}\nThe process that builds has ended.`);
        if (!value.startsWith(DONE)) {
          output += `${value}\n`;
          continue;
        }
        const { failure } = JSON.parse(value.slice(DONE.length)) as Ended;
        if (failure === null) return output;
        throw new Error(`${output}${errors}\n${failure}`);
      }
    },
    end: () => child.stdin.end(),
  };
}

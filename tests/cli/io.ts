import type { Io } from '../../src/cli/command.ts';
import { main } from '../../src/cli/main.ts';

/** How a call ended, and what it said. */
export interface Answer {
  code: number;
  out: string;
  err: string;
}

/** Where and with what a test calls. */
export interface Around extends Partial<Omit<Io, 'stdout' | 'stderr'>> {
  env?: Record<string, string | undefined>;
  commands?: Parameters<typeof main>[3];
}

/** Calls `nightlight` in this process, with a world that is made up: no word of it leaves the test. */
export async function call(
  argv: readonly string[],
  { env = {}, commands, ...around }: Around = {},
): Promise<Answer> {
  let [out, err] = ['', ''];
  const io: Io = {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    cwd: '/nowhere',
    now: () => Date.parse('2026-03-01T03:10:00Z'),
    fetch: () => Promise.reject(new Error('no test asks the network')),
    wait: () => Promise.resolve(),
    begin: () => {
      throw new Error('no test begins another process');
    },
    ...around,
  };
  const code = await main(argv, env, io, commands);
  return { code, out, err };
}

/** Where an exception would show its way through the code. */
export const STACK = /^\s+at /m;

/** The words of a line as a shell tells them apart: `--why "a b"` is two. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

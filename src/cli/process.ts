import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { explained, main } from './main.ts';
import { giveSize } from './terminal-size.ts';

const { stdin, stdout, stderr, argv, env, execPath } = process;

// Whoever read what is written here has gone, as "head" does: that is no mistake of anybody.
for (const stream of [stdout, stderr])
  stream.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

process.on('uncaughtException', (error) => {
  stderr.write(`${explained(error)}\n`);
  process.exit(1);
});

giveSize(stdout);

/** A terminal, npm and a service manager may each hand on the same request, so for this long, in ms, it is one. */
const ONE_REQUEST = 1_000;

process.exitCode = await main(argv.slice(2), env, {
  stdout,
  stderr,
  cwd: process.cwd(),
  columns: stdout.isTTY ? stdout.columns : undefined,
  terminal: stdin.isTTY && stdout.isTTY ? { input: stdin, output: stdout } : undefined,
  now: Date.now,
  fetch,
  wait: async (ms, signal) => pause(ms, undefined, { ...(signal && { signal }) }),
  stopped,
  processes: { own: process.pid, runs },
  begin: (args, options) => spawn(execPath, args, options),
});

function runs(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // One of somebody else's cannot be asked, and is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Says once that somebody asks for the end. Who asks again is not waited for: the system then ends the process. */
function stopped(): AbortSignal {
  const ending = new AbortController();
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const end = () => {
    if (ending.signal.aborted) return;
    ending.abort();
    setTimeout(() => {
      for (const signal of signals) process.off(signal, end);
    }, ONE_REQUEST).unref();
  };
  for (const signal of signals) process.on(signal, end);
  return ending.signal;
}

import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { explained, main } from './main.ts';

const { stdout, stderr, argv, env, execPath } = process;

// Whoever read what is written here has gone, as "head" does: that is no mistake of anybody.
for (const stream of [stdout, stderr])
  stream.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

process.on('uncaughtException', (error) => {
  stderr.write(`${explained(error)}\n`);
  process.exit(1);
});

process.exitCode = await main(argv.slice(2), env, {
  stdout,
  stderr,
  cwd: process.cwd(),
  columns: stdout.isTTY ? stdout.columns : undefined,
  now: Date.now,
  fetch,
  wait: async (ms) => setTimeout(ms),
  stopped: () => {
    const ending = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
    return ending.signal;
  },
  begin: (args, options) => spawn(execPath, args, options),
});
